// Accepts the connections that gRPC serves. gRPC's own listener never accepts again once the
// process ran out of descriptors (accept4 in its tcp_server_posix.cc, 1.51): whoever opened enough
// connections would have switched the port off for good.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/ops/descriptors.h"

namespace santong::rpc {

class Listener {
 public:
  // Binds HOST:PORT (every address of the host; port 0 takes a free one) or unix:PATH, and lets
  // clients knock. UNAVAILABLE when an address cannot be bound. `descriptors` may be null: every
  // connection is let in then; it must outlive the listener.
  static absl::StatusOr<std::unique_ptr<Listener>> Open(absl::string_view address,
                                                        ops::Descriptors* descriptors);
  ~Listener();

  int port() const { return port_; }  // 0 for a unix socket
  // Hands each connection to `take`, on a thread of its own, until Stop. Called once. `take` owns
  // the descriptor, which does not block.
  void Serve(std::function<void(int descriptor)> take);
  // Accepts nothing any more; `take` does not run when it has returned. May be repeated.
  void Stop();

 private:
  explicit Listener(ops::Descriptors* descriptors) : descriptors_(descriptors) {}
  absl::Status BindUnix(const std::string& path);
  absl::Status BindTcp(absl::string_view address);
  void Run(const std::function<void(int)>& take);
  // False when no descriptor is left.
  bool AcceptAll(int socket, const std::function<void(int)>& take);

  ops::Descriptors* const descriptors_;
  std::vector<int> sockets_;
  std::string unix_path_;
  int port_ = 0;
  int stop_ = -1;  // an event: readable once the thread is to end
  std::thread thread_;
};

}  // namespace santong::rpc
