// The version of what is stored.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "storage/kv/store.h"

namespace santong::schema {

// What this program writes. A change of the stored form adds a migration and raises it.
inline constexpr int32_t kSchemaVersion = 1;

// Stamps an empty store with kSchemaVersion; accepts one with the same version. FAILED_PRECONDITION
// when the store was written by a newer program, or by an older one and was not migrated yet
// (migrations.h): it is not touched.
absl::Status OpenSchema(kv::Store& store);

// What is said of a store that a newer program wrote.
absl::Status RefuseNewer(int64_t version);

}  // namespace santong::schema
