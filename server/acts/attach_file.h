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
inline constexpr size_t kAttachmentChunkBytes = 1 << 20;

// Stores the bytes and binds them to the document of `header`. A drafter of an issuer, or a
// reviewer or publisher of the document's jurisdiction, may attach. Attaching the same bytes again
// returns the attachment that is there. Errors: NOT_FOUND; PERMISSION_DENIED; INVALID_ARGUMENT
// (HASH_MISMATCH, ATTACHMENT_TOO_LARGE).
void AttachFile(kv::Store& store, settings::SettingsCache& settings, Request request,
                const v1::AttachmentHeader& header, std::string bytes, Reply<v1::Attachment> reply);

}  // namespace santong::acts
