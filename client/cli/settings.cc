#include "client/cli/settings.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <ios>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/local_error.h"
#include "server/domain/text/similar.h"

namespace santong::cli {
namespace {

constexpr Setting kSettings[] = {
    {"address", "127.0.0.1:7630", false, &say::kHelpAddress},
    {"token_file", "", false, &say::kHelpTokenFile},
    {"tls", "false", true, &say::kHelpTls},
    {"ca_file", "", false, &say::kHelpCaFile},
    {"certificate_file", "", false, &say::kHelpCertificateFile},
    {"key_file", "", false, &say::kHelpKeyFile},
    {"server_name", "", false, &say::kHelpServerName},
    {"timeout", "10", false, &say::kHelpTimeout},
    {"jurisdiction", "", false, &say::kHelpJurisdictionSetting},
    {"output", "table", false, &say::kHelpOutput},
    {"lang", "zh", false, &say::kHelpLang},
    {"ambiguous_width", "1", false, &say::kHelpAmbiguousWidth},
    {"no_color", "false", true, &say::kHelpNoColor},
};

// Settings of the file that are no setting of a profile.
constexpr char kProfile[] = "profile";
constexpr char kProfiles[] = "profiles";

std::string ConfigFile(const std::map<std::string, std::string>& flags,
                       const Settings::Environment& environment) {
  if (const auto it = flags.find("config"); it != flags.end()) return it->second;
  if (const char* path = environment("SANTONG_CONFIG")) return path;
  const char* folder = environment("XDG_CONFIG_HOME");
  if (folder != nullptr && *folder != '\0') return absl::StrCat(folder, "/santong/config.yaml");
  const char* home = environment("HOME");
  return absl::StrCat(home == nullptr ? "" : home, "/.config/santong/config.yaml");
}

absl::Status UnknownKey(const std::string& file, const std::string& key) {
  std::vector<std::string> known = {kProfile, kProfiles};
  for (const Setting& setting : kSettings) known.push_back(setting.key);
  const std::string meant = text::MostSimilar(key, known);
  if (!meant.empty()) return Misuse(say::kConfigKeyMeant, file, key, meant);
  return Misuse(say::kConfigKeyUnknown, file, key, absl::StrJoin(known, ", "));
}

// Reads the settings of one level of the file into `values`.
absl::Status ReadLevel(const YAML::Node& node, const std::string& file, const std::string& origin,
                       bool top, std::map<std::string, Value>* values) {
  if (!node.IsMap()) {
    return Misuse(say::kConfigNoMap, origin);
  }
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (top && (key == kProfile || key == kProfiles)) continue;
    if (values->find(key) == values->end()) return UnknownKey(file, key);
    if (!entry.second.IsScalar()) {
      return Misuse(say::kConfigOneValue, origin, key);
    }
    (*values)[key] = {entry.second.as<std::string>(), origin};
  }
  return absl::OkStatus();
}

absl::Status ReadFile(const std::string& file, std::string* profile,
                      std::map<std::string, Value>* values) {
  const YAML::Node root = YAML::LoadFile(file);
  if (root.IsNull()) return absl::OkStatus();
  const absl::Status top = ReadLevel(root, file, file, /*top=*/true, values);
  if (!top.ok()) return top;
  if (profile->empty() && root[kProfile]) *profile = root[kProfile].as<std::string>();
  if (profile->empty()) return absl::OkStatus();
  if (!root[kProfiles] || !root[kProfiles][*profile]) {
    return Misuse(say::kConfigNoProfile, file, *profile);
  }
  return ReadLevel(root[kProfiles][*profile], file, absl::StrCat(file, " (", *profile, ")"),
                   /*top=*/false, values);
}

}  // namespace

absl::Span<const Setting> AllSettings() { return kSettings; }

std::string FlagName(const Setting& setting) {
  return absl::StrCat("--", absl::StrReplaceAll(setting.key, {{"_", "-"}}));
}

std::string EnvironmentName(const Setting& setting) {
  return absl::StrCat("SANTONG_", absl::AsciiStrToUpper(setting.key));
}

absl::StatusOr<Settings> Settings::Load(const std::map<std::string, std::string>& flags,
                                        const Environment& environment) {
  Settings settings;
  for (const Setting& setting : kSettings) {
    settings.values_[setting.key] = {setting.default_value, kDefaultOrigin};
  }
  // The locale is weaker than anything that names santong.
  for (const char* name : {"LANG", "LC_MESSAGES", "LC_ALL"}) {
    const char* locale = environment(name);
    if (locale != nullptr && absl::StartsWith(locale, "en"))
      settings.values_["lang"] = {"en", name};
    if (locale != nullptr && absl::StartsWith(locale, "zh"))
      settings.values_["lang"] = {"zh", name};
  }
  if (const auto it = flags.find(kProfile); it != flags.end()) {
    settings.profile_ = it->second;
  } else if (const char* profile = environment("SANTONG_PROFILE")) {
    settings.profile_ = profile;
  }
  settings.file_ = ConfigFile(flags, environment);
  std::error_code error;
  settings.file_exists_ = std::filesystem::exists(settings.file_, error);
  const bool asked_for = flags.contains("config") || environment("SANTONG_CONFIG") != nullptr ||
                         !settings.profile_.empty();
  if (settings.file_exists_) {
    try {
      const absl::Status status = ReadFile(settings.file_, &settings.profile_, &settings.values_);
      if (!status.ok()) return status;
    } catch (const YAML::Exception& exception) {
      return Misuse(say::kConfigUnreadable, settings.file_, exception.what());
    } catch (const std::ios_base::failure& failure) {  // a folder
      return Misuse(say::kConfigUnreadable, settings.file_, failure.what());
    }
  } else if (asked_for) {
    return Misuse(say::kConfigMissing, settings.file_);
  }
  for (const Setting& setting : kSettings) {
    if (const char* text = environment(EnvironmentName(setting).c_str())) {
      settings.values_[setting.key] = {text, EnvironmentName(setting)};
    }
    if (const auto it = flags.find(setting.key); it != flags.end()) {
      settings.values_[setting.key] = {it->second, FlagName(setting)};
    }
  }
  return settings;
}

Language LanguageOf(const Settings& settings) {
  return absl::StartsWith(settings.Text("lang"), "en") ? Language::kEnglish : Language::kChinese;
}

}  // namespace santong::cli
