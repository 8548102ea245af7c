#include "server/acts/attach_file.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/acts/admin_writer.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/visibility/visibility.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

bool MayAttach(const access::Caller& caller, const v1::Document& document) {
  for (const v1::Issuer& issuer : document.issuers()) {
    if (caller.Has(v1::ROLE_DRAFTER) && caller.organ == issuer.organ()) return true;
  }
  return (caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER)) &&
         caller.jurisdiction == document.jurisdiction();
}

void PutBytes(kv::Transaction& txn, absl::string_view sha256, absl::string_view bytes) {
  uint32_t number = 0;
  for (size_t at = 0; at < bytes.size() || number == 0; at += kAttachmentChunkBytes) {
    txn.Put(schema::BlobChunkKey(sha256, number++), bytes.substr(at, kAttachmentChunkBytes));
  }
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
  if (!header.sha256().empty() && header.sha256() != hex) {
    std::move(reply)(error::Refuse(v1::ERROR_REASON_HASH_MISMATCH,
                                   {{"sent", header.sha256()}, {"computed", hex}}));
    return;
  }
  auto shared_bytes = std::make_shared<const std::string>(std::move(bytes));
  RunAdmin<v1::Attachment>(
      store, std::move(request), Stale::kNothing,
      [header, sha256, hex, shared_bytes,
       &settings](AdminChange& change) -> absl::StatusOr<v1::Attachment> {
        const absl::Status not_found =
            error::Refuse(v1::ERROR_REASON_RESOURCE_NOT_FOUND, {{"resource", header.parent()}});
        auto now = settings.Read(change.txn);
        if (!now.ok()) return now.status();
        auto id = tables::DocumentId(header.parent());
        if (!id.ok()) return not_found;
        auto document = tables::GetDocument(change.txn, *id);
        if (absl::IsNotFound(document.status())) return not_found;
        if (!document.ok()) return document.status();
        const access::Caller& caller = change.request.caller;
        if (!visibility::MaySee(caller, *document, (*now)->ParentOf(document->jurisdiction())))
          return not_found;
        if (!MayAttach(caller, *document)) {
          return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                               {{"method", change.request.method}});
        }
        v1::Attachment attachment;
        attachment.set_name(absl::StrCat(header.parent(), "/attachments/", hex));
        attachment.set_file_name(header.file_name());
        attachment.set_media_type(header.media_type());
        attachment.set_size_bytes(static_cast<int64_t>(shared_bytes->size()));
        attachment.set_sha256(hex);
        attachment.mutable_create_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        change.txn.Put(schema::AttachmentKey(*id, sha256), tables::Encode(attachment));
        PutBytes(change.txn, sha256, *shared_bytes);
        change.event.set_resource(header.parent());
        change.event.set_type("AttachmentAdded");
        change.event.set_action("ATTACH");
        (*change.event.mutable_facts())["attachment_sha256"] = hex;
        return attachment;
      },
      [](const kv::Reader&, const std::string&) -> absl::StatusOr<v1::Attachment> {
        return absl::InternalError("attaching is repeatable by its hash and takes no request_id");
      },
      std::move(reply));
}

}  // namespace santong::acts
