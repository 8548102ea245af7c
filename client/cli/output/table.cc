#include "client/cli/output/table.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/cli/local_error.h"
#include "client/cli/output/width.h"

namespace santong::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;  // a column is not made narrower than this

using Lines = std::vector<std::vector<std::string>>;

std::string OneLine(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\r\n", " "}, {"\n", " "}, {"\t", " "}});
}

std::vector<int> Widths(const Lines& lines, size_t columns, int ambiguous) {
  std::vector<int> widths(columns, 0);
  for (const auto& line : lines) {
    for (size_t i = 0; i < columns; ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(line[i], ambiguous));
    }
  }
  return widths;
}

// Takes columns from the widest that may be shortened until the line fits or none is left.
void Fit(const std::vector<Column>& columns, int line_width, std::vector<int>* widths) {
  int total = -kGap;
  for (const int width : *widths) total += width + kGap;
  while (total > line_width) {
    int widest = -1;
    for (size_t i = 0; i < columns.size(); ++i) {
      const bool may = !columns[i].fixed && (*widths)[i] > kNarrowest;
      if (may && (widest < 0 || (*widths)[i] > (*widths)[widest])) widest = static_cast<int>(i);
    }
    if (widest < 0) return;
    --(*widths)[widest];
    --total;
  }
}

}  // namespace

Cell Plain(absl::string_view text) { return {std::string(text), std::string(text)}; }

absl::Status Table::Select(const std::vector<std::string>& keys) {
  std::vector<size_t> places;
  for (const std::string& key : keys) {
    const auto it = std::find_if(columns.begin(), columns.end(),
                                 [&key](const Column& column) { return column.key == key; });
    if (it == columns.end()) {
      const std::string known = absl::StrJoin(
          columns, ", ", [](std::string* out, const Column& c) { absl::StrAppend(out, c.key); });
      return Misuse(say::kColumnUnknown, key, known);
    }
    places.push_back(it - columns.begin());
  }
  Table chosen;
  for (const size_t place : places) chosen.columns.push_back(columns[place]);
  for (const auto& row : rows) {
    auto& out = chosen.rows.emplace_back();
    for (const size_t place : places) out.push_back(row[place]);
  }
  *this = std::move(chosen);
  return absl::OkStatus();
}

std::string FormatTable(const Table& table, const TableLayout& layout) {
  Lines lines;
  if (layout.headings) {
    auto& line = lines.emplace_back();
    for (const Column& column : table.columns) line.push_back(column.title);
  }
  for (const auto& row : table.rows) {
    auto& line = lines.emplace_back();
    for (const Cell& cell : row) line.push_back(OneLine(cell.shown));
  }
  auto widths = Widths(lines, table.columns.size(), layout.ambiguous_width);
  if (layout.line_width > 0) Fit(table.columns, layout.line_width, &widths);
  std::string text;
  for (const auto& line : lines) {
    std::string out;
    for (size_t i = 0; i < line.size(); ++i) {
      const std::string cell = Truncate(line[i], widths[i], layout.ambiguous_width);
      const int blanks = widths[i] + kGap - DisplayWidth(cell, layout.ambiguous_width);
      absl::StrAppend(&out, cell, std::string(blanks, ' '));
    }
    absl::StrAppend(&text, absl::StripTrailingAsciiWhitespace(out), "\n");
  }
  return text;
}

}  // namespace santong::cli
