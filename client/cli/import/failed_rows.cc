#include "client/cli/import/failed_rows.h"

#include "client/cli/local_error.h"

namespace santong::cli {

absl::Status FailedRows::Open() {
  if (!wanted() || std::ofstream(path_, std::ios::binary | std::ios::app)) return absl::OkStatus();
  return Misuse(say::kFileNotWritten, path_);
}

void FailedRows::Begin(const std::string& heading) {
  if (!wanted()) return;
  begun_ = true;
  file_.open(path_, std::ios::binary | std::ios::trunc);
  file_ << heading << std::flush;
}

void FailedRows::Add(const std::string& source) {
  if (!wanted()) return;
  ++rows_;
  // They are few, and whoever stops the import is to find them.
  file_ << source << std::flush;
}

absl::Status FailedRows::Close() {
  if (!begun_) return absl::OkStatus();
  file_.close();
  return file_ ? absl::OkStatus() : Misuse(say::kFileNotWritten, path_);
}

}  // namespace santong::cli
