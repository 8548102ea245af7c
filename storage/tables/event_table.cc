#include "storage/tables/event_table.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "storage/schema/keys.h"
#include "storage/tables/counter.h"
#include "storage/tables/message.h"

namespace santong::tables {
namespace {

// Events hold a map: sorted keys, so that the same event has the same bytes on every run.
std::string EncodeDeterministic(const v1::Event& event) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  event.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> PutNextEvent(kv::Transaction& txn, v1::Event& event) {
  auto sequence = RaiseCounter(txn, schema::LastEventKey());
  if (!sequence.ok()) return sequence.status();
  event.set_sequence(static_cast<int64_t>(*sequence));
  event.set_name(absl::StrCat("events/", *sequence));
  std::string bytes = EncodeDeterministic(event);
  txn.Put(schema::EventKey(*sequence), bytes);
  txn.Put(schema::HistoryKey(event.resource(), *sequence), "");
  return bytes;
}

void PutCopiedEvent(kv::Transaction& txn, const v1::Event& event) {
  const auto sequence = static_cast<uint64_t>(event.sequence());
  txn.Put(schema::EventKey(sequence), EncodeDeterministic(event));
  if (!event.resource().empty()) txn.Put(schema::HistoryKey(event.resource(), sequence), "");
}

absl::StatusOr<uint64_t> LastEvent(const kv::Reader& reader) {
  return ReadCounter(reader, schema::LastEventKey());
}

absl::StatusOr<v1::Event> GetEvent(const kv::Reader& reader, uint64_t sequence) {
  return GetMessage<v1::Event>(reader, schema::EventKey(sequence));
}

absl::Status ScanEvents(const kv::Reader& reader, uint64_t first, uint64_t last,
                        absl::FunctionRef<absl::Status(const v1::Event& event)> visit) {
  v1::Event event;
  uint64_t next = first;
  absl::Status stopped;
  absl::Status scanned = reader.Scan(schema::EventKey(first), schema::EventKey(last) + '\0',
                                     [&](absl::string_view key, absl::string_view value) {
                                       if (key != schema::EventKey(next)) return false;
                                       stopped = Decode(value, &event);
                                       if (stopped.ok()) stopped = visit(event);
                                       if (stopped.ok()) ++next;
                                       return stopped.ok();
                                     });
  if (!stopped.ok()) return stopped;
  if (!scanned.ok()) return scanned;
  if (next <= last) return absl::NotFoundError(absl::StrCat("event ", next, " does not exist"));
  return absl::OkStatus();
}

absl::StatusOr<std::string> GetEventBytes(const kv::Reader& reader, uint64_t sequence) {
  return reader.Get(schema::EventKey(sequence));
}

}  // namespace santong::tables
