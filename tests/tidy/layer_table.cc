// Judges one #include against the table.
#include "tests/tidy/layer_table.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace santong::tidy {
namespace {

// True when `path` is `prefix`, or lies below it, or begins with it up to a dot (grpc fits grpcpp/…
// as a word).
bool BeginsWith(absl::string_view path, absl::string_view prefix) {
  if (prefix == "grpc") return absl::StartsWith(path, "grpc/") || absl::StartsWith(path, "grpcpp/");
  return path == prefix || absl::StartsWith(path, absl::StrCat(prefix, "/"));
}

bool IsStandard(absl::string_view include) {
  return include[0] == '<' && !absl::StrContains(include, '/') && !absl::StrContains(include, '.');
}

bool IsSystem(absl::string_view include) {
  const absl::string_view path = include.substr(1, include.size() - 2);
  return include[0] == '<' && absl::EndsWith(path, ".h") &&
         (!absl::StrContains(path, '/') || absl::StartsWith(path, "sys/") ||
          absl::StartsWith(path, "netinet/") || absl::StartsWith(path, "arpa/") ||
          absl::StartsWith(path, "linux/"));
}

bool Fits(const std::string& word, const std::string& include) {
  if (word[0] == '<') return word == include;
  if (word == "std") return IsStandard(include);
  const absl::string_view path = absl::string_view(include).substr(1, include.size() - 2);
  if (BeginsWith(path, word)) return true;
  return word == "posix" && IsSystem(include);
}

}  // namespace

LayerTable LayerTable::Parse(const std::string& text) {
  LayerTable table;
  for (absl::string_view raw : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    if (raw[0] == '#') continue;
    const std::vector<std::string> sides = absl::StrSplit(raw, absl::MaxSplits(':', 1));
    if (sides.size() != 2) continue;
    Line line{std::string(absl::StripAsciiWhitespace(sides[0])), {}, {}};
    for (const absl::string_view word : absl::StrSplit(sides[1], ' ', absl::SkipWhitespace())) {
      if (word[0] == '!') {
        line.forbidden.emplace_back(word.substr(1));
      } else {
        line.allowed.emplace_back(word);
      }
    }
    table.lines_.push_back(std::move(line));
  }
  return table;
}

const LayerTable::Line* LayerTable::LineOf(const std::string& path) const {
  const Line* longest = nullptr;
  for (const Line& line : lines_) {
    if (BeginsWith(path, line.folder) &&
        (longest == nullptr || line.folder.size() > longest->folder.size())) {
      longest = &line;
    }
  }
  return longest;
}

std::string LayerTable::WhyNot(const std::string& path, const std::string& include) const {
  const Line* line = LineOf(path);
  if (line == nullptr)
    return absl::StrCat(path, ": its folder has no line in tests/tidy/layers.txt");
  const auto fits = [&include](const std::string& word) { return Fits(word, include); };
  if (std::any_of(line->forbidden.begin(), line->forbidden.end(), fits)) {
    return absl::StrCat(path, " includes ", include, ", which ", line->folder, " must never");
  }
  if (std::none_of(line->allowed.begin(), line->allowed.end(), fits)) {
    return absl::StrCat(path, " includes ", include, ", which ", line->folder, " may not");
  }
  return "";
}

std::vector<std::string> LayerTable::Folders() const {
  std::vector<std::string> folders;
  for (const Line& line : lines_) folders.push_back(line.folder);
  return folders;
}

}  // namespace santong::tidy
