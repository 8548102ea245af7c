// The rows of an import, from JSON lines or CSV.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "client/cli/import/byte_source.h"
#include "santong/v1/import.pb.h"

namespace santong::cli {

// One thread at a time, but for Fraction.
class RowSource {
 public:
  enum class Found { kRow, kBadRow, kEnd };

  virtual ~RowSource() = default;

  // Fills `row`, its number included. A row that cannot be read is kBadRow, with its number and
  // `problem`. INVALID_ARGUMENT when the file as a whole cannot be read on.
  virtual absl::StatusOr<Found> Next(v1::ImportRow* row, std::string* problem) = 0;

  // How much of the file is read, between 0 and 1.
  virtual double Fraction() const = 0;

  // To be called before the first Next by whoever asks for Source.
  void KeepSource() { keeps_source_ = true; }
  // The row that Next gave last, bad ones too: its line in UTF-8 with the line's end, cell by cell
  // what the file has. Only before the next Next.
  virtual std::string Source() const = 0;
  // The line that such a file begins with; empty where there is none. From any thread.
  virtual std::string Heading() const = 0;

 protected:
  bool keeps_source_ = false;
};

// A line is an object with the fields id, title, issuer, doc_number, date, category, body, region,
// validity, index_number, subject_class, published, effective_date, last_valid_date,
// registration_number and registered_date; others are passed over, and so is a "published" that is
// a switch. The body's bytes are kept as they are. A line of ExportCatalog is taken, too
// (export_row.h).
std::unique_ptr<RowSource> MakeJsonRows(std::unique_ptr<TextSource> text);

// The first row names the columns, as the fields above or in Chinese. INVALID_ARGUMENT when it
// names none that is known.
absl::StatusOr<std::unique_ptr<RowSource>> MakeCsvRows(std::unique_ptr<TextSource> text);

// By the name's end: .csv or .csv.gz, else JSON lines.
absl::StatusOr<std::unique_ptr<RowSource>> OpenRows(const std::string& path, Encoding encoding);

// Whether a file of this name is read as CSV.
bool IsCsvName(absl::string_view path);

// The row's field that a column or a JSON field fills; null when there is none.
std::string* RowField(v1::ImportRow* row, absl::string_view name);

}  // namespace santong::cli
