#include "server/domain/screening/secrecy_mark.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace santong::screening {
namespace {

constexpr int kLinesMax = 5;
// More than five lines of a page.
constexpr size_t kHeadBytesMax = 4096;
// A copy's number has six digits; fewer before a mark may be an item of a list.
constexpr size_t kCopyNumberDigits = 6;

// Blanks, ASCII, ideographic and no-break, and the byte order mark.
std::string WithoutBlanks(absl::string_view line) {
  return absl::StrReplaceAll(
      line, {{" ", ""}, {"\t", ""}, {"\xE3\x80\x80", ""}, {"\xC2\xA0", ""}, {"\xEF\xBB\xBF", ""}});
}

size_t LeadingDigits(absl::string_view line) {
  size_t digits = 0;
  while (digits < line.size() && absl::ascii_isdigit(static_cast<unsigned char>(line[digits])))
    ++digits;
  return digits;
}

bool IsMark(absl::string_view line, absl::string_view mark) {
  return !mark.empty() && absl::ConsumePrefix(&line, mark) &&
         (line.empty() || absl::ConsumePrefix(&line, "★"));
}

}  // namespace

std::string SecrecyMarkOf(absl::string_view text, const std::vector<std::string>& marks) {
  int lines = 0;
  for (absl::string_view printed :
       absl::StrSplit(text.substr(0, kHeadBytesMax), absl::ByAnyChar("\r\n"))) {
    const std::string line = WithoutBlanks(printed);
    const size_t digits = LeadingDigits(line);
    if (digits == line.size()) continue;  // empty, or the number of the copy
    absl::string_view rest = line;
    if (digits >= kCopyNumberDigits) rest.remove_prefix(digits);
    for (const std::string& mark : marks) {
      if (IsMark(rest, mark)) return mark;
    }
    if (++lines == kLinesMax) break;
  }
  return "";
}

}  // namespace santong::screening
