// Groups of keys as RocksDB knows them: prefixes that stand in its filters beside the whole keys.
#pragma once

#include <memory>

#include "absl/strings/string_view.h"
#include "rocksdb/slice_transform.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace santong::kv {

// Null without groups. A table that was written without them, or with others, is read without their
// filter.
std::shared_ptr<const rocksdb::SliceTransform> MakeKeyGroups(const RocksDbStore::Groups* groups);

// Whether [begin, end) is one whole group and nothing else.
bool IsOneGroup(const RocksDbStore::Groups* groups, absl::string_view begin, absl::string_view end);

}  // namespace santong::kv
