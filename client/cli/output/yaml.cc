#include "client/cli/output/yaml.h"

#include <yaml-cpp/yaml.h>

#include <cmath>
#include <cstdint>

#include "client/cli/output/json.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace santong::cli {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// A text that YAML 1.1 would take for something else unless it is quoted: a number, a day, a
// switch. Anything that begins with an ASCII character other than a letter, or that is a short
// ASCII word, is quoted, which is more than needed and never too little.
bool NeedsQuotes(const std::string& text) {
  if (text.empty()) return true;
  const auto first = static_cast<unsigned char>(text[0]);
  const bool letter = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
  return (first < 0x80 && !letter) || text.size() <= 5 ||
         text.find_first_of("\r\n\t") != std::string::npos;
}

void Emit(const Value& value, YAML::Emitter& out);

void Emit(const Struct& fields, YAML::Emitter& out) {
  out << YAML::BeginMap;
  for (const auto& [key, value] : fields.fields()) {
    out << YAML::Key << key << YAML::Value;
    Emit(value, out);
  }
  out << YAML::EndMap;
}

void Emit(const Value& value, YAML::Emitter& out) {
  switch (value.kind_case()) {
    case Value::kStructValue:
      Emit(value.struct_value(), out);
      return;
    case Value::kListValue:
      out << YAML::BeginSeq;
      for (const Value& entry : value.list_value().values()) Emit(entry, out);
      out << YAML::EndSeq;
      return;
    case Value::kStringValue:
      if (NeedsQuotes(value.string_value())) out << YAML::DoubleQuoted;
      out << value.string_value();
      return;
    case Value::kBoolValue:
      out << value.bool_value();
      return;
    case Value::kNumberValue: {
      const double number = value.number_value();
      if (number == std::floor(number) && std::abs(number) < 1e15) {
        out << static_cast<int64_t>(number);
      } else {
        out << number;
      }
      return;
    }
    default:
      out << YAML::Null;
  }
}

}  // namespace

std::string FormatYaml(const google::protobuf::Message& message) {
  Struct fields;
  if (!google::protobuf::util::JsonStringToMessage(FormatJson(message), &fields).ok()) return "";
  YAML::Emitter out;
  Emit(fields, out);
  return std::string(out.c_str()) + "\n";
}

}  // namespace santong::cli
