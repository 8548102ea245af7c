// Objections: the case, and apart from it what is sealed.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/objection.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// objections/{id} → id. INVALID_ARGUMENT when `name` is not of that form.
absl::StatusOr<uint64_t> ObjectionId(absl::string_view name);
std::string ObjectionName(uint64_t id);

// NOT_FOUND when there is none.
absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader, uint64_t id);
absl::StatusOr<store::v1::ObjectionSecretRecord> GetObjectionSecret(const kv::Reader& reader,
                                                                    uint64_t id);
// Writes the case; who lodged it is never written with it.
void PutObjection(kv::Transaction& txn, uint64_t id, v1::Objection objection);
// Writes what is sealed, and the entries of a new case.
void PutNewObjection(kv::Transaction& txn, uint64_t id, const v1::Objection& objection,
                     const store::v1::ObjectionSecretRecord& secret, absl::string_view lodger_hash);

}  // namespace santong::tables
