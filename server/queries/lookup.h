// What a paper says → the documents it may be.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "santong/v1/catalog_service.pb.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Public documents whose registration number, document number, index number or title folds to what
// was typed; in that order, each document once. The public view, whoever asks.
// With `as_of`, each as it stood on that day (DocumentAsOf).
absl::StatusOr<v1::LookupDocumentResponse> LookupDocument(const kv::Reader& reader,
                                                          const v1::LookupDocumentRequest& request);

// The same as it is shown: with the marks 待核定 of clocks that still stand.
absl::StatusOr<v1::LookupDocumentResponse> ShowLookup(const kv::Reader& reader,
                                                      settings::SettingsCache& settings,
                                                      const v1::LookupDocumentRequest& request);

// The documents, of any state and whoever may see them, that what was typed names, as above and in
// that order.
absl::StatusOr<std::vector<uint64_t>> DocumentsNamed(const kv::Reader& reader,
                                                     absl::string_view typed);

// The answer of CheckBasis. A number borne by several documents is AMBIGUOUS with the first 100 of
// them, one borne by none UNKNOWN; neither is an error.
absl::StatusOr<v1::Basis> CheckBasis(const kv::Reader& reader, const v1::CheckBasisRequest& request,
                                     absl::Time now, absl::CivilDay today);

// CheckBasis of each number, on one snapshot.
absl::StatusOr<v1::BatchCheckBasisResponse> BatchCheckBasis(
    const kv::Reader& reader, const v1::BatchCheckBasisRequest& request, absl::Time now,
    absl::CivilDay today);

}  // namespace santong::queries
