// Who cites whom.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/document.pb.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::queries {

// ListCitations of a public document, between public documents. A citation is resolved by its
// number and, where no document bears it or there is none, by its title, as the register stands
// now. A page may hold fewer than asked, even none, while next_page_token says that there is more.
// NOT_FOUND when the public may not read the document.
absl::StatusOr<v1::ListCitationsResponse> ListCitations(const kv::Reader& reader,
                                                        const search::SearchIndex& index,
                                                        const v1::ListCitationsRequest& request);

// The public documents whose newest text cites `document`, as far as the index is; without the
// document itself. At most `limit`, in the order of their identifiers.
absl::StatusOr<std::vector<uint64_t>> CitingDocuments(const kv::Reader& reader,
                                                      const search::SearchIndex& index, uint64_t id,
                                                      const v1::Document& document, int limit);

}  // namespace santong::queries
