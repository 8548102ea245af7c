// Whose call it is, by address: the peer of a socket, or the client on whose behalf the HTTP
// gateway calls.
#pragma once

#include <string>

namespace grpc {
class ServerContextBase;
}

namespace santong::rpc {

// The metadata key under which the gateway says for whom it calls. It counts on the in-process
// channel alone: what a socket sends under it is not read.
inline constexpr char kClientAddressKey[] = "santong-client-address";

// The client's address as gRPC writes a peer, e.g. "ipv4:10.1.2.3:4711".
std::string ClientAddress(const grpc::ServerContextBase& context);

}  // namespace santong::rpc
