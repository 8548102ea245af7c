// Messages as they come off the wire. gRPC answers one that it cannot parse with a bare
// UNIMPLEMENTED, and ends a stream of them as if the client had finished; here it becomes a refusal
// that names the field that is not UTF-8.
#pragma once

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace santong::rpc {

// Parses one message of a raw method (WithRawCallbackMethod_X; for raw streams: each message that
// was read). INVALID_ARGUMENT (FIELD_INVALID) names every string field that is not UTF-8, or says
// that the bytes are no such message.
// Fields that this program does not know are left out: no rule limits them, and what is taken is
// stored and served as it came.
absl::Status ParseMessage(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

// Why the bytes cannot be parsed as `descriptor`'s message; never OK.
absl::Status WhyUnreadable(absl::string_view bytes, const google::protobuf::Descriptor* descriptor);

}  // namespace santong::rpc
