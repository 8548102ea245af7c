#include "client/cli/import/report.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "client/cli/local_error.h"
#include "client/cli/output/csv.h"

namespace santong::cli {
namespace {

const google::protobuf::EnumValueDescriptor& Describe(int outcome) {
  return *v1::ImportOutcome_descriptor()->FindValueByNumber(outcome);
}

std::string GapWords(const v1::ImportResult& result, Language language) {
  return absl::StrJoin(result.gaps(), say::kSemicolon.In(language),
                       [language](std::string* out, int gap) {
                         const auto* value = v1::ImportGap_descriptor()->FindValueByNumber(gap);
                         if (value != nullptr) absl::StrAppend(out, EnumWord(*value, language));
                       });
}

}  // namespace

absl::Status Report::Open(const std::string& path) {
  path_ = path;
  file_.open(path, std::ios::binary | std::ios::trunc);
  file_ << FormatCsvLine({"row", "source_id", "title", "outcome", "document", "gaps", "reason"});
  return file_ ? absl::OkStatus() : Misuse(say::kFileNotWritten, path);
}

void Report::Write(const RowNote& note, const std::string& outcome, const std::string& document,
                   const std::string& gaps, const std::string& reason) {
  if (!file_.is_open()) return;
  file_ << FormatSpreadsheetLine(
      {absl::StrCat(note.row), note.source_id, note.title, outcome, document, gaps, reason});
}

void Report::Add(const RowNote& note, const v1::ImportResult& result) {
  ++rows_;
  ++outcomes_[result.outcome()];
  for (const int gap : result.gaps()) ++gaps_[gap];
  const std::string& reason =
      language_ == Language::kChinese ? result.reason_zh() : result.reason_en();
  if (result.outcome() == v1::IMPORT_OUTCOME_REFUSED) {
    ++refused_;
    ++reasons_[reason];
  }
  Write(note, EnumWord(Describe(result.outcome()), language_), result.document(),
        GapWords(result, language_), reason);
}

void Report::AddUnreadable(const RowNote& note) {
  ++rows_;
  ++refused_;
  ++outcomes_[v1::IMPORT_OUTCOME_REFUSED];
  const std::string reason = absl::Substitute(say::kRowUnreadable.In(language_), note.problem);
  ++reasons_[reason];
  Write(note, EnumWord(Describe(v1::IMPORT_OUTCOME_REFUSED), language_), "", "", reason);
}

Table Report::Summary() const {
  Table table;
  table.columns = {{"outcome", say::kColumnOutcome.In(language_), true},
                   {"detail", say::kColumnDetail.In(language_)},
                   {"rows", say::kColumnRows.In(language_), true}};
  const auto add = [&table](const Cell& outcome, const Cell& detail, int64_t rows) {
    table.rows.push_back({outcome, detail, Plain(absl::StrCat(rows))});
  };
  if (resumed_ > 0) {
    add({say::kResumedRows.In(language_), "RESUMED"}, {}, resumed_);
  }
  for (const auto& [outcome, rows] : outcomes_) {
    const auto& value = Describe(outcome);
    add({EnumWord(value, language_), ShortName(value)}, {}, rows);
    if (outcome == v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS) {
      for (const auto& [gap, count] : gaps_) {
        const auto& gap_value = *v1::ImportGap_descriptor()->FindValueByNumber(gap);
        add({"", ShortName(value)}, {EnumWord(gap_value, language_), ShortName(gap_value)}, count);
      }
    }
    if (outcome == v1::IMPORT_OUTCOME_REFUSED) {
      for (const auto& [reason, count] : reasons_)
        add({"", ShortName(value)}, Plain(reason), count);
    }
  }
  return table;
}

absl::Status Report::Close() {
  if (!file_.is_open()) return absl::OkStatus();
  file_.close();
  return file_ ? absl::OkStatus() : Misuse(say::kFileNotWritten, path_);
}

}  // namespace santong::cli
