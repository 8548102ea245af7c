#include "server/intake/printed_lines.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace santong::intake {
namespace {

constexpr double kFarthest = 1e6;

struct Line {
  double left, right;
  std::string text;
};

// Whether the character at the end or at the beginning takes two columns: one of three bytes and
// more does, é does not.
bool IsWide(absl::string_view text, bool at_end) {
  if (text.empty()) return false;
  size_t first = at_end ? text.size() - 1 : 0;
  while (first > 0 && (static_cast<unsigned char>(text[first]) & 0xC0) == 0x80) --first;
  return static_cast<unsigned char>(text[first]) >= 0xE0;
}

// The width of a full-width character as most words of the page have it. (The heights of boxes are
// those of fonts, which differ by half.)
double CharacterWidth(const std::vector<PrintedWords>& words) {
  std::vector<double> widths;
  for (const PrintedWords& word : words) {
    double columns = 0;
    for (const char c : word.text) {
      const auto byte = static_cast<unsigned char>(c);
      columns += byte >= 0xE0 ? 2 : byte < 0x80 || byte >= 0xC0 ? 1 : 0;
    }
    if (columns > 0) widths.push_back(2 * (word.right - word.left) / columns);
  }
  if (widths.empty()) return 1;
  const auto middle = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2);
  std::nth_element(widths.begin(), middle, widths.end());
  return std::max(*middle, 1e-6);
}

// Words on one height, from left to right.
std::vector<Line> LinesOf(std::vector<PrintedWords> words, double em) {
  std::stable_sort(words.begin(), words.end(), [](const PrintedWords& a, const PrintedWords& b) {
    return a.top + a.bottom < b.top + b.bottom;
  });
  std::vector<Line> lines;
  for (size_t begin = 0; begin < words.size();) {
    // A line reaches as far as the middles of its words lie within the height of its first.
    const double middle = (words[begin].top + words[begin].bottom) / 2;
    const double height = std::max(words[begin].bottom - words[begin].top, 1e-6);
    size_t end = begin + 1;
    while (end < words.size() && (words[end].top + words[end].bottom) / 2 - middle < height / 2) {
      ++end;
    }
    const auto from = words.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto to = words.begin() + static_cast<std::ptrdiff_t>(end);
    std::stable_sort(from, to,
                     [](const PrintedWords& a, const PrintedWords& b) { return a.left < b.left; });
    Line line{from->left, from->right, ""};
    for (auto word = from; word != to; ++word) {
      const double gap = word == from ? 0 : word->left - line.right;
      const bool is_wide = IsWide(line.text, true) && IsWide(word->text, false);
      if (gap > 2 * em) {
        line.text += "\t";
      } else if (gap > em / 2) {
        line.text += is_wide ? "　" : " ";
      } else if (gap > em / 10 && !IsWide(line.text, true) && !IsWide(word->text, false)) {
        line.text += " ";
      }
      line.text += word->text;
      line.right = std::max(line.right, word->right);
    }
    lines.push_back(std::move(line));
    begin = end;
  }
  return lines;
}

// — 1 —, -12-, ３
bool IsPageNumber(const Line& line) {
  static const auto& number = *new RE2(R"([\s·•―—–－-]*[0-9０-９]{1,4}[\s·•―—–－-]*)");
  return RE2::FullMatch(line.text, number);
}

}  // namespace

double NumberOr(absl::string_view text, double otherwise) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || std::isnan(number)) return otherwise;
  return std::clamp(number, -kFarthest, kFarthest);
}

std::string JoinPages(const std::vector<std::vector<PrintedWords>>& pages) {
  std::string text;
  bool is_full = false;
  for (const std::vector<PrintedWords>& page : pages) {
    const double em = CharacterWidth(page);
    std::vector<Line> lines = LinesOf(page, em);
    if (!lines.empty() && IsPageNumber(lines.back())) lines.pop_back();
    if (!lines.empty() && IsPageNumber(lines.front())) lines.erase(lines.begin());
    if (lines.empty()) continue;
    double margin = std::numeric_limits<double>::max();
    double edge = 0;
    for (const Line& line : lines) {
      // Headers, footers and tables reach beyond the block of text.
      if (line.text.find('\t') != std::string::npos) continue;
      margin = std::min(margin, line.left);
      edge = std::max(edge, line.right);
    }
    for (const Line& line : lines) {
      const bool at_margin = line.left - margin < em;
      const bool has_columns = line.text.find('\t') != std::string::npos;
      const bool continues = is_full && at_margin && !has_columns;
      if (continues) {
        text.pop_back();
        const bool words_meet = !IsWide(text, true) && !IsWide(line.text, false);
        absl::StrAppend(&text, words_meet ? " " : "");
      }
      absl::StrAppend(&text, absl::StripAsciiWhitespace(line.text), "\n");
      // A mark that may not begin a line can leave two characters free. A row of columns is no line
      // of the block: nothing goes on from it.
      is_full = !has_columns && edge - line.right < 2.5 * em;
    }
  }
  return text;
}

}  // namespace santong::intake
