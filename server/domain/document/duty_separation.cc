#include "server/domain/document/duty_separation.h"

#include <algorithm>

#include "server/domain/document/conditions.h"
#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"

namespace santong::document {
namespace {

bool IssuersRegister(const Facts& facts) {
  return facts.policy.Text(policy::kRegistrarModel) == "issuer";
}

}  // namespace

bool FitsTheModel(const Facts& facts) {
  if (!IssuersRegister(facts)) return true;
  return facts.caller.AnswersFor(LeadIssuer(facts.document));
}

bool IsNoIssuer(const Facts& facts) {
  if (IssuersRegister(facts)) return true;
  const auto& issuers = facts.document.issuers();
  return std::none_of(issuers.begin(), issuers.end(), [&](const v1::Issuer& issuer) {
    return facts.caller.AnswersFor(issuer.organ());
  });
}

bool IsNotTheSubmitter(const Facts& facts) {
  const v1::DocumentInternal& internal = facts.document.internal();
  // Whoever imported a legacy document made nothing of it.
  const bool drafted = !facts.document.legacy() && internal.creator() == facts.caller.principal;
  return !drafted && internal.submitter() != facts.caller.principal;
}

bool IsOverridden(const Facts& facts) { return !facts.act.override_reason.empty(); }

std::vector<const Condition*> OverriddenConditions(const Facts& facts) {
  std::vector<const Condition*> overridden;
  if (!IsOverridden(facts)) return overridden;
  if (!FitsTheModel(facts)) overridden.push_back(&kRegistrarFitsTheModel);
  if (!IsNoIssuer(facts)) overridden.push_back(&kRegistrarIsNoIssuer);
  if (!IsNotTheSubmitter(facts)) overridden.push_back(&kRegistrarIsNotTheSubmitter);
  if (facts.document_number_taken) overridden.push_back(&kDocumentNumberIsFree);
  return overridden;
}

}  // namespace santong::document
