// The catalogue of refusals: for each reason its gRPC code and its words. deploy/docs/errors.md is
// printed from it.
#pragma once

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "santong/v1/error_reason.pb.h"

namespace santong::error {

struct Reason {
  v1::ErrorReason reason;
  absl::StatusCode code;
  const char* en;  // may name metadata keys as {key}
  const char* zh;
  const char* mend_en;  // what the caller can do
  const char* mend_zh;
  // False: no server of today raises it; its number stays with its name, and nobody is told of it.
  bool raised = true;
};

// One row for each value of ErrorReason but UNSPECIFIED, in the enum's order.
absl::Span<const Reason> AllReasons();
const Reason& ReasonRow(v1::ErrorReason reason);
// "FIELD_INVALID" for ERROR_REASON_FIELD_INVALID.
const char* ReasonName(v1::ErrorReason reason);

}  // namespace santong::error
