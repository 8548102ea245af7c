// The reviews and decisions that stand before a document: comment, legality, collective decision,
// signature.
#include "absl/strings/str_cat.h"
#include "server/domain/document/completion.h"
#include "server/domain/document/conditions.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

bool HasComplete(const Facts& facts, v1::EvidenceKind kind) {
  const v1::Evidence* evidence = Latest(Subject(facts), kind);
  return evidence != nullptr && IsComplete(*evidence);
}

// Whether the proof of `earlier` is not dated after that of `later`; true when one is missing,
// which others say.
bool AreInOrder(const Facts& facts, v1::EvidenceKind earlier, v1::EvidenceKind later) {
  const v1::Evidence* first = Latest(Subject(facts), earlier);
  const v1::Evidence* second = Latest(Subject(facts), later);
  if (first == nullptr || second == nullptr || first->date().empty() || second->date().empty())
    return true;
  return first->date() <= second->date();
}

std::string Dates(const Facts& facts, v1::EvidenceKind earlier, v1::EvidenceKind later) {
  const v1::Evidence* first = Latest(Subject(facts), earlier);
  const v1::Evidence* second = Latest(Subject(facts), later);
  return absl::StrCat(first == nullptr ? "" : first->date(), " > ",
                      second == nullptr ? "" : second->date());
}

std::string Period(const v1::Evidence* evidence, bool to_end) {
  if (evidence == nullptr) return "";
  return absl::StrCat(evidence->start_date(), " .. ",
                      to_end ? evidence->end_date() : evidence->date());
}

}  // namespace

constinit const Condition kPublicCommentIsRecorded = {
    .name = "PublicCommentIsRecorded",
    .zh = "公开征求意见已有记录，或者已说明依法不征求的理由",
    .article = "河北省政府令〔2016〕第5号；优化营商环境条例（2019）第62条；登记规则 3.6 (3)",
    .mend_zh =
        "请补充公开征求意见的证据（PUBLIC_"
        "COMMENT）：文件、日期、负责人和起止日期；依法不公开征求的，结论选“不适用”，选定理由（"
        "exemption_reason）并写明说明和负责人；勾选直接影响权利义务、涉及经营者或者重大行政决策的，"
        "不能以“不影响”为由",
    .mend_en =
        "Add PUBLIC_COMMENT evidence with document, day, person, start_date and end_date; where "
        "there is none by law, conclude NOT_APPLICABLE with an exemption_reason that fits what the "
        "document says of itself, a note and the person answerable.",
    .holds = [](const Facts& facts) {
      return Subject(facts).urgent() || CommentIsRecorded(Subject(facts));
    }};

constinit const Condition kPublicCommentIsLongEnough = {
    .name = "PublicCommentIsLongEnough",
    .zh = "公开征求意见期限不少于规定天数，或者已说明缩短的理由",
    .article = "重大行政决策程序暂行条例（2019）第15条；优化营商环境条例（2019）第62条",
    .mend_zh = "请延长征求意见至规定天数；确需缩短的，请在备注（note）中写明公告时说明的理由",
    .mend_en =
        "Let the round last as long as the policy asks; where it was cut short, give the reason "
        "stated in the "
        "notice in note.",
    .holds =
        [](const Facts& facts) {
          return Subject(facts).urgent() || CommentIsLongEnough(Subject(facts), facts);
        },
    .found =
        [](const Facts& facts) {
          return Period(Latest(Subject(facts), v1::EVIDENCE_KIND_PUBLIC_COMMENT), /*to_end=*/true);
        }};

constinit const Condition kLegalityReviewIsRecorded = {
    .name = "LegalityReviewIsRecorded",
    .zh = "合法性审核意见已有记录",
    .article = "国办发〔2018〕115号 (七)",
    .mend_zh =
        "请补充合法性审核意见（LEGALITY_"
        "REVIEW）：意见书编号、日期、负责人；未经审核的不得提交集体审议",
    .mend_en =
        "Add LEGALITY_REVIEW evidence with the opinion's number, day and person; what was not "
        "reviewed may not "
        "be decided on.",
    .holds = [](const Facts& facts) {
      return HasComplete(facts, v1::EVIDENCE_KIND_LEGALITY_REVIEW);
    }};

constinit const Condition kLegalityOpinionAllowsIssue = {
    .name = "LegalityOpinionAllowsIssue",
    .zh = "合法性审核结论为合法，或者应当修改且已说明采纳情况",
    .article = "国办发〔2018〕115号 (六)(七)",
    .mend_zh =
        "审核结论须为“合法”；结论为“应当予以修改”的，请补充采纳情况说明（OPINION_"
        "EXPLANATION）；不合法的不得制定",
    .mend_en =
        "The opinion must be LAWFUL, or CHANGE_NEEDED with OPINION_EXPLANATION evidence that says "
        "how it was "
        "followed; an unlawful text may not be issued.",
    .holds = [](const Facts& facts) {
      const v1::Evidence* review = Latest(Subject(facts), v1::EVIDENCE_KIND_LEGALITY_REVIEW);
      if (review == nullptr) return true;  // said by LegalityReviewIsRecorded
      if (review->conclusion() == v1::CONCLUSION_LAWFUL) return true;
      return review->conclusion() == v1::CONCLUSION_CHANGE_NEEDED &&
             HasComplete(facts, v1::EVIDENCE_KIND_OPINION_EXPLANATION);
    }};

constinit const Condition kLegalityReviewTookItsTime = {
    .name = "LegalityReviewTookItsTime",
    .zh = "合法性审核时间不少于规定天数，或者已说明缩短的理由",
    .article = "国办发〔2018〕115号 (五)",
    .mend_zh = "请填写送审日期（start_date）；审核时间少于规定天数的，请在备注（note）中说明理由",
    .mend_en =
        "Give the day on which the papers went to review as start_date; where the time was shorter "
        "than the "
        "policy asks, give the reason in note.",
    .holds =
        [](const Facts& facts) {
          return Subject(facts).urgent() || LegalityReviewTookItsTime(Subject(facts), facts);
        },
    .found =
        [](const Facts& facts) {
          return Period(Latest(Subject(facts), v1::EVIDENCE_KIND_LEGALITY_REVIEW),
                        /*to_end=*/false);
        }};

constinit const Condition kCollectiveDecisionIsRecorded = {
    .name = "CollectiveDecisionIsRecorded",
    .zh = "集体讨论决定已有记录",
    .article = "平政〔2017〕26号第9、14项；重大行政决策程序暂行条例（2019）第30条",
    .mend_zh = "请补充集体讨论决定（COLLECTIVE_DECISION）：会议纪要名称、日期、主持人",
    .mend_en =
        "Add COLLECTIVE_DECISION evidence with the minutes' title, day and the person who "
        "presided.",
    .holds = [](const Facts& facts) {
      return HasComplete(facts, v1::EVIDENCE_KIND_COLLECTIVE_DECISION);
    }};

constinit const Condition kSignatureIsRecorded = {
    .name = "SignatureIsRecorded",
    .zh = "主要负责人签发已有记录",
    .article = "平政〔2017〕26号第9项",
    .mend_zh = "请补充签发记录（SIGNATURE）：签发单、日期、签发人",
    .mend_en =
        "Add SIGNATURE evidence with the signed sheet, its day and the principal head's name.",
    .holds = [](const Facts& facts) { return HasComplete(facts, v1::EVIDENCE_KIND_SIGNATURE); }};

constinit const Condition kLegalityPrecedesDecision = {
    .name = "LegalityPrecedesDecision",
    .zh = "合法性审核在集体讨论决定之前",
    .article = "国办发〔2018〕115号 (七)；平政〔2017〕26号第13项",
    .mend_zh =
        "未经合法性审核不得提交集体讨论；请核对两项日期，顺序确实颠倒的须重新履行集体讨论程序",
    .mend_en =
        "The review comes first: check both days; where they really are the wrong way round, "
        "decide again.",
    .holds =
        [](const Facts& facts) {
          return AreInOrder(facts, v1::EVIDENCE_KIND_LEGALITY_REVIEW,
                            v1::EVIDENCE_KIND_COLLECTIVE_DECISION);
        },
    .found =
        [](const Facts& facts) {
          return Dates(facts, v1::EVIDENCE_KIND_LEGALITY_REVIEW,
                       v1::EVIDENCE_KIND_COLLECTIVE_DECISION);
        }};

constinit const Condition kDecisionPrecedesSignature = {
    .name = "DecisionPrecedesSignature",
    .zh = "集体讨论决定在签发之前",
    .article = "平政〔2017〕26号第9、14项",
    .mend_zh = "主要负责人在集体讨论基础上签发；请核对两项日期，顺序确实颠倒的须重新签发",
    .mend_en =
        "The head signs what was decided: check both days; where they are the wrong way round, "
        "sign again.",
    .holds =
        [](const Facts& facts) {
          return AreInOrder(facts, v1::EVIDENCE_KIND_COLLECTIVE_DECISION,
                            v1::EVIDENCE_KIND_SIGNATURE);
        },
    .found =
        [](const Facts& facts) {
          return Dates(facts, v1::EVIDENCE_KIND_COLLECTIVE_DECISION, v1::EVIDENCE_KIND_SIGNATURE);
        }};

}  // namespace santong::document
