#include "storage/schema/migrations.h"

#include "absl/strings/str_cat.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"

namespace santong::schema {
namespace {

// Version 1 is the first that was released: nothing leads to it.
constexpr absl::Span<const Migration> kMigrations;

}  // namespace

absl::Span<const Migration> AllMigrations() { return kMigrations; }

absl::StatusOr<int32_t> StoredVersion(const kv::Reader& reader) {
  auto stored = reader.Get(SchemaVersionKey());
  if (absl::IsNotFound(stored.status())) return 0;
  if (!stored.ok()) return stored.status();
  auto version = DecodeUint64(*stored);
  if (!version.ok()) return version.status();
  return static_cast<int32_t>(*version);
}

absl::Status Migrate(kv::Store& store, absl::Span<const Migration> migrations,
                     int32_t newest_version,
                     const std::function<void(absl::string_view)>& progress) {
  auto stored = StoredVersion(*store.Snapshot());
  if (!stored.ok()) return stored.status();
  if (*stored == 0) return absl::FailedPreconditionError("the folder holds no register");
  if (*stored > newest_version) return RefuseNewer(*stored);
  for (const Migration& migration : migrations) {
    if (migration.to_version <= *stored) continue;
    progress(absl::StrCat("to version ", migration.to_version, ": ", migration.what));
    if (absl::Status done = migration.run(store, progress); !done.ok()) return done;
    absl::Status stamped = kv::TransactAndWait(store, [&](kv::Transaction& txn) {
      txn.Put(SchemaVersionKey(), EncodeUint64(static_cast<uint64_t>(migration.to_version)));
      return absl::OkStatus();
    });
    if (!stamped.ok()) return stamped;
  }
  return absl::OkStatus();
}

}  // namespace santong::schema
