// The words of the pages in one language: client/portal/words.
#pragma once

#include <initializer_list>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace santong::pages {

enum class Language { kChinese, kEnglish };

class Words {
 public:
  // Reads a catalogue: one JSON object from key to words. INVALID_ARGUMENT for anything else.
  static absl::StatusOr<Words> Read(const std::string& json);

  // The words under the key with $0, $1… replaced; the key itself where the catalogue has none,
  // which a test forbids.
  std::string Say(absl::string_view key,
                  std::initializer_list<absl::string_view> values = {}) const;
  // The words of an enum's value, under its name in lower case; empty for its zero.
  std::string Say(const google::protobuf::EnumDescriptor* type, int value) const;
  bool Has(absl::string_view key) const { return words_.find(key) != words_.end(); }
  const std::map<std::string, std::string, std::less<>>& all() const { return words_; }

 private:
  std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace santong::pages
