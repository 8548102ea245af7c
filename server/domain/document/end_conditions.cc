// The end of a document: repeal, replacement, and what the days bring by themselves.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/domain/document/clocks.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/other_document.h"
#include "server/domain/document/relation.h"
#include "server/domain/document/subject.h"

namespace santong::document {
namespace {

// The day before which the document cannot end: that of the repealing or replacing document's
// clause, else that of the decision. Empty when neither is known.
std::string EarliestEnd(const Facts& facts) {
  if (facts.other == nullptr) return facts.act.decision.date();
  const auto kind = facts.act.action == Action::kSupersede ? v1::RELATION_KIND_REPLACES
                                                           : v1::RELATION_KIND_REPEALS;
  const v1::Relation* relation = FindRelation(facts, kind);
  return relation == nullptr ? facts.other->effective_date() : DateOf(*relation, *facts.other);
}

}  // namespace

constinit const Condition kArticlesAreNamed = {
    .name = "ArticlesAreNamed",
    .zh = "写明撤销哪些条款",
    .article = "河南省实施监督法办法第58条（参照）",
    .mend_zh = "请逐条写明被撤销的条款（articles），例如“第三条”",
    .mend_en = "Name each article that is revoked (articles), e.g. 第三条.",
    .holds = [](const Facts& facts) {
      return !facts.act.articles.empty() &&
             std::none_of(facts.act.articles.begin(), facts.act.articles.end(),
                          [](const std::string& article) { return article.empty(); });
    }};

constinit const Condition kEndIsDecided = {
    .name = "EndIsDecided",
    .zh = "已有废止的文件或者决定",
    .article = "登记规则 3.15",
    .mend_zh =
        "请指明写有废止（REPEALS）本文件的在册文件（ended_"
        "by），或者填写有权机关的废止决定（AUTHORITY_DECISION）：文件、日期、负责人",
    .mend_en =
        "Name as ended_by a document whose relation REPEALS names this one, or give the "
        "AUTHORITY_DECISION with "
        "document, day and person.",
    .holds =
        [](const Facts& facts) {
          if (facts.other != nullptr)
            return FindRelation(facts, v1::RELATION_KIND_REPEALS) != nullptr;
          return kDecisionIsRecorded.holds(facts);
        },
    .evidence = kProofFields};

constinit const Condition kOtherReplacesThis = {
    .name = "OtherReplacesThis",
    .zh = "该文件写明替代本文件，且尚未办理",
    .article = "登记规则 3.15",
    .mend_zh = "替代文件的关联文件（relations）须写明替代（REPLACES）本文件，且未曾办理过",
    .mend_en =
        "The other document must name this one with the relation REPLACES, not carried out before.",
    .holds = [](const Facts& facts) {
      return facts.other == nullptr || FindRelation(facts, v1::RELATION_KIND_REPLACES) != nullptr;
    }};

constinit const Condition kEndDateIsGiven = {
    .name = "EndDateIsGiven",
    .zh = "已写明不再有效的第一天",
    .article = "公文处理工作条例（废止自废止之日起失效，待核定）",
    .mend_zh = "请填写不再有效的第一天（ended_date）",
    .mend_en = "Give ended_date, the first day on which it no longer counts.",
    .holds = [](const Facts& facts) { return facts.act.date.has_value(); }};

constinit const Condition kEndDateHasCome = {
    .name = "EndDateHasCome",
    .zh = "不再有效的第一天已到",
    .article = "登记规则 3.15",
    .mend_zh = "请在当日或者之后办理；废止、替代文件的关联信息在此之前已经公示",
    .mend_en =
        "Do this act on or after that day; the relation in the repealing document already shows "
        "it.",
    .holds =
        [](const Facts& facts) {
          return !facts.act.date.has_value() || *facts.act.date <= facts.today;
        },
    .found = [](const Facts& facts) { return IsoDay(*facts.act.date); }};

constinit const Condition kEndIsNotBackdated = {
    .name = "EndIsNotBackdated",
    .zh = "不早于废止、替代文件或者决定规定的日期",
    .article = "登记规则 3.15",
    .mend_zh = "废止自规定之日起生效，不溯及既往；请核对日期",
    .mend_en =
        "A repeal works from its day and not backwards: choose a day not before that of the "
        "document or the "
        "decision.",
    .holds =
        [](const Facts& facts) {
          return !facts.act.date.has_value() || IsoDay(*facts.act.date) >= EarliestEnd(facts);
        },
    .found =
        [](const Facts& facts) {
          return absl::StrCat(IsoDay(*facts.act.date), " < ", EarliestEnd(facts));
        }};

constinit const Condition kFirstDayHasCome = {
    .name = "FirstDayHasCome",
    .zh = "施行日期已到",
    .article = "登记规则 3.9",
    .mend_zh = "到施行日期自动施行，无需办理",
    .mend_en = "It takes effect by itself on its day.",
    .holds = [](const Facts& facts) {
      const std::string& first = facts.document.effective_date();
      return !first.empty() && first <= IsoDay(facts.today);
    }};

constinit const Condition kLastValidDayHasPassed = {
    .name = "LastValidDayHasPassed",
    .zh = "最后有效日已过",
    .article = "登记规则 3.9（期满自行失效）",
    .mend_zh = "有效期届满后自动失效，无需办理",
    .mend_en = "It lapses by itself on the day after its last valid day.",
    .holds = [](const Facts& facts) {
      const std::string& last = facts.document.term().last_valid_date();
      return !last.empty() && last < IsoDay(facts.today);
    }};

constinit const Condition kClockHasRunOut = {.name = "ClockHasRunOut",
                                             .zh = "期限已过",
                                             .article = "登记规则 3.6（逾期不视为同意）",
                                             .mend_zh = "期限尚未届满",
                                             .mend_en = "The clock has not run out.",
                                             .holds = [](const Facts& facts) {
                                               return workflow::HasRunOut(
                                                   facts.document.clocks(), facts.act.clock,
                                                   facts.today, facts.policy);
                                             }};

}  // namespace santong::document
