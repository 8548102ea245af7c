// What the log says of a document's attached files (server/domain/proof/leaf.h).
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

}  // namespace santong::tables
