// What every call passes once: drained?, who, may they, in time?, well-formed?; and at its end:
// count, log, words.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "server/domain/access/access.h"
#include "server/ops/clock.h"
#include "server/ops/log.h"
#include "server/ops/metrics.h"
#include "server/rpc/authenticate.h"
#include "server/rpc/call.h"
#include "server/rpc/open_streams.h"
#include "server/rpc/page_seal.h"
#include "server/rpc/rate_limit.h"
#include "server/rpc/write_limit.h"

namespace grpc {
class CallbackServerContext;
class Status;
}  // namespace grpc

namespace santong::rpc {

class Gate;
class MessagePlan;

// One call from its start to its end; counts as CANCELLED when it is destroyed without End.
// Move-only. The context must outlive it.
class Pass {
 public:
  Pass() = default;
  Pass(Pass&& other) noexcept { *this = std::move(other); }
  Pass& operator=(Pass&& other) noexcept;
  ~Pass();

  // Counts and logs the call and turns its end into what goes to the client. Called once, from any
  // thread.
  grpc::Status End(const absl::Status& status);

 private:
  friend class Gate;
  struct Method;

  Gate* gate_ = nullptr;  // nullptr: moved from or ended
  const Method* method_ = nullptr;
  const grpc::CallbackServerContext* context_ = nullptr;
  int64_t start_nanos_ = 0;
  Language language_ = Language::kChinese;
  std::string principal_;
  OpenStreams::Place place_;
};

struct GateOptions {
  bool client_certificates =
      false;  // the server verifies client certificates (Server's options say the same)
  // What one network may do without a login, in a minute; 0: no limit.
  int64_t public_reads_per_minute = 0;
  int64_t public_writes_per_minute = 0;
  // Streams that one network may hold open without a login; 0: no limit.
  int64_t public_streams = 0;
  // How long a client may leave a message of a stream untaken; positive.
  absl::Duration stream_write_max = absl::Seconds(20);
  std::string page_key = {};  // see PageSeal
};

// Thread-safe; one for all services. Unary methods use it through unary.h. A streaming reactor's
// constructor does
//
//   pass_ = gate.Open(*context, "santong.v1.DocumentService/AddAttachment");
//   call_ = gate.Admit(pass_, nullptr);              // or the request of a server stream
//   if (!call_.ok()) Finish(pass_.End(call_.status()));
//
// acts on what it has read by the call that Renew returns,
// and later, once, Finish(pass_.End(status)).
// The services' methods are those of access::AllMethods().
class Gate {
 public:
  // All must outlive the gate.
  Gate(PrincipalSource& principals, const ops::Clock& clock, ops::Metrics& metrics, ops::Log& log,
       GateOptions options = {});
  ~Gate();

  // Starts a call's record; never fails. `method` is the full name.
  Pass Open(const grpc::CallbackServerContext& context, absl::string_view method);

  // Lets the call in or refuses it: UNAVAILABLE while draining, UNAUTHENTICATED, PERMISSION_DENIED,
  // RESOURCE_EXHAUSTED with a RetryInfo (TOO_MANY_CALLS, the public only), DEADLINE_EXCEEDED,
  // INVALID_ARGUMENT with every wrong field of `request`. Streams pass no
  // request here and call Validate (validate.h) on what they read.
  absl::StatusOr<Call> Admit(Pass& pass, const google::protobuf::Message* request);
  // The same call at what a stream does later than it came: who, may they, and when, as it is now.
  // A token may have been revoked since, and midnight have passed. UNAUTHENTICATED,
  // PERMISSION_DENIED. Before the call's end.
  absl::StatusOr<Call> Renew(const Pass& pass) const;

  // Refuses calls from now on (TRY_AGAIN); those that are in go on, and so does a standby, until
  // it alone is left.
  void Drain();
  // Waits until no call is in, at most `limit`; true when none is. To be called after Drain.
  bool AwaitIdle(absl::Duration limit);
  ops::Log& log() { return log_; }
  const PageSeal& pages() const { return pages_; }
  // Of every stream that the server writes.
  WriteLimit& writes() { return writes_; }
  // Calls that are in.
  int64_t in_flight() const { return in_flight_->load(); }

 private:
  friend class Pass;
  // Who does not log in is the public, also where that is refused: a flood of wrong tokens would
  // write a line for each.
  absl::Status WithinAllowance(Pass& pass, const absl::Status& refusal);
  absl::Status CheckAllowance(Pass& pass);
  void Record(const Pass& pass, const absl::Status& status, absl::string_view request_id);
  void WriteLine(const Pass& pass, const absl::Status& status, const absl::Status& shown,
                 double seconds, absl::string_view request_id);

  PrincipalSource& principals_;
  const ops::Clock& clock_;
  ops::Log& log_;
  const GateOptions options_;
  const PageSeal pages_;
  RateLimit public_reads_;
  RateLimit public_writes_;
  OpenStreams public_streams_;
  WriteLimit writes_;
  absl::flat_hash_map<std::string, std::unique_ptr<Pass::Method>> methods_;
  std::unique_ptr<Pass::Method> unknown_;
  std::atomic<bool> draining_{false};
  std::atomic<bool> drained_{false};  // only the standby's calls were left, or it took too long
  absl::Mutex mutex_;
  int64_t in_drain_ ABSL_GUARDED_BY(mutex_) = 0;  // of the calls that are in, those of a standby
  absl::CondVar idle_;
  // Shared with the gauge, which a scrape may still read when the gate is gone.
  const std::shared_ptr<std::atomic<int64_t>> in_flight_ =
      std::make_shared<std::atomic<int64_t>>(0);
};

}  // namespace santong::rpc
