// Files to and from a document, in chunks with their hash.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/lib/channel.h"
#include "santong/v1/attachment.pb.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/file_service.pb.h"

namespace santong::client {

// Attaches the file at `path` to documents/{document}; with `publish` it goes out with the
// document. Its hash is sent along and must agree. It may be repeated. NOT_FOUND when the file
// cannot be read; else as MakeCallStatus makes it.
absl::StatusOr<v1::Attachment> AddAttachment(const Connection& connection,
                                             const std::string& document, const std::string& path,
                                             const std::string& media_type, bool publish = false);

// Whether the file is published with the document: sent again without `publish` it would be taken
// back. False where it cannot be read, which whoever sends it is told.
bool IsPublishedWith(const v1::Document& document, const std::string& path);

// Writes the bytes of documents/{d}/attachments/{sha256} to `path` ("-" is standard output), by way
// of a neighbour file, so that `path` never holds half of them. DATA_LOSS when they do not have the
// hash.
absl::StatusOr<v1::Attachment> GetAttachment(const Connection& connection, const std::string& name,
                                             const std::string& path);

// Has the server take the text out of the file at `path`; nothing is kept of it. NOT_FOUND when it
// cannot be read.
absl::StatusOr<v1::ExtractTextResponse> ExtractFile(const Connection& connection,
                                                    const std::string& path);

}  // namespace santong::client
