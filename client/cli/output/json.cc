#include "client/cli/output/json.h"

#include "google/protobuf/util/json_util.h"

namespace santong::cli {

std::string FormatJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string text;
  // Fails only for a message that is no valid one, e.g. an Any of an unknown type; there is none.
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return "{}\n";
  return text;
}

}  // namespace santong::cli
