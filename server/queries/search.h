// Words and a filter → the documents that hold them.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/catalog_service.pb.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::queries {

// At most so many hits are counted where no facets are asked for; beyond, the count says that it is
// a bound. Each is a look at its entry: to count 1,000 of them took longer than to find the page.
inline constexpr int64_t kHitsCountedMax = 200;
// Facets are over at most so many hits, which are then the count.
inline constexpr int64_t kFacetHitsMax = 10000;

// SearchDocuments, the public view, whoever asks. What the index finds is read again from `reader`:
// what is public no longer is left out. UNAVAILABLE (TRY_AGAIN) while a damaged index is replaced.
absl::StatusOr<v1::SearchDocumentsResponse> SearchDocuments(
    const kv::Reader& reader, settings::SettingsCache& settings, const search::SearchIndex& index,
    const v1::SearchDocumentsRequest& request, absl::CivilDay today);

}  // namespace santong::queries
