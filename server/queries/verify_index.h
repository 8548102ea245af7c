// Whether the search index says what the register says.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "santong/v1/admin_service.pb.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::queries {

// Looks at the whole index and compares every row, then every word, with what the register makes of
// its document, up to the event to which the index is complete. What differs is added to the
// problems, as many as `request` allows, and the index is distrusted: it is built anew. An index
// that is being built is not compared. The words of a million documents of 4 KB take one core some
// half an hour (SearchIndex::Words); `stopped` is looked at all the while, and once it is true the
// answer is CANCELLED. Other errors are those of the store.
absl::Status VerifyIndex(const kv::Store& store, const search::SearchIndex& index,
                         const v1::VerifyStoreRequest& request, absl::FunctionRef<bool()> stopped,
                         v1::VerifyStoreResponse* response);

}  // namespace santong::queries
