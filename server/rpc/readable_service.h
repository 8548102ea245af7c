// Puts a service behind the parsing of readable.h: a unary or server-streaming request that cannot
// be parsed is answered with INVALID_ARGUMENT and the fields that are not UTF-8, where gRPC would
// answer a bare UNIMPLEMENTED. Messages of client and bidi streams are read by their reactors:
// those use the raw form and ParseMessage.
#pragma once

#include <memory>

#include "google/protobuf/descriptor.h"
#include "server/rpc/gate.h"

namespace grpc {
class Service;
}

namespace santong::rpc {

// A service to be registered in place of `inner`, which handles every call that can be read.
// `inner` implements `descriptor` with callbacks, and outlives the result.
std::unique_ptr<grpc::Service> MakeReadable(grpc::Service& inner,
                                            const google::protobuf::ServiceDescriptor& descriptor,
                                            Gate& gate);

}  // namespace santong::rpc
