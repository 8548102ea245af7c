#include "storage/tables/document_table.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/base/internal/endian.h"
#include "absl/base/internal/raw_logging.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"
#include "storage/tables/resource_id.h"

namespace santong::tables {
namespace {

// DO NOT CHANGE: stored on disk. Who may read it (1 byte) and the newest version (4 bytes).
constexpr size_t kHeaderBytes = 5;

constexpr size_t kVarintBytesMax = 5;  // of 32 bits

// `internal` is null where the document has no internal part.
absl::StatusOr<v1::Document> Join(absl::string_view row, const std::string* internal) {
  if (row.size() < kHeaderBytes) return absl::DataLossError("a stored document is too short");
  v1::Document document;
  absl::Status decoded = Decode(row.substr(kHeaderBytes), &document);
  if (!decoded.ok()) return decoded;
  if (internal != nullptr && !document.MergeFromString(*internal)) {
    return absl::DataLossError("the internal part of a stored document does not parse");
  }
  return document;
}

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

constexpr uint32_t kTextTag = WireFormatLite::MakeTag(v1::Version::kTextFieldNumber,
                                                      WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

// The bytes of `version` with `text`, as protobuf writes them: fields in the order of their
// numbers, of which three come before the text.
std::string EncodeWithText(const v1::Version& version, absl::string_view text) {
  // Of two texts in a row the older would be read.
  ABSL_RAW_CHECK(version.text().empty(), "a version with a text is written with another");
  const std::string fields = Encode(version);
  if (text.empty()) return fields;
  v1::Version before;
  before.set_name(version.name());
  before.set_number(version.number());
  before.set_kind(version.kind());
  const size_t place = before.ByteSizeLong();
  uint8_t header[2 * kVarintBytesMax];
  uint8_t* end = CodedOutputStream::WriteVarint32ToArray(kTextTag, header);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(text.size()), end);
  const absl::string_view whole = fields;
  return absl::StrCat(
      whole.substr(0, place),
      absl::string_view(reinterpret_cast<const char*>(header), static_cast<size_t>(end - header)),
      text, whole.substr(place));
}

// A walk passes the rows between; a look-up costs as much as about so many of them.
constexpr uint64_t kRowsALookUp = 8;

// The values under the keys of `ids`, in their order; absent where there is none.
using Values = std::vector<std::optional<std::string>>;
absl::StatusOr<Values> WalkRows(const kv::Reader& reader, absl::Span<const uint64_t> ids,
                                std::string (*key_of)(uint64_t)) {
  Values values(ids.size());
  size_t at = 0;
  std::string wanted = key_of(ids[0]);
  absl::Status walked = reader.Scan(wanted, key_of(ids.back()) + '\0',
                                    [&](absl::string_view key, absl::string_view value) {
                                      while (wanted < key && ++at < ids.size())
                                        wanted = key_of(ids[at]);
                                      if (at == ids.size()) return false;
                                      if (wanted == key) values[at] = std::string(value);
                                      return true;
                                    });
  if (!walked.ok()) return walked;
  return values;
}

}  // namespace

absl::StatusOr<uint64_t> DocumentId(absl::string_view name) {
  absl::string_view digits = name;
  uint64_t id = 0;
  if (!absl::ConsumePrefix(&digits, "documents/") || !ParseId(digits, &id)) {
    return absl::InvalidArgumentError(absl::StrCat("not the name of a document: ", name));
  }
  return id;
}

std::string DocumentName(uint64_t id) { return absl::StrCat("documents/", id); }

absl::StatusOr<PublicPart> GetPublicPart(const kv::Reader& reader, uint64_t id) {
  auto bytes = reader.Get(schema::DocumentKey(id));
  if (!bytes.ok()) return bytes.status();
  if (bytes->size() < kHeaderBytes) return absl::DataLossError("a stored document is too short");
  PublicPart part;
  part.anyone_may_read = bytes->front() == '\1';
  part.newest_version = absl::big_endian::Load32(bytes->data() + 1);
  part.document = *std::move(bytes);
  part.document.erase(0, kHeaderBytes);
  return part;
}

absl::StatusOr<std::string> GetVersionBytes(const kv::Reader& reader, uint64_t id,
                                            uint32_t number) {
  return reader.Get(schema::VersionKey(id, number));
}

absl::StatusOr<v1::Document> GetDocument(const kv::Reader& reader, uint64_t id) {
  auto bytes = reader.Get(schema::DocumentKey(id));
  if (!bytes.ok()) return bytes.status();
  auto internal = reader.Get(schema::DocumentInternalKey(id));
  if (!internal.ok() && !absl::IsNotFound(internal.status())) return internal.status();
  return Join(*bytes, internal.ok() ? &*internal : nullptr);
}

absl::StatusOr<std::vector<v1::Document>> GetDocuments(const kv::Reader& reader,
                                                       absl::Span<const uint64_t> ids) {
  std::vector<v1::Document> documents;
  documents.reserve(ids.size());
  if (ids.empty()) return documents;
  if ((ids.back() - ids.front()) / ids.size() >= kRowsALookUp) {
    for (uint64_t id : ids) {
      auto document = GetDocument(reader, id);
      if (!document.ok()) return document.status();
      documents.push_back(*std::move(document));
    }
    return documents;
  }
  auto rows = WalkRows(reader, ids, schema::DocumentKey);
  if (!rows.ok()) return rows.status();
  auto internals = WalkRows(reader, ids, schema::DocumentInternalKey);
  if (!internals.ok()) return internals.status();
  for (size_t i = 0; i < ids.size(); ++i) {
    if (!(*rows)[i].has_value()) {
      return absl::NotFoundError(absl::StrCat(DocumentName(ids[i]), " does not exist"));
    }
    const auto& internal = (*internals)[i];
    auto document = Join(*(*rows)[i], internal.has_value() ? &*internal : nullptr);
    if (!document.ok()) return document.status();
    documents.push_back(*std::move(document));
  }
  return documents;
}

DocumentParts EncodeParts(v1::Document& document) {
  // The two parts share one message type, so that a reader joins them by joining their bytes. The
  // internal part is taken out for the time of encoding instead of copying the document.
  DocumentParts parts;
  v1::Document internal_part;
  if (document.has_internal()) {
    internal_part.unsafe_arena_set_allocated_internal(document.unsafe_arena_release_internal());
    parts.internal_part = Encode(internal_part);
  }
  parts.public_part = Encode(document);
  if (internal_part.has_internal()) {
    document.unsafe_arena_set_allocated_internal(internal_part.unsafe_arena_release_internal());
  }
  return parts;
}

DocumentParts PutDocument(kv::Transaction& txn, uint64_t id, v1::Document& document,
                          bool anyone_may_read, bool internal_changed) {
  DocumentParts parts = EncodeParts(document);
  if (internal_changed && !parts.internal_part.empty()) {
    txn.Put(schema::DocumentInternalKey(id), parts.internal_part);
  }
  const uint32_t newest = document.versions().empty() ? 0 : document.versions().rbegin()->number();
  std::string value(kHeaderBytes, '\0');
  value[0] = anyone_may_read ? '\1' : '\0';
  absl::big_endian::Store32(value.data() + 1, newest);
  value += parts.public_part;
  txn.Put(schema::DocumentKey(id), value);
  return parts;
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

absl::StatusOr<std::string> GetVersionText(const kv::Reader& reader, uint64_t id, uint32_t number) {
  auto row = GetVersionBytes(reader, id, number);
  if (!row.ok()) return row.status();
  CodedInputStream fields(reinterpret_cast<const uint8_t*>(row->data()),
                          static_cast<int>(row->size()));
  std::string text;
  bool parses = true;
  while (parses) {
    const uint32_t tag = fields.ReadTag();
    if (tag == 0) break;
    uint32_t bytes = 0;
    parses = tag == kTextTag
                 ? fields.ReadVarint32(&bytes) && fields.ReadString(&text, static_cast<int>(bytes))
                 : WireFormatLite::SkipField(&fields, tag);
  }
  if (!parses || !fields.ConsumedEntireMessage())
    return absl::DataLossError("a stored version does not parse");
  return text;
}

absl::StatusOr<v1::Version> GetVersion(const kv::Reader& reader, uint64_t id, uint32_t number) {
  return GetMessage<v1::Version>(reader, schema::VersionKey(id, number));
}

void PutVersion(kv::Transaction& txn, uint64_t id, const v1::Version& version) {
  txn.Put(schema::VersionKey(id, version.number()), Encode(version));
}

void PutVersion(kv::Transaction& txn, uint64_t id, const v1::Version& version,
                absl::string_view text) {
  txn.Put(schema::VersionKey(id, version.number()), EncodeWithText(version, text));
}

absl::StatusOr<std::optional<v1::Screening>> FindScreening(const kv::Reader& reader, uint64_t id) {
  auto kept = GetMessage<v1::Screening>(reader, schema::ScreeningKey(id));
  if (absl::IsNotFound(kept.status())) return std::nullopt;
  if (!kept.ok()) return kept.status();
  return *std::move(kept);
}

void PutScreening(kv::Transaction& txn, uint64_t id, const v1::Screening& screening) {
  txn.Put(schema::ScreeningKey(id), Encode(screening));
}

}  // namespace santong::tables
