// The rows of the table of leaves (domain report §3A). Periods that start on an event say which in
// `en`.
#include "server/domain/policy/leaf.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace santong::policy {
namespace {

constexpr LeafType kPeriod = LeafType::kPeriod;
constexpr LeafType kCount = LeafType::kCount;
constexpr LeafType kChoice = LeafType::kChoice;
constexpr LeafType kText = LeafType::kText;
constexpr LeafType kTemplate = LeafType::kTemplate;
constexpr LeafType kSwitch = LeafType::kSwitch;
constexpr LeafType kList = LeafType::kList;
constexpr LeafType kDay = LeafType::kDay;
constexpr LeafType kMonthDay = LeafType::kMonthDay;
constexpr LeafType kDayList = LeafType::kDayList;

// Sorted by key, so that FindLeaf can search by halves.
constexpr LeafDefinition kLeaves[] = {
    {kCalendarOverlay, kDayList, "地方性节假日",
     "days off here besides the national arrangement, YYYY-MM-DD", ""},
    {kCleanupClosedList, kSwitch, "未列入继续有效目录的不得作为依据",
     "whether a document that a cleanup does not list as continuing loses its force", ""},
    {kCleanupIntervalMonths, kPeriod, "定期清理间隔", "between two periodic cleanups", ""},
    {kCleanupRemindDays, kPeriod, "清理意见催办的提前期",
     "before the last day for proposals, when organs that have not answered are reminded", ""},
    {kCleanupReviewDays, kPeriod, "清理意见审核期限",
     "from a proposal in a cleanup to its review by the legal office", ""},
    {kCommentDays, kPeriod, "公开征求意见期限（直接涉及权利义务的）",
     "public comment where the text directly affects rights and duties, at least", ""},
    {kCommentDaysDecision, kPeriod, "公开征求意见期限（重大行政决策）",
     "public comment on a major administrative decision, at least", ""},
    {kCommentDaysOperators, kPeriod, "公开征求意见期限（与市场主体密切相关的）",
     "public comment where the text is closely tied to operators, at least", ""},
    {kCommentDaysOther, kPeriod, "公开征求意见期限（其他）", "public comment otherwise, at least",
     ""},
    {kContinueMaxTimes, kCount, "延长有效期的次数上限", "how often a term may be extended", ""},
    {kContinueMaxYears, kCount, "每次延长有效期的年数上限", "how many years one extension may add",
     ""},
    {kContinueMode, kChoice, "期满继续施行的方式",
     "how a document continues past its term: extended, registered again under a new number, or by "
     "a "
     "renewal notice",
     "extend|reregister|renew_notice"},
    {kEffectExceptions, kList, "可以自公布之日起施行的情形",
     "when a document may take effect sooner than effect.min_gap_days", ""},
    {kEffectMinGapDays, kPeriod, "公布至施行的最短间隔",
     "from publication to the first day of effect, at least", ""},
    {kEvaluationLeadDays, kPeriod, "期满前评估的提前期",
     "before the last valid day, when the evaluation is due", ""},
    {kEvaluationWindowDays, kPeriod, "期满前评估的期间",
     "before the last valid day, when the time for the evaluation begins, which is then due on "
     "the last valid day; counts instead of eval.lead_days",
     ""},
    {kEvidenceRequired, kList, "申请登记另须提交的证据",
     "evidence kinds that an application needs besides those that are always asked for, as "
     "EvidenceKind names",
     "SECRECY_REVIEW|DRAFTING_EXPLANATION|CONTENT_DECLARATION"},
    {kFilingCongressDays, kPeriod, "报送本级人大常委会备案期限",
     "from publication to filing with the standing committee of the same level", ""},
    {kFilingCongressOrgans, kList, "文件须报送本级人大常委会备案的制定机关种类",
     "the kinds of organ whose documents are filed with the standing committee, as OrganKind names",
     "GOVERNMENT|GOVERNMENT_OFFICE|DEPARTMENT|TOWNSHIP|SUBDISTRICT_OFFICE|AUTHORISED_ORGANISATION|"
     "VERTICAL|LEGAL_OFFICE"},
    {kFilingCopies, kCount, "备案材料份数（仅供查阅，不作校验）",
     "copies of the filing papers; told and not tested", ""},
    {kFilingDays, kPeriod, "报送上一级政府备案期限",
     "from publication to filing with the government above", ""},
    {kFilingDepartmentDays, kPeriod, "部门文件报送本级政府备案期限",
     "from publication of a department's document to filing with its own government", ""},
    {kFilingFormcheckDays, kPeriod, "备案形式审查期限",
     "from receipt of a filing to the answer on its form", ""},
    {kFilingListMonths, kPeriod, "备案目录公布周期", "between two public lists of filings", ""},
    {kFilingMaterials, kList, "备案材料目录", "the filing papers", ""},
    {kFilingSupplementDays, kPeriod, "备案补正期限",
     "from the notice to the supplement of a filing", ""},
    {kFilingYearlyListDue, kMonthDay, "上年度制定、修改、废止目录报送日期",
     "the last day for last year's list of issued, amended and repealed documents, MM-DD", ""},
    {kImportSecrecyMarks, kList, "拒绝入库的密级标志",
     "texts that begin with one of these marks are refused and never stored", ""},
    {kIssuerList, kSwitch, "制定机关须列入制定主体清单",
     "whether an organ must stand on the list of organs entitled to issue", ""},
    {kLegalityMaterials, kList, "合法性审核材料目录（仅供查阅，不作校验）",
     "the papers of a legality review; told and not tested", ""},
    {kLegalityMaxDays, kPeriod, "合法性审核最长期限",
     "from receipt of the papers to the legality opinion, at most", ""},
    {kLegalityMinDays, kPeriod, "合法性审核最短期限",
     "from receipt of the papers to the legality opinion, at least", ""},
    {kLegalityMinDaysDecision, kPeriod, "合法性审核最短期限（重大行政决策）",
     "from receipt of the papers of a major administrative decision to the opinion, at least", ""},
    {kNumberPattern, kTemplate, "统一登记号格式", "the template of registration numbers", ""},
    {kNumberPrefix, kText, "统一登记号代字", "what {prefix} stands for in the template", ""},
    {kNumberReset, kChoice, "统一登记号是否每年重新编号",
     "whether serials begin anew each year of registration", "yearly|never"},
    {kNumberScope, kChoice, "统一登记号的编号范围", "what one series of serials spans",
     "jurisdiction|organ"},
    {kObjectionAdviceReplyDays, kPeriod, "司法建议、检察建议答复期限",
     "from receipt of a court's or a procuratorate's advice to the written answer", ""},
    {kObjectionCorrectionNoticeDays, kPeriod, "异议材料补正告知期限",
     "from receipt of an objection to the notice of what is missing", ""},
    {kObjectionEvidenceMax, kCount, "异议证据的份数上限",
     "how many pieces of evidence a case takes", ""},
    {kObjectionEvidenceMib, kCount, "每份异议证据的大小上限（MiB）",
     "how many MiB one piece of a lodger's evidence may have", ""},
    {kObjectionEvidenceTypes, kList, "异议证据的文件类型",
     "what a piece of evidence may be, as its content shows, e.g. application/pdf", ""},
    {kObjectionExtendDays, kPeriod, "异议办理延长期限", "by which an objection may be extended",
     ""},
    {kObjectionFeedbackDays, kPeriod, "异议审查结果反馈期限",
     "from the end of a review to the feedback", ""},
    {kObjectionLodgers, kList, "可以提出异议的主体",
     "who may lodge an objection: citizens, legal persons, other organisations",
     "公民|法人|其他组织"},
    {kObjectionOpinionDays, kPeriod, "制定机关提出意见期限",
     "from the request for its opinion to the issuer's answer", ""},
    {kObjectionRecheckApplyDays, kPeriod, "申请复核期限",
     "from the issuer's reply to the request for a re-check", ""},
    {kObjectionRecheckReplyDays, kPeriod, "复核答复期限",
     "from the request for a re-check to its answer", ""},
    {kObjectionRefusalNoticeDays, kPeriod, "不予受理告知期限",
     "from receipt of an objection to the notice that it is not taken up", ""},
    {kObjectionReplyDays, kPeriod, "异议答复期限", "from acceptance of an objection to the reply",
     ""},
    {kObjectionRetention, kPeriod, "异议提出人个人信息保存期限",
     "from the end of a case to the erasure of its lodger's personal data", ""},
    {kObjectionRoute, kChoice, "异议办理方式",
     "whether the issuer answers first and the legal office re-checks, or one office decides",
     "one_step|two_step"},
    {kObjectionSupplementDays, kPeriod, "异议材料补正期限",
     "from the notice of what is missing to the supplement of an objection", ""},
    {kObjectionTransferDays, kPeriod, "异议移送期限",
     "from receipt of an objection to its transfer to the right body", ""},
    {kPrintRedHeader, kSwitch, "网上文本是否印制红头",
     "whether the issuer's name stands in red above a text that is printed from the register", ""},
    {kProhibitedSubjects, kList, "不得设定的事项（仅供查阅，不作校验；内容筛查另有规则）",
     "what a normative document may not set; told and not tested, screening has rules of its own",
     ""},
    {kPublishChannels, kList, "公布载体（仅供查阅，不作校验）",
     "where a document may be published; told and not tested, for the law closes no channel", ""},
    {kPublishLimitDays, kPeriod, "公布期限", "from signature to publication", ""},
    {kRegimeStart, kDay, "三统一制度起始日", "the first day of the regime, YYYY-MM-DD", ""},
    {kRegistrarModel, kChoice, "登记机构",
     "who registers: the legal office before issue, or the issuer's own unit, which then reviews "
     "nothing: filings and objections stay with the legal office",
     "legal_office|issuer"},
    {kRegistrationApplyDays, kPeriod, "申请登记期限", "from signature to the application", ""},
    {kRegistrationCorrectionDays, kPeriod, "登记材料补正期限",
     "from the return of an application to its mended form", ""},
    {kRegistrationDecideDays, kPeriod, "登记办理期限",
     "from receipt of a complete application to the registrar's decision", ""},
    {kRegistrationMaterials, kList,
     "登记材料目录（仅供查阅，不作校验；另须提交的证据由 evidence.required 设定）",
     "the papers of an application; told and not tested, evidence.required is what is asked for "
     "besides",
     ""},
    {kReviewCorrectDays, kPeriod, "制定机关改正期限",
     "from the review opinion to the issuer's correction", ""},
    {kReviewDays, kPeriod, "备案审查期限", "from acceptance of a filing to the review's result",
     ""},
    {kReviewExplainDays, kPeriod, "制定机关说明期限",
     "from a request for explanation to the issuer's answer", ""},
    {kReviewExtendDays, kPeriod, "备案审查延长期限", "by which a review may be extended", ""},
    {kReviewPauseMaxTimes, kCount, "备案审查中止的次数上限", "how often a review may be paused",
     ""},
    {kReviewRevokeDays, kPeriod, "逾期不改正的撤销期限",
     "from a missed correction to the government's decision to revoke", ""},
    {kTermDefaultYears, kCount, "默认有效期（年）", "the term where the text states none, years",
     ""},
    {kTermEndRule, kChoice, "有效期届满日计算方法",
     "the last valid day: the day before the anniversary, or the anniversary itself",
     "day_before|same_day"},
    {kTermExemptKinds, kList, "可以不设有效期的情形", "when a document needs no term", ""},
    {kTermMaxYears, kCount, "有效期上限（年）", "the longest term, years", ""},
    {kTermMinYears, kCount, "有效期下限（年）", "the shortest term, years", ""},
    {kTermNoticeYears, kCount, "通告有效期（年）",
     "the term of an announcement where it states none, years", ""},
    {kTermTrialMaxYears, kCount, "暂行、试行文件有效期上限（年）",
     "the longest term of a provisional or trial document, years", ""},
    {kTermTrialYears, kCount, "暂行、试行文件默认有效期（年）",
     "the term of a provisional or trial document where it states none, years", ""},
    {kUrgentCompletionDays, kPeriod, "紧急程序补办期限",
     "from registration by the urgent path until what was left out is made good", ""},
};

constexpr bool IsSortedByKey() {
  for (size_t i = 1; i < std::size(kLeaves); ++i) {
    if (std::string_view(kLeaves[i - 1].key) >= std::string_view(kLeaves[i].key)) return false;
  }
  return true;
}
static_assert(IsSortedByKey());

}  // namespace

absl::Span<const LeafDefinition> AllLeaves() { return kLeaves; }

const LeafDefinition* FindLeaf(absl::string_view key) {
  const auto* found = std::lower_bound(std::begin(kLeaves), std::end(kLeaves), key,
                                       [](const LeafDefinition& leaf, absl::string_view wanted) {
                                         return absl::string_view(leaf.key) < wanted;
                                       });
  return found != std::end(kLeaves) && absl::string_view(found->key) == key ? found : nullptr;
}

}  // namespace santong::policy
