#include "server/queries/proofs.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/number/document_number.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/number_map.h"
#include "server/domain/proof/organ_counts.h"
#include "server/domain/proof/verify.h"
#include "server/queries/read_document.h"
#include "storage/schema/keys.h"
#include "storage/tables/attachment_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/log_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

constexpr int kEntriesDefault = 1000;
constexpr int kEntriesMax = 10000;
constexpr size_t kEntryBytesMax = 2 << 20;

absl::Status SizeRefused(absl::string_view field, uint64_t size) {
  return error::RefuseField(field,
                            absl::StrCat("is not in the log, which holds ", size, " entries"),
                            absl::StrCat("超出日志范围；日志现有 ", size, " 条"));
}

auto NodesOf(const kv::Reader& reader) {
  return [&reader](int level, uint64_t index) { return tables::GetLogNode(reader, level, index); };
}

// The document's newest leaf among the first `size`, or that of the number; nullopt where no
// document bears the number.
absl::StatusOr<std::optional<uint64_t>> LeafAsked(const kv::Reader& reader,
                                                  const v1::GetReceiptRequest& request,
                                                  uint64_t size) {
  std::string document = request.document();
  if (document.empty()) {
    auto holder =
        reader.Get(schema::GivenNumberKey(number::FoldNumber(request.registration_number())));
    if (absl::IsNotFound(holder.status())) return std::nullopt;
    if (!holder.ok()) return holder.status();
    auto id = schema::DecodeUint64(*holder);
    if (!id.ok()) return id.status();
    document = tables::DocumentName(*id);
  }
  auto leaf = tables::NewestLeafOf(reader, document, size);
  if (absl::IsNotFound(leaf.status())) return error::NotFound(document);
  if (!leaf.ok()) return leaf.status();
  return *leaf;
}

// The outline of the newest text that the leaf names; empty while not everyone may read it.
absl::StatusOr<std::string> NewestOutline(const kv::Reader& reader, const proof::Leaf& leaf) {
  auto id = tables::DocumentId(leaf.resource);
  if (!id.ok() || leaf.versions.empty()) return std::string();
  auto part = tables::GetPublicPart(reader, *id);
  if (!part.ok()) return part.status();
  if (!part->anyone_may_read) return std::string();
  auto version = tables::GetVersion(reader, *id, leaf.versions.back().number);
  if (!version.ok()) return version.status();
  return proof::OutlineOf(version->text());
}

// What opens the leaf's commitments to the files that the caller may have, but for those that were
// erased. A file that came after the
// leaf is there too, and opens nothing.
absl::Status AddOpenings(const kv::Reader& reader, settings::SettingsCache& settings,
                         const access::Caller& caller, const proof::Leaf& leaf,
                         v1::LogReceipt* receipt) {
  if (leaf.attachments.empty()) return absl::OkStatus();
  auto head = ReadDocumentHead(reader, settings, caller, leaf.resource);
  if (absl::IsNotFound(head.status())) return absl::OkStatus();
  if (!head.ok()) return head.status();
  auto id = tables::DocumentId(leaf.resource);
  if (!id.ok()) return absl::DataLossError("a leaf with files names no document");
  auto files = tables::GetAttachmentCommitments(reader, *id);
  if (!files.ok()) return files.status();
  for (const store::v1::AttachmentCommitment& file : files->commitments()) {
    if (file.salt().empty()) continue;
    auto attachment =
        tables::GetMessage<v1::Attachment>(reader, schema::AttachmentKey(*id, file.sha256()));
    if (!attachment.ok()) return absl::DataLossError("a file that the log knows is not there");
    if (!head->has_internal() && !attachment->published()) continue;
    v1::AttachmentOpening& opening = *receipt->add_attachments();
    opening.set_file_name(attachment->file_name());
    opening.set_sha256(absl::BytesToHexString(file.sha256()));
    opening.set_sm3(absl::BytesToHexString(file.sm3()));
    opening.set_salt(file.salt());
  }
  return absl::OkStatus();
}

// The number as the leaf writes it, for the map knows it so and no other way; it is found under any
// spelling. Where none was asked for, the one of today.
std::string NumberInLeaf(const proof::Leaf& leaf, const std::string& asked) {
  if (asked.empty()) return leaf.registration_number;
  const std::string folded = number::FoldNumber(asked);
  if (number::FoldNumber(leaf.registration_number) == folded) return leaf.registration_number;
  for (const std::string& former : leaf.former_numbers) {
    if (number::FoldNumber(former) == folded) return former;
  }
  return asked;
}

absl::Status ProveLatest(const kv::Reader& reader, const std::string& number,
                         v1::MapProof* latest) {
  auto proof = proof::ProveInMap(proof::MapKey(number), [&](int bits, absl::string_view path) {
    return tables::GetMapNode(reader, bits, path);
  });
  if (!proof.ok()) return proof.status();
  for (std::string& sibling : proof->siblings) latest->add_siblings(std::move(sibling));
  latest->set_end_key(proof->end_key);
  latest->set_end_value(proof->end_value);
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> SignedSize(const kv::Reader& reader) {
  auto last = tables::LastSigned(reader);
  if (!last.ok()) return last.status();
  if (!last->has_value()) return error::NotFound("log/checkpoint");
  return **last;
}

// Whether the newest checkpoint covers every leaf.
absl::StatusOr<bool> IsSigned(const kv::Reader& reader) {
  auto size = LogSize(reader);
  if (!size.ok()) return size.status();
  auto last = tables::LastSigned(reader);
  if (!last.ok()) return last.status();
  return last->has_value() && **last == *size;
}

}  // namespace

absl::StatusOr<uint64_t> LogSize(const kv::Reader& reader) {
  auto stored = tables::GetLogEdge(reader);
  if (!stored.ok()) return stored.status();
  if (stored->empty()) return 0;
  auto edge = proof::DecodeEdge(*stored);
  if (!edge.ok()) return edge.status();
  return edge->size;
}

absl::StatusOr<v1::Checkpoint> ReadCheckpoint(const kv::Reader& reader, uint64_t size) {
  auto newest = SignedSize(reader);
  if (!newest.ok()) return newest.status();
  const uint64_t asked = size == 0 ? *newest : size;
  auto note = tables::GetCheckpoint(reader, asked);
  if (absl::IsNotFound(note.status()))
    return error::NotFound(absl::StrCat("log/checkpoints/", asked));
  if (!note.ok()) return note.status();
  v1::Checkpoint checkpoint;
  checkpoint.set_note(*std::move(note));
  checkpoint.set_tree_size(static_cast<int64_t>(asked));
  if (asked != *newest) return checkpoint;
  proof::OrganCounts counts;
  absl::Status scanned = tables::ScanOrganCounts(
      reader, [&](const std::string& organ, const std::string& type, uint64_t count) {
        counts[{organ, type}] = count;
      });
  if (!scanned.ok()) return scanned;
  checkpoint.set_organ_counts(proof::CountsText(counts));
  return checkpoint;
}

absl::StatusOr<v1::GetInclusionProofResponse> ReadInclusionProof(
    const kv::Reader& reader, const v1::GetInclusionProofRequest& request) {
  auto held = LogSize(reader);
  if (!held.ok()) return held.status();
  auto size = static_cast<uint64_t>(request.tree_size());
  if (size == 0) {
    auto newest = SignedSize(reader);
    if (!newest.ok()) return newest.status();
    size = *newest;
  }
  if (size > *held) return SizeRefused("tree_size", *held);
  const auto index = static_cast<uint64_t>(request.leaf_index());
  if (index >= size) return SizeRefused("leaf_index", size);
  auto proof = proof::ProveInclusion(index, size, NodesOf(reader));
  if (!proof.ok()) return proof.status();
  v1::GetInclusionProofResponse response;
  response.set_tree_size(static_cast<int64_t>(size));
  for (std::string& hash : *proof) response.add_hashes(std::move(hash));
  return response;
}

absl::StatusOr<v1::GetConsistencyProofResponse> ReadConsistencyProof(
    const kv::Reader& reader, const v1::GetConsistencyProofRequest& request) {
  auto held = LogSize(reader);
  if (!held.ok()) return held.status();
  const auto first = static_cast<uint64_t>(request.first_size());
  const auto second = static_cast<uint64_t>(request.second_size());
  if (second > *held) return SizeRefused("second_size", *held);
  if (first == 0 || first > second) return SizeRefused("first_size", second);
  auto proof = proof::ProveConsistency(first, second, NodesOf(reader));
  if (!proof.ok()) return proof.status();
  v1::GetConsistencyProofResponse response;
  for (std::string& hash : *proof) response.add_hashes(std::move(hash));
  return response;
}

absl::StatusOr<v1::ListEntriesResponse> ListEntries(const kv::Reader& reader,
                                                    const v1::ListEntriesRequest& request) {
  auto held = LogSize(reader);
  if (!held.ok()) return held.status();
  const int count =
      request.page_size() == 0 ? kEntriesDefault : std::min(request.page_size(), kEntriesMax);
  v1::ListEntriesResponse response;
  response.set_tree_size(static_cast<int64_t>(*held));
  size_t bytes = 0;
  absl::Status scanned =
      tables::ScanLogLeaves(reader, static_cast<uint64_t>(request.start()),
                            [&](uint64_t index, const tables::LogLeaf& leaf) {
                              bytes += leaf.bytes.size();
                              if (response.entries_size() == count ||
                                  (response.entries_size() > 0 && bytes > kEntryBytesMax)) {
                                return false;
                              }
                              v1::LogEntry* entry = response.add_entries();
                              entry->set_index(static_cast<int64_t>(index));
                              entry->set_leaf(leaf.bytes);
                              return true;
                            });
  if (!scanned.ok()) return scanned;
  return response;
}

absl::StatusOr<bool> CoversReceipt(const kv::Reader& reader, const v1::GetReceiptRequest& request) {
  auto leaf = LeafAsked(reader, request, std::numeric_limits<uint64_t>::max());
  if (!leaf.ok()) return leaf.status();
  if (!leaf->has_value()) return IsSigned(reader);
  auto last = tables::LastSigned(reader);
  if (!last.ok()) return last.status();
  return last->has_value() && **leaf < **last;
}

absl::StatusOr<v1::LogReceipt> ReadReceipt(const kv::Reader& reader,
                                           settings::SettingsCache& settings,
                                           const access::Caller& caller,
                                           const v1::GetReceiptRequest& request) {
  auto size = SignedSize(reader);
  if (!size.ok()) return size.status();
  auto index = LeafAsked(reader, request, *size);
  if (!index.ok()) return index.status();
  auto note = tables::GetCheckpoint(reader, *size);
  if (!note.ok()) return note.status();
  v1::LogReceipt receipt;
  receipt.set_registration_number(request.registration_number());
  receipt.set_leaf_index(-1);
  receipt.set_proof(*note);
  if (index->has_value()) {
    auto row = tables::GetLogLeaf(reader, **index);
    if (!row.ok()) return row.status();
    auto leaf = proof::ParseLeaf(row->bytes);
    if (!leaf.ok()) return absl::DataLossError("a stored leaf does not parse");
    auto hashes = proof::ProveInclusion(**index, *size, NodesOf(reader));
    if (!hashes.ok()) return hashes.status();
    auto outline = NewestOutline(reader, *leaf);
    if (!outline.ok()) return outline.status();
    receipt.set_registration_number(NumberInLeaf(*leaf, request.registration_number()));
    receipt.set_leaf_index(static_cast<int64_t>(**index));
    receipt.set_proof(
        proof::FormatTlogProof({row->bytes, **index, *std::move(hashes), *std::move(note)}));
    if (!leaf->versions.empty()) receipt.set_text_sha256(leaf->versions.back().text_sha256);
    receipt.set_outline(*std::move(outline));
    if (absl::Status added = AddOpenings(reader, settings, caller, *leaf, &receipt); !added.ok())
      return added;
  }
  absl::Status proved =
      ProveLatest(reader, receipt.registration_number(), receipt.mutable_latest());
  if (!proved.ok()) return proved;
  return receipt;
}

}  // namespace santong::queries
