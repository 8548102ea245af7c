// Whether the store agrees with itself: every index with its rows, every number with its series,
// every event with its place.
#pragma once

#include "absl/status/statusor.h"
#include "santong/v1/admin_service.pb.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Where the request names no other number.
inline constexpr int kProblemsDefault = 100;

// Reads the whole store on one snapshot. Problems are sentences that name the key or the resource;
// finding some is no error. What the engine finds damaged is one of them, the first, with the file
// and the way back. UNAVAILABLE when the engine cannot read now.
absl::StatusOr<v1::VerifyStoreResponse> VerifyStore(const kv::Reader& reader,
                                                    const v1::VerifyStoreRequest& request);

}  // namespace santong::queries
