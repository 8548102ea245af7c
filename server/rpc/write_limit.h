// How long a client may leave what a stream sends it untaken. A stream that waits for ever holds
// its message, its place and, in an export, a snapshot: the store can drop nothing newer than that,
// and cannot recover from a full disk.
#pragma once

#include <atomic>
#include <cstdint>
#include <set>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace grpc {
class CallbackServerContext;
}  // namespace grpc

namespace santong::rpc {

// Thread-safe. Its one thread sleeps while no stream is open.
class WriteLimit {
 public:
  // `longest` is positive.
  explicit WriteLimit(absl::Duration longest);
  // No stream may be open any more.
  ~WriteLimit();
  WriteLimit(const WriteLimit&) = delete;
  WriteLimit& operator=(const WriteLimit&) = delete;

  // The writes of one stream: a member of its reactor, which is gone before the context is. One
  // that lasts longer than the limit cancels the call (CANCELLED, also where the client's window is
  // closed); the reactor's OnWriteDone(false) comes then. Not for a stream in both directions: its
  // client may send all before it reads.
  class Stream {
   public:
    Stream(WriteLimit& limit, const grpc::CallbackServerContext& context);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    // Before StartWrite.
    void Begin();
    // First in OnWriteDone.
    void End() { begin_nanos_.store(0); }

   private:
    friend class WriteLimit;

    WriteLimit& limit_;
    const grpc::CallbackServerContext& context_;
    std::atomic<int64_t> begin_nanos_{0};  // 0: nothing is under way
  };

 private:
  void Run();

  const absl::Duration longest_;
  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::set<Stream*> open_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace santong::rpc
