#include "client/cli/message_file.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/local_error.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::Value;

// Every scalar becomes a text (proto JSON reads numbers from texts) but for switches and nothing.
void ToValue(const YAML::Node& node, Value* value) {
  if (node.IsMap()) {
    auto* fields = value->mutable_struct_value()->mutable_fields();
    for (const auto& entry : node) {
      ToValue(entry.second, &(*fields)[entry.first.as<std::string>()]);
    }
  } else if (node.IsSequence()) {
    auto* list = value->mutable_list_value();
    for (const auto& entry : node) ToValue(entry, list->add_values());
  } else if (node.IsNull()) {
    value->set_null_value(google::protobuf::NULL_VALUE);
  } else {
    const auto text = node.as<std::string>();
    const bool plain = node.Tag() == "?";  // quoted ones bear "!"
    if (plain && (text == "true" || text == "false")) {
      value->set_bool_value(text == "true");
    } else {
      value->set_string_value(text);
    }
  }
}

absl::StatusOr<std::string> YamlToJson(const std::string& bytes, const std::string& path) {
  Value value;
  try {
    ToValue(YAML::Load(bytes), &value);
  } catch (const YAML::Exception& exception) {
    return Misuse(say::kFileUnreadable, path, exception.what());
  }
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(value, &json);
  if (!status.ok()) return Misuse(say::kFileUnreadable, path, status.ToString());
  return json;
}

// Keeps the first mistake of the text format.
struct FirstError : google::protobuf::io::ErrorCollector {
  std::string text;
  void AddError(int line, int column, const std::string& message) override {
    if (text.empty()) text = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }
};

absl::Status MergeText(const std::string& bytes, const std::string& path, Message* message) {
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (parser.MergeFromString(bytes, message)) return absl::OkStatus();
  return Misuse(say::kFileUnreadable, path, error.text);
}

}  // namespace

absl::StatusOr<std::string> ReadBytes(const std::string& path) {
  std::ostringstream bytes;
  if (path == "-") {
    bytes << std::cin.rdbuf();
    return bytes.str();
  }
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return Misuse(say::kFileMissing, path);
  std::ifstream in(path, std::ios::binary);
  if (!in || !(bytes << in.rdbuf())) {
    // An empty file sets the stream's fail bit too.
    if (in.is_open() && in.rdbuf()->in_avail() == 0 && in.peek() == EOF) return std::string();
    return Misuse(say::kFileMissing, path);
  }
  return bytes.str();
}

absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  const auto bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  std::string secret(absl::StripAsciiWhitespace(*bytes));
  if (secret.empty()) return Misuse(say::kSecretEmpty, path);
  return secret;
}

absl::Status MergeFile(const std::string& path, Message* message) {
  auto bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  if (absl::EndsWith(path, ".textproto") || absl::EndsWith(path, ".txtpb")) {
    return MergeText(*bytes, path, message);
  }
  if (!absl::EndsWith(path, ".json")) {
    bytes = YamlToJson(*bytes, path);
    if (!bytes.ok()) return bytes.status();
  }
  const std::unique_ptr<Message> read(message->New());
  const auto status = google::protobuf::util::JsonStringToMessage(*bytes, read.get());
  if (!status.ok()) return Misuse(say::kFileUnreadable, path, std::string(status.message()));
  message->MergeFrom(*read);
  return absl::OkStatus();
}

}  // namespace santong::cli
