// Bringing a store of an older version to this one.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/schema/migrations.h"
#include "storage/schema/version.h"

namespace santong::offline {

struct MigrateAsk {
  std::string data_dir;
  std::string backup_dir;
  bool apply = false;  // false: says what would be done
  // Of this program; tests have steps of their own.
  absl::Span<const schema::Migration> migrations = schema::AllMigrations();
  int32_t newest_version = schema::kSchemaVersion;
};

// Tells `say` the versions and each step. Before anything is changed a backup is made in
// `backup_dir`. A run that was cut off is repeated. FAILED_PRECONDITION when a server has the
// folder open, when it holds no register, or a newer one than this program knows.
absl::Status RunMigration(const MigrateAsk& ask, const std::function<void(absl::string_view)>& say);

}  // namespace santong::offline
