// The other evidence of the check list, and the decisions that later acts rest on.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/continuation.h"
#include "server/domain/document/exemption.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/clocks.h"

namespace santong::document {
namespace {

// Whether the policy's list of evidence asks for `name`, an EvidenceKind without its prefix.
// Without a list, yes.
bool IsRequired(const Facts& facts, const char* name) {
  const v1::PolicyLeaf* required = facts.policy.Find(policy::kEvidenceRequired);
  if (required == nullptr || required->list().items().empty()) return true;
  const auto& kinds = required->list().items();
  return std::find(kinds.begin(), kinds.end(), name) != kinds.end();
}

bool HasComplete(const Facts& facts, v1::EvidenceKind kind) {
  const v1::Evidence* evidence = Latest(Subject(facts), kind);
  return evidence != nullptr && IsComplete(*evidence);
}

bool IsOfTheFuture(const v1::Evidence& evidence, const std::string& today) {
  return evidence.date() > today || evidence.start_date() > today || evidence.end_date() > today;
}

std::string FutureEvidence(const Facts& facts) {
  const std::string today = IsoDay(facts.today);
  std::string names;
  for (const v1::Evidence& evidence : Subject(facts).internal().evidence()) {
    if (!IsOfTheFuture(evidence, today)) continue;
    const std::string& kind = v1::EvidenceKind_Name(evidence.kind());
    absl::StrAppend(&names, names.empty() ? "" : ", ", absl::StripPrefix(kind, "EVIDENCE_KIND_"),
                    " ", std::max({evidence.date(), evidence.start_date(), evidence.end_date()}));
  }
  return names;
}

// The proof that comes with an act; its kind may be left out, for an act admits one kind only.
bool ComesWithTheAct(const Facts& facts, v1::EvidenceKind kind) {
  const v1::Evidence& decision = facts.act.decision;
  return (decision.kind() == kind || decision.kind() == v1::EVIDENCE_KIND_UNSPECIFIED) &&
         IsComplete(decision) && !IsOfTheFuture(decision, IsoDay(facts.today));
}

// The day of the evaluation that an act records or rests on; empty where it brings none.
std::string EvaluationDate(const Facts& facts) {
  if (ContinueModeOf(facts.act.action)[0] != '\0') return facts.act.decision.date();
  const v1::Evidence* evaluation = Latest(Subject(facts), v1::EVIDENCE_KIND_EVALUATION);
  return evaluation == nullptr ? "" : evaluation->date();
}

}  // namespace

constinit const Condition kFairCompetitionIsReviewed = {
    .name = "FairCompetitionIsReviewed",
    .zh = "公平竞争审查已有结论，或者不适用",
    .article = "公平竞争审查条例（2024）第2、8、12、16条；登记规则 3.6 (7)",
    .mend_zh =
        "请补充公平竞争审查结论（FAIR_COMPETITION_"
        "REVIEW）；不涉及经营者经济活动的，结论选“不适用”，"
        "理由（exemption_reason）选“不涉及经营者经济活动”，并写明说明和负责人",
    .mend_en =
        "Add FAIR_COMPETITION_REVIEW evidence that concludes LAWFUL; where no operators are "
        "touched, "
        "NOT_APPLICABLE with the exemption_reason NO_OPERATORS_TOUCHED, a note and the person "
        "answerable.",
    .holds = [](const Facts& facts) {
      const v1::Document& document = Subject(facts);
      const v1::Evidence* review = Latest(document, v1::EVIDENCE_KIND_FAIR_COMPETITION_REVIEW);
      if (review == nullptr) return false;
      if (review->conclusion() == v1::CONCLUSION_NOT_APPLICABLE) return IsExempt(document, *review);
      return review->conclusion() == v1::CONCLUSION_LAWFUL && IsComplete(*review);
    }};

constinit const Condition kSecrecyIsReviewed = {
    .name = "SecrecyIsReviewed",
    .zh = "保密审查已通过",
    .article = "保守国家秘密法（2024）第35条；政府信息公开条例（2019）第17条",
    .mend_zh = "请补充保密审查证据（SECRECY_REVIEW）：审查表、日期、审查人，结论为“通过”",
    .mend_en =
        "Add SECRECY_REVIEW evidence with document, day and person that concludes LAWFUL (passed).",
    .holds = [](const Facts& facts) {
      if (!IsRequired(facts, "SECRECY_REVIEW")) return true;
      const v1::Evidence* review = Latest(Subject(facts), v1::EVIDENCE_KIND_SECRECY_REVIEW);
      return review != nullptr && IsComplete(*review) &&
             review->conclusion() == v1::CONCLUSION_LAWFUL;
    }};

constinit const Condition kContentIsDeclared = {
    .name = "ContentIsDeclared",
    .zh = "已声明无禁止性内容",
    .article = "国办发〔2018〕37号；行政处罚法第16条、行政许可法第17条、行政强制法第10条",
    .mend_zh =
        "请补充无禁止性内容声明（CONTENT_"
        "DECLARATION）：不含行政许可、处罚、强制、征收、收费等不得设定的事项",
    .mend_en =
        "Add CONTENT_DECLARATION evidence: the text sets no licence, penalty, compulsion, levy or "
        "fee that it "
        "may not set.",
    .holds = [](const Facts& facts) {
      return !IsRequired(facts, "CONTENT_DECLARATION") ||
             HasComplete(facts, v1::EVIDENCE_KIND_CONTENT_DECLARATION);
    }};

constinit const Condition kDraftingIsExplained = {
    .name = "DraftingIsExplained",
    .zh = "起草说明已提交",
    .article = "国办发〔2018〕115号 (五)；山东省政府令第238号第50条",
    .mend_zh = "请补充起草说明（DRAFTING_EXPLANATION）：说明、日期、起草负责人",
    .mend_en = "Add DRAFTING_EXPLANATION evidence with document, day and the drafter answerable.",
    .holds = [](const Facts& facts) {
      return !IsRequired(facts, "DRAFTING_EXPLANATION") ||
             HasComplete(facts, v1::EVIDENCE_KIND_DRAFTING_EXPLANATION);
    }};

constinit const Condition kEvidenceIsNotOfTheFuture = {
    .name = "EvidenceIsNotOfTheFuture",
    .zh = "证据的日期均不晚于今天",
    .article = "档案法实施条例（2024）第39条",
    .mend_zh = "请改正晚于今天的证据日期",
    .mend_en = "Correct the days of evidence that lie after today.",
    .holds =
        [](const Facts& facts) {
          const std::string today = IsoDay(facts.today);
          const auto& evidence = Subject(facts).internal().evidence();
          return std::none_of(evidence.begin(), evidence.end(), [&](const v1::Evidence& proof) {
            return IsOfTheFuture(proof, today);
          });
        },
    .found = FutureEvidence};

constinit const Condition kSignedTextIsTheText = {
    .name = "SignedTextIsTheText",
    .zh = "签发的文本与提交的文本一致",
    .article = "登记规则 3.6 (12)",
    .mend_zh = "签发记录所附文本与当前正文不一致；请上传签发的定稿，或者改正签发记录的附件",
    .mend_en =
        "The signature's attachment is another text: upload the text that was signed, or name the "
        "right "
        "attachment_sha256.",
    .holds =
        [](const Facts& facts) {
          const v1::Evidence* signature = Latest(Subject(facts), v1::EVIDENCE_KIND_SIGNATURE);
          return signature == nullptr || signature->attachment_sha256().empty() ||
                 signature->attachment_sha256() == NewestTextHash(Subject(facts));
        },
    .found =
        [](const Facts& facts) {
          const v1::Evidence* signature = Latest(Subject(facts), v1::EVIDENCE_KIND_SIGNATURE);
          return absl::StrCat(signature == nullptr ? "" : signature->attachment_sha256(), " <> ",
                              NewestTextHash(Subject(facts)));
        }};

constinit const Condition kUrgencyIsApproved = {
    .name = "UrgencyIsApproved",
    .zh = "紧急程序已经主要负责人批准",
    .article = "国办发〔2018〕115号 (五)；河北省政府令〔2016〕第5号",
    .mend_zh =
        "请补充紧急程序批准（URGENT_"
        "APPROVAL）：批准文件、日期、批准人；不属于紧急情形的，请取消紧急标记",
    .mend_en =
        "Add URGENT_APPROVAL evidence with document, day and the principal head's name, or take "
        "the urgent "
        "mark off.",
    .holds = [](const Facts& facts) {
      return !Subject(facts).urgent() || HasComplete(facts, v1::EVIDENCE_KIND_URGENT_APPROVAL);
    }};

constinit const Condition kDecisionIsRecorded = {
    .name = "DecisionIsRecorded",
    .zh = "有权机关的决定已有记录",
    .article = "地方组织法（2022）第73条；监督法（2024）第40条",
    .mend_zh = "请填写有权机关的决定（AUTHORITY_DECISION）：文件、日期、负责人，日期不晚于今天",
    .mend_en = "Give the AUTHORITY_DECISION with document, day (not after today) and person.",
    .holds =
        [](const Facts& facts) {
          return ComesWithTheAct(facts, v1::EVIDENCE_KIND_AUTHORITY_DECISION);
        },
    .evidence = kProofFields};

constinit const Condition kEvaluationIsRecorded = {
    .name = "EvaluationIsRecorded",
    .zh = "期满前评估已有记录",
    .article = "河北省政府令〔2016〕第5号；上海市政府令第26号第26条",
    .mend_zh = "请填写评估结论（EVALUATION）：评估报告、日期、负责人，日期不晚于今天",
    .mend_en = "Give the EVALUATION with its report, day (not after today) and person.",
    .holds =
        [](const Facts& facts) { return ComesWithTheAct(facts, v1::EVIDENCE_KIND_EVALUATION); },
    .evidence = kProofFields};

constinit const Condition kEvaluationIsAdded = {
    .name = "EvaluationIsAdded",
    .zh = "补充了期满前评估",
    .article = "河北省政府令〔2016〕第5号；上海市政府令第26号第26条",
    .mend_zh = "请补充评估结论（EVALUATION）：评估报告、日期、负责人",
    .mend_en = "Add EVALUATION evidence with its report, day and person.",
    .holds = [](const Facts& facts) {
      const auto& evidence = facts.act.proposed.internal().evidence();
      return evidence.size() > facts.document.internal().evidence_size() &&
             evidence.rbegin()->kind() == v1::EVIDENCE_KIND_EVALUATION &&
             IsComplete(*evidence.rbegin());
    }};

constinit const Condition kEvaluationIsInItsTime = {
    .name = "EvaluationIsInItsTime",
    .zh = "评估不早于规定的期间",
    .article = "上海市政府令第26号第26条；登记规则 3.9（期满前评估）",
    .mend_zh = "评估须在规定的期间内（eval.window_days）进行，请核对评估日期",
    .mend_en = "The evaluation is made within its time (eval.window_days): check its day.",
    .holds =
        [](const Facts& facts) {
          // Not by the clock's first day: one that was registered late was evaluated before that.
          const auto window = facts.policy.Period(policy::kEvaluationWindowDays);
          const auto last = DayOf(facts.document.term().last_valid_date());
          const std::string date = EvaluationDate(facts);
          if (!window.has_value() || !last.has_value() || date.empty()) return true;
          return date >= IsoDay(workflow::CountBack(*last, *window, facts.calendar).day);
        },
    .found = EvaluationDate};

}  // namespace santong::document
