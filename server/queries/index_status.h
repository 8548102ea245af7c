// What the search index answers, in the words of the API.
#pragma once

#include "absl/status/status.h"

namespace santong::queries {

// OK stays OK. A damaged index is being replaced meanwhile, and one that cannot be read now may be
// in a moment (TRY_AGAIN); a read that took too long
// is a fault of the query.
absl::Status IndexStatus(const absl::Status& status);

}  // namespace santong::queries
