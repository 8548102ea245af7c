// What is amiss with how the places of the register are set up. It refuses no act by itself, so the
// operator is told of it.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "santong/v1/jurisdiction.pb.h"
#include "server/settings/settings.h"

namespace santong::settings {

// By the policy that counts on `day`, of the jurisdiction `top` and those below it; of all when it
// is empty: the places where issuers register by themselves (制定机关自行登记) and no organ is a
// legal office. Nobody reviews filings, decides objections or runs cleanups there: a reviewer of an
// issuer is its registrar (access/registrar.h). By jurisdiction.
std::vector<v1::PlaceWarning> PlaceWarnings(const Settings& settings, absl::string_view top,
                                            absl::CivilDay day);

}  // namespace santong::settings
