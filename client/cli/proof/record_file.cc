#include "client/cli/proof/record_file.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "absl/base/internal/endian.h"
#include "absl/strings/str_cat.h"
#include "client/cli/local_error.h"
#include "client/cli/words.h"

namespace santong::cli {
namespace {

constexpr size_t kLengthBytes = 4;
constexpr uint32_t kRecordBytesMax = 1 << 24;

}  // namespace

absl::Status RecordFile::Read(absl::FunctionRef<void(absl::string_view record)> take) {
  if (!std::filesystem::exists(path_)) return absl::OkStatus();
  std::ifstream file(path_, std::ios::binary);
  if (!file) return Misuse(say::kFileMissing, path_);
  std::string length(kLengthBytes, '\0'), record;
  uintmax_t whole = 0;
  while (file.read(length.data(), static_cast<std::streamsize>(length.size()))) {
    const uint32_t bytes = absl::big_endian::Load32(length.data());
    if (bytes > kRecordBytesMax) break;
    record.resize(bytes);
    if (!file.read(record.data(), bytes)) break;
    take(record);
    whole += kLengthBytes + bytes;
  }
  file.close();
  std::error_code error;
  if (std::filesystem::file_size(path_) != whole) std::filesystem::resize_file(path_, whole, error);
  return error ? Misuse(say::kFileNotWritten, path_) : absl::OkStatus();
}

absl::Status RecordFile::Append(absl::string_view framed) const {
  std::ofstream file(path_, std::ios::binary | std::ios::app);
  file << framed;
  file.close();
  return file ? absl::OkStatus() : Misuse(say::kFileNotWritten, path_);
}

std::string RecordFile::Frame(absl::string_view record) {
  std::string length(kLengthBytes, '\0');
  absl::big_endian::Store32(length.data(), static_cast<uint32_t>(record.size()));
  return absl::StrCat(length, record);
}

}  // namespace santong::cli
