// Any bytes as a file to be imported: JSON lines or CSV, plain or gzipped, UTF-8 or GB18030, by the
// first byte. Every row has a number that grows, and the reader comes to an end.
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "client/cli/import/row_source.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using santong::cli::Encoding;
  using santong::cli::RowSource;
  if (size == 0) return 0;
  static const std::string* const kFolder = new std::string(
      std::filesystem::temp_directory_path() / ("santong-fuzz-" + std::to_string(getpid())));
  std::filesystem::create_directories(*kFolder);
  constexpr std::array kEncodings = {Encoding::kAuto, Encoding::kUtf8, Encoding::kGb18030};
  const std::string path = *kFolder + (data[0] % 2 == 0 ? "/rows.csv" : "/rows.jsonl");
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(data + 1), size - 1);

  auto rows = santong::cli::OpenRows(path, kEncodings[data[0] / 2 % kEncodings.size()]);
  if (!rows.ok()) return 0;
  int64_t last = 0;
  while (true) {
    santong::v1::ImportRow row;
    std::string problem;
    const auto found = (*rows)->Next(&row, &problem);
    if (!found.ok() || *found == RowSource::Found::kEnd) break;
    SANTONG_MUST(row.row() > last);
    SANTONG_MUST(*found == RowSource::Found::kRow || !problem.empty());
    last = row.row();
    SANTONG_MUST((*rows)->Fraction() >= 0 && (*rows)->Fraction() <= 1);
  }
  return 0;
}
