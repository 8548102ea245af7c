// Every service of santong, once: the gate knows their methods and the server their descriptors
// from here. A service that is not listed can be called by nobody.
#pragma once

#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"

namespace grpc {
class Service;
}

namespace santong::rpc {

struct ListedService {
  const google::protobuf::ServiceDescriptor* descriptor;
  bool (*implemented_by)(const grpc::Service* service);
};

absl::Span<const ListedService> AllServices();

// The descriptor of the listed service that `service` implements; nullptr for another.
const google::protobuf::ServiceDescriptor* DescriptorOf(const grpc::Service* service);

}  // namespace santong::rpc
