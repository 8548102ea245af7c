// A file's bytes, unpacked when it is gzipped, in pieces.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

struct gzFile_s;

namespace santong::cli {

class ByteSource {
 public:
  // "-" is standard input. INVALID_ARGUMENT when the file cannot be opened.
  static absl::StatusOr<std::unique_ptr<ByteSource>> Open(const std::string& path);
  ~ByteSource();

  // Reads up to `size` bytes; 0 at the end. INVALID_ARGUMENT when the file is damaged.
  absl::StatusOr<size_t> Read(char* out, size_t size);

  // How much of the file is read, between 0 and 1; 0 while its size is not known. From any thread.
  double Fraction() const;

 private:
  ByteSource(std::string path, gzFile_s* file, int64_t size)
      : path_(std::move(path)), file_(file), size_(size) {}

  const std::string path_;
  gzFile_s* const file_;
  const int64_t size_;  // of the file as it lies there; 0 when not known
};

// The same as UTF-8: without a byte order mark, and turned from GB18030 where it is told to or
// where the beginning is plainly no UTF-8.
enum class Encoding { kAuto, kUtf8, kGb18030 };

class TextSource {
 public:
  TextSource(std::unique_ptr<ByteSource> bytes, Encoding encoding);
  ~TextSource();

  // Appends a piece to `out`; false at the end. Bytes that are no text in the encoding become
  // U+FFFD in GB18030 and stay as they are in UTF-8.
  absl::StatusOr<bool> Append(std::string* out);

  const ByteSource& bytes() const { return *bytes_; }

 private:
  struct Decoder;
  void Begin(absl::string_view first);

  std::unique_ptr<ByteSource> bytes_;
  Encoding encoding_;
  bool begun_ = false;
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace santong::cli
