// The words for what is wrong with a field, in both languages: one table.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "server/domain/error/refusal.h"

namespace santong::rpc {

enum class FieldFault {
  kMissing,
  kEmptyEntry,
  kTooLong,       // $0 the limit in code points, $1 the length
  kTooManyBytes,  // $0 the limit, $1 the size
  kTooManyItems,  // $0 the limit, $1 the count
  kTooSmall,      // $0 the least value, $1 the value
  kTooLarge,      // $0 the greatest value, $1 the value
  kUnknownEnum,   // $0 the number
  kUnsetEnum,
  kBadCharacter,
  kNotUtf8,
  kNotMessage,  // $0 the message's type
  kNotJson,     // $0 the message's type, $1 what the parser says
  kNotDate,
  kNotUuid,
  kNotSha256,
  kNotResourceName,
  kNotIdentifier,
  kNotUrl,
  kNotLeafKey,
  kNotTimestamp,
};

// The violation of `field` (a path), with its words filled.
error::FieldViolation Violation(std::string field, FieldFault fault, absl::string_view first = "",
                                absl::string_view second = "");

}  // namespace santong::rpc
