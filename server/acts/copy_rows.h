// The rows of a copy: a store that holds what another register's catalogue showed to anyone
// (santong/v1/catalog_copy.proto). Nothing is decided here and no event is written: who reads the
// copy reads that register's own documents, numbers and events, under their own names.
//
// Events that not anyone may read stand as empty rows, so that the sequence has no gap.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/store/v1/copy_record.pb.h"
#include "santong/v1/catalog_copy.pb.h"
#include "storage/kv/store.h"

namespace santong::acts {

// What the store says of itself; nothing when it is no copy.
absl::StatusOr<std::optional<store::v1::CopyRecord>> GetCopyRecord(const kv::Reader& reader);

// Begins a load. FAILED_PRECONDITION when the store is a register or a copy that the lines do not
// go on from (they begin after an event that it has not come to, or hold everything of a later one
// and so do not say what is withheld since); INVALID_ARGUMENT when the lines are of a newer form.
absl::Status BeginCopy(kv::Transaction& txn, const v1::CatalogCopyHead& head);

// Writes the row of one line that is neither head nor tail, and its secondary entries; written
// again, it is the same. A file that a document is not published with any more is destroyed, and so
// are the texts of one that not anyone may read any more.
// INVALID_ARGUMENT when a name in it is none, or a file that it states can be none.
absl::Status PutCopyLine(kv::Transaction& txn, const v1::CatalogCopyLine& line);

// The bytes of the files that a document of the lines is published with. They come beside the
// lines, or not at all: a copy says which it does not hold (queries::ReadAttachment).
//
// Whether the store has those of `file`.
absl::StatusOr<bool> HoldsCopyFile(const kv::Reader& reader, const v1::Document& document,
                                   const v1::Attachment& file);
// Writes them; written again, they are the same. INVALID_ARGUMENT when they do not have the size or
// the SHA-256 that the document states.
absl::Status PutCopyFile(kv::Transaction& txn, const v1::Document& document,
                         const v1::Attachment& file, absl::string_view bytes);

// Writes empty rows for `first` to `last` where no public event stands. As long as there are any,
// each takes one of `changed` from the back as its resource: documents that no public event tells
// of, so that whoever follows the history looks at them.
absl::Status FillEvents(kv::Transaction& txn, uint64_t first, uint64_t last,
                        std::vector<std::string>* changed);

// Ends a load. `digest` (32 bytes, of all lines) stands for the history up to the head's event.
void EndCopy(kv::Transaction& txn, const v1::CatalogCopyHead& head, absl::string_view digest);

// Why a copy takes no writes, and whether it may be served at all: FAILED_PRECONDITION, with how to
// go on, when its load has not ended.
absl::Status RefuseOnCopy(const store::v1::CopyRecord& copy);
absl::Status CheckWhole(const store::v1::CopyRecord& copy);

}  // namespace santong::acts
