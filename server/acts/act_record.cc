#include "server/acts/act_record.h"

#include "google/protobuf/util/time_util.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/chinese_date.h"
#include "storage/tables/reply_table.h"

namespace santong::acts {

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time));
}

v1::Event EventOf(const Request& request, const std::string& resource) {
  v1::Event event;
  *event.mutable_event_time() = TimestampOf(request.now);
  event.set_date(text::FormatIsoDay(request.today));
  event.set_resource(resource);
  event.set_principal(request.caller.principal);
  event.set_organ(request.caller.organ);
  event.set_request_id(request.request_id);
  return event;
}

absl::StatusOr<std::optional<std::string>> AnsweredBefore(const kv::Reader& reader,
                                                          const Request& request) {
  if (request.request_id.empty()) return std::nullopt;
  auto record = tables::FindReply(reader, request.caller.principal, request.request_id);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return std::nullopt;
  if ((*record)->method() != request.method ||
      (*record)->request_sha256() != request.request_sha256) {
    return error::Refuse(v1::ERROR_REASON_REQUEST_ID_REUSED, {{"request_id", request.request_id}});
  }
  return (*record)->resource();
}

void KeepAnswer(kv::Transaction& txn, const Request& request, const std::string& resource,
                uint64_t event_sequence) {
  if (request.request_id.empty()) return;
  store::v1::ReplyRecord record;
  record.set_method(request.method);
  record.set_request_sha256(request.request_sha256);
  record.set_resource(resource);
  record.set_event_sequence(static_cast<int64_t>(event_sequence));
  tables::PutReply(txn, request.caller.principal, request.request_id, record);
}

}  // namespace santong::acts
