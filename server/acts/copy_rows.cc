#include "server/acts/copy_rows.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/acts/attach_file.h"
#include "server/acts/case_index.h"
#include "server/acts/document_index.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/refusal.h"
#include "server/domain/visibility/visibility.h"
#include "storage/schema/keys.h"
#include "storage/tables/attachment_table.h"
#include "storage/tables/case_table.h"
#include "storage/tables/counter.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

constexpr int kNewestForm = 1;
constexpr size_t kHashDigits = 64;

bool IsHash(absl::string_view text) {
  return text.size() == kHashDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

absl::Status CheckFiles(const v1::Document& document) {
  for (const v1::Attachment& file : document.published_files()) {
    if (IsHash(file.sha256()) && file.size_bytes() >= 0 &&
        file.size_bytes() <= kAttachmentBytesMax) {
      continue;
    }
    return absl::InvalidArgumentError(
        absl::StrCat(document.name(), " states a file that can be none: SHA-256 \"", file.sha256(),
                     "\", ", file.size_bytes(), " bytes"));
  }
  return absl::OkStatus();
}

// Of the files that are held: what stays takes the name that it has now, what is not published any
// more goes, with its bytes.
absl::Status FollowFiles(kv::Transaction& txn, uint64_t id, const v1::Document& before,
                         const v1::Document& after) {
  for (const v1::Attachment& file : before.published_files()) {
    const std::string sha256 = absl::HexStringToBytes(file.sha256());
    const std::string key = schema::AttachmentKey(id, sha256);
    const auto held = txn.Get(key);
    if (absl::IsNotFound(held.status())) continue;
    if (!held.ok()) return held.status();
    const auto& files = after.published_files();
    const auto same = std::find_if(files.begin(), files.end(), [&](const v1::Attachment& other) {
      return other.sha256() == file.sha256();
    });
    if (same != files.end()) {
      txn.Put(key, tables::Encode(*same));
      continue;
    }
    txn.Delete(key);
    auto elsewhere = tables::IsAttachedElsewhere(txn, id, sha256);
    if (!elsewhere.ok()) return elsewhere.status();
    if (*elsewhere) continue;
    absl::Status deleted = tables::DeleteFileBytes(txn, sha256);
    if (!deleted.ok()) return deleted;
  }
  return absl::OkStatus();
}

absl::Status PutDocumentLine(kv::Transaction& txn, v1::Document document) {
  auto id = tables::DocumentId(document.name());
  if (!id.ok()) return id.status();
  v1::Version version;
  document.mutable_current_version()->Swap(&version);
  document.clear_current_version();
  document.clear_internal();
  if (absl::Status files = CheckFiles(document); !files.ok()) return files;
  auto before = tables::GetDocument(txn, *id);
  if (!before.ok() && !absl::IsNotFound(before.status())) return before.status();
  const bool is_readable = visibility::AnyoneMayRead(document);
  if (!is_readable && !before.ok()) return absl::OkStatus();  // nothing is held of it
  if (version.number() > 0) tables::PutVersion(txn, *id, version);
  tables::PutDocument(txn, *id, document, is_readable, false);
  if (before.ok()) {
    if (!is_readable) {
      for (const v1::VersionSummary& held : before->versions())
        txn.Delete(schema::VersionKey(*id, held.number()));
    }
    absl::Status followed = FollowFiles(txn, *id, *before, document);
    if (!followed.ok()) return followed;
  }
  WriteDocumentEntries(txn, *id, before.ok() ? *before : v1::Document(), document);
  return absl::OkStatus();
}

absl::Status PutObjectionLine(kv::Transaction& txn, const v1::Objection& objection) {
  using schema::CaseKind;
  auto id = tables::CaseId(CaseKind::kObjection, objection.name());
  if (!id.ok()) return id.status();
  auto before = tables::GetCase<v1::Objection>(txn, CaseKind::kObjection, *id);
  if (!before.ok() && !absl::IsNotFound(before.status())) return before.status();
  std::vector<std::string> entries;
  if (before.ok()) entries = CaseEntries(ViewOf(*id, *before));
  tables::PutCase(txn, CaseKind::kObjection, *id, objection);
  tables::ReplaceEntries(txn, entries, CaseEntries(ViewOf(*id, objection)));
  return absl::OkStatus();
}

absl::Status PutVersionLine(kv::Transaction& txn, const v1::Version& version) {
  const size_t end = version.name().find("/versions/");
  auto id = tables::DocumentId(version.name().substr(0, end));
  if (!id.ok()) return id.status();
  tables::PutVersion(txn, *id, version);
  return absl::OkStatus();
}

std::string Name(const store::v1::CopyRecord& copy) {
  return absl::StrCat("a copy of another register's catalogue, as of its event ",
                      copy.event_sequence());
}

}  // namespace

absl::StatusOr<std::optional<store::v1::CopyRecord>> GetCopyRecord(const kv::Reader& reader) {
  auto record = tables::GetMessage<store::v1::CopyRecord>(reader, schema::CopyKey());
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  return *std::move(record);
}

absl::Status BeginCopy(kv::Transaction& txn, const v1::CatalogCopyHead& head) {
  if (head.form() < 1 || head.form() > kNewestForm) {
    return absl::InvalidArgumentError(absl::StrCat("the lines are of form ", head.form(),
                                                   "; this program reads form ", kNewestForm,
                                                   ": load them with a newer one"));
  }
  auto copy = GetCopyRecord(txn);
  if (!copy.ok()) return copy.status();
  auto last = tables::LastEvent(txn);
  if (!last.ok()) return last.status();
  if (!copy->has_value() && *last > 0) {
    return absl::FailedPreconditionError(
        "the folder holds a register of its own, which nothing is loaded over: choose another "
        "folder");
  }
  store::v1::CopyRecord record = copy->value_or(store::v1::CopyRecord());
  if (record.loading_to() != 0 && record.loading_to() != head.event_sequence()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "a load up to event ", record.loading_to(),
        " began here and has not ended: load those lines again, or choose another folder"));
  }
  // The same lines may come again. Others go on from here: lines of everything say nothing of what
  // is not shown any more, and those from an earlier event do not tell what is new to the copy.
  const bool is_same = head.after_sequence() <= record.event_sequence() &&
                       head.event_sequence() == record.event_sequence();
  const bool goes_on = head.after_sequence() == record.event_sequence() &&
                       head.event_sequence() >= record.event_sequence();
  if (!is_same && !goes_on) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the lines lead from event ", head.after_sequence(), " to ", head.event_sequence(),
        ", and the folder holds the catalogue of event ", record.event_sequence(),
        ": export with --after-sequence ", record.event_sequence(), ", or choose another folder"));
  }
  record.set_loading_to(head.event_sequence());
  txn.Put(schema::CopyKey(), tables::Encode(record));
  return absl::OkStatus();
}

absl::Status PutCopyLine(kv::Transaction& txn, const v1::CatalogCopyLine& line) {
  switch (line.line_case()) {
    case v1::CatalogCopyLine::kJurisdiction:
      txn.Put(schema::JurisdictionKey(line.jurisdiction().name()),
              tables::Encode(line.jurisdiction()));
      return absl::OkStatus();
    case v1::CatalogCopyLine::kOrgan:
      txn.Put(schema::OrganKey(line.organ().name()), tables::Encode(line.organ()));
      return absl::OkStatus();
    case v1::CatalogCopyLine::kDocument:
      return PutDocumentLine(txn, line.document());
    case v1::CatalogCopyLine::kVersion:
      return PutVersionLine(txn, line.version());
    case v1::CatalogCopyLine::kObjection:
      return PutObjectionLine(txn, line.objection());
    case v1::CatalogCopyLine::kEvent:
      tables::PutCopiedEvent(txn, line.event());
      return absl::OkStatus();
    default:
      return absl::InvalidArgumentError("holds nothing that this program knows");
  }
}

absl::StatusOr<bool> HoldsCopyFile(const kv::Reader& reader, const v1::Document& document,
                                   const v1::Attachment& file) {
  auto id = tables::DocumentId(document.name());
  if (!id.ok()) return id.status();
  const auto row = reader.Get(schema::AttachmentKey(*id, absl::HexStringToBytes(file.sha256())));
  if (absl::IsNotFound(row.status())) return false;
  if (!row.ok()) return row.status();
  return true;
}

absl::Status PutCopyFile(kv::Transaction& txn, const v1::Document& document,
                         const v1::Attachment& file, absl::string_view bytes) {
  auto id = tables::DocumentId(document.name());
  if (!id.ok()) return id.status();
  const std::string sha256 = digest::Sha256(bytes);
  if (static_cast<int64_t>(bytes.size()) != file.size_bytes() ||
      absl::BytesToHexString(sha256) != file.sha256()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "these are not the bytes that ", document.name(), " states of ", file.file_name(), ": ",
        bytes.size(), " bytes with the SHA-256 ", absl::BytesToHexString(sha256), " for ",
        file.size_bytes(), " with ", file.sha256()));
  }
  txn.Put(schema::AttachmentKey(*id, sha256), tables::Encode(file));
  tables::PutFileBytes(txn, sha256, bytes);
  return absl::OkStatus();
}

absl::Status FillEvents(kv::Transaction& txn, uint64_t first, uint64_t last,
                        std::vector<std::string>* changed) {
  for (uint64_t sequence = first; sequence <= last; ++sequence) {
    auto stored = tables::GetEvent(txn, sequence);
    if (stored.ok() && stored->public_()) continue;
    if (!stored.ok() && !absl::IsNotFound(stored.status())) return stored.status();
    v1::Event unseen;
    unseen.set_sequence(static_cast<int64_t>(sequence));
    if (!changed->empty()) {
      unseen.set_resource(std::move(changed->back()));
      changed->pop_back();
    }
    tables::PutCopiedEvent(txn, unseen);
  }
  return absl::OkStatus();
}

void EndCopy(kv::Transaction& txn, const v1::CatalogCopyHead& head, absl::string_view digest) {
  const auto last = static_cast<uint64_t>(head.event_sequence());
  txn.Put(schema::LastEventKey(), schema::EncodeUint64(last));
  txn.Put(schema::SettingsStampKey(), schema::EncodeUint64(last));
  // By the chain's link the search index knows the history that it followed.
  if (last > 0) tables::PutChainLink(txn, last, {std::string(digest), {}});
  store::v1::CopyRecord record;
  record.set_event_sequence(head.event_sequence());
  record.set_register_url(head.register_url());
  txn.Put(schema::CopyKey(), tables::Encode(record));
}

absl::Status RefuseOnCopy(const store::v1::CopyRecord& copy) {
  return error::RefuseConditions(
      "store", "WRITE",
      {{"StoreIsRegister", "",
        absl::StrCat("this server shows ", Name(copy),
                     ", and takes no writes: turn to the register itself"),
        absl::StrCat("本服务展示的是另一登记系统目录的副本（截至其第 ", copy.event_sequence(),
                     " 项事件），不接受写入：请到原登记系统办理")}});
}

absl::Status CheckWhole(const store::v1::CopyRecord& copy) {
  if (copy.loading_to() == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the data is ", Name(copy), ", and a load up to event ", copy.loading_to(),
                   " has not ended: run santongd load with the same lines again"));
}

}  // namespace santong::acts
