#include "server/domain/access/registrar.h"

#include <algorithm>

#include "server/domain/policy/leaf.h"

namespace santong::access {

std::vector<v1::Role> RolesInPlace(std::vector<v1::Role> given, const v1::Organ* organ,
                                   const policy::PolicyView& policy) {
  const bool is_legal_office = organ != nullptr && organ->kind() == v1::ORGAN_KIND_LEGAL_OFFICE;
  if (!is_legal_office && policy.Text(policy::kRegistrarModel) == "issuer")
    std::replace(given.begin(), given.end(), v1::ROLE_REVIEWER, v1::ROLE_REGISTRAR);
  return given;
}

}  // namespace santong::access
