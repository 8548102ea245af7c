#include "server/pages/multipart.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace santong::pages {
namespace {

constexpr size_t kHeaderBytesMax = 16 << 10;

enum class Line { kContent, kBoundary, kEnd };

// What the line is; it stands without its end of line.
Line KindOf(absl::string_view line, absl::string_view delimiter) {
  if (!absl::ConsumePrefix(&line, delimiter)) return Line::kContent;
  const bool end = absl::ConsumePrefix(&line, "--");
  // Blanks may have been added on the way; anything else is a longer word.
  if (line.find_first_not_of(" \t\r") != absl::string_view::npos) return Line::kContent;
  return end ? Line::kEnd : Line::kBoundary;
}

// Without the end of line before a boundary, which belongs to the boundary.
absl::string_view WithoutLastEnd(absl::string_view text) {
  if (absl::ConsumeSuffix(&text, "\n")) absl::ConsumeSuffix(&text, "\r");
  return text;
}

absl::StatusOr<BodyPart> PartOf(absl::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = text.find('\n', at);
    if (end == absl::string_view::npos) break;
    const absl::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (at > kHeaderBytesMax) break;
    if (line.empty() || line == "\r") return BodyPart{text.substr(0, at), text.substr(at)};
  }
  // Headers alone: their empty line was the boundary's.
  if (text.size() > kHeaderBytesMax) return absl::InvalidArgumentError("a part's headers are long");
  return BodyPart{text, {}};
}

}  // namespace

absl::StatusOr<std::vector<BodyPart>> SplitMultipart(absl::string_view body,
                                                     absl::string_view boundary, size_t parts_max) {
  if (boundary.empty()) return absl::InvalidArgumentError("no boundary");
  const std::string delimiter = absl::StrCat("--", boundary);
  std::vector<BodyPart> parts;
  size_t begin = absl::string_view::npos;  // of the part that is open
  for (size_t at = 0; at < body.size();) {
    const size_t found = body.find('\n', at);
    const size_t end = found == absl::string_view::npos ? body.size() : found;
    const size_t next = found == absl::string_view::npos ? body.size() : found + 1;
    const Line kind = KindOf(body.substr(at, end - at), delimiter);
    if (kind != Line::kContent) {
      if (begin != absl::string_view::npos) {
        if (parts.size() >= parts_max) return absl::InvalidArgumentError("too many fields");
        absl::StatusOr<BodyPart> part = PartOf(WithoutLastEnd(body.substr(begin, at - begin)));
        if (!part.ok()) return part.status();
        parts.push_back(*part);
      }
      begin = next;
    }
    if (kind == Line::kEnd) {
      if (parts.empty()) break;
      return parts;
    }
    at = next;
  }
  return absl::InvalidArgumentError("no part, or no end");
}

}  // namespace santong::pages
