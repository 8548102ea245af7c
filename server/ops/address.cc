#include "server/ops/address.h"

#include <arpa/inet.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace santong::ops {
namespace {

constexpr absl::string_view kUnix = "unix:";

bool HasPort(absl::string_view address) {
  const size_t colon = address.rfind(':');
  int port = -1;
  return colon != absl::string_view::npos && absl::SimpleAtoi(address.substr(colon + 1), &port) &&
         port >= 0 && port <= 65535;
}

}  // namespace

absl::Status CheckAddress(absl::string_view key, absl::string_view address) {
  const bool is_one =
      absl::StartsWith(address, kUnix) ? address.size() > kUnix.size() : HasPort(address);
  if (is_one) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      key, " \"", address, "\" is no HOST:PORT with a port from 0 to 65535, e.g. 127.0.0.1:7630"));
}

bool IsLoopback(absl::string_view address) {
  if (absl::StartsWith(address, kUnix)) return true;
  if (!HasPort(address)) return false;
  const std::string host(address.substr(0, address.rfind(':')));
  if (host == "localhost" || host == "[::1]") return true;
  in_addr ipv4;
  constexpr uint32_t kLoopbackNet = 127;
  return inet_pton(AF_INET, host.c_str(), &ipv4) == 1 && ntohl(ipv4.s_addr) >> 24 == kLoopbackNet;
}

void KeepPort(std::string& address, int port) {
  if (absl::EndsWith(address, ":0"))
    address = absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace santong::ops
