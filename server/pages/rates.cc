#include "server/pages/rates.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace santong::pages {
namespace {

constexpr int kPageSize = 1000;
constexpr size_t kPlacesMax = 5000;  // that the form offers
constexpr int kYearsOffered = 10;
constexpr int kFirstYear = 1949;
constexpr int kPictureWidth = 1000;  // of the view box
constexpr int kBasisPoints = 10'000;

// By code.
std::vector<v1::Jurisdiction> JurisdictionsOf(const Visit& visit) {
  std::vector<v1::Jurisdiction> all;
  v1::ListJurisdictionsRequest request;
  request.set_page_size(kPageSize);
  do {
    v1::ListJurisdictionsResponse page;
    if (!visit.api.Call(&v1::AdminService::Stub::ListJurisdictions, request, &page).ok()) break;
    all.insert(all.end(), page.jurisdictions().begin(), page.jurisdictions().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && all.size() < kPlacesMax);
  return all;
}

// Those that no other is above of.
std::vector<v1::Jurisdiction> TopmostOf(const std::vector<v1::Jurisdiction>& all) {
  std::vector<v1::Jurisdiction> topmost;
  std::copy_if(all.begin(), all.end(), std::back_inserter(topmost),
               [](const v1::Jurisdiction& one) { return one.parent().empty(); });
  return topmost;
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
  // The days of a running year that have been are not beside all of the year before.
  request.set_with_year_before(year < site.options().today().year());
  grpc::Status status = visit.api.Call(&v1::TaskService::Stub::GetStatistics, request, statistics);
  // It may have been counted a while ago: it is kept for what it was counted from, and not for now.
  if (status.ok() && state.event_sequence != 0) {
    site.cache().Put(key, {statistics->event_sequence(), statistics->as_of_date()},
                     statistics->SerializeAsString());
  }
  return status;
}

void AddOption(const char* section, const std::string& value, const std::string& words, bool chosen,
               Dictionary& form) {
  Dictionary* option = form.AddSectionDictionary(section);
  option->SetValue("VALUE", value);
  option->SetValue("WORDS", words);
  if (chosen) option->ShowSection("CHOSEN");
}

// Where there are several, none counts for the others: each is a link.
void ShowTopmost(const std::vector<v1::Jurisdiction>& topmost, const std::string& chosen, int year,
                 const Visit& visit, Dictionary& section) {
  Dictionary* places = section.AddSectionDictionary("TOPMOST");
  for (const v1::Jurisdiction& one : topmost) {
    Dictionary* place = places->AddSectionDictionary("TOP");
    place->SetValue("URL", visit.Link("/statistics", {{"jurisdiction", one.name()},
                                                      {"year", absl::StrCat(year)}}));
    place->SetValue("WORDS", one.display_name());
    if (one.name() == chosen) place->ShowSection("CURRENT");
  }
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
  const std::vector<v1::Jurisdiction> topmost = TopmostOf(all);
  if (jurisdiction.empty()) jurisdiction = (topmost.empty() ? all : topmost)[0].name();
  const int this_year = static_cast<int>(site.options().today().year());
  const int year = YearOf(visit, this_year);
  v1::Statistics statistics;
  grpc::Status status = CountOf(site, visit, jurisdiction, year, &statistics);
  const bool busy = status.error_code() == grpc::StatusCode::UNAVAILABLE;
  if (!status.ok() && !busy) return status;

  Dictionary& section = *body.AddSectionDictionary("RATES");
  Include(section, "MODES", "modes.html");
  if (topmost.size() > 1) ShowTopmost(topmost, jurisdiction, year, visit, section);
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
