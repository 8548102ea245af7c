// Tells ThreadSanitizer what Abseil's locks guard. Debian's Abseil is not built with it, so that
// every hand-over through an absl::Mutex looks like a race. What is defined here takes the place of
// the library's own functions, in the program and in the libraries it loads (gRPC), and calls
// those.
//
// Conditions that Abseil evaluates (Await, LockWhen, Unlock) run inside the real call, while their
// reads are ignored: between "pre" and "post", see sanitizer/tsan_interface.h.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <atomic>
#include <cstdlib>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

#define ABSL_NAME "_ZN4absl7debian3"
#define ABSL_CONST_NAME "_ZNK4absl7debian3"
#define CONDITION "ERKNS0_9ConditionE"

namespace absl {
ABSL_NAMESPACE_BEGIN
namespace {

// The library's own function of this name. Looked up once: `cache` is the caller's.
template <typename Function>
Function* Real(std::atomic<void*>& cache, const char* name) {
  void* found = cache.load(std::memory_order_relaxed);
  if (found == nullptr) {
    found = dlsym(RTLD_NEXT, name);
    if (found == nullptr) std::abort();
    cache.store(found, std::memory_order_relaxed);
  }
  return reinterpret_cast<Function*>(found);
}
#define SANTONG_REAL(type, name)           \
  Real<type>(                              \
      []() -> std::atomic<void*>& {        \
        static std::atomic<void*> cache{}; \
        return cache;                      \
      }(),                                 \
      name)

constexpr unsigned kRead = __tsan_mutex_read_lock;
constexpr unsigned kTry = __tsan_mutex_try_lock;

unsigned Tried(bool taken) { return kTry | (taken ? 0 : __tsan_mutex_try_lock_failed); }

// One wait is made of another in the library: the outermost tells.
thread_local bool waits = false;

// Taken by `wait` once a condition holds.
template <typename Wait>
auto Taking(void* mutex, Wait wait) {
  if (waits) return wait();
  waits = true;
  __tsan_mutex_pre_lock(mutex, 0);
  struct Taken {
    ~Taken() {
      __tsan_mutex_post_lock(mutex, 0, 0);
      waits = false;
    }
    void* mutex;
  } taken{mutex};
  return wait();
}

// A wait inside a lock that is held: given back, and taken again by `wait`.
template <typename Wait>
auto Waiting(void* mutex, Wait wait) {
  if (waits) return wait();
  __tsan_mutex_pre_unlock(mutex, 0);
  __tsan_mutex_post_unlock(mutex, 0);
  return Taking(mutex, wait);
}

}  // namespace

void Mutex::Lock() {
  __tsan_mutex_pre_lock(this, 0);
  SANTONG_REAL(void(Mutex*), ABSL_NAME "5Mutex4LockEv")(this);
  __tsan_mutex_post_lock(this, 0, 0);
}
void Mutex::Unlock() {
  __tsan_mutex_pre_unlock(this, 0);
  SANTONG_REAL(void(Mutex*), ABSL_NAME "5Mutex6UnlockEv")(this);
  __tsan_mutex_post_unlock(this, 0);
}
bool Mutex::TryLock() {
  __tsan_mutex_pre_lock(this, kTry);
  const bool taken = SANTONG_REAL(bool(Mutex*), ABSL_NAME "5Mutex7TryLockEv")(this);
  __tsan_mutex_post_lock(this, Tried(taken), 0);
  return taken;
}
void Mutex::ReaderLock() {
  __tsan_mutex_pre_lock(this, kRead);
  SANTONG_REAL(void(Mutex*), ABSL_NAME "5Mutex10ReaderLockEv")(this);
  __tsan_mutex_post_lock(this, kRead, 0);
}
void Mutex::ReaderUnlock() {
  __tsan_mutex_pre_unlock(this, kRead);
  SANTONG_REAL(void(Mutex*), ABSL_NAME "5Mutex12ReaderUnlockEv")(this);
  __tsan_mutex_post_unlock(this, kRead);
}
void Mutex::LockWhen(const Condition& condition) {
  Taking(this, [&] {
    SANTONG_REAL(void(Mutex*, const Condition&), ABSL_NAME "5Mutex8LockWhen" CONDITION)
    (this, condition);
  });
}
bool Mutex::LockWhenWithTimeout(const Condition& condition, Duration timeout) {
  return Taking(this, [&] {
    return SANTONG_REAL(bool(Mutex*, const Condition&, Duration),
                        ABSL_NAME "5Mutex19LockWhenWithTimeout" CONDITION
                                  "NS0_8DurationE")(this, condition, timeout);
  });
}
bool Mutex::LockWhenWithDeadline(const Condition& condition, Time deadline) {
  return Taking(this, [&] {
    return SANTONG_REAL(bool(Mutex*, const Condition&, Time),
                        ABSL_NAME "5Mutex20LockWhenWithDeadline" CONDITION
                                  "NS0_4TimeE")(this, condition, deadline);
  });
}
void Mutex::Await(const Condition& condition) {
  Waiting(this, [&] {
    SANTONG_REAL(void(Mutex*, const Condition&), ABSL_NAME "5Mutex5Await" CONDITION)
    (this, condition);
  });
}
bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  return Waiting(this, [&] {
    return SANTONG_REAL(bool(Mutex*, const Condition&, Duration),
                        ABSL_NAME "5Mutex16AwaitWithTimeout" CONDITION
                                  "NS0_8DurationE")(this, condition, timeout);
  });
}
bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  return Waiting(this, [&] {
    return SANTONG_REAL(bool(Mutex*, const Condition&, Time),
                        ABSL_NAME "5Mutex17AwaitWithDeadline" CONDITION
                                  "NS0_4TimeE")(this, condition, deadline);
  });
}

void CondVar::Wait(Mutex* mutex) {
  Waiting(mutex, [&] {
    SANTONG_REAL(void(CondVar*, Mutex*), ABSL_NAME "7CondVar4WaitEPNS0_5MutexE")(this, mutex);
  });
}
bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  return Waiting(mutex, [&] {
    return SANTONG_REAL(bool(CondVar*, Mutex*, Duration),
                        ABSL_NAME "7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE")(
        this, mutex, timeout);
  });
}
bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  return Waiting(mutex, [&] {
    return SANTONG_REAL(bool(CondVar*, Mutex*, Time), ABSL_NAME
                        "7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE")(this, mutex, deadline);
  });
}

// What was done before is seen by whoever found it notified; HasBeenNotified is the header's.
void Notification::Notify() {
  __tsan_release(&notified_yet_);
  SANTONG_REAL(void(Notification*), ABSL_NAME "12Notification6NotifyEv")(this);
}
void Notification::WaitForNotification() const {
  SANTONG_REAL(void(const Notification*), ABSL_CONST_NAME "12Notification19WaitForNotificationEv")
  (this);
  (void)HasBeenNotified();
}
bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  SANTONG_REAL(bool(const Notification*, Duration),
               ABSL_CONST_NAME "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE")
  (this, timeout);
  return HasBeenNotified();
}

bool BlockingCounter::DecrementCount() {
  __tsan_release(this);
  return SANTONG_REAL(bool(BlockingCounter*),
                      ABSL_NAME "15BlockingCounter14DecrementCountEv")(this);
}
void BlockingCounter::Wait() {
  SANTONG_REAL(void(BlockingCounter*), ABSL_NAME "15BlockingCounter4WaitEv")(this);
  __tsan_acquire(this);
}

ABSL_NAMESPACE_END
}  // namespace absl
