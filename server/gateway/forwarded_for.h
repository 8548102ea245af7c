// Who asks: the address at the other end, or the one for which a trusted proxy speaks.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "absl/strings/string_view.h"
#include "server/gateway/http.h"
#include "server/gateway/site.h"

namespace santong::gateway {

// All that `headers` (names in lower case) say in X-Forwarded-For, in their order. A client may
// send such a line itself, and a proxy may add another below it and leave the first as it came (the
// "option forwardfor" of HAProxy): they are one list.
std::string ForwardedHops(const Fields& headers);

// The address as gRPC writes a peer: "ipv4:10.1.2.3:4711". Behind trusted proxies it is the last
// one of `x_forwarded_for` that is not a trusted proxy itself (what stands before it anyone may
// have written), with port 0.
std::string ForwardedFor(const Site& site, const boost::asio::ip::tcp::endpoint& peer,
                         absl::string_view x_forwarded_for);

}  // namespace santong::gateway
