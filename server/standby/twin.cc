#include "server/standby/twin.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "server/ops/clock.h"
#include "server/ops/signals.h"
#include "server/standby/copy_stream.h"
#include "server/standby/role_file.h"

namespace santong::standby {

absl::Time Monotonic() { return absl::FromUnixNanos(ops::Clock::MonotonicNanos()); }

absl::StatusOr<Twin> FindTwin(const ops::Config& config) {
  Twin twin;
  auto role = ReadRole(config.data_dir);
  if (!role.ok()) return role.status();
  std::error_code error;
  std::filesystem::remove_all(CopyFolder(config.data_dir), error);
  const bool has_store = std::filesystem::exists(config.data_dir + "/CURRENT", error);
  auto start = HowToStart(*role, config.data_dir, config.standby_of, has_store);
  if (!start.ok()) return start.status();
  if (!config.standby_of.empty()) {
    auto client =
        FirstClient::Create({config.standby_of, config.standby_token_file, config.standby_tls_ca});
    if (!client.ok()) return client.status();
    twin.first = *std::move(client);
  }
  if (*start == Start::kCopy) {
    absl::Status copied;
    {  // what is there of a copy that was cut off is taken away at the next start
      const ops::EndAtOnce meanwhile;
      copied = TakeCopy(*twin.first, config.data_dir);
    }
    if (!copied.ok()) return copied;
    role = ReadRole(config.data_dir);
    if (!role.ok()) return role.status();
  }
  twin.role = *std::move(role);
  twin.is_standby = *start != Start::kFirst;
  return twin;
}

absl::Status CheckKeysAreThere(const ops::Config& config) {
  std::vector<std::string> paths = {config.personal_key_file.empty() ? config.data_dir + ".key"
                                                                     : config.personal_key_file};
  if (config.log_signer_command.empty()) {
    paths.push_back(config.log_key_file.empty() ? config.data_dir + ".log-key"
                                                : config.log_key_file);
  }
  for (const std::string& path : paths) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) continue;
    return absl::FailedPreconditionError(absl::StrCat(
        "there is no ", path, ": copy the key files of the first here by hand, and start again"));
  }
  return absl::OkStatus();
}

void AddGauges(ops::Metrics& metrics, const GuardedStore& guarded, const Following* following) {
  metrics.AddGauge("santong_standby_heard_seconds",
                   "of a first: seconds since a standby asked for changes; infinite without one",
                   [&guarded] { return guarded.StandbyAgeSeconds(); });
  metrics.AddGauge("santong_standby_lag_seconds",
                   "of a standby: seconds since it had everything; 0 on a first", [following] {
                     return following != nullptr ? absl::ToDoubleSeconds(following->Now().lag)
                                                 : 0.0;
                   });
  metrics.AddGauge(
      "santong_standby_lag_changes",
      "of a standby: changes that it is known to be behind; 0 on a first", [following] {
        return following != nullptr ? static_cast<double>(following->Now().lag_changes) : 0.0;
      });
}

}  // namespace santong::standby
