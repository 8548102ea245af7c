// What stands apart from the case of an objection: what is sealed, and under which lodger it is
// found again. The case itself is in case_table.h.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/objection.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// NOT_FOUND when there is none.
absl::StatusOr<v1::Objection> GetObjection(const kv::Reader& reader, uint64_t id);
absl::StatusOr<store::v1::ObjectionSecretRecord> GetObjectionSecret(const kv::Reader& reader,
                                                                    uint64_t id);
// Writes what is sealed, and the entry under which repeats of its lodger find it.
void PutObjectionSecret(kv::Transaction& txn, uint64_t id,
                        const store::v1::ObjectionSecretRecord& secret);
// Takes out of `secret` what a person could be found by, and with the wrapped key what all sealed
// texts and files of the case could be read by; writes it.
void EraseObjectionSecret(kv::Transaction& txn, uint64_t id,
                          store::v1::ObjectionSecretRecord secret);

}  // namespace santong::tables
