#include "server/domain/basis/check_basis.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/basis/version_on.h"
#include "server/domain/document/relation.h"
#include "server/domain/text/chinese_date.h"

namespace santong::basis {
namespace {

// What stands beside an answer without taking the document's force.
namespace words {
constexpr char kRelationOpen[] = "对下列文件的修改、废止、替代或者续期尚未落实：";
constexpr char kCompletionOpen[] = "紧急程序尚待补办：";
constexpr char kUnconfirmed[] = "办理时所依据的政策参数当时待核定：";
constexpr char kArticlesRevoked[] = "下列条款已被撤销，自始无效，不得作为依据；其余条款继续有效：";
constexpr char kTermUnknown[] = "登记中没有有效期，也没有不设有效期的理由";
}  // namespace words

// Each says no more than what had come due by the day asked about.
void AddDoubts(const Question& question, v1::Basis& basis) {
  const v1::Document& document = question.document;
  std::vector<std::string> targets;
  for (const v1::Relation& relation : document.relations()) {
    const auto day = DayOf(document::DateOf(relation, document));
    if (document::ChangesItsTarget(relation.kind()) && !relation.applied() && day &&
        *day <= question.day) {
      targets.push_back(relation.target());
    }
  }
  std::vector<std::string> items;
  for (const v1::CompletionItem& item : document.completion_items()) {
    const auto day = DayOf(item.done_date());
    if (!item.done() || (day && *day > question.day)) {
      items.push_back(item.title_zh().empty() ? item.condition() : item.title_zh());
    }
  }
  const bool term_unknown =
      document.term().kind() != v1::TERM_KIND_NONE && document.term().last_valid_date().empty();
  if (!targets.empty()) {
    basis.add_doubts_zh(absl::StrCat(words::kRelationOpen, absl::StrJoin(targets, "、")));
  }
  if (!items.empty()) {
    basis.add_doubts_zh(absl::StrCat(words::kCompletionOpen, absl::StrJoin(items, "、")));
  }
  if (term_unknown) basis.add_doubts_zh(words::kTermUnknown);
  if (basis.unconfirmed_leaves_size() > 0) {
    // As they were when they decided: what was confirmed since may be another value.
    basis.add_doubts_zh(
        absl::StrCat(words::kUnconfirmed, absl::StrJoin(basis.unconfirmed_leaves(), "、")));
  }
}

// The text that a version corrects in the end; itself, where it is no correction. A version
// corrects an older one only.
uint32_t TextOf(const v1::Document& document, uint32_t number) {
  for (int i = document.versions_size() - 1; i >= 0; --i) {
    const v1::VersionSummary& version = document.versions(i);
    if (version.number() == number && version.corrects() != 0) number = version.corrects();
  }
  return number;
}

// Articles void from the start (河南省实施监督法办法 article 58: the rest stays in force), in the
// text that counted on the day or one before it. An amended text is another.
void AddRevokedArticles(const Question& question, v1::Basis& basis) {
  const v1::Document& document = question.document;
  const uint32_t text = TextOf(document, VersionOn(document, question.day));
  std::vector<std::string> articles;
  for (const v1::RevokedArticles& revoked : document.revoked_articles()) {
    if (text == 0 || TextOf(document, revoked.version()) < text) continue;
    *basis.add_revoked_articles() = revoked;
    articles.insert(articles.end(), revoked.articles().begin(), revoked.articles().end());
  }
  if (!articles.empty())
    basis.add_doubts_zh(absl::StrCat(words::kArticlesRevoked, absl::StrJoin(articles, "、")));
}

// A day that rests on a year whose holidays are not yet announced.
bool RestsOnProvisionalClock(const Condition& condition, const v1::Document& document) {
  for (const v1::Clock& clock : document.clocks()) {
    if (!clock.provisional()) continue;
    if (clock.kind() == v1::CLOCK_KIND_TAKE_EFFECT &&
        condition.leaves == absl::string_view("effect.")) {
      return true;
    }
    if (clock.kind() == v1::CLOCK_KIND_LAPSE && condition.leaves == absl::string_view("term.")) {
      return true;
    }
  }
  return false;
}

bool RestsOnUnconfirmedLeaf(const Condition& condition, const v1::Document& document) {
  return condition.leaves[0] != '\0' &&
         std::any_of(
             document.unconfirmed_leaves().begin(), document.unconfirmed_leaves().end(),
             [&](const std::string& key) { return absl::StartsWith(key, condition.leaves); });
}

v1::BasisCondition Examine(const Condition& condition, const Question& question) {
  Fact fact = condition.look(question);
  v1::BasisCondition examined;
  examined.set_name(condition.name);
  examined.set_title_zh(condition.title_zh);
  examined.set_holds(fact.holds);
  examined.set_fact(std::move(fact.fact));
  examined.set_date(std::move(fact.date));
  examined.set_article(fact.article.empty() ? condition.article : std::move(fact.article));
  examined.set_provisional((question.day > question.today && !fact.settled) ||
                           RestsOnUnconfirmedLeaf(condition, question.document) ||
                           RestsOnProvisionalClock(condition, question.document));
  return examined;
}

}  // namespace

v1::Basis CheckBasis(const v1::Document& document, absl::CivilDay day, absl::CivilDay today) {
  const Question question{document, day, today};
  v1::Basis basis;
  basis.set_date(text::FormatIsoDay(day));
  basis.set_document(document.name());
  basis.set_title(document.title());
  const std::string number = NumberOn(document, day);
  basis.set_registration_number(number.empty() ? document.registration_number() : number);

  bool holds = true;
  for (const Condition& condition : Conditions()) {
    *basis.add_conditions() = Examine(condition, question);
    holds = holds && basis.conditions().rbegin()->holds();
  }
  basis.set_answer(holds ? v1::BASIS_ANSWER_YES : v1::BASIS_ANSWER_NO);
  if (holds) basis.set_version(VersionOn(document, day));

  const auto ended_day = DayOf(document.ended_date());
  if (document.state() == v1::DOCUMENT_STATE_SUPERSEDED && (!ended_day || *ended_day <= day)) {
    basis.set_replaced_by(document.ended_by());
  }
  *basis.mutable_unconfirmed_leaves() = document.unconfirmed_leaves();
  AddRevokedArticles(question, basis);
  AddDoubts(question, basis);
  return basis;
}

bool MayBeReliedOn(const v1::Document& document, absl::CivilDay day) {
  const Question question{document, day, day};  // what is known today marks an answer, no more
  return std::all_of(Conditions().begin(), Conditions().end(),
                     [&](const Condition& condition) { return condition.look(question).holds; });
}

v1::Basis UnknownBasis(absl::CivilDay day) {
  v1::Basis basis;
  basis.set_answer(v1::BASIS_ANSWER_UNKNOWN);
  basis.set_date(text::FormatIsoDay(day));
  return basis;
}

}  // namespace santong::basis
