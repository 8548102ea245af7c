// Messages from files: canonical proto JSON, the same as YAML, or protobuf's text format.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace santong::cli {

// The file's bytes; "-" is standard input. INVALID_ARGUMENT when it cannot be read.
absl::StatusOr<std::string> ReadBytes(const std::string& path);

// The secret that the file holds, without blanks around it; "-" is standard input. INVALID_ARGUMENT
// when it cannot be read and when there is none in it.
absl::StatusOr<std::string> ReadSecret(const std::string& path);

// Merges what the file holds into `message`. The format goes by the name's end (.json, .yaml, .yml,
// .textproto, .txtpb; any other and "-" is YAML, of which JSON is a part). INVALID_ARGUMENT says
// where it is wrong.
absl::Status MergeFile(const std::string& path, google::protobuf::Message* message);

}  // namespace santong::cli
