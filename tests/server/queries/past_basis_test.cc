// What called a document into question on a day that is past: what was open then, whatever became
// of it.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/append_event.h"
#include "server/acts/case_index.h"
#include "server/acts/document_acts.h"
#include "server/domain/text/chinese_date.h"
#include "server/queries/lookup.h"
#include "storage/kv/memory_store.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::queries {
namespace {

using absl::CivilDay;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

class PastBasis : public ::testing::Test {
 protected:
  v1::Basis Check(const v1::Document& document, CivilDay day) {
    v1::CheckBasisRequest request;
    request.set_number(document.registration_number());
    request.set_date(text::FormatIsoDay(day));
    auto basis = CheckBasis(*store_.Snapshot(), request, absl::UnixEpoch(), office_.today());
    EXPECT_THAT(basis, IsOk());
    return basis.ok() ? *basis : v1::Basis();
  }
  template <typename Asked>
  v1::Document Do(const access::Caller& caller, const Asked& request) {
    auto document = office_.Do(caller, acts::IntentOf(request));
    EXPECT_THAT(document, IsOk());
    return document.ok() ? *document : v1::Document();
  }
  // Published today, saying that it amends the other.
  v1::Document Amending(const v1::Document& target) {
    v1::CreateDocumentRequest draft = testing::CompleteDraft("关于修改它的决定", "平民〔2026〕99号",
                                                             text::FormatIsoDay(office_.today()));
    v1::Relation* relation = draft.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_AMENDS);
    relation->set_target(target.name());
    const std::string name = Do(testing::Drafter(), draft).name();
    v1::SubmitDocumentRequest submit;
    submit.set_name(name);
    Do(testing::Drafter(), submit);
    v1::DetermineDocumentRequest determine;
    determine.set_name(name);
    determine.set_normative(true);
    Do(testing::Reviewer(), determine);
    v1::RegisterDocumentRequest enter;
    enter.set_name(name);
    auto published = office_.Publish(Do(testing::Reviewer(), enter));
    EXPECT_THAT(published, IsOk());
    return published.ok() ? *published : v1::Document();
  }
  // An objection as it stands now, with the days and states of its public events.
  void Put(uint64_t id, const v1::Objection& objection,
           const std::vector<std::pair<std::string, std::string>>& events) {
    absl::Status written = absl::UnknownError("not yet");
    store_.Transact(
        [&](kv::Transaction& txn) {
          for (const auto& [date, state] : events) {
            v1::Event event;
            event.set_resource(objection.name());
            event.set_date(date);
            event.set_to_state(state);
            event.set_public_(true);
            if (auto put = acts::AppendEvent(txn, event); !put.ok()) return put.status();
          }
          tables::PutCase(txn, schema::CaseKind::kObjection, id, objection);
          tables::ReplaceEntries(txn, {}, acts::CaseEntries(acts::ViewOf(id, objection)));
          return absl::OkStatus();
        },
        [&](absl::Status status) { written = std::move(status); });
    ASSERT_THAT(written, IsOk());
  }

  kv::MemoryStore store_;
  testing::Office office_{store_, CivilDay(2026, 3, 2)};
};

TEST_F(PastBasis, AnAnnouncementStandsOnTheDaysBeforeItWasCarriedOut) {
  auto old = office_.Published("养老服务办法");
  ASSERT_THAT(old, IsOk());
  office_.set_today(CivilDay(2026, 3, 10));
  const v1::Document bearer = Amending(*old);
  office_.set_today(CivilDay(2026, 3, 20));
  v1::AmendDocumentRequest amend;
  amend.set_name(old->name());
  amend.set_amended_by(bearer.name());
  amend.set_text(absl::StrCat(old->title(), "\n第一条 修改后的正文。\n"));
  Do(testing::Publisher(), amend);
  office_.set_today(CivilDay(2026, 3, 25));
  EXPECT_EQ(Check(*old, CivilDay(2026, 3, 9)).announced_effects_size(), 0) << "nobody had said so";
  for (const CivilDay day : {CivilDay(2026, 3, 10), CivilDay(2026, 3, 19)}) {
    EXPECT_EQ(Check(*old, day).announced_effects_size(), 1) << day;  // before: none
    EXPECT_THAT(Check(*old, day).doubts_zh(), Contains(HasSubstr("修改本文件"))) << day;
    EXPECT_THAT(Check(bearer, day).doubts_zh(), Contains(HasSubstr(old->name()))) << day;
  }
  for (const CivilDay day : {CivilDay(2026, 3, 20), CivilDay(2026, 3, 25)}) {
    EXPECT_EQ(Check(*old, day).announced_effects_size(), 0) << day;
    EXPECT_THAT(Check(bearer, day).doubts_zh(), Not(Contains(HasSubstr(old->name())))) << day;
  }
}

TEST_F(PastBasis, AnObjectionIsADoubtOfTheDaysOnWhichItWasOpen) {
  auto document = office_.Published("养老服务办法");
  ASSERT_THAT(document, IsOk());
  v1::Objection objection;
  objection.set_name("objections/1");
  objection.set_document(document->name());
  objection.set_jurisdiction(testing::kDistrict);
  objection.set_issuer(testing::kCivilAffairs);
  objection.set_lodged_date("2026-03-03");
  objection.set_accepted_date("2026-03-05");
  objection.set_state(v1::OBJECTION_STATE_DECIDED);
  objection.mutable_decision()->set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
  objection.mutable_decision()->set_date("2026-03-18");
  Put(1, objection,
      {{"2026-03-03", "RECEIVED"}, {"2026-03-05", "REVIEWING"}, {"2026-03-18", "DECIDED"}});
  // A hint says nothing of a document before it is taken up.
  v1::Objection hint = objection;
  hint.set_name("objections/2");
  hint.set_origin(v1::OBJECTION_ORIGIN_LEAD);
  hint.set_accepted_date("2026-03-12");
  Put(2, hint,
      {{"2026-03-03", "RECEIVED"}, {"2026-03-12", "REVIEWING"}, {"2026-03-18", "DECIDED"}});
  office_.set_today(CivilDay(2026, 3, 25));
  const auto doubts = [&](CivilDay day, const std::string& words) {
    const v1::Basis basis = Check(*document, day);
    return std::count_if(
        basis.doubts_zh().begin(), basis.doubts_zh().end(),
        [&](const std::string& doubt) { return doubt.find(words) != std::string::npos; });
  };
  EXPECT_EQ(doubts(CivilDay(2026, 3, 2), "objections/"), 0);
  EXPECT_EQ(doubts(CivilDay(2026, 3, 4), "当日有异议正在办理（objections/1，已收到"), 1);
  EXPECT_EQ(doubts(CivilDay(2026, 3, 11), "objections/"), 1) << "the hint was nobody's";
  EXPECT_EQ(doubts(CivilDay(2026, 3, 12), "审查中"), 2);  // before: none
  EXPECT_EQ(doubts(CivilDay(2026, 3, 17), "决定作出前文件效力不变"), 2);
  EXPECT_EQ(doubts(CivilDay(2026, 3, 18), "objections/"), 0);
  EXPECT_EQ(doubts(office_.today(), "objections/"), 0);
}

}  // namespace
}  // namespace santong::queries
