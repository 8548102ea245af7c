// Messages as values. A value that does not parse is damage, never a default.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/kv/store.h"

namespace santong::tables {

// For messages without maps: the same message gives the same bytes.
template <typename Message>
std::string Encode(const Message& message) {
  return message.SerializeAsString();
}

template <typename Message>
absl::Status Decode(absl::string_view bytes, Message* message) {
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::DataLossError(
        absl::StrCat("a stored ", message->GetTypeName(), " does not parse"));
  }
  return absl::OkStatus();
}

// The message under `key`. NOT_FOUND (without a message) when there is none.
template <typename Message>
absl::StatusOr<Message> GetMessage(const kv::Reader& reader, absl::string_view key) {
  auto bytes = reader.Get(key);
  if (!bytes.ok()) return bytes.status();
  Message message;
  if (absl::Status status = Decode(*bytes, &message); !status.ok()) return status;
  return message;
}

// Visits the messages with begin <= key < end in order, until `visit` returns false or one does not
// parse.
template <typename Message>
absl::Status ScanMessages(
    const kv::Reader& reader, absl::string_view begin, absl::string_view end,
    absl::FunctionRef<bool(absl::string_view key, const Message& message)> visit) {
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(begin, end, [&](absl::string_view key, absl::string_view value) {
        Message message;
        damage = Decode(value, &message);
        return damage.ok() && visit(key, message);
      });
  return damage.ok() ? scanned : damage;
}

}  // namespace santong::tables
