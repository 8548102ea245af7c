// A document's attached files: their bytes, and what the log says of them
// (server/domain/proof/leaf.h).
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "santong/store/v1/record.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// Empty for a document without files.
absl::StatusOr<store::v1::AttachmentCommitmentsRecord> GetAttachmentCommitments(
    const kv::Reader& reader, uint64_t id);
void PutAttachmentCommitments(kv::Transaction& txn, uint64_t id,
                              const store::v1::AttachmentCommitmentsRecord& record);

// Whether a document other than `id` has the file. Reads the keys of all attachments.
absl::StatusOr<bool> IsAttachedElsewhere(const kv::Reader& reader, uint64_t id,
                                         absl::string_view sha256);

// The bytes of the file with this hash (32 bytes), in pieces; they are the same for every document
// that has it.
void PutFileBytes(kv::Transaction& txn, absl::string_view sha256, absl::string_view bytes);
absl::Status DeleteFileBytes(kv::Transaction& txn, absl::string_view sha256);

}  // namespace santong::tables
