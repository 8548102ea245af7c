#include "server/gateway/forwarded_for.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace santong::gateway {
namespace {

namespace ip = boost::asio::ip;

std::string AsPeer(const ip::address& address, unsigned short port) {
  const ip::address plain = Site::Unmapped(address);
  if (plain.is_v4()) return absl::StrCat("ipv4:", plain.to_string(), ":", port);
  return absl::StrCat("ipv6:[", plain.to_string(), "]:", port);
}

}  // namespace

std::string ForwardedHops(const Fields& headers) {
  std::string hops;
  for (const auto& [name, value] : headers) {
    if (name == "x-forwarded-for") absl::StrAppend(&hops, hops.empty() ? "" : ",", value);
  }
  return hops;
}

std::string ForwardedFor(const Site& site, const ip::tcp::endpoint& peer,
                         absl::string_view x_forwarded_for) {
  if (!site.IsProxy(peer.address())) return AsPeer(peer.address(), peer.port());
  ip::address client = peer.address();
  std::vector<std::string> hops = absl::StrSplit(x_forwarded_for, ',');
  std::reverse(hops.begin(), hops.end());
  for (const std::string& hop : hops) {
    boost::system::error_code error;
    const ip::address address =
        ip::make_address(std::string(absl::StripAsciiWhitespace(hop)), error);
    if (error) break;
    client = address;
    if (!site.IsProxy(address)) break;
  }
  return AsPeer(client, 0);
}

}  // namespace santong::gateway
