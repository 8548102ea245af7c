// CheckBasis against a recount that knows nothing but the history. Method: random lives of
// documents on the reference engine (registered, published with a first day to come or not,
// corrected, amended, suspended, resumed, extended, repealed, superseded, revoked, lapsed) with a
// clock that the test sets. Every few days a document is asked about on days before, in and after
// its life; the answer must be what a slow fold of its events says. The recount reads events only:
// not the document, no table, no condition of the server.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/acts/document_acts.h"
#include "server/domain/basis/check_basis.h"
#include "server/domain/text/chinese_date.h"
#include "storage/kv/memory_store.h"
#include "storage/tables/event_table.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"

namespace santong::testing {
namespace {

constexpr int kDays = 900;
const absl::CivilDay kFirstDay(2021, 3, 1);

std::string Iso(absl::CivilDay day) { return text::FormatIsoDay(day); }

// What the events of one document say. ISO days compare as text; empty is no day.
struct Recount {
  struct Text {
    int number;
    std::string first_day;
    int corrects;  // 0: a text of its own
  };
  struct Pause {
    std::string from;
    std::string to;  // empty while it lasts
  };

  std::string registered, published, first_day, last_valid_day, ended_day, openness;
  bool revoked = false;
  std::vector<Pause> pauses;
  std::vector<Text> texts;

  static std::string Fact(const v1::Event& event, const char* key) {
    const auto fact = event.facts().find(key);
    return fact == event.facts().end() ? "" : fact->second;
  }

  void Add(const v1::Event& event) {
    const auto take = [&](const char* key, std::string* value) {
      const std::string fact = Fact(event, key);
      if (!fact.empty()) *value = fact;
    };
    take("registered_date", &registered);
    take("published_date", &published);
    take("effective_date", &first_day);
    take("last_valid_date", &last_valid_day);
    take("openness", &openness);
    take("ended_date", &ended_day);
    if (event.action() == "REVOKE") revoked = true;
    if (event.action() == "SUSPEND") pauses.push_back({Fact(event, "suspended_from"), ""});
    if (event.action() == "RESUME") pauses.back().to = Fact(event, "suspended_to");
    int number = 0;
    if (absl::SimpleAtoi(Fact(event, "version"), &number)) {
      int corrects = 0;
      (void)absl::SimpleAtoi(Fact(event, "corrects"), &corrects);
      texts.push_back({number, Fact(event, "version_effective_date"), corrects});
    }
  }

  bool MayBeReliedOn(const std::string& day) const {
    const auto since = [&](const std::string& from) { return !from.empty() && from <= day; };
    if (revoked || openness != "OPENNESS_PUBLIC") return false;
    if (!since(registered) || !since(published) || !since(first_day)) return false;
    if (!last_valid_day.empty() && day > last_valid_day) return false;
    if (since(ended_day)) return false;
    const bool paused = std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
      return pause.from <= day && (pause.to.empty() || day <= pause.to);
    });
    return !paused && TextOn(day) != 0;
  }

  // The text that was added last of those that had begun, as it was corrected last.
  int TextOn(const std::string& day) const {
    int root = 0;
    for (const Text& text : texts) {
      const std::string& from = text.first_day.empty() ? first_day : text.first_day;
      if (text.corrects == 0 && !from.empty() && from <= day) root = text.number;
    }
    std::vector<int> line = {root};
    for (const Text& text : texts) {
      if (text.corrects != 0 && std::count(line.begin(), line.end(), text.corrects) > 0)
        line.push_back(text.number);
    }
    return line.back();
  }
};

class Lives {
 public:
  explicit Lives(uint32_t seed) : random_(seed), office_(store_, kFirstDay) {}

  void Run() {
    for (int i = 0; i < kDays && !::testing::Test::HasFailure(); ++i) {
      office_.set_today(kFirstDay + i);
      auto round = office_.RunRound();
      ASSERT_TRUE(round.ok()) << round.status();
      for (int acts = Pick(4); acts > 0; --acts) Act();
      if (i % 5 == 0) Compare();
    }
  }
  const std::map<std::string, int>& done() const { return done_; }
  int answers_yes() const { return yes_; }
  int answers_no() const { return no_; }

 private:
  int Pick(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  std::string Today() const { return Iso(office_.today()); }
  std::string AnyDocument() {
    return names_.empty() ? "" : names_[static_cast<size_t>(Pick(static_cast<int>(names_.size())))];
  }
  void Count(const char* what, bool ok) {
    if (ok) ++done_[what];
  }
  v1::Evidence Decision() {
    v1::Evidence decision;
    decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    decision.set_document_title("区人民政府决定");
    decision.set_person("区长");
    decision.set_date(Today());
    return decision;
  }

  // A new document; one that changes another when `relation` is given.
  absl::StatusOr<v1::Document> Publish(const v1::Relation* relation) {
    auto draft = CompleteDraft(
        absl::StrCat("办法之", next_),
        absl::StrCat("平民〔", office_.today().year(), "〕", 1000 + next_, "号"), Today());
    ++next_;
    if (relation != nullptr) *draft.mutable_document()->add_relations() = *relation;
    if (Pick(2) == 0) {
      draft.mutable_document()->set_effective_date(Iso(office_.today() + 30 + Pick(40)));
      draft.mutable_document()->clear_early_effect_reason();
    }
    draft.mutable_document()->mutable_term()->set_years(1 + Pick(2));
    if (Pick(3) == 0) draft.mutable_document()->mutable_term()->set_kind(v1::TERM_KIND_TRIAL);
    auto document = office_.Do(Drafter(), acts::IntentOf(draft));
    if (!document.ok()) return document;
    v1::SubmitDocumentRequest submit;
    submit.set_name(document->name());
    document = office_.Do(Drafter(), acts::IntentOf(submit));
    if (!document.ok()) return document;
    v1::DetermineDocumentRequest determine;
    determine.set_name(document->name());
    determine.set_normative(true);
    document = office_.Do(Reviewer(), acts::IntentOf(determine));
    if (!document.ok()) return document;
    v1::RegisterDocumentRequest enter;
    enter.set_name(document->name());
    document = office_.Do(Reviewer(), acts::IntentOf(enter));
    if (!document.ok()) return document;
    names_.push_back(document->name());
    // Some are published on a later day, by Act.
    return Pick(2) == 0 ? document : office_.Publish(*document);
  }

  void Act() {
    const std::string name = AnyDocument();
    switch (name.empty() ? 0 : Pick(10)) {
      case 0:
      case 1: {
        const auto made = Publish(nullptr);
        EXPECT_TRUE(made.ok()) << made.status();
        Count("REGISTER", made.ok());
        break;
      }
      case 2: {
        const auto document = office_.Get(name);
        Count("PUBLISH", document.ok() && document->state() == v1::DOCUMENT_STATE_REGISTERED &&
                             office_.Publish(*document).ok());
        break;
      }
      case 3:
        Change(name, v1::RELATION_KIND_AMENDS);
        break;
      case 4:
        Change(name, Pick(2) == 0 ? v1::RELATION_KIND_REPEALS : v1::RELATION_KIND_REPLACES);
        break;
      case 5: {
        v1::CorrectDocumentRequest correct;
        correct.set_name(name);
        correct.set_text(absl::StrCat("勘误后的文本", next_++));
        correct.set_reason("错字");
        *correct.mutable_approval() = Decision();
        Count("CORRECT", office_.Do(Publisher(), acts::IntentOf(correct)).ok());
        break;
      }
      case 6: {
        v1::SuspendDocumentRequest suspend;
        suspend.set_name(name);
        *suspend.mutable_decision() = Decision();
        suspend.set_reason("核查");
        Count("SUSPEND", office_.Do(Reviewer(), acts::IntentOf(suspend)).ok());
        break;
      }
      case 7: {
        v1::ResumeDocumentRequest resume;
        resume.set_name(name);
        *resume.mutable_decision() = Decision();
        resume.set_reason("核查完毕");
        Count("RESUME", office_.Do(Reviewer(), acts::IntentOf(resume)).ok());
        break;
      }
      case 8: {
        v1::ContinueDocumentRequest extend;
        extend.set_name(name);
        extend.mutable_evaluation()->set_kind(v1::EVIDENCE_KIND_EVALUATION);
        extend.mutable_evaluation()->set_document_title("评估报告");
        extend.mutable_evaluation()->set_person("局长");
        extend.mutable_evaluation()->set_date(Today());
        Count("EXTEND", office_.Do(Reviewer(), acts::IntentOf(extend)).ok());
        break;
      }
      default: {
        if (Pick(4) != 0) break;
        v1::RevokeDocumentRequest revoke;
        revoke.set_name(name);
        *revoke.mutable_decision() = Decision();
        revoke.set_reason("违反上位法");
        Count("REVOKE", office_.Do(CityReviewer(), acts::IntentOf(revoke)).ok());
      }
    }
  }

  // Publishes a document that changes `name`, and carries the change out.
  void Change(const std::string& name, v1::RelationKind kind) {
    v1::Relation relation;
    relation.set_kind(kind);
    relation.set_target(name);
    const auto by = Publish(&relation);
    if (!by.ok()) return;  // what is ended already may not be changed
    if (kind == v1::RELATION_KIND_AMENDS) {
      v1::AmendDocumentRequest amend;
      amend.set_name(name);
      amend.set_amended_by(by->name());
      amend.set_text(absl::StrCat("修改后的文本", next_++));
      Count("AMEND", office_.Do(Publisher(), acts::IntentOf(amend)).ok());
      return;
    }
    v1::RepealDocumentRequest repeal;
    repeal.set_name(name);
    repeal.set_ended_by(by->name());
    repeal.set_superseded(kind == v1::RELATION_KIND_REPLACES);
    repeal.set_ended_date(by->effective_date());
    repeal.set_reason("新办法施行");
    Count(kind == v1::RELATION_KIND_REPLACES ? "SUPERSEDE" : "REPEAL",
          office_.Do(Reviewer(), acts::IntentOf(repeal)).ok());
  }

  void Compare() {
    const std::string name = AnyDocument();
    if (name.empty()) return;
    Recount recount;
    const auto reader = store_.Snapshot();
    const uint64_t last = *tables::LastEvent(*reader);
    for (uint64_t sequence = 1; sequence <= last; ++sequence) {
      const auto event = tables::GetEvent(*reader, sequence);
      ASSERT_TRUE(event.ok()) << event.status();
      if (event->resource() == name) recount.Add(*event);
    }
    std::vector<std::string> days;
    for (const std::string& day : {recount.registered, recount.published, recount.first_day,
                                   recount.last_valid_day, recount.ended_day}) {
      if (day.empty()) continue;
      for (int shift = -1; shift <= 1; ++shift)
        days.push_back(Iso(*text::ParseIsoDay(day) + shift));
    }
    for (const Recount::Pause& pause : recount.pauses) {
      days.push_back(pause.from);
      if (!pause.to.empty()) days.push_back(Iso(*text::ParseIsoDay(pause.to) + 1));
    }
    for (int i = 0; i < 10; ++i) days.push_back(Iso(kFirstDay - 30 + Pick(kDays + 1200)));
    const auto document = office_.Get(name);
    ASSERT_TRUE(document.ok());
    for (const std::string& day : days) {
      const v1::Basis basis =
          basis::CheckBasis(*document, *text::ParseIsoDay(day), office_.today());
      const bool yes = recount.MayBeReliedOn(day);
      ASSERT_EQ(basis.answer() == v1::BASIS_ANSWER_YES, yes)
          << name << " on " << day << ", asked on " << Today() << "\n"
          << basis.DebugString();
      if (yes) {
        ASSERT_EQ(static_cast<int>(basis.version()), recount.TextOn(day)) << name << " on " << day;
      }
      ++(yes ? yes_ : no_);
    }
  }

  std::mt19937 random_;
  kv::MemoryStore store_;
  Office office_;
  std::vector<std::string> names_;
  int next_ = 1;
  std::map<std::string, int> done_;
  int yes_ = 0, no_ = 0;
};

TEST(CheckBasisRecount, AgreesWithAFoldOfTheHistoryOnRandomLives) {
  std::map<std::string, int> done;
  int yes = 0, no = 0;
  for (uint32_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    Lives lives(seed);
    lives.Run();
    for (const auto& [what, times] : lives.done()) done[what] += times;
    yes += lives.answers_yes();
    no += lives.answers_no();
  }
  // The lives had everything in them that the recount claims to judge.
  for (const char* what : {"REGISTER", "PUBLISH", "AMEND", "CORRECT", "SUSPEND", "RESUME", "EXTEND",
                           "REPEAL", "SUPERSEDE", "REVOKE"}) {
    EXPECT_GT(done[what], 5) << what;
  }
  EXPECT_GT(yes, 500);
  EXPECT_GT(no, 500);
}

}  // namespace
}  // namespace santong::testing
