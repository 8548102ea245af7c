#include "server/domain/catalog/words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/domain/error/refusal.h"
#include "server/domain/text/normalize.h"

namespace santong::catalog {
namespace {

bool IsQuote(UChar32 c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0xFF02;  // “ ” ＂
}

// The length of the code point at `at`.
size_t PointBytes(absl::string_view s, size_t at) {
  size_t next = at + 1;
  while (next < s.size() && (static_cast<unsigned char>(s[next]) & 0xC0) == 0x80) ++next;
  return next - at;
}

// A stretch of the text in bytes.
struct Place {
  size_t begin;
  size_t end;
};

// Where each byte of the folded text comes from. Folding goes by single characters but for a run of
// dashes and an O among Chinese zeros; the latter is not found here, which costs a highlight only.
class FoldedText {
 public:
  explicit FoldedText(absl::string_view text) : text_(text) {
    folded_.reserve(text.size());
    origins_.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
      const size_t bytes = PointBytes(text, at);
      const unsigned char lead = text[at];
      // U+5000 to U+9FFF, most of a Chinese text, fold to themselves.
      const bool is_han = lead >= 0xE5 && lead <= 0xE9;
      const std::string one =
          is_han ? std::string(text.substr(at, bytes)) : text::FoldForMatch(text.substr(at, bytes));
      const bool dash_again = one == "-" && !folded_.empty() && folded_.back() == '-';
      if (!dash_again) {
        folded_ += one;
        origins_.insert(origins_.end(), one.size(), {at, at + bytes});
      } else {
        origins_.back().end = at + bytes;
      }
      at += bytes;
    }
  }

  // The next place of `word` whose folded form begins at or behind `*from`, which moves behind it;
  // nothing when there is none.
  bool Next(const std::string& word, size_t* from, Place* place) const {
    const size_t at = folded_.find(word, *from);
    if (at == std::string::npos) return false;
    *from = at + word.size();
    *place = {origins_[at].begin, origins_[at + word.size() - 1].end};
    return true;
  }

 private:
  const absl::string_view text_;
  std::string folded_;
  std::vector<Place> origins_;
};

std::vector<Place> PlacesIn(absl::string_view text, const std::vector<std::string>& words) {
  const FoldedText folded(text);
  std::vector<Place> places;
  for (const std::string& word : words) {
    size_t from = 0;
    Place place;
    while (folded.Next(word, &from, &place)) places.push_back(place);
  }
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.begin < b.begin; });
  std::vector<Place> joined;
  for (const Place& place : places) {
    if (!joined.empty() && place.begin <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, place.end);
    } else {
      joined.push_back(place);
    }
  }
  return joined;
}

std::vector<Piece> Cut(absl::string_view text, const std::vector<Place>& places) {
  std::vector<Piece> pieces;
  size_t at = 0;
  for (const Place& place : places) {
    if (place.begin > at) {
      pieces.push_back({std::string(text.substr(at, place.begin - at)), false});
    }
    pieces.push_back({std::string(text.substr(place.begin, place.end - place.begin)), true});
    at = place.end;
  }
  if (at < text.size()) pieces.push_back({std::string(text.substr(at)), false});
  return pieces;
}

// `count` characters before or behind `at`, within the text.
size_t Back(absl::string_view text, size_t at, size_t count) {
  while (at > 0 && count > 0) {
    do {
      --at;
    } while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    --count;
  }
  return at;
}
size_t Forward(absl::string_view text, size_t at, size_t count) {
  for (; at < text.size() && count > 0; --count) at += PointBytes(text, at);
  return std::min(at, text.size());
}

}  // namespace

absl::StatusOr<std::vector<std::string>> SearchWords(absl::string_view query) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  auto finish = [&] {
    std::string folded = text::FoldForMatch(word);
    word.clear();
    const bool there = std::find(words.begin(), words.end(), folded) != words.end();
    if (!folded.empty() && !there) words.push_back(std::move(folded));
  };
  for (size_t at = 0; at < query.size();) {
    const size_t bytes = PointBytes(query, at);
    UChar32 c = 0;
    size_t next = 0;
    U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(query.data()) + at, next, bytes, c);
    if (IsQuote(c)) {
      finish();
      quoted = !quoted;
    } else if (!quoted && u_isUWhiteSpace(c)) {
      finish();
    } else {
      absl::StrAppend(&word, query.substr(at, bytes));
    }
    at += bytes;
  }
  finish();
  if (words.size() > kWordsMax) {
    return error::RefuseField("query",
                              absl::StrCat("has more than ", kWordsMax, " words; leave some out"),
                              absl::StrCat("检索词超过", kWordsMax, "个；请减少检索词"));
  }
  return words;
}

std::vector<Piece> Highlight(absl::string_view text, const std::vector<std::string>& words) {
  const std::vector<Place> places = PlacesIn(text, words);
  return places.empty() ? std::vector<Piece>() : Cut(text, places);
}

std::vector<Piece> Excerpt(absl::string_view text, const std::vector<std::string>& words,
                           size_t characters) {
  // Window by window, so that a place near the beginning of a long text costs little; windows
  // overlap by more than the longest word.
  constexpr size_t kWindowCharacters = 10000;
  constexpr size_t kOverlapCharacters = 1000;
  std::vector<Place> places;
  for (size_t begin = 0; begin < text.size() && places.empty();) {
    const size_t end = Forward(text, begin, kWindowCharacters);
    places = PlacesIn(text.substr(begin, end - begin), words);
    for (Place& place : places) {
      place.begin += begin;
      place.end += begin;
    }
    begin = end == text.size() ? end : Back(text, end, kOverlapCharacters);
  }
  if (places.empty()) return {};
  const size_t from = Back(text, places.front().begin, characters / 3);
  const size_t to =
      std::max(places.front().end, Forward(text, places.front().begin, characters * 2 / 3));
  std::vector<Place> inside;
  for (const Place& place : places) {
    if (place.end <= to) inside.push_back({place.begin - from, place.end - from});
  }
  std::vector<Piece> pieces = Cut(text.substr(from, to - from), inside);
  for (Piece& piece : pieces) {
    piece.text = absl::StrReplaceAll(piece.text, {{"\r\n", " "}, {"\n", " "}, {"\r", " "}});
  }
  return pieces;
}

}  // namespace santong::catalog
