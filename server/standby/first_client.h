// How a standby calls its first.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "santong/v1/standby_service.grpc.pb.h"

namespace santong::standby {

struct FirstAddress {
  std::string address;     // HOST:PORT
  std::string token_file;  // an admin's token
  std::string tls_ca;  // PEM file; empty: without TLS, which a token may pass over loopback only
};

// Thread-safe.
class FirstClient {
 public:
  // Connects at the first call. INVALID_ARGUMENT when a file cannot be read, or a token would go in
  // clear to another machine.
  static absl::StatusOr<std::unique_ptr<FirstClient>> Create(const FirstAddress& first);

  const std::string& address() const { return address_; }
  v1::StandbyService::Stub& stub() { return *stub_; }
  // With the token, in English; it ends after `limit`.
  std::unique_ptr<grpc::ClientContext> NewContext(absl::Duration limit) const;

 private:
  std::string address_;
  std::string token_;
  std::unique_ptr<v1::StandbyService::Stub> stub_;
};

// The status of a call, with the first's address and its conditions in its words.
absl::Status FromCall(const grpc::Status& status, const std::string& address);

// Takes a copy of the first's store: writes it beside `data_dir`, notes whose copy it is
// (RoleFile), and puts it there. What a copy that was cut off left is removed first.
absl::Status TakeCopy(FirstClient& first, const std::string& data_dir);

}  // namespace santong::standby
