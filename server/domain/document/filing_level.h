// With whom an organ files, and who sees to it that it does: its own government, or the level
// above.
#pragma once

#include <string>

#include "santong/v1/jurisdiction.pb.h"

namespace santong::document {

// Whether an organ of this kind files with the government of its own jurisdiction, as departments,
// townships and sub-district offices do (domain.md 2, 3.10). Others file with the level above; so
// does what the registry does not know (null).
bool FilesWithOwnGovernment(const v1::Organ* organ);

// The jurisdiction whose office receives and reviews what the organ issues in `jurisdiction`, with
// `parent` above it. Empty where that is the level above and there is none.
std::string ReviewingJurisdiction(const v1::Organ* organ, const std::string& jurisdiction,
                                  const std::string& parent);

}  // namespace santong::document
