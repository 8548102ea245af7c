// Rows of an import from JSON lines. Each line is parsed where it lies in the buffer; a value is
// copied once, into the message.
#include <simdjson.h>

#include <cstring>

#include "absl/strings/str_cat.h"
#include "client/cli/import/export_row.h"
#include "client/cli/import/row_source.h"
#include "client/cli/local_error.h"

namespace santong::cli {
namespace {

constexpr size_t kLineBytesMax = 16 << 20;

class JsonRows final : public RowSource {
 public:
  explicit JsonRows(std::unique_ptr<TextSource> text) : text_(std::move(text)) {}

  absl::StatusOr<Found> Next(v1::ImportRow* row, std::string* problem) override {
    while (true) {
      absl::string_view line;
      const auto more = NextLine(&line);
      if (!more.ok()) return more.status();
      if (!*more) return Found::kEnd;
      ++number_;
      line_ = line;
      if (line.find_first_not_of(" \t\r") == absl::string_view::npos) continue;
      row->set_row(number_);
      bool exported = false;
      const simdjson::error_code error = Fill(line, row, &exported);
      if (exported) {
        row->Clear();
        row->set_row(number_);
        if (ReadExportedRow(line, row)) return Found::kRow;
        *problem = "not a document of ExportCatalog";
        return Found::kBadRow;
      }
      if (error == simdjson::SUCCESS) return Found::kRow;
      *problem = simdjson::error_message(error);
      return Found::kBadRow;
    }
  }

  double Fraction() const override { return text_->bytes().Fraction(); }
  std::string Source() const override { return absl::StrCat(line_, "\n"); }
  std::string Heading() const override { return ""; }

 private:
  // The bytes stay where they are until the next call; behind them lie those that simdjson reads
  // past the end.
  absl::StatusOr<bool> NextLine(absl::string_view* line) {
    size_t searched = start_;
    while (true) {
      const char* from = buffer_.data() + searched;
      const size_t left = buffer_.size() - searched;
      if (const void* end = left == 0 ? nullptr : std::memchr(from, '\n', left)) {
        const size_t stop = static_cast<const char*>(end) - buffer_.data();
        *line = absl::string_view(buffer_).substr(start_, stop - start_);
        start_ = stop + 1;
        return true;
      }
      if (ended_) break;
      if (left > kLineBytesMax) return Misuse(say::kLineTooLong, number_ + 1);
      buffer_.erase(0, start_);
      searched = buffer_.size();
      start_ = 0;
      const auto more = text_->Append(&buffer_);
      if (!more.ok()) return more.status();
      ended_ = !*more;
      buffer_.reserve(buffer_.size() + simdjson::SIMDJSON_PADDING);
    }
    if (start_ == buffer_.size()) return false;
    *line = absl::string_view(buffer_).substr(start_);
    start_ = buffer_.size();
    return true;
  }

  // Stops where it sees that the line is a document of an export.
  simdjson::error_code Fill(absl::string_view line, v1::ImportRow* row, bool* exported) {
    const size_t allocated = buffer_.capacity() - (line.data() - buffer_.data());
    simdjson::ondemand::document document;
    if (const auto error = parser_.iterate(line.data(), line.size(), allocated).get(document)) {
      return error;
    }
    simdjson::ondemand::object object;
    if (const auto error = document.get_object().get(object)) return error;
    for (auto member : object) {
      simdjson::ondemand::field field;
      if (const auto error = std::move(member).get(field)) return error;
      std::string_view key;
      if (const auto error = field.unescaped_key().get(key)) return error;
      if (key == "name" && IsDocumentName(field.value())) {
        *exported = true;
        return simdjson::SUCCESS;
      }
      std::string* out = RowField(row, absl::string_view(key.data(), key.size()));
      if (out == nullptr) continue;
      if (const auto error = Take(field.value(), out)) return error;
    }
    // A second document on the line must not be passed over in silence.
    const bool ends = document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    return ends ? simdjson::SUCCESS : simdjson::TRAILING_CONTENT;
  }

  static bool IsDocumentName(simdjson::ondemand::value value) {
    constexpr std::string_view kPrefix = "documents/";
    std::string_view name;
    return value.get_string().get(name) == simdjson::SUCCESS &&
           name.substr(0, kPrefix.size()) == kPrefix;
  }

  static simdjson::error_code Take(simdjson::ondemand::value value, std::string* out) {
    simdjson::ondemand::json_type type;
    if (const auto error = value.type().get(type)) return error;
    if (type == simdjson::ondemand::json_type::string) {
      std::string_view text;
      if (const auto error = value.get_string().get(text)) return error;
      // Two names may fill one field, as two columns of CSV: an empty one takes nothing away.
      if (!text.empty()) out->assign(text.data(), text.size());
    } else if (type == simdjson::ondemand::json_type::number) {
      std::string_view token = value.raw_json_token();
      while (!token.empty() && (token.back() == ' ' || token.back() == '\t'))
        token.remove_suffix(1);
      out->assign(token.data(), token.size());
    }
    return simdjson::SUCCESS;
  }

  std::unique_ptr<TextSource> text_;
  simdjson::ondemand::parser parser_;
  std::string buffer_;
  absl::string_view line_;  // the last one, in the buffer
  size_t start_ = 0;        // of what was not handed out
  bool ended_ = false;
  int64_t number_ = 0;
};

}  // namespace

std::unique_ptr<RowSource> MakeJsonRows(std::unique_ptr<TextSource> text) {
  return std::make_unique<JsonRows>(std::move(text));
}

}  // namespace santong::cli
