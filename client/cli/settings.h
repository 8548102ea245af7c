// Where each setting comes from: flag, then environment, then the profile in the configuration
// file, then the default.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "client/cli/words.h"

namespace santong::cli {

// What can be set. The key is its name in the configuration file, "--key-with-dashes" its flag and
// SANTONG_KEY its variable in the environment.
struct Setting {
  const char* key;
  const char* default_value;
  bool is_switch;  // a flag without a value; "true" or "false" elsewhere
  const Words* help;
};

absl::Span<const Setting> AllSettings();
std::string FlagName(const Setting& setting);         // "--token-file"
std::string EnvironmentName(const Setting& setting);  // "SANTONG_TOKEN_FILE"

inline constexpr char kDefaultOrigin[] = "default";

// A setting as it counts, and who said so.
struct Value {
  std::string text;
  std::string
      origin;  // "--lang", "SANTONG_LANG", "LANG", "config.yaml (profile office)", kDefaultOrigin
};

class Settings {
 public:
  using Environment = std::function<const char*(const char*)>;

  // `flags` are those given on the command line, by key. Reads --config, $SANTONG_CONFIG or
  // $XDG_CONFIG_HOME/santong/config.yaml (which need not exist). INVALID_ARGUMENT for a file that
  // cannot be read, an unknown key (with the one that was probably meant) or an unknown profile.
  static absl::StatusOr<Settings> Load(const std::map<std::string, std::string>& flags,
                                       const Environment& environment);

  const Value& Get(const std::string& key) const { return values_.at(key); }
  const std::string& Text(const std::string& key) const { return Get(key).text; }
  bool On(const std::string& key) const { return Text(key) == "true"; }
  // The file that was read, or that would be; and whether it exists.
  const std::string& file() const { return file_; }
  bool file_exists() const { return file_exists_; }
  const std::string& profile() const { return profile_; }

 private:
  std::map<std::string, Value> values_;
  std::string file_;
  bool file_exists_ = false;
  std::string profile_;
};

// Which language the words are in: zh unless the setting or, where that is not given, the locale
// says English.
Language LanguageOf(const Settings& settings);

}  // namespace santong::cli
