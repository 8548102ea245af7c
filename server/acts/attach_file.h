// Attachments: files kept by the hash of their bytes.
#pragma once

#include <string>
#include <vector>

#include "santong/v1/document_service.pb.h"
#include "server/acts/request.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::acts {

inline constexpr int64_t kAttachmentBytesMax = 32 << 20;
// Of one document, erased ones too: each is a line of its leaves, which tiles hold up to 64 KiB.
inline constexpr int kAttachmentsMax = 200;

// Stores the bytes and binds them to the document of `header`; the log commits to them with the
// document's next leaf, or at once where the document is in the register. A drafter of an issuer,
// or a reviewer or publisher of the document's jurisdiction, may attach. Attaching the same bytes
// again changes nothing but the name. What goes out with a document that everybody reads is a
// publisher's, a reviewer's or the lead issuer's registrar's to say. Errors: NOT_FOUND;
// PERMISSION_DENIED; INVALID_ARGUMENT (HASH_MISMATCH, ATTACHMENT_TOO_LARGE, too many).
void AttachFile(kv::Store& store, settings::SettingsCache& settings, Request request,
                const v1::AttachmentHeader& header, std::string bytes, Reply<v1::Attachment> reply);

// Destroys the file, unless another document has it too, and the salt of its commitment, so that
// the log says nothing of it any more; a reviewer of the document's jurisdiction may. Reads the
// keys of all attachments, on the caller's thread. Errors: NOT_FOUND; PERMISSION_DENIED.
void EraseFile(kv::Store& store, settings::SettingsCache& settings, Request request,
               const v1::EraseAttachmentRequest& asked, Reply<v1::Attachment> reply);

}  // namespace santong::acts
