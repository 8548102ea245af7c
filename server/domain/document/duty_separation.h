// Who may register whose document (职责分离). Offices are tiny: each rule may be overridden with a
// recorded reason.
#pragma once

#include <vector>

#include "server/domain/document/decide.h"

namespace santong::document {

// Under the issuer's own model the registrar acts for the lead organ (registrar_model = issuer).
bool FitsTheModel(const Facts& facts);
// Under the legal office's model the registrar's organ issues nothing of the document.
bool IsNoIssuer(const Facts& facts);
// The registrar neither drafted nor submitted the document.
bool IsNotTheSubmitter(const Facts& facts);

// A reason to override was given.
bool IsOverridden(const Facts& facts);
// The conditions of registration that hold only because they were overridden.
std::vector<const Condition*> OverriddenConditions(const Facts& facts);

}  // namespace santong::document
