// Whose document may be touched by whom: a role is held for an organ or a jurisdiction (product.md
// 2).
#pragma once

#include <string>

#include "server/domain/access/caller.h"
#include "server/domain/document/decide.h"

namespace santong::document {

// Whether the caller has one of the row's roles for this document: a drafter or a registrar for
// documents that its own organ leads or that one led whose duties passed to it, a reviewer or
// publisher for those of its own jurisdiction, a reviewer also for revoking those of the
// jurisdiction below, and for suspending the ones that it reviews. An admin imports into any.
bool MayAct(const Row& row, const Facts& facts);

// The roles that a row admits, for a refusal: "REVIEWER of jurisdictions/…", "DRAFTER of …".
std::string RolesInScope(const Row& row, const Facts& facts);

}  // namespace santong::document
