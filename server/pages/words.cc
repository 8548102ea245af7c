#include "server/pages/words.h"

#include <functional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace santong::pages {

absl::StatusOr<Words> Words::Read(const std::string& json) {
  google::protobuf::Struct catalogue;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &catalogue);
  if (!status.ok()) return absl::InvalidArgumentError(status.ToString());
  Words words;
  for (const auto& [key, value] : catalogue.fields()) {
    if (value.kind_case() != google::protobuf::Value::kStringValue)
      return absl::InvalidArgumentError(absl::StrCat(key, " has no words"));
    words.words_.emplace(key, value.string_value());
  }
  return words;
}

std::string Words::Say(absl::string_view key,
                       std::initializer_list<absl::string_view> values) const {
  const auto found = words_.find(key);
  if (found == words_.end()) return std::string(key);
  std::vector<std::pair<std::string, absl::string_view>> places;
  for (absl::string_view value : values)
    places.emplace_back(absl::StrCat("$", places.size()), value);
  return absl::StrReplaceAll(found->second, places);
}

std::string Words::Say(const google::protobuf::EnumDescriptor* type, int value) const {
  const auto* descriptor = type->FindValueByNumber(value);
  if (descriptor == nullptr || descriptor->number() == 0) return "";
  return Say(absl::AsciiStrToLower(descriptor->name()));
}

}  // namespace santong::pages
