// Statistics for those without a login. To count reads every document, so one count runs at a time
// and a pause of several times its length follows: whoever asks over and over takes a small share
// of one processor. Who comes meanwhile gets what was counted last, if the same was asked that day.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "santong/v1/statistics.pb.h"

namespace santong::services {

// Thread-safe. Times are nanoseconds from any fixed point, never going back.
class PublicCounts {
 public:
  enum class Answer { kCount, kKept, kComeAgain };

  // kCount: the caller counts, and says so by End, whatever comes of it. kKept: `kept` is the
  // answer.
  Answer Ask(const std::string& question, absl::CivilDay today, int64_t now_nanos,
             v1::Statistics* kept);
  // `counted` is null when the count failed.
  void End(const std::string& question, absl::CivilDay today, int64_t now_nanos,
           const v1::Statistics* counted);

 private:
  static constexpr int64_t kPauseTimes = 4;
  static constexpr size_t kKeptMax = 64;

  struct Kept {
    std::string question;
    absl::CivilDay day;
    v1::Statistics statistics;
  };

  absl::Mutex mutex_;
  bool counting_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t begun_nanos_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t next_nanos_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<Kept> kept_ ABSL_GUARDED_BY(mutex_);  // the newest last
};

}  // namespace santong::services
