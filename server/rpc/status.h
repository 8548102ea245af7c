// absl::Status to what goes over the wire: grpc-status-details-bin with the google.rpc details.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/rpc/call.h"

namespace grpc {
class Status;
}

namespace santong::rpc {

// The status as the client sees it. Its message is English; the details are ErrorInfo,
// LocalizedMessage in `language`, BadRequest or PreconditionFailure with descriptions in
// `language`, and RequestInfo. A status without a reason is none that a caller should read: its
// code is mapped to a reason (UNAVAILABLE to TRY_AGAIN, RESOURCE_EXHAUSTED to READ_ONLY, DATA_LOSS
// to DATA_DAMAGED, DEADLINE_EXCEEDED and CANCELLED stay as they are, everything else INTERNAL) and
// its text is dropped.
grpc::Status ToGrpcStatus(const absl::Status& status, Language language,
                          absl::string_view request_id);

// The status that a client sees, before its words are chosen: a refusal as it is, anything else
// mapped as above.
absl::Status Presentable(const absl::Status& status);

// The language of `accept-language`: that of its first tag that is Chinese or English; Chinese
// without one. Weights are not read: the order is the preference.
Language LanguageOf(absl::string_view accept_language);

}  // namespace santong::rpc
