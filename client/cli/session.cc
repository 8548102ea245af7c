#include "client/cli/session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/exit_code.h"
#include "client/cli/local_error.h"
#include "client/cli/output/csv.h"
#include "client/cli/output/json.h"
#include "client/cli/output/record.h"
#include "client/cli/output/yaml.h"
#include "client/lib/error.h"
#include "google/protobuf/struct.pb.h"

namespace santong::cli {
namespace {

// A day: the check of a large register takes hours.
constexpr int kTimeoutSecondsMax = 86'400;

absl::StatusOr<client::Options> MakeOptions(const Settings& settings, Language language) {
  client::Options options;
  options.address = settings.Text("address");
  options.tls = settings.On("tls");
  options.ca_file = settings.Text("ca_file");
  options.certificate_file = settings.Text("certificate_file");
  options.key_file = settings.Text("key_file");
  options.server_name = settings.Text("server_name");
  options.token_file = settings.Text("token_file");
  options.language = language == Language::kChinese ? "zh-CN" : "en";
  int seconds;
  if (!absl::SimpleAtoi(settings.Text("timeout"), &seconds) || seconds < 1 ||
      seconds > kTimeoutSecondsMax) {
    return Misuse(say::kNotANumber, settings.Text("timeout"));
  }
  options.timeout = absl::Seconds(seconds);
  if (settings.Get("timeout").origin != kDefaultOrigin) {
    options.timeout_of_all = options.timeout;
    options.timeout_of_file = options.timeout;
  }
  return options;
}

int TerminalWidth() {
  winsize size{};
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

// The table as a message, so that JSON and YAML have one way out.
google::protobuf::ListValue ToList(const Table& table) {
  google::protobuf::ListValue list;
  for (const auto& row : table.rows) {
    auto* fields = list.add_values()->mutable_struct_value()->mutable_fields();
    for (size_t i = 0; i < row.size(); ++i) {
      (*fields)[table.columns[i].key].set_string_value(row[i].raw);
    }
  }
  return list;
}

// What the caller has to mend before a connection can be tried.
absl::Status WhyNotConnected(const client::Options& options, const absl::Status& status) {
  for (const std::string& path :
       {options.token_file, options.ca_file, options.certificate_file, options.key_file}) {
    if (!path.empty() && !std::ifstream(path)) return Misuse(say::kCannotReadFile, path);
  }
  if (absl::IsFailedPrecondition(status)) return Misuse(say::kTokenInClear, options.address);
  if (absl::IsInvalidArgument(status)) return Misuse(say::kCertificateNeedsKey);
  return Misuse(say::kCannotConnect, options.address, std::string(status.message()));
}

}  // namespace

Session::Session(Settings settings, std::ostream& out, std::ostream& err)
    : settings_(std::move(settings)), language_(LanguageOf(settings_)), out_(out), err_(err) {}

absl::StatusOr<client::Client*> Session::Client() {
  if (client_ == nullptr) {
    auto options = MakeOptions(settings_, language_);
    if (!options.ok()) return options.status();
    auto connection = client::Connection::Create(*options);
    if (!connection.ok()) return WhyNotConnected(*options, connection.status());
    client_ = std::make_unique<client::Client>(*std::move(connection));
  }
  return client_.get();
}

int Session::Fail(const absl::Status& status) {
  const std::string local = LocalErrorText(status, language_);
  const bool unreachable = ExitCodeOf(status) == kExitUnavailable && client_ != nullptr &&
                           !client_->connection().IsConnected();
  const auto error = client::Describe(status, language_ == Language::kChinese);
  if (!local.empty()) {
    Say(say::kFailed, local);
  } else if (unreachable) {
    Say(say::kUnreachable, settings_.Text("address"));
  } else if (error.reason.empty()) {
    Say(say::kFailedWithoutReason, absl::StatusCodeToString(status.code()), error.message);
  } else {
    Say(say::kFailed, error.message);
  }
  for (const auto& violation : error.violations) {
    if (violation.article.empty()) {
      Say(say::kViolation, violation.subject, violation.text);
    } else {
      Say(say::kViolationWithArticle, violation.subject, violation.text, violation.article);
    }
  }
  if (const auto roles = error.metadata.find("roles"); roles != error.metadata.end()) {
    Say(say::kRolesThatMay, RolesInWords(roles->second, language_));
  }
  if (!error.reason.empty()) Say(say::kReasonCode, error.reason);
  const std::string& request_id = error.request_id.empty() ? error.repeat_id : error.request_id;
  if (!request_id.empty()) Say(say::kRequestId, request_id);
  const bool undecided = ExitCodeOf(status) == kExitUnavailable;
  if (undecided && !error.repeat_id.empty()) Say(say::kRepeatWith, error.repeat_id);
  return ExitCodeOf(status);
}

TableLayout Session::Layout() const {
  return {settings_.Text("ambiguous_width") == "2" ? 2 : 1, TerminalWidth(), headings_};
}

int Session::PrintFormatted(Table table, bool csv) {
  if (!columns_.empty()) {
    const absl::Status status = table.Select(columns_);
    if (!status.ok()) return Fail(status);
  }
  out_ << (csv ? FormatCsv(table, headings_) : FormatTable(table, Layout())) << std::flush;
  return kExitOk;
}

int Session::Print(const google::protobuf::Message& message, Table table) {
  const std::string& output = settings_.Text("output");
  if (output == "json") {
    out_ << FormatJson(message) << std::flush;
  } else if (output == "yaml") {
    out_ << FormatYaml(message) << std::flush;
  } else if (output == "name") {
    out_ << FormatNames(message) << std::flush;
  } else {
    return PrintFormatted(std::move(table), output == "csv");
  }
  return kExitOk;
}

absl::Status Session::CheckColumns(const std::vector<std::string>& keys) const {
  const std::string& output = settings_.Text("output");
  if (columns_.empty() || (output != "table" && output != "csv")) return absl::OkStatus();
  Table table;
  for (const std::string& key : keys) table.columns.push_back({key, ""});
  return table.Select(columns_);
}

absl::Status Session::CheckPrintsWhole() const {
  return settings_.Text("output") == "name" ? Misuse(say::kGivenOnce) : absl::OkStatus();
}

int Session::PrintTable(Table table) {
  const google::protobuf::ListValue list = ToList(table);
  return Print(list, std::move(table));
}

}  // namespace santong::cli
