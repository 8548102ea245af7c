#include "server/rpc/grpc_log.h"

#include <grpc/support/log.h>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace santong::rpc {
namespace {

// gRPC takes a plain function, so what it writes to has to stand at a fixed place.
ABSL_CONST_INIT absl::Mutex mutex(absl::kConstInit);
ops::Log* target ABSL_GUARDED_BY(mutex) = nullptr;

// A failed handshake or a broken connection is the peer's doing as often as ours, so nothing is
// more than a warning.
void Write(gpr_log_func_args* args) {
  absl::MutexLock lock(&mutex);
  if (target == nullptr) return;
  target->Write(
      args->severity == GPR_LOG_SEVERITY_ERROR ? ops::LogLevel::kWarning : ops::LogLevel::kDebug,
      "grpc",
      {{"message", absl::string_view(args->message)},
       {"file", absl::string_view(args->file)},
       {"line", int64_t{args->line}}});
}

}  // namespace

GrpcLog::GrpcLog(ops::Log& log) : log_(&log) {
  absl::MutexLock lock(&mutex);
  target = log_;
  gpr_set_log_function(Write);
}

GrpcLog::~GrpcLog() {
  absl::MutexLock lock(&mutex);
  if (target == log_) target = nullptr;
}

}  // namespace santong::rpc
