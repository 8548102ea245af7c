// Documents and their versions. A document is stored in two rows, the public part and the internal
// part, so that a public read hands out stored bytes without parsing them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/finding.pb.h"
#include "santong/v1/version.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// documents/{id} → id. INVALID_ARGUMENT when `name` is not of that form.
absl::StatusOr<uint64_t> DocumentId(absl::string_view name);
std::string DocumentName(uint64_t id);

// The public part as stored, with whether anyone may read it.
struct PublicPart {
  bool anyone_may_read;
  uint32_t newest_version;  // 0 when there is none
  std::string document;     // serialized santong.v1.Document
};
absl::StatusOr<PublicPart> GetPublicPart(const kv::Reader& reader, uint64_t id);

// The bytes of a stored version: serialized santong.v1.Version.
absl::StatusOr<std::string> GetVersionBytes(const kv::Reader& reader, uint64_t id, uint32_t number);

// The whole document, with `internal`, without a text. NOT_FOUND when there is none.
absl::StatusOr<v1::Document> GetDocument(const kv::Reader& reader, uint64_t id);

// The documents of these identifiers, which ascend, each as GetDocument gives it. Neighbours are
// read in one walk over their rows. The first that is missing or damaged is the error.
absl::StatusOr<std::vector<v1::Document>> GetDocuments(const kv::Reader& reader,
                                                       absl::Span<const uint64_t> ids);

// A document as it is stored and served: two messages of v1::Document, whose joined bytes are the
// whole.
struct DocumentParts {
  std::string public_part;    // without `internal`
  std::string internal_part;  // `internal` only; empty when there is none
};
// `current_version` must not be set. The document is touched meanwhile and the same afterwards.
DocumentParts EncodeParts(v1::Document& document);

// Writes both parts, and returns them. `internal_changed` false leaves the internal row as it is.
// Secondary entries are the caller's (server/acts/document_index.h), in the same transaction. The
// document as in EncodeParts.
DocumentParts PutDocument(kv::Transaction& txn, uint64_t id, v1::Document& document,
                          bool anyone_may_read, bool internal_changed);

// Replaces the secondary entries `before` by `after`; entries in both are not written.
void ReplaceEntries(kv::Transaction& txn, absl::Span<const std::string> before,
                    absl::Span<const std::string> after);

absl::StatusOr<v1::Version> GetVersion(const kv::Reader& reader, uint64_t id, uint32_t number);
void PutVersion(kv::Transaction& txn, uint64_t id, const v1::Version& version);

// The text alone, for who reads many: it is not checked to be UTF-8 again, which a text is before
// it is stored, and of the rest only that it parses.
absl::StatusOr<std::string> GetVersionText(const kv::Reader& reader, uint64_t id, uint32_t number);
// Writes the version, which has no text, with `text`, which must be UTF-8: the same row as with the
// text in it, but for a copy of the text and a check of it.
void PutVersion(kv::Transaction& txn, uint64_t id, const v1::Version& version,
                absl::string_view text);

// What was found when the document was last submitted; nullopt when it never was.
absl::StatusOr<std::optional<v1::Screening>> FindScreening(const kv::Reader& reader, uint64_t id);
void PutScreening(kv::Transaction& txn, uint64_t id, const v1::Screening& screening);

}  // namespace santong::tables
