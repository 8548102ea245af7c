// What answers a repeated request.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/store/v1/record.pb.h"
#include "storage/kv/store.h"

namespace santong::tables {

// The record of an act that was done under this id by this principal; nullopt when there was none.
absl::StatusOr<std::optional<store::v1::ReplyRecord>> FindReply(const kv::Reader& reader,
                                                                absl::string_view principal,
                                                                absl::string_view request_id);

void PutReply(kv::Transaction& txn, absl::string_view principal, absl::string_view request_id,
              const store::v1::ReplyRecord& record);

}  // namespace santong::tables
