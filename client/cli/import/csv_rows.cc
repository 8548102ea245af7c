// Rows of an import from CSV.
#include <simdjson.h>

#include "client/cli/import/csv_reader.h"
#include "client/cli/import/row_source.h"
#include "client/cli/local_error.h"
#include "client/cli/output/csv.h"

namespace santong::cli {
namespace {

class CsvRows final : public RowSource {
 public:
  CsvRows(std::unique_ptr<CsvReader> reader, std::vector<std::string> headings)
      : reader_(std::move(reader)), headings_(std::move(headings)) {}

  absl::StatusOr<Found> Next(v1::ImportRow* row, std::string* problem) override {
    std::vector<std::string> cells;
    const auto more = reader_->Next(&cells);
    if (!more.ok()) return more.status();
    if (!*more) return Found::kEnd;
    row->set_row(++number_);
    if (keeps_source_) source_ = FormatCsvLine(cells);
    if (cells.size() > headings_.size()) {
      *problem = absl::StrCat(cells.size(), " > ", headings_.size());
      return Found::kBadRow;
    }
    for (size_t i = 0; i < cells.size(); ++i) {
      // One broken cell would make the whole message unreadable to the server.
      if (!simdjson::validate_utf8(cells[i])) {
        *problem = absl::StrCat(headings_[i], ": UTF-8");
        return Found::kBadRow;
      }
      // Two columns may fill one field, 成文日期 and 发文日期: an empty one takes nothing away.
      std::string* field = cells[i].empty() ? nullptr : RowField(row, headings_[i]);
      if (field != nullptr) *field = std::move(cells[i]);
    }
    return Found::kRow;
  }

  double Fraction() const override { return reader_->text().bytes().Fraction(); }
  std::string Source() const override { return source_; }
  std::string Heading() const override { return FormatCsvLine(headings_); }

 private:
  std::unique_ptr<CsvReader> reader_;
  const std::vector<std::string> headings_;
  std::string source_;
  int64_t number_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RowSource>> MakeCsvRows(std::unique_ptr<TextSource> text) {
  auto reader = std::make_unique<CsvReader>(std::move(text));
  std::vector<std::string> headings;
  const auto more = reader->Next(&headings);
  if (!more.ok()) return more.status();
  v1::ImportRow row;
  int known = 0;
  for (const auto& heading : headings) known += RowField(&row, heading) != nullptr;
  if (known == 0) return Misuse(say::kNoKnownColumn);
  return std::make_unique<CsvRows>(std::move(reader), std::move(headings));
}

}  // namespace santong::cli
