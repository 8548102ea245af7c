// Who registers under the issuer's own model (制定机关自行登记; domain.md 3.6, model B), and what
// that person therefore is not.
#pragma once

#include <vector>

#include "santong/v1/jurisdiction.pb.h"
#include "santong/v1/principal.pb.h"
#include "server/domain/policy/policy.h"

namespace santong::access {

// What the roles given to a person of `organ` (null where nobody knows it) come to in a place with
// `policy`. Where issuers register by themselves, a reviewer is a registrar (登记人员) unless the
// organ is a legal office: filings are reviewed and objections re-checked by the justice office of
// the same level, or of the one above for a government's documents, and never by a unit of an
// issuer (河北省规范性文件管理办法（省政府令〔2016〕第5号）备案、异议条款; domain.md 2, 3.10
// to 3.12).
std::vector<v1::Role> RolesInPlace(std::vector<v1::Role> given, const v1::Organ* organ,
                                   const policy::PolicyView& policy);

}  // namespace santong::access
