#include "client/cli/output/yaml.h"

#include <simdjson.h>
#include <yaml-cpp/yaml.h>

#include "client/cli/output/json.h"

namespace santong::cli {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// A text that YAML 1.1 would take for something else unless it is quoted: a number, a day, a
// switch. Anything that begins with an ASCII character other than a letter, or that is a short
// word, is quoted, which is more than needed and never too little.
bool NeedsQuotes(std::string_view text) {
  if (text.empty()) return true;
  const auto first = static_cast<unsigned char>(text[0]);
  const bool letter = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
  return (first < 0x80 && !letter) || text.size() <= 5 ||
         text.find_first_of("\r\n\t") != std::string_view::npos;
}

// In the order of the JSON, which is that of the fields.
void Emit(element value, YAML::Emitter& out) {
  switch (value.type()) {
    case element_type::OBJECT:
      out << YAML::BeginMap;
      for (const auto field : value.get_object().value_unsafe()) {
        out << YAML::Key << std::string(field.key) << YAML::Value;
        Emit(field.value, out);
      }
      out << YAML::EndMap;
      return;
    case element_type::ARRAY:
      out << YAML::BeginSeq;
      for (const element entry : value.get_array().value_unsafe()) Emit(entry, out);
      out << YAML::EndSeq;
      return;
    case element_type::STRING: {
      const std::string_view text = value.get_string().value_unsafe();
      if (NeedsQuotes(text)) out << YAML::DoubleQuoted;
      out << std::string(text);
      return;
    }
    default:
      // Numbers and switches are written alike in JSON and YAML.
      out << simdjson::minify(value);
  }
}

}  // namespace

std::string FormatYaml(const google::protobuf::Message& message) {
  simdjson::dom::parser parser;
  element value;
  if (parser.parse(FormatJson(message)).get(value) != simdjson::SUCCESS) return "";
  YAML::Emitter out;
  Emit(value, out);
  return std::string(out.c_str()) + "\n";
}

}  // namespace santong::cli
