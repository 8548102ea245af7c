// What the operator may set, and where each value came from: flag, then environment, then file,
// then default.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"

namespace santong::ops {

// The values. Each has a row in config.cc with its name, its check and its help.
struct Config {
  std::string listen = "127.0.0.1:7630";  // HOST:PORT or unix:PATH; port 0 takes a free one
  std::string port_file;                  // the port is written here once the server takes calls
  std::string http_listen = "127.0.0.1:8080";  // HOST:PORT of the HTTP side; empty: off
  std::string http_port_file;                  // as port_file, of the HTTP side
  std::string http_trusted_proxies;            // addresses, with commas between them
  // What the portal says of itself; what is empty is not shown.
  std::string site_name;
  std::string site_name_en;
  std::string site_url;
  std::string site_host;
  std::string site_contact;
  std::string site_code;
  std::string site_icp_number;
  std::string site_police_number;
  std::string data_dir = "data";  // the folder of the store
  std::string tls_certificate;    // PEM chain
  std::string tls_key;            // PEM
  std::string tls_client_ca;      // PEM; clients may log in by certificates that it signed
  bool tls_require_client_certificate = false;
  std::string metrics_address;     // HOST:PORT on loopback; empty: off
  std::string log_level = "info";  // debug, info, warning, error, off
  std::string admin_token_file;    // where the first admin's token is written, once
  // Wraps the keys of personal data; empty: data_dir with ".key"
  std::string personal_key_file;
  // Signs the log; empty: data_dir with ".log-key"
  std::string log_key_file;
  std::string log_signer_command;                  // a program that signs the log; empty: none
  std::string log_signer_key;                      // its verifier key
  std::string log_origin = "santong.invalid/log";  // the log's name, taken when its key is made
  std::string log_continues;       // the log that this one goes on from, after its end was lost
  std::string tiles_dir;           // empty: data_dir with "/tiles"
  std::string backup_dir;          // empty: no backups are made
  std::string standby_of;          // HOST:PORT of the first that this one follows; empty: a first
  std::string standby_token_file;  // an admin's token at the first
  std::string standby_tls_ca;      // PEM; empty: without TLS, over loopback
  bool standby_required = false;   // answer no write before a standby has it
  // For a standby that is away, and for the archive of backups.
  int64_t changes_kept_bytes = int64_t{1} << 30;
  int64_t checkpoint_seconds = 60;  // how often the log is signed
  int64_t max_message_bytes = 8 << 20;
  int64_t max_descriptors = 32768;             // files and connections that may be open at once
  int64_t max_connections_per_address = 1024;  // of these, one client's; 0: no limit
  int64_t drain_seconds = 30;
  int64_t cache_bytes = 256 << 20;  // the store's block cache
  // What one network (IPv4 /24, IPv6 /56) may do without a login, in a minute; 0: no limit
  int64_t public_reads_per_minute = 6000;
  int64_t public_streams = 200;
  int64_t stream_write_seconds = 20;  // how long a client may leave a stream's message untaken
  int64_t public_writes_per_minute = 60;
  int64_t clock_offset_days = 0;  // moves the server's clock ahead, for rehearsals and tests
};

// One row of what may be set.
struct ConfigKey {
  const char*
      name;  // the key in the file; --name with '-' for '_'; SANTONG_NAME in the environment
  const char* help;
};
absl::Span<const ConfigKey> ConfigKeys();

// What the name of every variable of ours begins with; those of the client do, too.
inline constexpr char kVariablePrefix[] = "SANTONG_";
// Names the file, as --config does.
inline constexpr char kConfigVariable[] = "SANTONG_CONFIG";
// "SANTONG_DATA_DIR" for data_dir.
std::string VariableOf(absl::string_view key);

struct LoadedConfig {
  Config config;
  // For each key "default", "file", "environment" or "flag".
  std::map<std::string, std::string> origins;
  // Set when the program should print this and end well: --help, --version, --print-config.
  absl::optional<std::string> print_and_exit;
};

// Reads the values. The file is named by --config or SANTONG_CONFIG; none is read otherwise.
// `version` is what --version
// prints. `environment` returns the variable's value or nullptr (::getenv in main).
// INVALID_ARGUMENT says what is wrong, where (flag, variable, or file and line) and how to mend it:
// an unknown key or flag, a number out of range, a file that cannot be read.
absl::StatusOr<LoadedConfig> LoadConfig(int argc, const char* const* argv,
                                        absl::string_view version,
                                        const std::function<const char*(const char*)>& environment);

}  // namespace santong::ops
