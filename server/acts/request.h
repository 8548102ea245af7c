// What every act carries besides what it asks for.
#pragma once

#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/domain/access/caller.h"

namespace santong::acts {

struct Request {
  access::Caller caller;
  absl::Time now;
  absl::CivilDay today;    // Asia/Shanghai
  std::string method;      // full name, e.g. "santong.v1.DocumentService/RegisterDocument"
  std::string request_id;  // empty: not repeatable
  std::string
      request_sha256;  // 32 bytes, of the request without its options; empty when request_id is
  std::string etag;    // empty: write over whatever is there
  bool validate_only = false;
};

// Called once: after the act is durable, or with its refusal. May be called on the storage engine's
// thread.
template <typename Resource>
using Reply = absl::AnyInvocable<void(absl::StatusOr<Resource>) &&>;

}  // namespace santong::acts
