#include "server/ops/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace santong::ops {
namespace {

constexpr const char* kNames[] = {"debug", "info", "warning", "error", "off"};
constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info,
                                                 spdlog::level::warn, spdlog::level::err};

// Appends a JSON string (RFC 8259, section 7).
void AppendQuoted(std::string& line, absl::string_view text) {
  line += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&line, "\\u%04x", static_cast<unsigned>(c));
    } else {
      line += c;
    }
  }
  line += '"';
}

void AppendValue(std::string& line, const LogField& field) {
  if (const auto* text = absl::get_if<absl::string_view>(&field.value)) {
    AppendQuoted(line, *text);
  } else if (const auto* number = absl::get_if<int64_t>(&field.value)) {
    absl::StrAppend(&line, *number);
  } else {
    absl::StrAppend(&line, absl::get<double>(field.value));
  }
}

}  // namespace

struct Log::Sink {
  explicit Sink(std::shared_ptr<spdlog::sinks::sink> sink) : logger("santong", std::move(sink)) {
    logger.set_level(spdlog::level::debug);
    logger.set_pattern(R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                       spdlog::pattern_time_type::utc);
    logger.flush_on(spdlog::level::debug);
  }
  spdlog::logger logger;
};

absl::StatusOr<LogLevel> ParseLogLevel(absl::string_view name) {
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (name == kNames[i]) return static_cast<LogLevel>(i);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is no log level; use debug, info, warning, error or off"));
}

Log::Log(LogLevel level)
    : level_(level),
      sink_(std::make_unique<Sink>(std::make_shared<spdlog::sinks::stderr_sink_mt>())) {}

Log::Log(LogLevel level, std::ostream& stream)
    : level_(level),
      sink_(std::make_unique<Sink>(std::make_shared<spdlog::sinks::ostream_sink_mt>(stream))) {}

Log::~Log() = default;

void Log::Write(LogLevel level, absl::string_view event, std::initializer_list<LogField> fields) {
  if (!Enabled(level) || level == LogLevel::kOff) return;
  std::string line = R"("event":)";
  AppendQuoted(line, event);
  for (const LogField& field : fields) {
    absl::StrAppend(&line, ",\"", field.name, "\":");
    AppendValue(line, field);
  }
  sink_->logger.log(kLevels[static_cast<int>(level)], "{}", line);
}

}  // namespace santong::ops
