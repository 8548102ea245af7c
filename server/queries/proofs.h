// What LogService answers, each on one snapshot.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "santong/v1/log_service.pb.h"
#include "santong/v1/proof.pb.h"
#include "server/domain/access/caller.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::queries {

// How many leaves the log holds, signed for or not.
absl::StatusOr<uint64_t> LogSize(const kv::Reader& reader);

// NOT_FOUND when nothing of that size was signed. `verifier_keys` stays empty.
absl::StatusOr<v1::Checkpoint> ReadCheckpoint(const kv::Reader& reader, uint64_t size);
absl::StatusOr<v1::GetInclusionProofResponse> ReadInclusionProof(
    const kv::Reader& reader, const v1::GetInclusionProofRequest& request);
absl::StatusOr<v1::GetConsistencyProofResponse> ReadConsistencyProof(
    const kv::Reader& reader, const v1::GetConsistencyProofRequest& request);
absl::StatusOr<v1::ListEntriesResponse> ListEntries(const kv::Reader& reader,
                                                    const v1::ListEntriesRequest& request);
// Whether the newest checkpoint covers what the receipt would prove.
absl::StatusOr<bool> CoversReceipt(const kv::Reader& reader, const v1::GetReceiptRequest& request);
// What the newest checkpoint proves of the document or the number, whatever came after it; what
// opens its commitments to files only where the caller may read them.
absl::StatusOr<v1::LogReceipt> ReadReceipt(const kv::Reader& reader,
                                           settings::SettingsCache& settings,
                                           const access::Caller& caller,
                                           const v1::GetReceiptRequest& request);

}  // namespace santong::queries
