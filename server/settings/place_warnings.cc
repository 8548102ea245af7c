#include "server/settings/place_warnings.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/policy/leaf.h"

namespace santong::settings {
namespace {

bool IsWithin(const Settings& settings, const std::string& place, absl::string_view top) {
  if (top.empty()) return true;
  for (std::string at = place; !at.empty(); at = settings.ParentOf(at)) {
    if (at == top) return true;
  }
  return false;
}

std::set<std::string> PlacesWithLegalOffice(const Settings& settings) {
  std::set<std::string> places;
  for (const auto& [name, organ] : settings.organs) {
    if (organ.kind() == v1::ORGAN_KIND_LEGAL_OFFICE) places.insert(Settings::JurisdictionOf(name));
  }
  return places;
}

v1::PlaceWarning WithoutLegalOffice(const v1::Jurisdiction& place) {
  v1::PlaceWarning warning;
  warning.set_jurisdiction(place.name());
  warning.set_text_zh(absl::StrCat(place.display_name(), "（", place.name(),
                                   "）由制定机关自行登记（registrar_model = "
                                   "issuer），但没有法制机构：备案审查、异议和清理无人办理。"
                                   "请建立种类为 LEGAL_OFFICE 的机关，或者改由法制机构登记。"));
  warning.set_text_en(absl::StrCat(
      "In ", place.display_name(), " (", place.name(),
      ") issuers register by themselves (registrar_model = issuer) and there is no legal office: "
      "nobody can review filings, decide objections or run cleanups. Create an organ of the kind "
      "LEGAL_OFFICE, or let the legal office register."));
  return warning;
}

}  // namespace

std::vector<v1::PlaceWarning> PlaceWarnings(const Settings& settings, absl::string_view top,
                                            absl::CivilDay day) {
  const std::set<std::string> with_office = PlacesWithLegalOffice(settings);
  std::vector<v1::PlaceWarning> warnings;
  for (const auto& [name, place] : settings.jurisdictions) {
    if (with_office.count(name) > 0 || !IsWithin(settings, name, top)) continue;
    if (settings.policies->On(name, day).Text(policy::kRegistrarModel) == "issuer")
      warnings.push_back(WithoutLegalOffice(place));
  }
  return warnings;
}

}  // namespace santong::settings
