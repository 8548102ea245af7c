// The table of leaves: which keys exist and what each means. Printed by `santong policy list` and
// the docs.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace santong::policy {

enum class LeafType {
  kPeriod,    // number + unit (+ roll_forward)
  kCount,     // number
  kChoice,    // text, one of `choices`
  kText,      // text
  kTemplate,  // text, a number template (server/domain/number/template.h)
  kSwitch,    // enabled
  kList,      // list
  kDay,       // text, YYYY-MM-DD
  kMonthDay,  // text, MM-DD: a day that every year has
  kDayList,   // list of YYYY-MM-DD
};

struct LeafDefinition {
  const char* key;
  LeafType type;
  const char* zh;       // what it is, in Chinese
  const char* en;       // what it is, in English
  const char* choices;  // for kChoice: "a|b|c"; for kList where its items are such; otherwise empty
};

// Every leaf of domain.md §3A, sorted by key.
absl::Span<const LeafDefinition> AllLeaves();
// The definition of `key`, or null.
const LeafDefinition* FindLeaf(absl::string_view key);

// Keys, in the order of a document's life. DO NOT CHANGE: stored on disk.
inline constexpr char kRegistrarModel[] = "registrar_model";  // "legal_office" | "issuer"
inline constexpr char kRegistrationApplyDays[] = "registration.apply_days";
inline constexpr char kRegistrationDecideDays[] = "registration.decide_days";
inline constexpr char kRegistrationCorrectionDays[] = "registration.correction_days";
inline constexpr char kRegistrationMaterials[] = "registration.materials";
inline constexpr char kEvidenceRequired[] =
    "evidence.required";  // EvidenceKind names without their prefix
inline constexpr char kIssuerList[] = "issuer.list_required";
inline constexpr char kRegimeStart[] = "regime.start_date";
inline constexpr char kNumberPattern[] = "number.pattern";
inline constexpr char kNumberPrefix[] =
    "number.prefix";  // what {prefix} stands for; belongs to the registrar
inline constexpr char kNumberReset[] = "number.reset";  // "yearly" | "never"
inline constexpr char kNumberScope[] = "number.scope";  // "jurisdiction" | "organ"
inline constexpr char kPublishLimitDays[] = "publish.limit_days";
inline constexpr char kPublishChannels[] = "publish.channels";
inline constexpr char kPrintRedHeader[] = "print.red_header";
inline constexpr char kEffectMinGapDays[] = "effect.min_gap_days";
inline constexpr char kEffectExceptions[] = "effect.exceptions";
inline constexpr char kTermDefaultYears[] = "term.default_years";
inline constexpr char kTermMinYears[] = "term.min_years";
inline constexpr char kTermMaxYears[] = "term.max_years";
inline constexpr char kTermTrialYears[] = "term.trial_years";
inline constexpr char kTermTrialMaxYears[] = "term.trial_max_years";
inline constexpr char kTermNoticeYears[] = "term.notice_years";  // 通告
inline constexpr char kTermEndRule[] = "term.end_rule";          // "day_before" | "same_day"
inline constexpr char kTermExemptKinds[] = "term.exempt_kinds";
inline constexpr char kEvaluationLeadDays[] =
    "eval.lead_days";  // a period before the last valid day, when it is due
inline constexpr char kEvaluationWindowDays[] =
    "eval.window_days";  // a period before the last valid day, within which it is done
inline constexpr char kContinueMode[] =
    "continue.mode";  // "extend" | "reregister" | "renew_notice"
inline constexpr char kContinueMaxYears[] = "continue.max_years";
inline constexpr char kContinueMaxTimes[] = "continue.max_times";
inline constexpr char kCommentDays[] = "comment.days";
inline constexpr char kCommentDaysOperators[] = "comment.days_operators";
inline constexpr char kCommentDaysDecision[] = "comment.days_decision";
inline constexpr char kCommentDaysOther[] = "comment.days_other";
inline constexpr char kLegalityMinDays[] = "legality.min_days";
inline constexpr char kLegalityMinDaysDecision[] = "legality.min_days_decision";
inline constexpr char kLegalityMaxDays[] = "legality.max_days";
inline constexpr char kLegalityMaterials[] = "legality.materials";
inline constexpr char kProhibitedSubjects[] = "prohibited.subjects";
inline constexpr char kUrgentCompletionDays[] = "urgent.completion_days";
inline constexpr char kFilingDays[] = "filing.days";
inline constexpr char kFilingDepartmentDays[] = "filing.department_days";
inline constexpr char kFilingCongressDays[] = "filing.congress_days";
inline constexpr char kFilingCongressOrgans[] =
    "filing.congress_organs";  // OrganKind names without their prefix
inline constexpr char kFilingCopies[] = "filing.copies";
inline constexpr char kFilingMaterials[] = "filing.materials";
inline constexpr char kFilingFormcheckDays[] = "filing.formcheck_days";
inline constexpr char kFilingSupplementDays[] = "filing.supplement_days";
inline constexpr char kFilingListMonths[] = "filing.list_months";
inline constexpr char kFilingYearlyListDue[] = "filing.yearly_list_due";  // MM-DD
inline constexpr char kReviewDays[] = "review.days";
inline constexpr char kReviewExtendDays[] = "review.extend_days";
inline constexpr char kReviewExplainDays[] = "review.explain_days";
inline constexpr char kReviewCorrectDays[] = "review.correct_days";
inline constexpr char kReviewPauseMaxTimes[] = "review.pause_max_times";
inline constexpr char kReviewRevokeDays[] = "review.revoke_days";
inline constexpr char kObjectionRoute[] = "objection.route";  // "one_step" | "two_step"
inline constexpr char kObjectionLodgers[] = "objection.lodgers";
inline constexpr char kObjectionAdviceReplyDays[] = "objection.advice_reply_days";
inline constexpr char kObjectionReplyDays[] = "objection.reply_days";
inline constexpr char kObjectionExtendDays[] = "objection.extend_days";
inline constexpr char kObjectionCorrectionNoticeDays[] = "objection.correction_notice_days";
inline constexpr char kObjectionTransferDays[] = "objection.transfer_days";
inline constexpr char kObjectionRefusalNoticeDays[] = "objection.refusal_notice_days";
inline constexpr char kObjectionSupplementDays[] = "objection.supplement_days";
inline constexpr char kObjectionOpinionDays[] = "objection.opinion_days";
inline constexpr char kObjectionFeedbackDays[] = "objection.feedback_days";
inline constexpr char kObjectionRecheckApplyDays[] = "objection.recheck_apply_days";
inline constexpr char kObjectionRecheckReplyDays[] = "objection.recheck_reply_days";
inline constexpr char kObjectionRetention[] = "objection.retention";
inline constexpr char kObjectionEvidenceTypes[] = "objection.evidence_types";
inline constexpr char kObjectionEvidenceMib[] = "objection.evidence_mib_max";
inline constexpr char kObjectionEvidenceMax[] = "objection.evidence_max";
inline constexpr char kCleanupIntervalMonths[] = "cleanup.interval_months";
inline constexpr char kCleanupRemindDays[] =
    "cleanup.remind_days";  // a period before the last day for proposals
inline constexpr char kCleanupReviewDays[] = "cleanup.review_days";
inline constexpr char kCleanupClosedList[] = "cleanup.closed_list";
inline constexpr char kCalendarOverlay[] = "calendar.overlay";
inline constexpr char kImportSecrecyMarks[] =
    "import.secrecy_marks";  // texts that begin with one are refused

}  // namespace santong::policy
