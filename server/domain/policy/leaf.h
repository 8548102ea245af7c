// The table of leaves: which keys exist and what each means. Printed by `santong policy list` and the docs.
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
};

struct LeafDefinition {
  const char* key;
  LeafType type;
  const char* zh;       // what it is, in Chinese
  const char* en;       // what it is, in English
  const char* choices;  // for kChoice: "a|b|c"; otherwise empty
};

// Every leaf of domain.md §3A, by key.
absl::Span<const LeafDefinition> AllLeaves();
// The definition of `key`, or null.
const LeafDefinition* FindLeaf(absl::string_view key);

// Keys that the code reads by name.
inline constexpr char kRegistrarModel[] = "registrar_model";  // "legal_office" | "issuer"
inline constexpr char kRegistrationApplyDays[] = "registration.apply_days";
inline constexpr char kRegistrationDecideDays[] = "registration.decide_days";
inline constexpr char kRegistrationCorrectionDays[] = "registration.correction_days";
inline constexpr char kNumberPattern[] = "number.pattern";
inline constexpr char kNumberPrefix[] = "number.prefix";  // what {prefix} stands for; belongs to the registrar
inline constexpr char kNumberReset[] = "number.reset";    // "yearly" | "never"
inline constexpr char kNumberScope[] = "number.scope";    // "jurisdiction" | "organ"
inline constexpr char kPublishLimitDays[] = "publish.limit_days";
inline constexpr char kEffectMinGapDays[] = "effect.min_gap_days";
inline constexpr char kEffectExceptions[] = "effect.exceptions";
inline constexpr char kTermDefaultYears[] = "term.default_years";
inline constexpr char kTermMaxYears[] = "term.max_years";
inline constexpr char kTermTrialYears[] = "term.trial_years";
inline constexpr char kTermNoticeYears[] = "term.notice_years";  // 通告
inline constexpr char kTermEndRule[] = "term.end_rule";          // "day_before" | "same_day"
inline constexpr char kTermExemptKinds[] = "term.exempt_kinds";
inline constexpr char kEvaluationLeadDays[] = "eval.lead_days";  // a period before the last valid day
inline constexpr char kContinueMode[] = "continue.mode";         // "extend" | "reregister" | "renew_notice"
inline constexpr char kCommentDays[] = "comment.days";
inline constexpr char kLegalityMinDays[] = "legality.min_days";
inline constexpr char kLegalityMaxDays[] = "legality.max_days";
inline constexpr char kUrgentCompletionDays[] = "urgent.completion_days";
inline constexpr char kFilingDays[] = "filing.days";
inline constexpr char kImportSecrecyMarks[] = "import.secrecy_marks";  // texts that begin with one are refused

}  // namespace santong::policy
