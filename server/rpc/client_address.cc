#include "server/rpc/client_address.h"

#include <grpcpp/server_context.h>

namespace santong::rpc {
namespace {

// What gRPC calls the peer of Server::InProcessChannel; a socket's begins with its kind.
constexpr char kInProcess[] = "inproc";

}  // namespace

std::string ClientAddress(const grpc::ServerContextBase& context) {
  std::string peer = context.peer();
  if (peer != kInProcess) return peer;
  const auto& metadata = context.client_metadata();
  const auto said = metadata.find(kClientAddressKey);
  return said == metadata.end() ? peer : std::string(said->second.data(), said->second.size());
}

}  // namespace santong::rpc
