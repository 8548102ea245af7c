// One document, one version, one attachment, as the caller sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "santong/v1/document_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// The reply of GetDocument as serialized santong.v1.Document. What anyone may read is handed out as
// it is stored, without parsing it, unless a clock in it bears a mark that may stand no more:
// joining the bytes of two messages of one type joins the messages. With `as_of`, the public view
// of that day (catalog::AsOf). NOT_FOUND when there is no such document, the caller may not see it,
// or it was not public by then.
absl::StatusOr<std::string> ReadDocument(const kv::Reader& reader,
                                         settings::SettingsCache& settings,
                                         const access::Caller& caller,
                                         const v1::GetDocumentRequest& request);

// The public part without a text; nothing for a document that there is none of, or that not anyone
// may read.
absl::StatusOr<std::optional<v1::Document>> ReadPublicHead(const kv::Reader& reader, uint64_t id);

// The document without its text, with `internal` only where the caller sees it. NOT_FOUND as above.
absl::StatusOr<v1::Document> ReadDocumentHead(const kv::Reader& reader,
                                              settings::SettingsCache& settings,
                                              const access::Caller& caller, absl::string_view name);

// Sets the days on which the version counts, by the document: most are known after its text was
// stored.
void SetDays(const v1::Document& document, v1::Version* version);

// A version with its text.
absl::StatusOr<v1::Version> ReadVersion(const kv::Reader& reader, settings::SettingsCache& settings,
                                        const access::Caller& caller,
                                        const v1::GetVersionRequest& request);

// The text of the newest version.
absl::StatusOr<std::string> ReadNewestText(const kv::Reader& reader,
                                           settings::SettingsCache& settings,
                                           const access::Caller& caller, absl::string_view name);

// The versions without texts, newest first.
absl::StatusOr<v1::ListVersionsResponse> ListVersions(const kv::Reader& reader,
                                                      settings::SettingsCache& settings,
                                                      const access::Caller& caller,
                                                      const v1::ListVersionsRequest& request);

// An attachment and its bytes, chunk by chunk. Only who sees the document's internal part sees
// attachments that are not published with it. FAILED_PRECONDITION on a copy that does not hold the
// bytes, with where they are.
absl::StatusOr<v1::Attachment> ReadAttachment(
    const kv::Reader& reader, settings::SettingsCache& settings, const access::Caller& caller,
    absl::string_view name, absl::FunctionRef<void(absl::string_view chunk)> take);

}  // namespace santong::queries
