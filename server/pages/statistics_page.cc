// What the catalogue holds and what its offices have done, as bars with the table behind each.
#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "server/pages/counts.h"
#include "server/pages/rates.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"
#include "server/pages/search_query.h"

namespace santong::pages {
namespace {

constexpr int kBarsMax = 20;
constexpr int kPictureWidth = 1000;  // of the view box; the longest bar takes it all

struct ChartRow {
  const char* field;
  const char* heading;
};
constexpr std::array kCharts = std::to_array<ChartRow>({
    {"state", "chart_state"},
    {"year", "chart_year"},
    {"organ", "chart_organ"},
    {"subject", "chart_subject"},
    {"kind", "chart_kind"},
});

void AddChart(const ChartRow& chart, const Counts& counts, const Visit& visit, Dictionary& body) {
  const auto found = counts.by_field.find(chart.field);
  if (found == counts.by_field.end() || found->second.empty()) return;
  Dictionary* section = body.AddSectionDictionary("CHART");
  section->SetValue("HEADING", visit.words.Say(chart.heading));
  section->SetValue("CHART_ID", absl::StrCat("chart-", chart.field));
  int64_t longest = 1;
  for (const auto& [value, count] : found->second) longest = std::max(longest, count);
  int left = kBarsMax;
  for (const auto& [value, count] : found->second) {
    if (left-- == 0) break;
    Dictionary* bar = section->AddSectionDictionary("BAR");
    bar->SetValue("WORDS", FilterWords(visit, chart.field, value));
    bar->SetValue("COUNT", absl::StrCat(count));
    bar->SetValue("WIDTH", absl::StrCat(std::max<int64_t>(1, count * kPictureWidth / longest)));
    bar->SetValue("URL", visit.Link("/search", {{chart.field, value}}));
  }
  if (found->second.size() > kBarsMax)
    section->SetValueAndShowSection("CUT", visit.words.Say("chart_cut", {absl::StrCat(kBarsMax)}),
                                    "IS_CUT");
}

}  // namespace

gateway::HttpResponse StatisticsPage(const Site& site, const Visit& visit) {
  Counts counts;
  if (grpc::Status status = CountAll(visit, &counts); !status.ok())
    return RefusalPage(site, visit, status);
  View view(site, visit, "statistics.html", visit.words.Say("statistics_title"));
  Dictionary& body = view.body();
  body.SetValue("VALID", absl::StrCat(counts.valid));
  body.SetValue("NOT_VALID", absl::StrCat(counts.not_valid));
  body.SetValue("ALL", absl::StrCat(counts.valid + counts.not_valid));
  if (counts.are_bounds) body.ShowSection("BOUNDS");
  if (grpc::Status status = ShowRates(site, visit, body); !status.ok())
    return RefusalPage(site, visit, status);
  for (const ChartRow& chart : kCharts) AddChart(chart, counts, visit, body);
  return view.Answer();
}

}  // namespace santong::pages
