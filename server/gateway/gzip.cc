#include "server/gateway/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <boost/beast/http/rfc7230.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace santong::gateway {
namespace {

constexpr int kGzipWindow = 15 + 16;  // the largest window; 16 says gzip and not zlib's own form
constexpr int kMemoryLevel = 8;       // zlib's default
constexpr int kLevel = 5;             // a tenth larger than the best, in half the time
constexpr size_t kInflateStep = 64 << 10;

Bytef* BytesOf(absl::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

}  // namespace

std::string Gzip(absl::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = BytesOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = BytesOf(out);
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);  // the bound is enough for all of it
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max) {
  z_stream stream{};
  inflateInit2(&stream, kGzipWindow);
  stream.next_in = BytesOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int result = Z_OK;
  while (result == Z_OK && out.size() <= max) {
    const size_t before = out.size();
    out.resize(before + std::min(kInflateStep, max + 1 - before));
    stream.next_out = BytesOf(out) + before;
    stream.avail_out = static_cast<uInt>(out.size() - before);
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  const bool whole = result == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > max) return absl::ResourceExhaustedError("unpacked, the body is too large");
  if (!whole) return absl::InvalidArgumentError("the body is not gzip");
  return out;
}

absl::StatusOr<bool> IsGzip(absl::string_view encoding) {
  if (encoding == "gzip") return true;
  if (encoding.empty() || encoding == "identity") return false;
  return absl::UnimplementedError(
      absl::StrCat("the compression \"", encoding, "\" is not known; known are gzip, identity"));
}

bool TakesGzip(absl::string_view accept_encoding) {
  for (const auto& [name, params] : boost::beast::http::ext_list(
           boost::beast::string_view(accept_encoding.data(), accept_encoding.size()))) {
    if (!absl::EqualsIgnoreCase({name.data(), name.size()}, "gzip")) continue;
    double weight = 1;
    for (const auto& [key, value] : params) {
      if (absl::EqualsIgnoreCase({key.data(), key.size()}, "q") &&
          !absl::SimpleAtod({value.data(), value.size()}, &weight)) {
        return false;
      }
    }
    return weight > 0;
  }
  return false;
}

}  // namespace santong::gateway
