#include "client/cli/import/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unicode/utf8.h>
#include <unistd.h>
#include <zlib.h>

#include <vector>

#include "absl/strings/match.h"
#include "client/cli/local_error.h"

namespace santong::cli {
namespace {

constexpr unsigned kInflateBuffer = 256 << 10;
constexpr size_t kPieceBytes = 256 << 10;
constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

// True unless much of what is not ASCII is no UTF-8: a stray byte does not make a text GB18030.
bool LooksLikeUtf8(absl::string_view bytes) {
  const auto size = static_cast<int32_t>(bytes.size());
  int64_t good = 0, bad = 0;
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(bytes.data(), i, size, c);
    if (c < 0) ++bad;
    if (c > 0x7f) ++good;
  }
  return bad <= good;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> ByteSource::Open(const std::string& path) {
  const int descriptor = path == "-" ? dup(STDIN_FILENO) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (descriptor < 0 || fstat(descriptor, &about) != 0 || S_ISDIR(about.st_mode)) {
    if (descriptor >= 0) close(descriptor);
    return Misuse(say::kFileMissing, path);
  }
  gzFile file = gzdopen(descriptor, "rb");  // reads what is not gzipped as it is
  if (file == nullptr) {
    close(descriptor);
    return Misuse(say::kFileMissing, path);
  }
  gzbuffer(file, kInflateBuffer);
  return std::unique_ptr<ByteSource>(
      new ByteSource(path, file, S_ISREG(about.st_mode) ? about.st_size : 0));
}

ByteSource::~ByteSource() { gzclose(file_); }

absl::StatusOr<size_t> ByteSource::Read(char* out, size_t size) {
  const int read = gzread(file_, out, static_cast<unsigned>(size));
  int error = Z_OK;
  const char* words = gzerror(file_, &error);
  if (read < 0 || (read == 0 && error == Z_BUF_ERROR)) {
    return Misuse(say::kFileUnreadable, path_, words);
  }
  return static_cast<size_t>(read);
}

double ByteSource::Fraction() const {
  return size_ == 0 ? 0 : static_cast<double>(gzoffset(file_)) / static_cast<double>(size_);
}

struct TextSource::Decoder {
  UConverter* from = nullptr;
  UConverter* to = nullptr;
  std::vector<UChar> pivot = std::vector<UChar>(kPieceBytes);
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  ~Decoder() {
    ucnv_close(from);
    ucnv_close(to);
  }
  static std::unique_ptr<Decoder> Gb18030() {
    auto decoder = std::make_unique<Decoder>();
    UErrorCode error = U_ZERO_ERROR;
    decoder->from = ucnv_open("GB18030", &error);
    decoder->to = ucnv_open("UTF-8", &error);
    return U_SUCCESS(error) ? std::move(decoder) : nullptr;
  }
  // Four bytes of GB18030 are at most four of UTF-8, two at most three.
  void Append(absl::string_view bytes, bool last, std::string* out) {
    std::string piece(bytes.size() * 2 + 16, '\0');
    const char* source = bytes.data();
    char* target = piece.data();
    UErrorCode error = U_ZERO_ERROR;
    ucnv_convertEx(to, from, &target, piece.data() + piece.size(), &source, bytes.end(),
                   pivot.data(), &pivot_source, &pivot_target, pivot.data() + pivot.size(),
                   /*reset=*/false, last, &error);
    out->append(piece.data(), target - piece.data());
  }
};

TextSource::TextSource(std::unique_ptr<ByteSource> bytes, Encoding encoding)
    : bytes_(std::move(bytes)), encoding_(encoding) {}

TextSource::~TextSource() = default;

void TextSource::Begin(absl::string_view first) {
  begun_ = true;
  if (encoding_ == Encoding::kAuto) {
    encoding_ = LooksLikeUtf8(first) ? Encoding::kUtf8 : Encoding::kGb18030;
  }
  if (encoding_ == Encoding::kGb18030) decoder_ = Decoder::Gb18030();
}

absl::StatusOr<bool> TextSource::Append(std::string* out) {
  const bool first = !begun_;
  if (decoder_ == nullptr && !first) {  // straight into the caller's buffer
    const size_t size = out->size();
    out->resize(size + kPieceBytes);
    const auto read = bytes_->Read(out->data() + size, kPieceBytes);
    out->resize(size + (read.ok() ? *read : 0));
    if (!read.ok()) return read.status();
    return *read > 0;
  }
  std::string piece(kPieceBytes, '\0');
  const auto read = bytes_->Read(piece.data(), piece.size());
  if (!read.ok()) return read.status();
  piece.resize(*read);
  if (first) Begin(piece);
  if (decoder_ != nullptr) {
    decoder_->Append(piece, /*last=*/*read == 0, out);
  } else {
    absl::string_view text = piece;
    if (absl::StartsWith(text, kByteOrderMark)) text.remove_prefix(3);
    out->append(text.data(), text.size());
  }
  return *read > 0;
}

}  // namespace santong::cli
