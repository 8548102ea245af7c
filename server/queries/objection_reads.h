// Objections as each may see them: the public without names and reasons, the lodger by receipt, the
// office with the case, and the case's reviewer alone with who lodged it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "santong/v1/objection_service.pb.h"
#include "server/domain/access/caller.h"
#include "server/vault/vault.h"
#include "storage/kv/store.h"

namespace santong::queries {

// By receipt; the caller has opened it (acts::OpenReceipt).
absl::StatusOr<v1::Objection> TrackObjection(const kv::Reader& reader, uint64_t id);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader, const vault::Vault& vault,
                                           const access::Caller& caller,
                                           const v1::GetObjectionRequest& request);

// Without who lodged them, whoever asks.
absl::StatusOr<v1::ListObjectionsResponse> ListObjections(const kv::Reader& reader,
                                                          const access::Caller& caller,
                                                          const v1::ListObjectionsRequest& request);

// What open objections, lodged by `date` (YYYY-MM-DD), say of a document, in Chinese: one sentence
// each, without a name.
absl::StatusOr<std::vector<std::string>> ObjectionDoubts(const kv::Reader& reader,
                                                         const std::string& document,
                                                         const std::string& date);

}  // namespace santong::queries
