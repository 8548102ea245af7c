#include "client/cli/import/import_id.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "client/cli/local_error.h"
#include "client/lib/digest.h"
#include "client/lib/request_id.h"

namespace santong::cli {
namespace {

constexpr char kPrefix[] = "import-";
constexpr size_t kDigits = 24;
constexpr std::streamsize kPieceBytes = 1 << 20;

}  // namespace

std::string BaseName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

absl::StatusOr<std::string> ImportIdOf(const std::string& path, const v1::ImportStart& start) {
  std::error_code error;
  const bool is_pipe = path == "-" || std::filesystem::is_fifo(path, error);  // can be read once
  if (is_pipe) return absl::StrCat(kPrefix, client::NewRequestId());
  std::ifstream file(path, std::ios::binary);
  if (!file) return Misuse(say::kFileMissing, path);
  client::Digest digest;
  digest.Add(absl::StrCat(start.jurisdiction(), "\n", start.organ(), "\n", start.kind(), "\n",
                          BaseName(path), "\n"));
  std::string piece(static_cast<size_t>(kPieceBytes), '\0');
  do {
    file.read(piece.data(), kPieceBytes);
    digest.Add({piece.data(), static_cast<size_t>(file.gcount())});
  } while (file);
  if (!file.eof()) return Misuse(say::kFileMissing, path);
  return absl::StrCat(kPrefix, digest.Finish().substr(0, kDigits));
}

}  // namespace santong::cli
