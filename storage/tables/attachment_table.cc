#include "storage/tables/attachment_table.h"

#include "absl/strings/match.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::tables {

absl::StatusOr<store::v1::AttachmentCommitmentsRecord> GetAttachmentCommitments(
    const kv::Reader& reader, uint64_t id) {
  auto record = GetMessage<store::v1::AttachmentCommitmentsRecord>(
      reader, schema::AttachmentCommitmentsKey(id));
  if (absl::IsNotFound(record.status())) return store::v1::AttachmentCommitmentsRecord();
  return record;
}

void PutAttachmentCommitments(kv::Transaction& txn, uint64_t id,
                              const store::v1::AttachmentCommitmentsRecord& record) {
  txn.Put(schema::AttachmentCommitmentsKey(id), Encode(record));
}

absl::StatusOr<bool> IsAttachedElsewhere(const kv::Reader& reader, uint64_t id,
                                         absl::string_view sha256) {
  const std::string own = schema::AttachmentKey(id, sha256);
  const std::string prefix = schema::TablePrefix('a');
  bool found = false;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        found = key != own && absl::EndsWith(key, sha256);
        return !found;
      });
  if (!scanned.ok()) return scanned;
  return found;
}

}  // namespace santong::tables
