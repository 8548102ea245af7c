// statistics: the figures of a period, and the annual report (年度报告) made of them.
#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/cli/commands/nouns.h"
#include "client/cli/exit_code.h"
#include "client/cli/output/html.h"
#include "client/cli/output/record.h"
#include "client/lib/methods.h"
#include "santong/v1/task_service.pb.h"

namespace santong::cli {
namespace {

using google::protobuf::Message;

// 9,473 → "94.73 %"; "—" when there was nothing to count.
std::string Percent(const v1::Indicator& indicator) {
  if (!indicator.has_basis_points()) return "—";
  return absl::StrFormat("%d.%02d %%", indicator.basis_points() / 100,
                         indicator.basis_points() % 100);
}

// "+40.74 %"; a dash where the year before counted none.
std::string Change(bool has_change, int64_t basis_points) {
  if (!has_change) return "—";
  const int64_t size = basis_points < 0 ? -basis_points : basis_points;
  return absl::StrFormat("%s%d.%02d %%", basis_points < 0 ? "-" : "+", size / 100, size % 100);
}

Table NewTable(bool with_year_before, Language language) {
  std::vector<const char*> keys = {"organ", "indicator", "numerator", "denominator", "rate"};
  if (with_year_before) keys.insert(keys.end(), {"numerator_before", "change_basis_points"});
  Table table;
  for (const char* key : keys) table.columns.push_back({key, FieldWord(key, language)});
  return table;
}

// What the year before adds to a row.
template <typename Figure>
void AddYearBefore(const Figure& figure, int64_t before, std::vector<Cell>* cells) {
  const bool has_change = figure.has_change_basis_points();
  cells->push_back(Plain(absl::StrCat(before)));
  cells->push_back({Change(has_change, figure.change_basis_points()),
                    has_change ? absl::StrCat(figure.change_basis_points()) : ""});
}

Cell OrganCell(const v1::StatisticsRow& row, Language language) {
  if (row.organ().empty()) return {say::kAllOrgans.In(language), ""};
  return {row.display_name(), row.organ()};
}

void AddRow(const v1::StatisticsRow& row, Language language, Table* table) {
  const bool chinese = language == Language::kChinese;
  for (const v1::Indicator& one : row.indicators()) {
    table->rows.push_back(
        {OrganCell(row, language),
         {chinese ? one.title_zh() : one.title_en(), v1::IndicatorKind_Name(one.kind())},
         Plain(absl::StrCat(one.numerator())),
         Plain(absl::StrCat(one.denominator())),
         {Percent(one), one.has_basis_points() ? absl::StrCat(one.basis_points()) : ""}});
    if (one.has_numerator_before()) AddYearBefore(one, one.numerator_before(), &table->rows.back());
  }
  for (const v1::CaseCount& count : row.objections()) {
    table->rows.push_back({OrganCell(row, language),
                           {absl::StrCat(say::kObjectionsThat.In(language),
                                         chinese ? count.title_zh() : count.title_en()),
                            count.group()},
                           Plain(absl::StrCat(count.count())),
                           Plain(""),
                           Plain("")});
    if (count.has_count_before()) AddYearBefore(count, count.count_before(), &table->rows.back());
  }
}

Table FiguresOf(const v1::Statistics& statistics, Language language) {
  Table table = NewTable(!statistics.year_before_start_date().empty(), language);
  AddRow(statistics.total(), language, &table);
  for (const v1::StatisticsRow& row : statistics.organs()) AddRow(row, language, &table);
  return table;
}

// Each number with the cases that it counts, so that anyone can count again.
Table CasesOf(const v1::Statistics& statistics, Language language) {
  const bool chinese = language == Language::kChinese;
  Table table;
  for (const char* key : {"indicator", "counted", "not_counted"}) {
    table.columns.push_back({key, FieldWord(key, language)});
  }
  for (const v1::Indicator& one : statistics.total().indicators()) {
    table.rows.push_back({{chinese ? one.title_zh() : one.title_en(), ""},
                          Plain(absl::StrJoin(one.counted(), " ")),
                          Plain(absl::StrJoin(one.not_counted(), " "))});
  }
  for (const v1::CaseCount& count : statistics.total().objections()) {
    table.rows.push_back({{chinese ? count.title_zh() : count.title_en(), count.group()},
                          Plain(absl::StrJoin(count.cases(), " ")),
                          Plain("")});
  }
  return table;
}

Table DefinitionsOf(const v1::Statistics& statistics, Language language) {
  const bool chinese = language == Language::kChinese;
  Table table;
  for (const char* key : {"indicator", "definition", "article"}) {
    table.columns.push_back({key, FieldWord(key, language)});
  }
  for (const v1::Indicator& one : statistics.total().indicators()) {
    table.rows.push_back({Plain(chinese ? one.title_zh() : one.title_en()),
                          Plain(chinese ? one.definition_zh() : one.definition_en()),
                          Plain(one.article())});
  }
  return table;
}

// The annual report as one page: the figures, what each counts, and the cases behind them.
std::string ReportOf(const v1::Statistics& statistics, Language language) {
  const bool chinese = language == Language::kChinese;
  const std::string title =
      absl::Substitute(say::kReportTitle.In(language), statistics.display_name(),
                       statistics.start_date(), statistics.end_date());
  std::vector<HtmlPart> parts;
  parts.push_back({say::kReportFigures.In(language), FiguresOf(statistics, language)});
  parts.push_back({say::kReportDefinitions.In(language), DefinitionsOf(statistics, language)});
  parts.push_back({absl::Substitute(say::kReportCases.In(language), statistics.as_of_date()),
                   CasesOf(statistics, language)});
  return FormatHtml(title, parts, chinese ? "zh-CN" : "en");
}

}  // namespace

void AddStatisticsCommands(Commands& commands) {
  const auto html = std::make_shared<std::string>();
  CallSpec spec{"statistics",
                &say::kHelpStatistics,
                &client::kGetStatistics,
                {{"--from", "start_date", Form::kPlain, true},
                 {"--to", "end_date", Form::kPlain, true},
                 {"--jurisdiction", "jurisdiction", Form::kJurisdiction},
                 {"--organ", "organ", Form::kOrgan},
                 {"--year-before", "with_year_before"}}};
  spec.prepare = [html](Session& session, Message* message) {
    auto* request = static_cast<v1::GetStatisticsRequest*>(message);
    request->set_with_cases(!html->empty());
    // An organ that is named says where it is.
    const size_t place = request->organ().find("/organs/");
    if (request->jurisdiction().empty() && place != std::string::npos)
      request->set_jurisdiction(request->organ().substr(0, place));
    return DefaultJurisdiction(session, "jurisdiction", request);
  };
  spec.show = [html](Session& session, const Message&, const Message& response) {
    const auto& statistics = static_cast<const v1::Statistics&>(response);
    if (!html->empty()) {
      const int written = WriteFile(session, *html, ReportOf(statistics, session.language()));
      // On standard output the page stands alone, so that it can be piped on.
      if (written != kExitOk || *html == "-") return written;
    }
    return session.Print(response, FiguresOf(statistics, session.language()));
  };
  AddCall(commands, commands.root(), spec)
      ->add_option("--html", *html, say::kHelpStatisticsHtml.In(commands.language()))
      ->option_text("FILE");
}

}  // namespace santong::cli
