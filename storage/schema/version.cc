#include "storage/schema/version.h"

#include "absl/strings/str_cat.h"
#include "storage/schema/keys.h"
#include "storage/schema/migrations.h"

namespace santong::schema {

absl::Status OpenSchema(kv::Store& store) {
  auto version = StoredVersion(*store.Snapshot());
  if (!version.ok()) return version.status();
  if (*version == 0) {
    return kv::TransactAndWait(store, [](kv::Transaction& txn) {
      txn.Put(SchemaVersionKey(), EncodeUint64(kSchemaVersion));
      return absl::OkStatus();
    });
  }
  if (*version > kSchemaVersion) return RefuseNewer(*version);
  if (*version < kSchemaVersion) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the data was written by an older version of santongd (schema ", *version,
        "; this program writes ", kSchemaVersion,
        "): run santongd migrate --apply, which backs it up first; nothing was changed"));
  }
  // Objections stood here before they were side processes like the others; no release wrote them.
  bool earlier = false;
  const std::string objections = TablePrefix('Q');
  absl::Status scanned = store.Snapshot()->Scan(objections, PrefixEnd(objections),
                                                [&](absl::string_view, absl::string_view) {
                                                  earlier = true;
                                                  return false;
                                                });
  if (!scanned.ok()) return scanned;
  if (earlier) {
    return absl::FailedPreconditionError(
        "the data holds objections as no released version of santongd wrote them: start it with "
        "the version that wrote them; nothing was changed");
  }
  return absl::OkStatus();
}

absl::Status RefuseNewer(int64_t version) {
  return absl::FailedPreconditionError(
      absl::StrCat("the data was written by a newer version of santongd (schema ", version,
                   "; this program knows ", kSchemaVersion,
                   "): start it with that version or newer; nothing was changed"));
}

}  // namespace santong::schema
