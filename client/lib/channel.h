// How a server is reached and as whom.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace santong::client {

struct Options {
  std::string address;  // host:port
  bool tls = false;     // implied by each of the four below
  std::string ca_file;  // PEM; empty means the system's roots
  std::string certificate_file;
  std::string key_file;
  std::string server_name;  // the name that the server's certificate must bear, where it differs
  std::string token_file;   // a bearer token, one line; empty means the public
  std::string language;     // for the words of refusals: "zh-CN" or "en"
  absl::Duration timeout = absl::Seconds(10);          // of a unary call
  absl::Duration timeout_of_all = absl::Hours(24);     // of one that reads all that is stored
  absl::Duration timeout_of_file = absl::Seconds(60);  // of one that carries a file
};

// What a call carries: the channel, the credentials, the language. Safe from any thread.
class Connection {
 public:
  // Makes the channel without waiting for the server. FAILED_PRECONDITION: a token would go in
  // clear to another machine. INVALID_ARGUMENT: a certificate without its key. NOT_FOUND: a file
  // that cannot be read.
  static absl::StatusOr<std::shared_ptr<const Connection>> Create(const Options& options);

  const Options& options() const { return options_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // A context with the token and the language; its deadline is `timeout` from now,
  // InfiniteDuration means none.
  std::unique_ptr<grpc::ClientContext> NewContext(absl::Duration timeout) const;
  // Waits until the server answers; false when it does not in time.
  bool WaitUntilConnected(absl::Duration timeout) const;
  bool IsConnected() const;

 private:
  Options options_;
  std::string token_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace santong::client
