#include "server/startup/prepare_store.h"

#include <string>

#include "server/acts/admin_acts.h"
#include "server/acts/build_log.h"
#include "server/ops/secret_file.h"
#include "server/standby/term.h"
#include "server/startup/key_places.h"

namespace santong::startup {
namespace {

// The secret is on the disk before the principal is: a crash between the two leaves a registry that
// asks again, never one that nobody can enter.
absl::Status MakeFirstAdmin(kv::Store& store, const ops::Config& config, const ops::Clock& clock,
                            ops::Log& log) {
  auto needed = acts::NeedsFirstAdmin(*store.Snapshot());
  if (!needed.ok() || !*needed) return needed.status();
  if (config.admin_token_file.empty()) {
    return absl::InvalidArgumentError(
        "this is the first start: say with --admin-token-file where the first admin's token is to "
        "be written");
  }
  auto secret = acts::NewSecret();
  if (!secret.ok()) return secret.status();
  if (absl::Status status = ops::WriteSecretFile(config.admin_token_file, *secret); !status.ok())
    return status;
  absl::Status created = acts::CreateFirstAdmin(store, *secret, clock.Now(), clock.Today());
  if (created.ok())
    log.Write(ops::LogLevel::kInfo, "first admin created", {{"principal", "principals/admin"}});
  return created;
}

}  // namespace

absl::Status PrepareStore(kv::Store& store, const ops::Config& config, const standby::Twin& twin,
                          const ops::Clock& clock, ops::Log& log) {
  absl::Status keys = CheckKeysAreNotLost(*store.Snapshot(), config);
  if (!keys.ok()) return keys;
  absl::Status raised = standby::RaiseTerm(store, twin.role.promoted_term());
  if (!raised.ok()) return raised;
  auto linked = acts::BuildLog(store);
  if (!linked.ok()) return linked.status();
  if (*linked > 0)
    log.Write(ops::LogLevel::kInfo, "the log was built", {{"events", int64_t{*linked}}});
  return MakeFirstAdmin(store, config, clock, log);
}

}  // namespace santong::startup
