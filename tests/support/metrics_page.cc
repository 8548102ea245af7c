#include "tests/support/metrics_page.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace santong::testing {
namespace {

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

int FreePort() {
  const int file = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  const bool bound = bind(file, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(file, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(file);
  return bound ? ntohs(address.sin_port) : 0;
}

std::string MetricsPage(int port) {
  const int file = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Loopback(port);
  std::string answer;
  if (connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    const std::string request = "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
    if (write(file, request.data(), request.size()) == static_cast<ssize_t>(request.size())) {
      char block[4096];
      for (ssize_t n; (n = read(file, block, sizeof block)) > 0;)
        answer.append(block, static_cast<size_t>(n));
    }
  }
  close(file);
  const size_t body = answer.find("\r\n\r\n");
  return body == std::string::npos ? "" : answer.substr(body + 4);
}

std::string MetricValue(const std::string& page, const std::string& name) {
  const size_t at = absl::StrCat("\n", page).find(absl::StrCat("\n", name, " "));
  if (at == std::string::npos) return "";
  const size_t from = at + name.size() + 1;
  return page.substr(from, page.find('\n', from) - from);
}

}  // namespace santong::testing
