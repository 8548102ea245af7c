#include "client/cli/import/import_id.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "client/cli/local_error.h"
#include "client/lib/digest.h"
#include "client/lib/request_id.h"

namespace santong::cli {
namespace {

constexpr char kPrefix[] = "import-";
constexpr size_t kDigits = 24;
constexpr size_t kFirstBytes = 64 << 10;

}  // namespace

std::string BaseName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

absl::StatusOr<std::string> ImportIdOf(const std::string& path, const v1::ImportStart& start) {
  if (path == "-") return absl::StrCat(kPrefix, client::NewRequestId());
  std::ifstream file(path, std::ios::binary);
  if (!file) return Misuse(say::kFileMissing, path);
  std::string first(kFirstBytes, '\0');
  file.read(first.data(), static_cast<std::streamsize>(first.size()));
  first.resize(file.gcount());
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  const std::string digits =
      client::Sha256(absl::StrCat(start.jurisdiction(), "\n", start.organ(), "\n", start.kind(),
                                  "\n", BaseName(path), "\n", error ? 0 : size, "\n", first));
  return absl::StrCat(kPrefix, digits.substr(0, kDigits));
}

}  // namespace santong::cli
