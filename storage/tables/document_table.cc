#include "storage/tables/document_table.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::tables {

absl::StatusOr<uint64_t> DocumentId(absl::string_view name) {
  absl::string_view digits = name;
  uint64_t id = 0;
  // No leading zero and no sign: one document has one name.
  if (!absl::ConsumePrefix(&digits, "documents/") || digits.empty() || digits[0] < '1' ||
      digits[0] > '9' || !absl::SimpleAtoi(digits, &id)) {
    return absl::InvalidArgumentError(absl::StrCat("not the name of a document: ", name));
  }
  return id;
}

std::string DocumentName(uint64_t id) { return absl::StrCat("documents/", id); }

absl::StatusOr<PublicPart> GetPublicPart(const kv::Reader& reader, uint64_t id) {
  auto bytes = reader.Get(schema::DocumentKey(id));
  if (!bytes.ok()) return bytes.status();
  if (bytes->empty()) return absl::DataLossError("a stored document is empty");
  const bool anyone_may_read = bytes->front() == '\1';
  bytes->erase(0, 1);
  return PublicPart{anyone_may_read, *std::move(bytes)};
}

absl::StatusOr<v1::Document> GetDocument(const kv::Reader& reader, uint64_t id) {
  auto bytes = reader.Get(schema::DocumentKey(id));
  if (!bytes.ok()) return bytes.status();
  auto internal = reader.Get(schema::DocumentInternalKey(id));
  if (!internal.ok() && !absl::IsNotFound(internal.status())) return internal.status();
  v1::Document document;
  if (absl::Status status =
          Decode(absl::string_view(*bytes).substr(bytes->empty() ? 0 : 1), &document);
      !status.ok()) {
    return status;
  }
  if (internal.ok() && !document.MergeFromString(*internal)) {
    return absl::DataLossError("the internal part of a stored document does not parse");
  }
  return document;
}

void PutDocument(kv::Transaction& txn, uint64_t id, const v1::Document& document,
                 bool anyone_may_read, bool internal_changed) {
  // The two parts share one message type, so that a reader joins them by joining their bytes.
  v1::Document public_part = document;
  public_part.clear_current_version();
  if (internal_changed && document.has_internal()) {
    v1::Document internal_part;
    internal_part.unsafe_arena_set_allocated_internal(public_part.unsafe_arena_release_internal());
    txn.Put(schema::DocumentInternalKey(id), Encode(internal_part));
  } else {
    public_part.clear_internal();
  }
  std::string value(1, anyone_may_read ? '\1' : '\0');
  public_part.AppendToString(&value);
  txn.Put(schema::DocumentKey(id), value);
}

void ReplaceEntries(kv::Transaction& txn, absl::Span<const std::string> before,
                    absl::Span<const std::string> after) {
  for (const std::string& key : before) {
    if (std::find(after.begin(), after.end(), key) == after.end()) txn.Delete(key);
  }
  for (const std::string& key : after) {
    if (std::find(before.begin(), before.end(), key) == before.end()) txn.Put(key, "");
  }
}

absl::StatusOr<v1::Version> GetVersion(const kv::Reader& reader, uint64_t id, uint32_t number) {
  return GetMessage<v1::Version>(reader, schema::VersionKey(id, number));
}

void PutVersion(kv::Transaction& txn, uint64_t id, const v1::Version& version) {
  txn.Put(schema::VersionKey(id, version.number()), Encode(version));
}

}  // namespace santong::tables
