// How long a document counts: its term under the policy (domain.md 3.9).
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "server/domain/policy/policy.h"

namespace santong::document {

// Whether a title says that the document is provisional or on trial (暂行、试行): it, or what it
// prints (关于印发《……暂行办法》的通知). Not where it only names another document that is.
bool SaysItIsOnTrial(absl::string_view title);

// The kind of term: as stated, else by the title and the kind of document; never UNSPECIFIED.
v1::TermKind TermKindOf(const v1::Document& document);

// The policy's term in years for that kind where the text states none; nullopt when the policy sets
// none.
std::optional<int> DefaultTermYears(v1::TermKind kind, const policy::PolicyView& policy);
// The leaf that gives it; the general one where the kind has none of its own.
const char* DefaultTermLeaf(v1::TermKind kind, const policy::PolicyView& policy);
// The longest and the shortest term in years that the policy allows; nullopt where it sets no
// bound.
std::optional<int> LongestTermYears(v1::TermKind kind, const policy::PolicyView& policy);
std::optional<int> ShortestTermYears(v1::TermKind kind, const policy::PolicyView& policy);

// The last day of a term of `years` from `first`, by the policy's rule of ends (term.end_rule).
absl::CivilDay LastDayOfTerm(absl::CivilDay first, int years, const policy::PolicyView& policy);

// The day from which a document's term runs: its first day of effect; for one from before the
// regime not before the regime's first day (Hebei 2016; regime.start_date).
std::optional<absl::CivilDay> FirstDayOfTerm(const v1::Document& document,
                                             const policy::PolicyView& policy);

// The last day on which the document may be relied on: as printed, else computed from its first day
// of effect and the stated or default years. nullopt for a document without term, without first day
// or without years.
std::optional<absl::CivilDay> LastValidDayOf(const v1::Document& document,
                                             const policy::PolicyView& policy);

}  // namespace santong::document
