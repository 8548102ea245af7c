// Which text of a document counted on a day.
#pragma once

#include <cstdint>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"

namespace santong::basis {

// The number of the version that counts on `day`, or 0. An original text without a day of its own
// counts from the document's first day of effect; an amendment (修改) counts from its own day until
// the next; a correction (勘误) counts in place of what it corrects, from the same day on. Days
// alone are looked at, not whether the document as a whole may be relied on.
uint32_t VersionOn(const v1::Document& document, absl::CivilDay day);

}  // namespace santong::basis
