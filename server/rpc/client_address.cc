#include "server/rpc/client_address.h"

#include <grpcpp/server_context.h>

namespace santong::rpc {
namespace {

// What gRPC says of a peer that has no address, as on Server::InProcessChannel; a socket's begins
// with its kind ("ipv4:", "ipv6:", "unix:").
constexpr char kInProcess[] = "unknown";

}  // namespace

std::string ClientAddress(const grpc::ServerContextBase& context) {
  std::string peer = context.peer();
  if (peer != kInProcess) return peer;
  const auto& metadata = context.client_metadata();
  const auto said = metadata.find(kClientAddressKey);
  return said == metadata.end() ? peer : std::string(said->second.data(), said->second.size());
}

}  // namespace santong::rpc
