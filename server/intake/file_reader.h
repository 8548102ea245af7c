// Reads files in processes of their own: santong-extract, one a file.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/v1/file_service.pb.h"

namespace santong::intake {

class FileReader {
 public:
  // `program` is the path of santong-extract.
  explicit FileReader(std::string program) : program_(std::move(program)) {}

  // What is in the file, with its outline, the words of the warnings and its hash. Blocks for
  // kSecondsMax at most; may be called from any thread. Any FILE_… refusal; INTERNAL when the
  // program could not work.
  absl::StatusOr<v1::ExtractTextResponse> Read(absl::string_view bytes) const;

 private:
  const std::string program_;
};

inline constexpr int kSecondsMax = 20;

}  // namespace santong::intake
