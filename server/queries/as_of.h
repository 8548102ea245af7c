// A document as it stood on a day.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "storage/kv/store.h"

namespace santong::queries {

// catalog::AsOf of a public document, with the term that it had then where its history knows of a
// later change. nullopt when it was not public by then.
absl::StatusOr<std::optional<v1::Document>> DocumentAsOf(const kv::Reader& reader,
                                                         const v1::Document& document,
                                                         absl::CivilDay day);

}  // namespace santong::queries
