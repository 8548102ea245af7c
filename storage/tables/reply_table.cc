#include "storage/tables/reply_table.h"

#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::tables {

absl::StatusOr<std::optional<store::v1::ReplyRecord>> FindReply(const kv::Reader& reader,
                                                                absl::string_view principal,
                                                                absl::string_view request_id) {
  auto record = GetMessage<store::v1::ReplyRecord>(reader, schema::ReplyKey(principal, request_id));
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  return *std::move(record);
}

void PutReply(kv::Transaction& txn, absl::string_view principal, absl::string_view request_id,
              const store::v1::ReplyRecord& record) {
  txn.Put(schema::ReplyKey(principal, request_id), Encode(record));
}

}  // namespace santong::tables
