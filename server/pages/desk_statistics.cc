// The desk: the rates of a period with the cases that each counts.
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "santong/v1/task_service.pb.h"
#include "server/pages/desk.h"
#include "server/pages/desk_record.h"
#include "server/pages/desk_routes.h"
#include "server/pages/desk_view.h"
#include "server/pages/rates.h"
#include "server/pages/refusal.h"

namespace santong::pages {
namespace {

using google::protobuf::RepeatedPtrField;

void ShowCases(const RepeatedPtrField<std::string>& cases, const char* section, const Visit& visit,
               Dictionary* row) {
  for (const std::string& name : cases) AddLink(*row, section, visit.Link(DeskPath(name)), name);
}

void ShowRow(const v1::StatisticsRow& figures, const std::string& heading, const Visit& visit,
             Dictionary& body) {
  const bool chinese = visit.language == Language::kChinese;
  Dictionary* part = body.AddSectionDictionary("PART");
  part->SetValue("HEADING", heading);
  for (const v1::Indicator& indicator : figures.indicators()) {
    Dictionary* row = part->AddSectionDictionary("RATE");
    row->SetValue("TITLE", chinese ? indicator.title_zh() : indicator.title_en());
    row->SetValue("DEFINITION", chinese ? indicator.definition_zh() : indicator.definition_en());
    row->SetValue("RATE", RateOf(indicator));
    row->SetValue("PARTS", absl::StrCat(indicator.numerator(), " / ", indicator.denominator()));
    row->SetIntValue("WIDTH", indicator.basis_points() / 100);
    Show(*row, "BEFORE", YearBeforeOf(indicator, visit.words));
    ShowCases(indicator.counted(), "COUNTED", visit, row);
    ShowCases(indicator.not_counted(), "NOT_COUNTED", visit, row);
  }
  for (const v1::CaseCount& count : figures.objections()) {
    Dictionary* row = part->AddSectionDictionary("OBJECTIONS");
    row->SetValue("TITLE", chinese ? count.title_zh() : count.title_en());
    row->SetValue("N", absl::StrCat(count.count()));
    ShowCases(count.cases(), "COUNTED", visit, row);
  }
}

}  // namespace

gateway::HttpResponse DeskStatistics(const Site& site, const Visit& visit) {
  const auto clerk = ClerkOf(visit.request);
  if (!clerk.has_value()) return ToLogin(visit);
  const absl::CivilDay today = site.options().today();
  v1::GetStatisticsRequest request;
  request.set_start_date(visit.Query("from"));
  request.set_end_date(visit.Query("to"));
  if (request.start_date().empty())
    request.set_start_date(absl::FormatCivilTime(absl::CivilDay(today.year(), 1, 1)));
  if (request.end_date().empty()) request.set_end_date(absl::FormatCivilTime(today));
  request.set_with_cases(true);
  request.set_with_year_before(true);
  v1::Statistics statistics;
  const grpc::Status status = CallAs(site, visit, clerk->token,
                                     "santong.v1.TaskService/GetStatistics", request, &statistics);
  if (!status.ok()) return DeskRefusal(site, visit, status);
  View view(site, visit, "desk_statistics.html", visit.words.Say("desk_statistics"));
  FillDesk(site, visit, *clerk, view);
  Dictionary& body = view.body();
  body.SetValue("FROM", request.start_date());
  body.SetValue("TO", request.end_date());
  body.SetValue("STATISTICS_URL", visit.Link("/desk/statistics"));
  ShowRow(statistics.total(), visit.words.Say("desk_all_organs"), visit, body);
  for (const v1::StatisticsRow& row : statistics.organs())
    ShowRow(row, row.display_name().empty() ? row.organ() : row.display_name(), visit, body);
  return view.Answer();
}

}  // namespace santong::pages
