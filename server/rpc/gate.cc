#include "server/rpc/gate.h"

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/reasons.h"
#include "server/domain/error/refusal.h"
#include "server/rpc/client_address.h"
#include "server/rpc/service_list.h"
#include "server/rpc/status.h"
#include "server/rpc/validate.h"

namespace santong::rpc {

// What is known of a method before it is ever called.
struct Pass::Method {
  std::string name;
  access::Roles roles = 0;
  bool writes = true;
  bool streams = false;               // what it answers
  bool in_drain = false;              // is let in while the others end
  const MessagePlan* plan = nullptr;  // of what is asked
  std::unique_ptr<ops::MethodMetrics> metrics;
};

namespace {

// By asking for what comes next the standby says what it has: a call that waits for that
// (standby_required) could not end in good order without it.
constexpr absl::string_view kInDrain = "santong.v1.StandbyService/ReadChanges";

constexpr size_t kRequestIdBytesMax = 64;
constexpr int64_t kStreamRetrySeconds = 30;  // nobody knows when one of the open ones ends
constexpr double kNanosPerSecond = 1e9;

absl::string_view MetadataOf(const grpc::CallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

// The client's x-request-id when it is a plain word, a random one otherwise.
std::string RequestIdOf(const grpc::CallbackServerContext& context) {
  const absl::string_view sent = MetadataOf(context, "x-request-id");
  const auto plain = [](char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_'; };
  if (!sent.empty() && sent.size() <= kRequestIdBytesMax &&
      std::all_of(sent.begin(), sent.end(), plain)) {
    return std::string(sent);
  }
  thread_local absl::InsecureBitGen random;
  return absl::StrFormat("%016x", absl::Uniform<uint64_t>(random));
}

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

ops::LogLevel LevelOf(const absl::Status& shown, bool writes) {
  const absl::StatusCode code = shown.code();
  if (IsOurFault(code)) return ops::LogLevel::kError;
  // Metrics count them; a line for each would let a flood fill the disk.
  if (error::ReasonOf(shown) == v1::ERROR_REASON_TOO_MANY_CALLS) return ops::LogLevel::kDebug;
  if (code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted) {
    return ops::LogLevel::kWarning;
  }
  const bool denied =
      code == absl::StatusCode::kUnauthenticated || code == absl::StatusCode::kPermissionDenied;
  return writes || denied ? ops::LogLevel::kInfo : ops::LogLevel::kDebug;
}

}  // namespace

Pass& Pass::operator=(Pass&& other) noexcept {
  std::swap(gate_, other.gate_);
  std::swap(method_, other.method_);
  std::swap(context_, other.context_);
  std::swap(start_nanos_, other.start_nanos_);
  std::swap(language_, other.language_);
  std::swap(principal_, other.principal_);
  std::swap(place_, other.place_);
  return *this;
}

Pass::~Pass() {
  if (gate_ != nullptr) End(absl::CancelledError());
}

grpc::Status Pass::End(const absl::Status& status) {
  Gate& gate = *std::exchange(gate_, nullptr);
  place_.reset();
  grpc::Status sent;
  if (status.ok()) {
    gate.Record(*this, status, {});
  } else {
    const std::string request_id = RequestIdOf(*context_);
    sent = ToGrpcStatus(status, language_, request_id);
    gate.Record(*this, status, request_id);
  }
  return sent;
}

Gate::Gate(PrincipalSource& principals, const ops::Clock& clock, ops::Metrics& metrics,
           ops::Log& log, GateOptions options)
    : principals_(principals),
      clock_(clock),
      log_(log),
      options_(options),
      pages_(options.page_key),
      public_reads_(options.public_reads_per_minute),
      public_writes_(options.public_writes_per_minute),
      public_streams_(options.public_streams),
      writes_(options.stream_write_max) {
  for (const ListedService& listed : AllServices()) {
    const google::protobuf::ServiceDescriptor* service = listed.descriptor;
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor* method = service->method(i);
      auto entry = std::make_unique<Pass::Method>();
      entry->name = absl::StrCat(service->full_name(), "/", method->name());
      entry->roles = access::RolesFor(entry->name);
      entry->writes =
          method->options().idempotency_level() != google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
      entry->streams = method->server_streaming();
      entry->in_drain = entry->name == kInDrain;
      entry->plan = &PlanFor(method->input_type());
      entry->metrics = metrics.ForMethod(entry->name);
      methods_.emplace(entry->name, std::move(entry));
    }
  }
  // What is asked under no known name is counted here and may be called by nobody.
  unknown_ = std::make_unique<Pass::Method>();
  unknown_->name = "unknown";
  unknown_->metrics = metrics.ForMethod(unknown_->name);
  metrics.AddGauge("grpc_server_calls_in_flight", "Calls that are in",
                   [in_flight = in_flight_] { return static_cast<double>(in_flight->load()); });
}

Gate::~Gate() = default;

Pass Gate::Open(const grpc::CallbackServerContext& context, absl::string_view method) {
  Pass pass;
  pass.gate_ = this;
  const auto found = methods_.find(method);
  pass.method_ = found == methods_.end() ? unknown_.get() : found->second.get();
  pass.context_ = &context;
  pass.start_nanos_ = ops::Clock::MonotonicNanos();
  pass.language_ = LanguageOf(MetadataOf(context, "accept-language"));
  if (pass.method_->in_drain) {
    absl::MutexLock lock(&mutex_);
    ++in_drain_;
    in_flight_->fetch_add(1, std::memory_order_relaxed);
  } else {
    in_flight_->fetch_add(1, std::memory_order_relaxed);
  }
  return pass;
}

absl::StatusOr<Call> Gate::Admit(Pass& pass, const google::protobuf::Message* request) {
  const Pass::Method& method = *pass.method_;
  if (draining_.load(std::memory_order_relaxed) && (!method.in_drain || drained_.load())) {
    return error::Refuse(v1::ERROR_REASON_TRY_AGAIN);
  }
  Call call;
  call.now = clock_.Now();
  absl::StatusOr<access::Caller> caller =
      Authenticate(*pass.context_, principals_, options_.client_certificates, call.now);
  if (!caller.ok()) return WithinAllowance(pass, caller.status());
  pass.principal_ = caller->principal;
  if (!access::HasOneOf(*caller, method.roles)) {
    if (caller->IsPublic())
      return WithinAllowance(pass, error::Refuse(v1::ERROR_REASON_TOKEN_INVALID));
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", method.name}});
  }
  if (caller->IsPublic()) {
    if (absl::Status status = CheckAllowance(pass); !status.ok()) return status;
  }
  // Deadlines are in the machine's time, whatever the server's clock says.
  if (absl::FromChrono(pass.context_->deadline()) <= ops::Clock::MachineNow()) {
    return absl::DeadlineExceededError("the deadline had passed when the call came");
  }
  if (request != nullptr) {
    if (absl::Status status = Validate(*method.plan, *request); !status.ok()) return status;
  }
  call.caller = *std::move(caller);
  call.language = pass.language_;
  call.today = ops::Clock::DayOf(call.now);
  call.method = method.name;
  return call;
}

absl::StatusOr<Call> Gate::Renew(const Pass& pass) const {
  Call call;
  call.now = clock_.Now();
  absl::StatusOr<access::Caller> caller =
      Authenticate(*pass.context_, principals_, options_.client_certificates, call.now);
  if (!caller.ok()) return caller.status();
  if (!access::HasOneOf(*caller, pass.method_->roles))
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", pass.method_->name}});
  call.caller = *std::move(caller);
  call.language = pass.language_;
  call.today = ops::Clock::DayOf(call.now);
  call.method = pass.method_->name;
  return call;
}

absl::Status Gate::WithinAllowance(Pass& pass, const absl::Status& refusal) {
  if (error::ReasonOf(refusal) != v1::ERROR_REASON_TOKEN_INVALID) return refusal;
  const absl::Status allowed = CheckAllowance(pass);
  return allowed.ok() ? refusal : allowed;
}

absl::Status Gate::CheckAllowance(Pass& pass) {
  const std::string network = NetworkOf(ClientAddress(*pass.context_));
  RateLimit& limit = pass.method_->writes ? public_writes_ : public_reads_;
  absl::Duration wait = limit.Take(network, pass.start_nanos_);
  if (wait == absl::ZeroDuration() && pass.method_->streams &&
      !public_streams_.Enter(network, &pass.place_)) {
    wait = absl::Seconds(kStreamRetrySeconds);
  }
  if (wait == absl::ZeroDuration()) return absl::OkStatus();
  const int64_t seconds = absl::ToInt64Seconds(absl::Ceil(wait, absl::Seconds(1)));
  return error::Refuse(v1::ERROR_REASON_TOO_MANY_CALLS,
                       {{error::kRetryAfterSeconds, absl::StrCat(seconds)}});
}

void Gate::Drain() { draining_.store(true); }

bool Gate::AwaitIdle(absl::Duration limit) {
  const absl::Time until = ops::Clock::MachineNow() + limit;
  absl::MutexLock lock(&mutex_);
  while (in_flight() > in_drain_) {
    if (idle_.WaitWithDeadline(&mutex_, until)) break;
  }
  drained_.store(true);
  while (in_flight() > 0) {
    if (idle_.WaitWithDeadline(&mutex_, until)) return in_flight() == 0;
  }
  return true;
}

void Gate::Record(const Pass& pass, const absl::Status& status, absl::string_view request_id) {
  const absl::Status shown = status.ok() ? status : Presentable(status);
  const double seconds =
      static_cast<double>(ops::Clock::MonotonicNanos() - pass.start_nanos_) / kNanosPerSecond;
  pass.method_->metrics->Observe(static_cast<int>(shown.code()), seconds);
  WriteLine(pass, status, shown, seconds, request_id);
  if (pass.method_->in_drain) {
    absl::MutexLock lock(&mutex_);
    --in_drain_;
    in_flight_->fetch_sub(1);
    idle_.SignalAll();
  } else {
    in_flight_->fetch_sub(1);
    if (!draining_.load()) return;
    absl::MutexLock lock(&mutex_);
    idle_.SignalAll();
  }
}

void Gate::WriteLine(const Pass& pass, const absl::Status& status, const absl::Status& shown,
                     double seconds, absl::string_view request_id) {
  const ops::LogLevel level = LevelOf(shown, pass.method_->writes);
  if (!log_.Enabled(level)) return;
  // A principal's name may be a person's; the log keeps enough of its hash to tell two apart.
  constexpr size_t kHashDigits = 12;
  const std::string principal = pass.principal_.empty()
                                    ? "public"
                                    : digest::Sha256Hex(pass.principal_).substr(0, kHashDigits);
  const std::string code = absl::StatusCodeToString(shown.code());
  const char* reason = status.ok() ? "" : error::ReasonName(error::ReasonOf(shown));
  const absl::string_view cause = IsOurFault(shown.code()) ? status.message() : "";
  log_.Write(level, "call",
             {{"method", absl::string_view(pass.method_->name)},
              {"code", absl::string_view(code)},
              {"reason", absl::string_view(reason)},
              {"duration_ms", seconds * 1000},
              {"principal_hash", absl::string_view(principal)},
              {"request_id", request_id},
              {"error", cause}});
}

}  // namespace santong::rpc
