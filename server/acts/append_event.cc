#include "server/acts/append_event.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/acts/attach_file.h"
#include "server/acts/new_text.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/document/document_leaf.h"
#include "server/domain/error/refusal.h"
#include "server/domain/proof/merkle.h"
#include "storage/tables/attachment_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::acts {
namespace {

absl::Status AddDigests(const kv::Reader& reader, uint64_t id, proof::LeafVersion* version) {
  auto digest = tables::GetTextDigest(reader, id, version->number);
  if (absl::IsNotFound(digest.status())) {
    auto stored = tables::GetVersion(reader, id, version->number);
    if (!stored.ok()) return stored.status();
    digest = DigestOf(stored->text());
  }
  if (!digest.ok()) return digest.status();
  version->text_sm3 = absl::BytesToHexString(digest->sm3);
  version->outline_sha256 = absl::BytesToHexString(digest->outline_sha256);
  return absl::OkStatus();
}

// Of a line "attachment" of a leaf.
constexpr size_t kFileLineBytes = 76;
// What a leaf says besides its files. From here on nothing is added to a document, so that there is
// always room for all the files that it may have, and for the acts that end it.
constexpr size_t kSaidBytesMax = proof::kLeafBytesMax - kAttachmentsMax * kFileLineBytes - 4096;

// `encoded_bytes`: how long the leaf is as stored. `grows`: the act adds to what the log says of
// the document from now on.
absl::Status CheckLength(const proof::Leaf& leaf, size_t encoded_bytes, bool grows) {
  const size_t files_bytes = grows ? leaf.attachments.size() * kFileLineBytes : 0;
  const size_t bytes = encoded_bytes - files_bytes;
  const size_t bytes_max = grows ? kSaidBytesMax : proof::kLeafBytesMax;
  if (bytes <= bytes_max) return absl::OkStatus();
  const size_t versions = leaf.versions.size(), numbers = leaf.former_numbers.size();
  return error::RefuseConditions(
      leaf.resource, leaf.action,
      {{"LogEntryHasRoom", "",
        absl::StrCat("the log's entry would have ", bytes, " bytes, with ", versions,
                     " versions and ", numbers, " former numbers, and may have ", bytes_max,
                     ": repeal or withdraw this document and register its text as a new one"),
        absl::StrCat("公开日志条目将有", bytes, "字节（含", versions, "个版本、", numbers,
                     "个原登记号），上限为", bytes_max,
                     "字节：请废止或者撤回本文件，将其正文作为新文件重新制定、登记")}});
}

absl::StatusOr<uint64_t> AppendLeaf(kv::Transaction& txn, uint64_t sequence,
                                    const std::string& leaf_bytes) {
  auto stored = tables::GetLogEdge(txn);
  if (!stored.ok()) return stored.status();
  auto edge = stored->empty() ? proof::Edge() : proof::DecodeEdge(*stored);
  if (!edge.ok()) return edge.status();
  const uint64_t index = edge->size;
  tables::PutLogLeaf(txn, index, {sequence, leaf_bytes});
  proof::Append(
      proof::LeafHash(leaf_bytes),
      [&](int level, uint64_t node, absl::string_view hash) {
        tables::PutLogNode(txn, level, node, hash);
      },
      &*edge);
  tables::PutLogEdge(txn, proof::EncodeEdge(*edge));
  return index;
}

// Whether more versions or numbers are said of it than before.
bool GrowsInLog(const v1::Document& before, const v1::Document& after) {
  return !document::IsInRegister(before) || after.versions_size() > before.versions_size() ||
         after.former_numbers_size() > before.former_numbers_size();
}

bool ChangesWhatIsSaid(const v1::Document& before, const v1::Document& after) {
  if (!document::IsInRegister(after)) return false;
  proof::Leaf said, now;
  document::DescribeInLeaf(before, &said);
  document::DescribeInLeaf(after, &now);
  return said != now;
}

// `document`: what the leaf says of the document; `grows`: more than before; `about`: of whose side
// process the event is.
absl::StatusOr<uint64_t> Append(kv::Transaction& txn, v1::Event& event, bool in_log,
                                const v1::Document* document, bool grows,
                                const v1::Document* about) {
  auto bytes = tables::PutNextEvent(txn, event);
  if (!bytes.ok()) return bytes.status();
  const auto sequence = static_cast<uint64_t>(event.sequence());
  std::string leaf_bytes;
  if (in_log) {
    auto leaf = LeafOf(txn, event, document);
    if (!leaf.ok()) return leaf.status();
    if (about != nullptr) {
      leaf->document = about->name();
      leaf->organ = document::LeadOrganOf(*about);
    }
    leaf_bytes = proof::EncodeLeaf(*leaf);
    if (absl::Status fits = CheckLength(*leaf, leaf_bytes.size(), grows); !fits.ok()) return fits;
  }
  absl::Status linked = LinkEvent(txn, sequence, *bytes, leaf_bytes);
  if (!linked.ok()) return linked;
  return sequence;
}

}  // namespace

absl::StatusOr<uint64_t> AppendEvent(kv::Transaction& txn, v1::Event& event) {
  return Append(txn, event, event.public_(), nullptr, false, nullptr);
}

absl::StatusOr<uint64_t> AppendDocumentEvent(kv::Transaction& txn, v1::Event& event,
                                             const v1::Document& before,
                                             const v1::Document& after) {
  const bool in_log = event.public_() || ChangesWhatIsSaid(before, after);
  return Append(txn, event, in_log, &after, GrowsInLog(before, after), nullptr);
}

absl::StatusOr<uint64_t> AppendFileEvent(kv::Transaction& txn, v1::Event& event,
                                         const v1::Document& document) {
  return Append(txn, event, document::IsInRegister(document), &document, false, nullptr);
}

absl::StatusOr<uint64_t> AppendCaseEvent(kv::Transaction& txn, v1::Event& event,
                                         const v1::Document& about) {
  return Append(txn, event, event.public_(), nullptr, false, &about);
}

std::string NextLink(absl::string_view before, absl::string_view event_bytes) {
  return digest::Sha256(absl::StrCat(before, event_bytes));
}

absl::StatusOr<proof::Leaf> LeafOf(const kv::Reader& reader, const v1::Event& event,
                                   const v1::Document* document) {
  proof::Leaf leaf;
  leaf.event = absl::StrCat(event.sequence());
  leaf.date = event.date();
  leaf.type = event.type();
  leaf.action = event.action();
  leaf.resource = event.resource();
  leaf.from_state = event.from_state();
  leaf.to_state = event.to_state();
  leaf.organ = event.organ();
  if (document == nullptr) return leaf;
  document::DescribeInLeaf(*document, &leaf);
  auto id = tables::DocumentId(document->name());
  if (!id.ok()) return absl::InternalError("an event of a document that has no name");
  for (proof::LeafVersion& version : leaf.versions) {
    if (absl::Status added = AddDigests(reader, *id, &version); !added.ok()) return added;
  }
  auto files = tables::GetAttachmentCommitments(reader, *id);
  if (!files.ok()) return files.status();
  for (const store::v1::AttachmentCommitment& file : files->commitments())
    leaf.attachments.push_back(absl::BytesToHexString(file.commitment()));
  return leaf;
}

absl::Status LinkEvent(kv::Transaction& txn, uint64_t sequence, absl::string_view event_bytes,
                       const std::string& leaf_bytes) {
  tables::ChainLink before{std::string(proof::kHashBytes, '\0'), {}};
  if (sequence > 1) {
    auto stored = tables::GetChainLink(txn, sequence - 1);
    if (absl::IsNotFound(stored.status()))
      return absl::InternalError(absl::StrCat("event ", sequence - 1, " is not in the log"));
    if (!stored.ok()) return stored.status();
    before = *std::move(stored);
  }
  tables::ChainLink link{NextLink(before.hash, event_bytes), {}};
  if (!leaf_bytes.empty()) {
    auto index = AppendLeaf(txn, sequence, leaf_bytes);
    if (!index.ok()) return index.status();
    link.leaf = *index;
  }
  tables::PutChainLink(txn, sequence, link);
  return absl::OkStatus();
}

}  // namespace santong::acts
