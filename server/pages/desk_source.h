// What started a review and did not come through the portal, recorded at the desk (登记审查来源).
#pragma once

#include <string>

#include "server/pages/desk.h"

namespace santong::pages {

// Whether the clerk may record what was sent about this document, today: the register is asked, and
// does nothing.
bool MayRecordSource(const Site& site, const Visit& visit, const Clerk& clerk,
                     const std::string& document);

}  // namespace santong::pages
