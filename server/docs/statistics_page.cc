// Prints the rates that GetStatistics counts.
#include <string>

#include "absl/strings/str_cat.h"
#include "server/docs/markdown.h"
#include "server/docs/pages.h"

namespace santong::docs {

std::string StatisticsPage(absl::Span<const statistics::RateWords> rates) {
  std::string text = absl::StrCat(
      "# Figures · 指标\n\n", GeneratedFrom("the table of rates (server/domain/statistics)"),
      "`GetStatistics` counts these for a jurisdiction and those below it, for all organs together "
      "and for each, and lists the cases behind each number; `santong statistics` prints them and "
      "`--html` writes the annual report. What is not due yet and not done counts neither "
      "way. Anyone is told what all organs add up to, also on the portal's page of statistics; "
      "each organ's figures and the cases are for the legal office, those above it, auditors and "
      "admins. With `with_year_before` (`--year-before`) each number stands beside that of the "
      "same "
      "days of the year before (同比), both as the cases stand today.\n\n");
  absl::StrAppend(&text, TableHead({"指标", "rate", "口径", "what it divides", "source"}));
  for (const statistics::RateWords& rate : rates) {
    absl::StrAppend(&text, TableRow({rate.title_zh, rate.title_en, rate.definition_zh,
                                     rate.definition_en, rate.article}));
  }
  return text;
}

}  // namespace santong::docs
