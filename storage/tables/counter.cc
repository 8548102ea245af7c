#include "storage/tables/counter.h"

#include "storage/schema/keys.h"

namespace santong::tables {

absl::StatusOr<uint64_t> ReadCounter(const kv::Reader& reader, absl::string_view key) {
  auto bytes = reader.Get(key);
  if (absl::IsNotFound(bytes.status())) return 0;
  if (!bytes.ok()) return bytes.status();
  return schema::DecodeUint64(*bytes);
}

absl::StatusOr<uint64_t> RaiseCounter(kv::Transaction& txn, absl::string_view key) {
  auto value = ReadCounter(txn, key);
  if (!value.ok()) return value.status();
  txn.Put(key, schema::EncodeUint64(*value + 1));
  return *value + 1;
}

}  // namespace santong::tables
