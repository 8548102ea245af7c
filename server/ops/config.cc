#include "server/ops/config.h"

#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <array>
#include <ios>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace santong::ops {
namespace {

using Text = std::string Config::*;
using Number = int64_t Config::*;
using Switch = bool Config::*;

struct Row {
  ConfigKey key;
  std::variant<Text, Number, Switch> value;
  int64_t min = 0;
  int64_t max = 0;
};

constexpr int64_t kMiB = int64_t{1} << 20;
constexpr int64_t kCallsPerMinuteMax = 60'000'000;

constexpr std::array kRows = std::to_array<Row>({
    {{"listen", "HOST:PORT or unix:PATH to serve on; port 0 takes a free one"}, &Config::listen},
    {{"port_file", "file that the port is written to once calls are taken"}, &Config::port_file},
    {{"http_listen", "HOST:PORT to serve HTTP on; port 0 takes a free one; empty: off"},
     &Config::http_listen},
    {{"http_port_file", "file that the HTTP port is written to"}, &Config::http_port_file},
    {{"http_trusted_proxies",
      "addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas "
      "between them"},
     &Config::http_trusted_proxies},
    {{"site_name", "name of the portal in Chinese; empty: a general one"}, &Config::site_name},
    {{"site_name_en", "name of the portal in English"}, &Config::site_name_en},
    {{"site_url",
      "how the portal is reached from outside, e.g. https://example.gov.cn; stands in QR codes, "
      "feeds and copies; empty: as the visitor reached it"},
     &Config::site_url},
    {{"site_host", "who keeps the portal; shown at its foot"}, &Config::site_host},
    {{"site_contact", "how its keeper is reached"}, &Config::site_contact},
    {{"site_code", "identification code of the government site"}, &Config::site_code},
    {{"site_icp_number", "ICP filing number"}, &Config::site_icp_number},
    {{"site_police_number", "public security filing number"}, &Config::site_police_number},
    {{"data_dir", "folder of the store"}, &Config::data_dir},
    {{"tls_certificate", "PEM file with the certificate chain"}, &Config::tls_certificate},
    {{"tls_key", "PEM file with the certificate's key"}, &Config::tls_key},
    {{"tls_client_ca", "PEM file with the CA of client certificates"}, &Config::tls_client_ca},
    {{"tls_require_client_certificate", "refuse clients without a certificate"},
     &Config::tls_require_client_certificate},
    {{"metrics_address", "loopback HOST:PORT for GET /metrics; empty: off"},
     &Config::metrics_address},
    {{"log_level", "debug, info, warning, error or off"}, &Config::log_level},
    {{"admin_token_file", "file that the first admin's token is written to, at the first start"},
     &Config::admin_token_file},
    {{"personal_key_file",
      "file of the key that wraps the keys of personal data, made at the first start; empty: "
      "data_dir with .key"},
     &Config::personal_key_file},
    {{"log_key_file",
      "file of the keys that sign the log, one made at the first start; empty: data_dir with "
      ".log-key"},
     &Config::log_key_file},
    {{"log_signer_command",
      "full path of a program that signs the log: what is to be signed on its standard input, the "
      "64 bytes of the signature on its standard output; empty: the key file alone signs"},
     &Config::log_signer_command},
    {{"log_signer_key", "verifier key of what log_signer_command signs with"},
     &Config::log_signer_key},
    {{"log_origin", "name of the log, an address without https://; taken when its key is made"},
     &Config::log_origin},
    {{"log_continues",
      "name of the log that this one goes on from, after the end of that was lost; else empty"},
     &Config::log_continues},
    {{"backup_dir", "folder of the backups, best on another disk; empty: none are made"},
     &Config::backup_dir},
    {{"standby_of",
      "HOST:PORT of the first, whose standby this server is: it follows it and takes no writes; "
      "empty: it is none"},
     &Config::standby_of},
    {{"standby_token_file", "file with an admin's token at the first"},
     &Config::standby_token_file},
    {{"standby_tls_ca", "PEM file with the CA of the first's certificate; empty: without TLS"},
     &Config::standby_tls_ca},
    {{"standby_required",
      "answer no write before a standby has it on its disk: nothing acknowledged is ever lost, and "
      "a first that was replaced gives no number"},
     &Config::standby_required},
    {{"changes_kept_bytes",
      "changes that are kept for a standby that is away and for the archive of the backups"},
     &Config::changes_kept_bytes,
     kMiB,
     int64_t{1} << 40},
    {{"tiles_dir", "folder of the log's tiles; empty: data_dir with /tiles"}, &Config::tiles_dir},
    {{"checkpoint_seconds", "how often the log is signed when it has grown"},
     &Config::checkpoint_seconds,
     1,
     86400},
    {{"max_message_bytes", "largest message that is taken"},
     &Config::max_message_bytes,
     64 << 10,
     256 * kMiB},
    {{"max_descriptors",
      "files and connections that may be open at once, as far as the system allows (ulimit -n); "
      "what would be too many connections is closed at once"},
     &Config::max_descriptors,
     256,
     1 << 20},
    {{"max_connections_per_address",
      "connections that one client address (IPv4, IPv6 /64) may have open, gRPC and HTTP together; "
      "a reverse proxy in front counts as one address, but for one at 127.0.0.1 or ::1 and, over "
      "HTTP, http_trusted_proxies; 0: no limit"},
     &Config::max_connections_per_address,
     0,
     1 << 20},
    {{"drain_seconds", "how long calls may finish after SIGTERM"}, &Config::drain_seconds, 0, 3600},
    {{"cache_bytes", "the store's block cache"}, &Config::cache_bytes, kMiB, int64_t{1} << 40},
    {{"public_reads_per_minute",
      "reads that one network (IPv4 /24, IPv6 /56) may make without a login; 0: no limit"},
     &Config::public_reads_per_minute,
     0,
     kCallsPerMinuteMax},
    {{"public_streams",
      "streams (a watch, an export) that one network may hold open without a login; 0: no limit"},
     &Config::public_streams,
     0,
     1 << 20},
    {{"stream_write_seconds",
      "how long a client may leave what a stream sends it untaken before it is cut off"},
     &Config::stream_write_seconds,
     1,
     3600},
    {{"public_writes_per_minute",
      "writes (objections) that one network may make without a login; 0: no limit"},
     &Config::public_writes_per_minute,
     0,
     kCallsPerMinuteMax},
    {{"clock_offset_days", "moves the server's clock ahead; for rehearsals and tests"},
     &Config::clock_offset_days,
     -36500,
     36500},
});

// "--data-dir" for data_dir.
std::string FlagOf(const Row& row) {
  return absl::StrCat("--", absl::StrReplaceAll(row.key.name, {{"_", "-"}}));
}

const Row* FindRow(absl::string_view name) {
  for (const Row& row : kRows) {
    if (name == row.key.name) return &row;
  }
  return nullptr;
}

// Writes one value; `where` says where it stands, for the refusal.
absl::Status Set(const Row& row, const std::string& value, absl::string_view origin,
                 absl::string_view where, LoadedConfig& loaded) {
  if (const Text* text = std::get_if<Text>(&row.value)) {
    loaded.config.** text = value;
  } else if (const Switch* on = std::get_if<Switch>(&row.value)) {
    if (!absl::SimpleAtob(value, &(loaded.config.**on))) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, ": \"", value, "\" is not true or false"));
    }
  } else {
    int64_t number = 0;
    if (!absl::SimpleAtoi(value, &number) || number < row.min || number > row.max) {
      return absl::InvalidArgumentError(absl::StrCat(
          where, ": \"", value, "\" is not a whole number from ", row.min, " to ", row.max));
    }
    loaded.config.*std::get<Number>(row.value) = number;
  }
  loaded.origins[row.key.name] = std::string(origin);
  return absl::OkStatus();
}

std::string Show(const Row& row, const Config& config) {
  if (const Text* text = std::get_if<Text>(&row.value))
    return absl::StrCat("\"", config.**text, "\"");
  if (const Switch* on = std::get_if<Switch>(&row.value)) return config.**on ? "true" : "false";
  return absl::StrCat(config.*std::get<Number>(row.value));
}

std::string Print(const LoadedConfig& loaded) {
  std::string text;
  for (const Row& row : kRows) {
    absl::StrAppend(&text, row.key.name, ": ", Show(row, loaded.config), "  # ",
                    loaded.origins.at(row.key.name), "\n");
  }
  return text;
}

absl::Status ReadEntry(const std::string& path, const YAML::Node& key, const YAML::Node& value,
                       LoadedConfig& loaded) {
  const std::string where = absl::StrCat(path, ":", key.Mark().line + 1);
  const Row* row = key.IsScalar() ? FindRow(key.Scalar()) : nullptr;
  if (row == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        where, ": unknown key \"", key.IsScalar() ? key.Scalar() : "", "\"; known are ",
        absl::StrJoin(kRows, ", ",
                      [](std::string* out, const Row& known) { out->append(known.key.name); })));
  }
  if (!value.IsScalar()) {
    return absl::InvalidArgumentError(absl::StrCat(where, ": ", row->key.name, " takes one value"));
  }
  if (loaded.origins[row->key.name] == "file") {
    return absl::InvalidArgumentError(
        absl::StrCat(where, ": ", row->key.name, " stands twice; remove one"));
  }
  return Set(*row, value.Scalar(), "file", where, loaded);
}

absl::Status ReadFile(const std::string& path, LoadedConfig& loaded) {
  const absl::Status unreadable = absl::InvalidArgumentError(
      absl::StrCat("the configuration file ", path, " cannot be read; check --config"));
  YAML::Node root;
  try {  // yaml-cpp throws; its exceptions end here
    const std::vector<YAML::Node> documents = YAML::LoadAllFromFile(path);
    if (documents.size() > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat(path,
                       ": what stands after a line \"---\" or \"...\" would not count; remove "
                       "that line"));
    }
    if (!documents.empty()) root = documents.front();
  } catch (const YAML::BadFile&) {
    return unreadable;
  } catch (const std::ios_base::failure&) {  // a folder
    return unreadable;
  } catch (const YAML::Exception& e) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ":", e.mark.line + 1, ": not YAML: ", e.msg));
  }
  if (root.IsNull()) return absl::OkStatus();
  if (!root.IsMap()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": expected lines \"key: value\""));
  }
  for (const auto& entry : root) {
    if (absl::Status s = ReadEntry(path, entry.first, entry.second, loaded); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace

std::string VariableOf(absl::string_view key) {
  return absl::StrCat(kVariablePrefix, absl::AsciiStrToUpper(key));
}

absl::Span<const ConfigKey> ConfigKeys() {
  static const auto& keys = *new std::vector<ConfigKey>([] {
    std::vector<ConfigKey> all;
    for (const Row& row : kRows) all.push_back(row.key);
    return all;
  }());
  return keys;
}

// CLI11 itself reads the flags only: it would put the file above the environment.
absl::StatusOr<LoadedConfig> LoadConfig(
    int argc, const char* const* argv, absl::string_view version,
    const std::function<const char*(const char*)>& environment) {
  LoadedConfig loaded;
  std::array<std::string, kRows.size()> flags;
  std::array<CLI::Option*, kRows.size()> options;
  CLI::App app("The registry of administrative normative documents.");
  app.set_version_flag("--version", std::string(version));
  std::string config_path;
  app.add_option("--config", config_path, "YAML file with any of the keys below")
      ->option_text("PATH (SANTONG_CONFIG)");
  bool print = false;
  app.add_flag("--print-config", print, "print the values and where each comes from, and end");
  for (size_t i = 0; i < kRows.size(); ++i) {
    const Row& row = kRows[i];
    loaded.origins[row.key.name] = "default";
    const std::string help = absl::StrCat(row.key.help, " [", Show(row, loaded.config), "]");
    options[i] = std::holds_alternative<Switch>(row.value)
                     ? app.add_flag(FlagOf(row), flags[i], help)
                     : app.add_option(FlagOf(row), flags[i], help);
    options[i]->option_text(absl::StrCat("(", VariableOf(row.key.name), ")"));
  }
  try {  // CLI11 throws, also for --help
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    loaded.print_and_exit = app.help();
    return loaded;
  } catch (const CLI::CallForVersion&) {
    loaded.print_and_exit = absl::StrCat(version, "\n");
    return loaded;
  } catch (const CLI::ParseError& e) {
    return absl::InvalidArgumentError(absl::StrCat(e.what(), "; --help lists the flags"));
  }

  if (config_path.empty()) {
    if (const char* path = environment(kConfigVariable)) config_path = path;
  }
  if (!config_path.empty()) {
    if (absl::Status s = ReadFile(config_path, loaded); !s.ok()) return s;
  }
  for (const Row& row : kRows) {
    const std::string variable = VariableOf(row.key.name);
    if (const char* value = environment(variable.c_str())) {
      if (absl::Status s = Set(row, value, "environment", variable, loaded); !s.ok()) return s;
    }
  }
  for (size_t i = 0; i < kRows.size(); ++i) {
    if (options[i]->count() == 0) continue;
    if (absl::Status s = Set(kRows[i], flags[i], "flag", FlagOf(kRows[i]), loaded); !s.ok())
      return s;
  }
  // What lies beside the folder has its name: "data/" with .key would be a file within the store.
  std::string& folder = loaded.config.data_dir;
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (print) loaded.print_and_exit = Print(loaded);
  return loaded;
}

}  // namespace santong::ops
