#include "server/acts/attach_file.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/acts/admin_writer.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/subject.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/visibility/visibility.h"
#include "server/vault/vault.h"
#include "storage/tables/attachment_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

constexpr size_t kSaltBytes = 32;
constexpr size_t kHashDigits = 64;
constexpr char kBetween[] = "/attachments/";

bool MayAttach(const access::Caller& caller, const v1::Document& document) {
  for (const v1::Issuer& issuer : document.issuers()) {
    const bool own = caller.Has(v1::ROLE_DRAFTER) || caller.Has(v1::ROLE_REGISTRAR);
    if (own && caller.AnswersFor(issuer.organ())) return true;
  }
  return (caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER)) &&
         caller.jurisdiction == document.jurisdiction();
}

// What goes out with a document that everybody reads is the publisher's or the registrar's to say,
// not the drafter's: the legal office's, or where issuers register by themselves the lead issuer's
// (主办机关), which registers a joint document and publishes it (domain.md 7, 联合发文).
bool MayPublish(const access::Caller& caller, const v1::Document& document) {
  if (!visibility::AnyoneMayRead(document)) return true;
  const bool leads = caller.AnswersFor(document::LeadIssuer(document));
  if (leads && caller.Has(v1::ROLE_REGISTRAR)) return true;
  return (caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER)) &&
         caller.jurisdiction == document.jurisdiction();
}

bool IsPublished(const v1::Document& document, absl::string_view sha256) {
  const auto& files = document.published_files();
  return std::any_of(files.begin(), files.end(),
                     [&](const v1::Attachment& file) { return file.sha256() == sha256; });
}

// Puts `attachment` in the place of the one with its hash among the published files, or takes that
// out where it is not published. False when nothing changed.
bool ListPublished(const v1::Attachment& attachment, v1::Document* document) {
  auto& files = *document->mutable_published_files();
  const auto same = std::find_if(files.begin(), files.end(), [&](const v1::Attachment& file) {
    return file.sha256() == attachment.sha256();
  });
  if (attachment.published()) {
    (same == files.end() ? *files.Add() : *same) = attachment;
    return true;
  }
  if (same == files.end()) return false;
  files.erase(same);
  return true;
}

// Where the file changes what is published with the document: writes that, and the event is as
// public as the document. No secondary entry knows of files.
bool ShowFile(AdminChange& change, uint64_t id, const v1::Attachment& attachment,
              v1::Document* document) {
  if (!ListPublished(attachment, document)) return false;
  change.event.set_public_(visibility::AnyoneMayRead(*document));
  document->set_etag(change.etag);
  document->mutable_update_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
  tables::PutDocument(change.txn, id, *document, visibility::AnyoneMayRead(*document),
                      /*internal_changed=*/false);
  return true;
}

struct FileHashes {
  std::string sha256, sm3;  // 32 bytes each
};

// Whether the log did not commit to the file before.
absl::StatusOr<bool> CommitTo(kv::Transaction& txn, uint64_t id, const FileHashes& file,
                              const std::string& salt) {
  auto record = tables::GetAttachmentCommitments(txn, id);
  if (!record.ok()) return record.status();
  for (const store::v1::AttachmentCommitment& there : record->commitments()) {
    if (there.sha256() == file.sha256) return false;
  }
  if (record->commitments_size() >= kAttachmentsMax) {
    return error::RefuseField("header.parent",
                              absl::StrCat("has ", kAttachmentsMax, " attached files already"),
                              absl::StrCat("该文件的附件已达上限（", kAttachmentsMax, " 个）"));
  }
  store::v1::AttachmentCommitment& added = *record->add_commitments();
  added.set_commitment(absl::HexStringToBytes(proof::CommitToFile(salt, file.sha256, file.sm3)));
  added.set_salt(salt);
  added.set_sha256(file.sha256);
  added.set_sm3(file.sm3);
  tables::PutAttachmentCommitments(txn, id, *record);
  return true;
}

absl::Status ForgetSalt(kv::Transaction& txn, uint64_t id, absl::string_view sha256) {
  auto record = tables::GetAttachmentCommitments(txn, id);
  if (!record.ok()) return record.status();
  for (store::v1::AttachmentCommitment& there : *record->mutable_commitments()) {
    if (there.sha256() != sha256) continue;
    there.clear_salt();
    there.clear_sha256();
    there.clear_sm3();
    tables::PutAttachmentCommitments(txn, id, *record);
    return absl::OkStatus();
  }
  return absl::OkStatus();  // it came before the log committed to files
}

// The document that a file is attached to, as the caller may see it. NOT_FOUND names `asked`.
absl::StatusOr<v1::Document> DocumentOf(AdminChange& change, settings::SettingsCache& settings,
                                        absl::StatusOr<uint64_t> id, const std::string& asked) {
  const absl::Status not_found = error::NotFound(asked);
  auto now = settings.Read(change.txn);
  if (!now.ok()) return now.status();
  if (!id.ok()) return not_found;
  auto document = tables::GetDocument(change.txn, *id);
  if (absl::IsNotFound(document.status())) return not_found;
  if (!document.ok()) return document.status();
  if (!visibility::MaySee(change.request.caller, *document,
                          (*now)->ParentOf(document->jurisdiction()))) {
    return not_found;
  }
  return document;
}

absl::Status NotAllowed(const Request& request) {
  return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", request.method}});
}

constexpr char kFileFact[] = "attachment_sha256";  // of the events of files
constexpr char kPublishedFact[] = "published";     // with the document, from then on
// So many events may come between a look and its transaction; after more it looks again.
constexpr uint64_t kEventsBetweenMax = 1000;

// Whether a document other than `id` has the file, as a snapshot said: the look takes the keys of
// all attachments, which is nothing for the writer.
struct LookElsewhere {
  uint64_t last_event = 0;
  bool found = false;
};

absl::StatusOr<LookElsewhere> LookFor(const kv::Reader& reader, uint64_t id,
                                      absl::string_view sha256) {
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  auto found = tables::IsAttachedElsewhere(reader, id, sha256);
  if (!found.ok()) return found.status();
  return LookElsewhere{*last, *found};
}

// The same now, in the transaction: what was seen, unless an event since then is of this very file.
absl::StatusOr<bool> IsElsewhere(const kv::Reader& reader, uint64_t id, absl::string_view sha256,
                                 const LookElsewhere& look) {
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  bool touched = *last - look.last_event > kEventsBetweenMax;
  const std::string hex = absl::BytesToHexString(sha256);
  for (uint64_t next = look.last_event + 1; !touched && next <= *last; ++next) {
    auto event = tables::GetEvent(reader, next);
    if (!event.ok()) return event.status();
    const auto file = event->facts().find(kFileFact);
    touched = file != event->facts().end() && absl::EqualsIgnoreCase(file->second, hex);
  }
  if (touched) return tables::IsAttachedElsewhere(reader, id, sha256);
  return look.found;
}

void FillEvent(const v1::Document& document, const char* type, const char* action,
               const std::string& sha256, v1::Event* event) {
  event->set_resource(document.name());
  event->set_type(type);
  event->set_action(action);
  event->set_from_state(document::StateName(document.state()));
  event->set_to_state(event->from_state());
  (*event->mutable_facts())[kFileFact] = sha256;
}

}  // namespace

void AttachFile(kv::Store& store, settings::SettingsCache& settings, Request request,
                const v1::AttachmentHeader& header, std::string bytes,
                Reply<v1::Attachment> reply) {
  if (static_cast<int64_t>(bytes.size()) > kAttachmentBytesMax) {
    std::move(reply)(error::Refuse(v1::ERROR_REASON_ATTACHMENT_TOO_LARGE,
                                   {{"limit_bytes", absl::StrCat(kAttachmentBytesMax)},
                                    {"size_bytes", absl::StrCat(bytes.size())}}));
    return;
  }
  const std::string sha256 = digest::Sha256(bytes);
  const std::string hex = absl::BytesToHexString(sha256);
  if (header.sha256() != hex) {  // also where the stream broke off
    std::move(reply)(error::Refuse(v1::ERROR_REASON_HASH_MISMATCH,
                                   {{"sent", header.sha256()}, {"computed", hex}}));
    return;
  }
  auto salt = vault::Vault::Random(kSaltBytes);
  if (!salt.ok()) return std::move(reply)(salt.status());
  const FileHashes file{sha256, absl::HexStringToBytes(proof::Sm3Hex(bytes))};
  auto shared_bytes = std::make_shared<const std::string>(std::move(bytes));
  RunAdmin<v1::Attachment>(
      store, std::move(request), Stale::kNothing,
      [header, file, hex, salt = *std::move(salt), shared_bytes,
       &settings](AdminChange& change) -> absl::StatusOr<v1::Attachment> {
        const auto id = tables::DocumentId(header.parent());
        auto document = DocumentOf(change, settings, id, header.parent());
        if (!document.ok()) return document.status();
        if (!MayAttach(change.request.caller, *document) ||
            // To take a file back is to say what goes out, too.
            ((header.publish() || IsPublished(*document, hex)) &&
             !MayPublish(change.request.caller, *document))) {
          return NotAllowed(change.request);
        }
        v1::Attachment attachment;
        attachment.set_name(absl::StrCat(header.parent(), kBetween, hex));
        attachment.set_file_name(header.file_name());
        attachment.set_media_type(header.media_type());
        attachment.set_size_bytes(static_cast<int64_t>(shared_bytes->size()));
        attachment.set_sha256(hex);
        attachment.mutable_create_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        attachment.set_published(header.publish());
        change.txn.Put(schema::AttachmentKey(*id, file.sha256), tables::Encode(attachment));
        tables::PutFileBytes(change.txn, file.sha256, *shared_bytes);
        FillEvent(*document, "AttachmentAdded", "ATTACH", hex, &change.event);
        (*change.event.mutable_facts())[kPublishedFact] = header.publish() ? "true" : "false";
        const bool is_shown = ShowFile(change, *id, attachment, &*document);
        auto is_new = CommitTo(change.txn, *id, file, salt);
        if (!is_new.ok()) return is_new.status();
        if (*is_new || is_shown) change.attached_to = *std::move(document);
        return attachment;
      },
      [](const kv::Reader&, const std::string&) -> absl::StatusOr<v1::Attachment> {
        return absl::InternalError("attaching is repeatable by its hash and takes no request_id");
      },
      std::move(reply));
}

void EraseFile(kv::Store& store, settings::SettingsCache& settings, Request request,
               const v1::EraseAttachmentRequest& asked, Reply<v1::Attachment> reply) {
  const std::pair<std::string, std::string> names = absl::StrSplit(asked.name(), kBetween);
  const absl::Status not_found = error::NotFound(asked.name());
  if (names.second.size() != kHashDigits ||
      !std::all_of(names.second.begin(), names.second.end(), absl::ascii_isxdigit)) {
    return std::move(reply)(not_found);
  }
  const std::string sha256 = absl::HexStringToBytes(names.second);
  LookElsewhere look;
  if (const auto id = tables::DocumentId(names.first); id.ok()) {
    auto looked = LookFor(*store.Snapshot(), *id, sha256);
    if (!looked.ok()) return std::move(reply)(looked.status());
    look = *looked;
  }
  v1::Attachment erased;
  erased.set_name(asked.name());
  erased.set_sha256(names.second);
  RunAdmin<v1::Attachment>(
      store, std::move(request), Stale::kNothing,
      [asked, names, sha256, look, not_found,
       &settings](AdminChange& change) -> absl::StatusOr<v1::Attachment> {
        const auto id = tables::DocumentId(names.first);
        auto document = DocumentOf(change, settings, id, asked.name());
        if (!document.ok()) return document.status();
        if (change.request.caller.jurisdiction != document->jurisdiction())
          return NotAllowed(change.request);
        const std::string key = schema::AttachmentKey(*id, sha256);
        auto attachment = tables::GetMessage<v1::Attachment>(change.txn, key);
        if (absl::IsNotFound(attachment.status())) return not_found;
        if (!attachment.ok()) return attachment.status();
        auto elsewhere = IsElsewhere(change.txn, *id, sha256, look);
        if (!elsewhere.ok()) return elsewhere.status();
        change.txn.Delete(key);
        absl::Status done = ForgetSalt(change.txn, *id, sha256);
        if (done.ok() && !*elsewhere) done = tables::DeleteFileBytes(change.txn, sha256);
        if (!done.ok()) return done;
        FillEvent(*document, "AttachmentErased", "ERASE_ATTACHMENT", names.second, &change.event);
        change.event.set_reason(asked.reason());
        attachment->set_published(false);
        if (ShowFile(change, *id, *attachment, &*document))
          change.attached_to = *std::move(document);
        return attachment;
      },
      [erased](const kv::Reader&, const std::string&) -> absl::StatusOr<v1::Attachment> {
        return erased;
      },
      std::move(reply));
}

}  // namespace santong::acts
