// A change of a cited document, as it waits at the document that cites it.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"

namespace santong::document {

// Whether `event` (events/{sequence}), of which `document` was told while `version` was its newest
// text, still waits at it: it is at work, has no newer text, and nobody dismissed the event. With
// `internal`.
bool CitedChangeWaits(const v1::Document& document, uint32_t version, absl::string_view event);

}  // namespace santong::document
