// The log: one JSON object a line. Holds no personal data: no names of people, no text of requests.
#pragma once

#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/variant.h"

namespace santong::ops {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// "debug", "info", "warning", "error", "off"; INVALID_ARGUMENT otherwise.
absl::StatusOr<LogLevel> ParseLogLevel(absl::string_view name);

// A name and a value; names are lower-case words joined by '_'.
struct LogField {
  absl::string_view name;
  absl::variant<absl::string_view, int64_t, double> value;
};

// Thread-safe. Lines go out as they come, on the calling thread.
class Log {
 public:
  // To stderr.
  explicit Log(LogLevel level);
  // To `stream`, which must outlive the log; for tests.
  Log(LogLevel level, std::ostream& stream);
  ~Log();

  // Whether a line of this level would be written; cheap, to be asked before fields are computed.
  bool Enabled(LogLevel level) const { return level >= level_; }
  // {"ts":"2026-11-24T05:22:51.123Z","level":"info","event":…,fields…}. `event` is a few lower-case
  // words.
  void Write(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields = {});

 private:
  struct Sink;
  const LogLevel level_;
  const std::unique_ptr<Sink> sink_;
};

}  // namespace santong::ops
