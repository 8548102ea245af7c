// A document as a request would have it: the fields the caller may set, laid over the document as
// it is.
#pragma once

#include "absl/status/statusor.h"
#include "google/protobuf/field_mask.pb.h"
#include "santong/v1/document.pb.h"

namespace santong::acts {

// `current` with the fields of `sent` that `mask` names; without a mask those that are set in
// `sent`. Fields that are output only keep their current value, whether named or not (AIP-161); in
// the entries of a list they are empty, but for a relation that was carried out, which stays so.
// Paths may go one level into `term` and `internal`, e.g. "internal.evidence". INVALID_ARGUMENT
// (RefuseFields) names every unknown path.
absl::StatusOr<v1::Document> Propose(const v1::Document& current, const v1::Document& sent,
                                     const google::protobuf::FieldMask* mask);

}  // namespace santong::acts
