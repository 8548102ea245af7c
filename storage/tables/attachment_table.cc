#include "storage/tables/attachment_table.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::tables {
namespace {

constexpr size_t kPieceBytes = 1 << 20;

}  // namespace

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

void PutFileBytes(kv::Transaction& txn, absl::string_view sha256, absl::string_view bytes) {
  uint32_t number = 0;
  for (size_t at = 0; at < bytes.size() || number == 0; at += kPieceBytes) {
    txn.Put(schema::BlobChunkKey(sha256, number++), bytes.substr(at, kPieceBytes));
  }
}

absl::Status DeleteFileBytes(kv::Transaction& txn, absl::string_view sha256) {
  std::vector<std::string> keys;
  const std::string prefix = schema::BlobPrefix(sha256);
  absl::Status scanned =
      txn.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        keys.emplace_back(key);
        return true;
      });
  for (const std::string& key : keys) txn.Delete(key);
  return scanned;
}

}  // namespace santong::tables
