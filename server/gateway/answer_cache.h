// Answers that were made already, for as long as nothing in the register has changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "server/gateway/kept_body.h"

namespace santong::gateway {

// What an answer was made from: the register's last event, and Asia/Shanghai's day. Another state
// makes it stale.
struct RegisterState {
  int64_t event_sequence = 0;
  std::string date;

  friend bool operator==(const RegisterState& a, const RegisterState& b) {
    return a.event_sequence == b.event_sequence && a.date == b.date;
  }
};

// Thread-safe. Keeps what was asked for last, `bytes_max` at most of bodies and of what was asked,
// which its client may make as long as a request (gzip forms, about a fifth of the bodies, are not
// counted).
class AnswerCache {
 public:
  explicit AnswerCache(size_t bytes_max) : bytes_max_(bytes_max) {}

  // The body that was made under this key from this state; null when there is none.
  std::shared_ptr<const KeptBody> Find(absl::string_view key, const RegisterState& state);
  // Returns the body as it is kept, also when it is too large to be. `state` was read before what
  // the body says: what came meanwhile then makes it stale, and not the other way round.
  std::shared_ptr<const KeptBody> Put(const std::string& key, const RegisterState& state,
                                      std::string body);

 private:
  struct Entry {
    std::string key;
    RegisterState state;
    std::shared_ptr<const KeptBody> body;
  };
  static size_t BytesOf(const Entry& entry);
  void Drop(std::list<Entry>::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t bytes_max_;
  absl::Mutex mutex_;
  std::list<Entry> entries_ ABSL_GUARDED_BY(mutex_);  // the last used first
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace santong::gateway
