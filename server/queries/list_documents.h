// Documents by state, jurisdiction, organ, gap or what a paper says, page by page.
#pragma once

#include "absl/status/statusor.h"
#include "santong/v1/document_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Lists what the caller may see, by identifier (with newest_first from the highest down), without
// texts. A page may hold fewer than asked, even none, while next_page_token says that there is
// more: at most kDocumentsReadMax are read for one page.
absl::StatusOr<v1::ListDocumentsResponse> ListDocuments(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        const v1::ListDocumentsRequest& request);

inline constexpr int kDocumentsReadMax = 5000;

}  // namespace santong::queries
