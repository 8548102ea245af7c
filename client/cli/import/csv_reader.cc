#include "client/cli/import/csv_reader.h"

#include <csv.h>

#include "client/cli/local_error.h"

namespace santong::cli {
namespace {

// As much as one line of JSON may have: a quote that is never closed makes one row of all the rest.
constexpr size_t kRowBytesMax = 16 << 20;

}  // namespace

struct CsvReader::Parser {
  csv_parser csv{};
  bool ended = false;
  int64_t rows = 0;
  std::vector<std::string> row;                // under construction
  std::deque<std::vector<std::string>> ready;  // whole and not yet taken

  Parser() { csv_init(&csv, CSV_APPEND_NULL); }
  ~Parser() { csv_free(&csv); }

  static void OnField(void* bytes, size_t size, void* self) {
    static_cast<Parser*>(self)->row.emplace_back(static_cast<const char*>(bytes), size);
  }
  static void OnRow(int, void* self) {
    auto* parser = static_cast<Parser*>(self);
    ++parser->rows;
    parser->ready.push_back(std::move(parser->row));
    parser->row.clear();
  }
};

CsvReader::CsvReader(std::unique_ptr<TextSource> text)
    : text_(std::move(text)), parser_(std::make_unique<Parser>()) {}

CsvReader::~CsvReader() = default;

absl::StatusOr<bool> CsvReader::Next(std::vector<std::string>* row) {
  size_t bytes = 0;
  while (parser_->ready.empty() && !parser_->ended) {
    if (bytes > kRowBytesMax) return Misuse(say::kLineTooLong, parser_->rows + 1);
    std::string piece;
    const auto more = text_->Append(&piece);
    if (!more.ok()) return more.status();
    bytes += piece.size();
    csv_parse(&parser_->csv, piece.data(), piece.size(), Parser::OnField, Parser::OnRow,
              parser_.get());
    if (*more) continue;
    parser_->ended = true;
    // Only now: a quote within a field is taken as it stands, but one that is open at the end is
    // not.
    csv_set_opts(&parser_->csv, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    if (csv_fini(&parser_->csv, Parser::OnField, Parser::OnRow, parser_.get()) != 0) {
      return Misuse(say::kQuoteNotClosed);
    }
  }
  if (parser_->ready.empty()) return false;
  *row = std::move(parser_->ready.front());
  parser_->ready.pop_front();
  return true;
}

}  // namespace santong::cli
