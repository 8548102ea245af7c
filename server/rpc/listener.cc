#include "server/rpc/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace santong::rpc {
namespace {

constexpr absl::string_view kUnix = "unix:";
// When no descriptor is left, accepting waits until some connection may have ended.
constexpr int kPauseMilliseconds = 100;

absl::Status CannotBind(absl::string_view address, const char* why) {
  return absl::UnavailableError(
      absl::StrCat("cannot listen on ", address, ": ", why,
                   "; it may be taken by another process, or be no address of this machine"));
}

void SetPort(sockaddr* address, int port) {
  if (address->sa_family == AF_INET6) {
    reinterpret_cast<sockaddr_in6*>(address)->sin6_port = htons(static_cast<uint16_t>(port));
  } else {
    reinterpret_cast<sockaddr_in*>(address)->sin_port = htons(static_cast<uint16_t>(port));
  }
}

int PortOf(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                           : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

// A listening socket at `address`; -1, with errno, when it cannot be.
int Listening(const sockaddr* address, socklen_t size) {
  const int fd = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int on = 1;
  if (address->sa_family != AF_UNIX) {
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // what it accepts inherits it
  }
  if (bind(fd, address, size) == 0 && listen(fd, SOMAXCONN) == 0) return fd;
  const int why = errno;
  close(fd);
  errno = why;
  return -1;
}

// Whether somebody takes connections there. What a crash left behind answers nobody, and is taken
// away; the socket of a server that runs is not, for nobody would reach that one any more.
bool IsServed(const sockaddr_un& address) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const bool served =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
      errno == EAGAIN;  // more wait than it takes
  close(fd);
  return served;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Open(absl::string_view address,
                                                         ops::Descriptors* descriptors) {
  std::unique_ptr<Listener> listener(new Listener(descriptors));
  listener->stop_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (listener->stop_ < 0) return CannotBind(address, std::strerror(errno));
  absl::Status bound = absl::ConsumePrefix(&address, kUnix)
                           ? listener->BindUnix(std::string(absl::StripPrefix(address, "//")))
                           : listener->BindTcp(address);
  if (!bound.ok()) return bound;
  return listener;
}

Listener::~Listener() {
  Stop();
  for (const int socket : sockets_) close(socket);
  if (!unix_path_.empty()) unlink(unix_path_.c_str());
  if (stop_ >= 0) close(stop_);
}

absl::Status Listener::BindUnix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return CannotBind(path, "the path is too long");
  path.copy(address.sun_path, path.size());
  struct stat left {};
  if (stat(path.c_str(), &left) == 0 && S_ISSOCK(left.st_mode)) {
    if (IsServed(address)) return CannotBind(path, std::strerror(EADDRINUSE));
    unlink(path.c_str());
  }
  const int socket = Listening(reinterpret_cast<sockaddr*>(&address), sizeof address);
  if (socket < 0) return CannotBind(path, std::strerror(errno));
  sockets_.push_back(socket);
  unix_path_ = path;
  return absl::OkStatus();
}

absl::Status Listener::BindTcp(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return CannotBind(address, "it has no port");
  const std::string host(absl::StripPrefix(absl::StripSuffix(address.substr(0, colon), "]"), "["));
  const std::string port(address.substr(colon + 1));
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error =
          getaddrinfo(host.empty() ? nullptr : host.c_str(), port.c_str(), &hints, &found);
      error != 0)
    return CannotBind(address, gai_strerror(error));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, freeaddrinfo);
  int why = 0;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (port_ != 0) SetPort(one->ai_addr, port_);
    const int socket = Listening(one->ai_addr, one->ai_addrlen);
    if (socket < 0) {
      why = errno;
      // A name may have an address of a family that this machine does not speak.
      if (why == EADDRNOTAVAIL || why == EAFNOSUPPORT) continue;
      return CannotBind(address, std::strerror(why));
    }
    sockets_.push_back(socket);
    port_ = PortOf(socket);
  }
  return sockets_.empty() ? CannotBind(address, std::strerror(why)) : absl::OkStatus();
}

void Listener::Serve(std::function<void(int descriptor)> take) {
  thread_ = std::thread([this, take = std::move(take)] { Run(take); });
}

void Listener::Stop() {
  if (!thread_.joinable()) return;
  const uint64_t one = 1;
  (void)!write(stop_, &one, sizeof one);
  thread_.join();
}

void Listener::Run(const std::function<void(int)>& take) {
  std::vector<pollfd> waits = {{.fd = stop_, .events = POLLIN, .revents = 0}};
  for (const int socket : sockets_) waits.push_back({.fd = socket, .events = POLLIN, .revents = 0});
  bool pausing = false;
  while (true) {
    const int ready =
        poll(waits.data(), pausing ? 1 : waits.size(), pausing ? kPauseMilliseconds : -1);
    if (ready < 0 && errno != EINTR) return;
    if (waits[0].revents != 0) return;
    pausing = false;
    for (size_t i = 1; i < waits.size(); ++i) pausing |= !AcceptAll(waits[i].fd, take);
  }
}

bool Listener::AcceptAll(int socket, const std::function<void(int)>& take) {
  while (true) {
    const int descriptor = accept4(socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EAGAIN) return true;
      if (descriptors_ != nullptr) descriptors_->CountRefused("gRPC");
      return false;
    }
    if (descriptors_ != nullptr && !descriptors_->AdmitCall(descriptor)) {
      close(descriptor);
      continue;
    }
    take(descriptor);
  }
}

}  // namespace santong::rpc
