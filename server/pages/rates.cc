#include "server/pages/rates.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace santong::pages {
namespace {

constexpr int kJurisdictionsMax = 1000;
constexpr int kYearsOffered = 10;
constexpr int kFirstYear = 1949;
constexpr int kPictureWidth = 1000;  // of the view box
constexpr int kBasisPoints = 10'000;

std::vector<v1::Jurisdiction> JurisdictionsOf(const Visit& visit) {
  v1::ListJurisdictionsRequest request;
  request.set_page_size(kJurisdictionsMax);
  v1::ListJurisdictionsResponse response;
  (void)visit.api.Call(&v1::AdminService::Stub::ListJurisdictions, request, &response);
  return {response.jurisdictions().begin(), response.jurisdictions().end()};
}

// The first that no other is above of.
std::string TopmostOf(const std::vector<v1::Jurisdiction>& all) {
  for (const v1::Jurisdiction& one : all) {
    if (one.parent().empty()) return one.name();
  }
  return all[0].name();
}

int YearOf(const Visit& visit, int this_year) {
  int year = 0;
  const bool is_year = absl::SimpleAtoi(visit.Query("year"), &year);
  return is_year && kFirstYear <= year && year <= this_year ? year : this_year;
}

// To count reads every document: what was counted is kept until the register or the day changes.
grpc::Status CountOf(const Site& site, const Visit& visit, const std::string& jurisdiction,
                     int year, v1::Statistics* statistics) {
  const std::string key = absl::StrCat("statistics ", jurisdiction, " ", year);
  const gateway::RegisterState state = site.options().state();
  if (const auto kept = site.cache().Find(key, state); kept != nullptr) {
    if (statistics->ParseFromString(kept->plain())) return grpc::Status::OK;
  }
  v1::GetStatisticsRequest request;
  request.set_jurisdiction(jurisdiction);
  request.set_start_date(absl::StrFormat("%04d-01-01", year));
  request.set_end_date(absl::StrFormat("%04d-12-31", year));
  request.set_with_year_before(true);
  grpc::Status status = visit.api.Call(&v1::TaskService::Stub::GetStatistics, request, statistics);
  if (status.ok() && state.event_sequence != 0)
    site.cache().Put(key, state, statistics->SerializeAsString());
  return status;
}

void AddOption(const char* section, const std::string& value, const std::string& words, bool chosen,
               Dictionary& form) {
  Dictionary* option = form.AddSectionDictionary(section);
  option->SetValue("VALUE", value);
  option->SetValue("WORDS", words);
  if (chosen) option->ShowSection("CHOSEN");
}

void ShowIndicators(const v1::StatisticsRow& figures, const Visit& visit, Dictionary& section) {
  const bool chinese = visit.language == Language::kChinese;
  for (const v1::Indicator& indicator : figures.indicators()) {
    Dictionary* row = section.AddSectionDictionary("RATE");
    row->SetValue("TITLE", chinese ? indicator.title_zh() : indicator.title_en());
    row->SetValue("DEFINITION", chinese ? indicator.definition_zh() : indicator.definition_en());
    row->SetValue("RATE", RateOf(indicator));
    row->SetValue("PARTS", absl::StrCat(indicator.numerator(), " / ", indicator.denominator()));
    row->SetIntValue("WIDTH", indicator.basis_points() * kPictureWidth / kBasisPoints);
    Show(*row, "BEFORE", YearBeforeOf(indicator, visit.words));
  }
}

void ShowObjections(const v1::StatisticsRow& figures, const Visit& visit, Dictionary& section) {
  int64_t longest = 1;
  for (const v1::CaseCount& count : figures.objections())
    longest = std::max(longest, count.count());
  for (const v1::CaseCount& count : figures.objections()) {
    Dictionary* row = section.AddSectionDictionary("OBJECTIONS");
    row->SetValue("TITLE",
                  visit.language == Language::kChinese ? count.title_zh() : count.title_en());
    row->SetValue("COUNT", absl::StrCat(count.count()));
    row->SetValue("WIDTH", absl::StrCat(count.count() * kPictureWidth / longest));
  }
  if (figures.has_objection_days_median()) {
    Show(section, "DAYS",
         visit.words.Say("rates_days", {absl::StrCat(figures.objection_days_median()),
                                        absl::StrCat(figures.objection_days_longest())}));
  }
}

}  // namespace

std::string RateOf(const v1::Indicator& indicator) {
  if (!indicator.has_basis_points()) return "–";
  return absl::StrFormat("%.2f %%", indicator.basis_points() / 100.0);
}

std::string YearBeforeOf(const v1::Indicator& indicator, const Words& words) {
  if (!indicator.has_numerator_before()) return "";
  const std::string change =
      indicator.has_change_basis_points()
          ? absl::StrFormat("%+.2f %%", static_cast<double>(indicator.change_basis_points()) / 100)
          : "–";
  return words.Say("rates_before", {absl::StrCat(indicator.numerator_before()), change});
}

grpc::Status ShowRates(const Site& site, const Visit& visit, Dictionary& body) {
  const std::vector<v1::Jurisdiction> all = JurisdictionsOf(visit);
  if (all.empty()) return grpc::Status::OK;
  std::string jurisdiction = visit.Query("jurisdiction");
  if (jurisdiction.empty()) jurisdiction = TopmostOf(all);
  const int this_year = static_cast<int>(site.options().today().year());
  const int year = YearOf(visit, this_year);
  v1::Statistics statistics;
  grpc::Status status = CountOf(site, visit, jurisdiction, year, &statistics);
  const bool busy = status.error_code() == grpc::StatusCode::UNAVAILABLE;
  if (!status.ok() && !busy) return status;

  Dictionary& section = *body.AddSectionDictionary("RATES");
  Include(section, "MODES", "modes.html");
  for (const v1::Jurisdiction& one : all)
    AddOption("PLACE", one.name(), one.display_name(), one.name() == jurisdiction, section);
  for (int offered = this_year; offered > this_year - kYearsOffered; --offered)
    AddOption("YEAR", absl::StrCat(offered), absl::StrCat(offered), offered == year, section);
  if (busy) {
    section.ShowSection("BUSY");
    return grpc::Status::OK;
  }
  Dictionary& counted = *section.AddSectionDictionary("COUNTED");
  counted.SetValue("CAPTION",
                   visit.words.Say("rates_caption", {statistics.display_name(), absl::StrCat(year),
                                                     statistics.as_of_date()}));
  ShowIndicators(statistics.total(), visit, counted);
  ShowObjections(statistics.total(), visit, counted);
  return grpc::Status::OK;
}

}  // namespace santong::pages
