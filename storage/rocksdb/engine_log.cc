#include "storage/rocksdb/engine_log.h"

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace santong::kv {
namespace {

constexpr int64_t kBytesMax = 8 << 20;

class EngineLog final : public rocksdb::Logger {
 public:
  explicit EngineLog(std::string path)
      : Logger(rocksdb::InfoLogLevel::WARN_LEVEL), path_(std::move(path)) {}

  using Logger::Logv;
  void Logv(const char* format, va_list words) override {
    const std::string time = absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone());
    absl::MutexLock lock(&mutex_);
    if (file_ == nullptr || bytes_ > kBytesMax) Begin();
    if (file_ == nullptr) return;
    const int head = std::fprintf(file_.get(), "%s ", time.c_str());
    const int line = std::vfprintf(file_.get(), format, words);
    std::fputc('\n', file_.get());
    std::fflush(file_.get());
    if (head > 0 && line > 0) bytes_ += head + line + 1;
  }

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  // At the first line: the folder may be made only after the log is.
  void Begin() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    file_.reset();
    std::error_code error;
    const uintmax_t there = std::filesystem::file_size(path_, error);
    bytes_ = error ? 0 : static_cast<int64_t>(there);
    if (bytes_ > kBytesMax) {
      std::filesystem::rename(path_, path_ + ".old", error);
      bytes_ = 0;
    }
    file_.reset(std::fopen(path_.c_str(), "ae"));
  }

  const std::string path_;
  absl::Mutex mutex_;
  std::unique_ptr<std::FILE, Closer> file_ ABSL_GUARDED_BY(mutex_);
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> OpenEngineLog(const std::string& folder) {
  return std::make_shared<EngineLog>(folder + "/LOG");
}

}  // namespace santong::kv
