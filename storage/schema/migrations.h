// How a store of an older version becomes one of this version.
//
// A change of the stored form adds a row to kMigrations (migrations.cc) and raises kSchemaVersion.
// Entries that are derived and only added (the log, the tasks) need no row: the server builds them
// at its start.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/kv/store.h"

namespace santong::schema {

struct Migration {
  int32_t to_version;  // from the one before
  const char* what;    // for people
  // Rewrites the store in bounded transactions. May be cut off at any point and run again from the
  // beginning: rows that are as they should be stay so. `progress` is told now and then.
  absl::Status (*run)(kv::Store& store, const std::function<void(absl::string_view)>& progress);
};

// By version, ascending; the last leads to kSchemaVersion.
absl::Span<const Migration> AllMigrations();

// The version of what is stored; 0 for an empty store.
absl::StatusOr<int32_t> StoredVersion(const kv::Reader& reader);

// Runs what leads from the stored version on, and stamps the store after each row: a run that was
// cut off goes on with the row that it was in. FAILED_PRECONDITION when the store is newer than the
// last row, or empty. Waits for the store.
absl::Status Migrate(kv::Store& store, absl::Span<const Migration> migrations,
                     int32_t newest_version,
                     const std::function<void(absl::string_view)>& progress);

}  // namespace santong::schema
