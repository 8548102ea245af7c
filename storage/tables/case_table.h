// The resources of side processes: a filing, an objection. One row each, found by kind and id.
// Secondary entries are the caller's (server/acts/case_index.h), in the same transaction.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::tables {

// filings/{id} → id. INVALID_ARGUMENT when `name` is not of that form.
absl::StatusOr<uint64_t> CaseId(schema::CaseKind kind, absl::string_view name);
std::string CaseName(schema::CaseKind kind, uint64_t id);

// NOT_FOUND when there is none.
template <typename Message>
absl::StatusOr<Message> GetCase(const kv::Reader& reader, schema::CaseKind kind, uint64_t id) {
  return GetMessage<Message>(reader, schema::CaseKey(kind, id));
}

template <typename Message>
void PutCase(kv::Transaction& txn, schema::CaseKind kind, uint64_t id, const Message& message) {
  txn.Put(schema::CaseKey(kind, id), Encode(message));
}

}  // namespace santong::tables
