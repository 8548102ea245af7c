// Who asks: the address at the other end, or the one for which a trusted proxy speaks.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "absl/strings/string_view.h"
#include "server/gateway/site.h"

namespace santong::gateway {

// The address as gRPC writes a peer: "ipv4:10.1.2.3:4711". Behind trusted proxies it is the last
// one of X-Forwarded-For that is not a trusted proxy itself (what stands before it anyone may have
// written), with port 0.
std::string ForwardedFor(const Site& site, const boost::asio::ip::tcp::endpoint& peer,
                         absl::string_view x_forwarded_for);

}  // namespace santong::gateway
