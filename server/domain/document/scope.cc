#include "server/domain/document/scope.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/domain/document/subject.h"
#include "server/domain/workflow/describe.h"

namespace santong::document {
namespace {

// Whose it is already; for a new one, whose it would be.
const v1::Document& Owned(const Facts& facts) {
  return facts.document.state() == v1::DOCUMENT_STATE_UNSPECIFIED ? Subject(facts) : facts.document;
}

// The level above revokes, and suspends what it reviews: a filing's or a re-check's clearly
// unlawful clause stops at once (北京市各级人大常委会规范性文件备案审查条例（2024）第29条).
bool EndsFromAbove(const Facts& facts, v1::Role role) {
  const bool ends = facts.act.action == Action::kRevoke ||
                    (facts.act.action == Action::kSuspend && facts.act.by_case);
  return role == v1::ROLE_REVIEWER && ends && !facts.parent_jurisdiction.empty() &&
         facts.caller.jurisdiction == facts.parent_jurisdiction;
}

bool IsInScope(const Facts& facts, v1::Role role) {
  const v1::Document& document = Owned(facts);
  switch (role) {
    case v1::ROLE_DRAFTER:
      // What names no issuer is its creator's: a condition says what is missing.
      if (document.issuers_size() == 0) {
        return facts.document.state() == v1::DOCUMENT_STATE_UNSPECIFIED ||
               document.internal().creator() == facts.caller.principal;
      }
      [[fallthrough]];
    case v1::ROLE_REGISTRAR:
      return facts.caller.AnswersFor(LeadIssuer(document));
    case v1::ROLE_REVIEWER:
    case v1::ROLE_PUBLISHER:
      if (document.jurisdiction().empty())
        return facts.document.state() == v1::DOCUMENT_STATE_UNSPECIFIED;
      return facts.caller.jurisdiction == document.jurisdiction() || EndsFromAbove(facts, role);
    case v1::ROLE_ADMIN:
    case v1::ROLE_SYSTEM:
      return true;
    default:
      return false;
  }
}

std::string ScopeOf(const Facts& facts, v1::Role role) {
  const v1::Document& document = Owned(facts);
  if (role == v1::ROLE_DRAFTER || role == v1::ROLE_REGISTRAR)
    return absl::StrCat(" of ", LeadIssuer(document));
  if (role == v1::ROLE_REVIEWER || role == v1::ROLE_PUBLISHER)
    return absl::StrCat(" of ", document.jurisdiction());
  return "";
}

}  // namespace

bool MayAct(const Row& row, const Facts& facts) {
  return std::any_of(row.roles.begin(), row.roles.end(), [&](v1::Role role) {
    return role != v1::ROLE_UNSPECIFIED && facts.caller.Has(role) && IsInScope(facts, role);
  });
}

std::string RolesInScope(const Row& row, const Facts& facts) {
  std::vector<std::string> names;
  for (v1::Role role : row.roles) {
    if (role != v1::ROLE_UNSPECIFIED)
      names.push_back(absl::StrCat(workflow::RoleName(role), ScopeOf(facts, role)));
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace santong::document
