#include "storage/search/holding.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "storage/search/sqlite_query.h"

namespace santong::search {
namespace {

// Stands in no title and no number.
constexpr char kBetween[] = "\x1f";

// The columns of a row from `begin` to `end`.
std::string LineOf(absl::string_view table, const Statement& row, int begin, int end) {
  std::string line(table);
  for (int column = begin; column < end; ++column)
    absl::StrAppend(&line, kBetween, row.Text(column));
  return line;
}

template <typename... Values>
std::string Line(absl::string_view table, const Values&... values) {
  return absl::StrJoin({std::string(table), absl::StrCat(values)...}, kBetween);
}

struct Table {
  const char* name;
  const char* sql;  // the document, then `columns` more
  int columns;
};
// The columns in the order in which LinesOf writes them. A day that is absent is kNoDay.
constexpr Table kTables[] = {
    {"entry",
     "SELECT document, version, title, printed_title, organ, jurisdiction, subject, kind, year,"
     " ifnull(published_day, ?3), ifnull(effective_day, ?3), ifnull(written_day, ?3),"
     " from_day, to_day FROM entry WHERE document BETWEEN ?1 AND ?2",
     13},
    {"state",
     "SELECT document, from_day, to_day, state, valid FROM state_span"
     " WHERE document BETWEEN ?1 AND ?2 AND ?3 IS NOT NULL",
     4},
    {"citation",
     "SELECT document, ordinal, title, number, folded_title, folded_number FROM citation"
     " WHERE document BETWEEN ?1 AND ?2 AND ?3 IS NOT NULL",
     5},
};

absl::Status ReadTables(Connection& connection, int64_t first, int64_t last, Holding* holding) {
  if (absl::Status status = ReadProgress(connection, &holding->progress); !status.ok())
    return status;
  for (const Table& table : kTables) {
    auto statement = connection.Prepare(table.sql);
    if (!statement.ok()) return statement.status();
    statement->Bind(first).Bind(last).Bind(kNoDay);
    while (true) {
      auto row = statement->Step();
      if (!row.ok()) return row.status();
      if (!*row) break;
      holding->lines[statement->Integer(0)].push_back(
          LineOf(table.name, *statement, 1, 1 + table.columns));
    }
  }
  for (auto& [document, lines] : holding->lines) std::sort(lines.begin(), lines.end());
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> LinesOf(const Record& record) {
  std::vector<std::string> lines;
  if (record.texts.empty()) return lines;
  for (const Text& text : record.texts) {
    lines.push_back(Line("entry", text.version, record.title, record.printed_title, record.organ,
                         record.jurisdiction, record.subject, record.kind, record.year,
                         record.published_day, record.effective_day, record.written_day,
                         text.from_day, text.to_day));
  }
  for (const StateSpan& span : record.states)
    lines.push_back(Line("state", span.from_day, span.to_day, span.state, int{span.valid}));
  int64_t ordinal = 0;
  for (const Citation& citation : record.citations) {
    lines.push_back(Line("citation", ordinal++, citation.title, citation.number,
                         citation.folded_title, citation.folded_number));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

absl::Status CheckPages(Connection& connection) {
  auto statement = connection.Prepare("PRAGMA integrity_check(1)");
  if (!statement.ok()) return statement.status();
  auto row = statement->Step();
  if (!row.ok()) return row.status();
  const std::string said = *row ? statement->Text(0) : "no answer";
  return said == "ok" ? absl::OkStatus()
                      : absl::DataLossError(absl::StrCat("search index: ", said));
}

absl::Status ReadHolding(Connection& connection, int64_t first, int64_t last, Holding* holding) {
  if (absl::Status status = connection.Execute("BEGIN"); !status.ok()) return status;
  absl::Status status = ReadTables(connection, first, last, holding);
  // It has read only; one that failed ends as well, since its connection may be used again.
  absl::Status ended = connection.Execute("COMMIT");
  return status.ok() ? ended : status;
}

}  // namespace santong::search
