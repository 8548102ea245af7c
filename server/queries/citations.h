// Who cites whom.
#pragma once

#include "absl/status/statusor.h"
#include "santong/v1/catalog_service.pb.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::queries {

// ListCitations of a public document, between public documents. A citation is resolved by its
// number and, without one, by its title, as the register stands now. NOT_FOUND when the public may
// not read the document.
absl::StatusOr<v1::ListCitationsResponse> ListCitations(const kv::Reader& reader,
                                                        const search::SearchIndex& index,
                                                        const v1::ListCitationsRequest& request);

}  // namespace santong::queries
