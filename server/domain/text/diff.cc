#include "server/domain/text/diff.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/domain/text/myers.h"
#include "server/domain/text/normalize.h"
#include "server/domain/text/structure.h"

namespace santong::text {
namespace {

// Bounds. An edit script of `edits` costs its square.
constexpr int kBlockEditsMax = 4000;
constexpr int kCharacterEditsMax = 1500;
// Unmatched blocks that are compared each with each, on each side: those between two matched ones,
// and in all for moves.
constexpr size_t kUnmatchedMax = 300;
constexpr size_t kLongLineBytes = 1200;  // beyond it a line is cut into sentences

// How much of two blocks must be the same to be one block that changed, and to be one that moved.
constexpr double kLikeEnough = 0.4;
constexpr double kLikeEnoughToMove = 0.8;

struct Block {
  std::string anchor;
  absl::string_view text;
  std::string key;              // its words folded, without its label
  std::vector<uint64_t> pairs;  // of characters, sorted: for likeness
};

std::vector<uint64_t> PairsOf(const std::string& key) {
  std::vector<uint64_t> pairs;
  UChar32 before = 0;
  for (size_t at = 0; at < key.size();) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(key.data()), at, key.size(), c);
    if (before != 0) {
      pairs.push_back(static_cast<uint64_t>(before) << 32 | static_cast<uint64_t>(c));
    }
    before = c;
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

// Twice the pairs they share, by the pairs they have (Dice): 0 to 1.
double Likeness(const Block& a, const Block& b) {
  if (a.pairs.empty() || b.pairs.empty()) return a.key == b.key ? 1 : 0;
  size_t shared = 0;
  for (auto x = a.pairs.begin(), y = b.pairs.begin(); x != a.pairs.end() && y != b.pairs.end();) {
    if (*x == *y) {
      ++shared, ++x, ++y;
    } else if (*x < *y) {
      ++x;
    } else {
      ++y;
    }
  }
  return 2.0 * static_cast<double>(shared) / static_cast<double>(a.pairs.size() + b.pairs.size());
}

Block MakeBlock(std::string anchor, absl::string_view text, size_t label_bytes) {
  Block block{std::move(anchor), text, FoldForMatch(text.substr(label_bytes)), {}};
  block.pairs = PairsOf(block.key);
  return block;
}

// Lines, and the sentences of long ones.
void AddLines(const std::string& anchor, absl::string_view text, std::vector<Block>* blocks) {
  int line = 0;
  size_t line_end = 0;  // of the line that `at` is in
  for (size_t at = 0; at < text.size();) {
    if (at >= line_end) line_end = std::min(text.find('\n', at), text.size() - 1) + 1;
    size_t end = line_end;
    if (end - at > kLongLineBytes) {
      constexpr absl::string_view kStop = "。";
      const size_t stop = text.substr(at, end - at).find(kStop);
      if (stop != absl::string_view::npos) end = at + stop + kStop.size();
    }
    blocks->push_back(
        MakeBlock(absl::StrCat(anchor, ".line-", ++line), text.substr(at, end - at), 0));
    at = end;
  }
}

// Articles with all below them, headings, and the lines of what is neither.
std::vector<Block> BlocksOf(absl::string_view text) {
  std::vector<Block> blocks;
  const std::vector<Part> parts = PartsOf(text);
  for (size_t i = 0; i < parts.size();) {
    const Part& part = parts[i];
    size_t next = i + 1;
    if (part.level == PartLevel::kArticle) {
      while (next < parts.size() && absl::StartsWith(parts[next].anchor, part.anchor + ".")) ++next;
    }
    const absl::string_view whole = text.substr(part.begin, parts[next - 1].end - part.begin);
    if (part.level == PartLevel::kPreamble || part.level == PartLevel::kAnnex) {
      AddLines(part.anchor, whole, &blocks);
    } else {
      blocks.push_back(MakeBlock(part.anchor, whole, part.label_end - part.begin));
    }
    i = next;
  }
  return blocks;
}

std::vector<std::string> Characters(absl::string_view text) {
  std::vector<std::string> characters;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    characters.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return characters;
}

void AddSpan(Change change, absl::string_view text, std::vector<DiffSpan>* spans) {
  if (text.empty()) return;
  if (!spans->empty() && spans->back().change == change) {
    absl::StrAppend(&spans->back().text, text);
  } else {
    spans->push_back({change, std::string(text)});
  }
}

// Character by character; false when they differ too much for it.
bool Compare(absl::string_view from, absl::string_view to, std::vector<DiffSpan>* spans) {
  const std::vector<std::string> a = Characters(from);
  const std::vector<std::string> b = Characters(to);
  const auto common = CommonElements(a, b, kCharacterEditsMax);
  if (!common.has_value()) {
    AddSpan(Change::kDeleted, from, spans);
    AddSpan(Change::kAdded, to, spans);
    return false;
  }
  size_t x = 0;
  size_t y = 0;
  auto changed_up_to = [&](size_t to_x, size_t to_y) {
    for (; x < to_x; ++x) AddSpan(Change::kDeleted, a[x], spans);
    for (; y < to_y; ++y) AddSpan(Change::kAdded, b[y], spans);
  };
  for (const auto& [i, j] : *common) {
    changed_up_to(i, j);
    AddSpan(Change::kSame, b[j], spans);
    ++x, ++y;
  }
  changed_up_to(a.size(), b.size());
  return true;
}

constexpr size_t kNone = static_cast<size_t>(-1);

class Alignment {
 public:
  Alignment(const std::vector<Block>& a, const std::vector<Block>& b)
      : a_(a), b_(b), to_of_(a.size(), kNone), from_of_(b.size(), kNone), moved_(b.size(), false) {}

  // False when the texts differ too much for it.
  bool Align() {
    std::vector<std::string> keys_a, keys_b;
    for (const Block& block : a_) keys_a.push_back(block.key);
    for (const Block& block : b_) keys_b.push_back(block.key);
    const auto same = CommonElements(keys_a, keys_b, kBlockEditsMax);
    if (!same.has_value()) return false;
    size_t x = 0;
    size_t y = 0;
    for (const auto& [i, j] : *same) {
      AlignGap(x, i, y, j);
      Match(i, j);
      x = i + 1;
      y = j + 1;
    }
    AlignGap(x, a_.size(), y, b_.size());
    FindMoved();
    return true;
  }

  size_t to_of(size_t i) const { return to_of_[i]; }
  size_t from_of(size_t j) const { return from_of_[j]; }
  bool moved(size_t j) const { return moved_[j]; }
  // Some blocks were too many to be compared.
  bool coarse() const { return coarse_; }

 private:
  void Match(size_t i, size_t j) {
    to_of_[i] = j;
    from_of_[j] = i;
  }

  // Pairs the blocks of a gap in their order so that the sum of their likeness is greatest.
  void AlignGap(size_t a_begin, size_t a_end, size_t b_begin, size_t b_end) {
    const size_t n = a_end - a_begin;
    const size_t m = b_end - b_begin;
    if (n == 0 || m == 0) return;
    if (n > kUnmatchedMax || m > kUnmatchedMax) {
      coarse_ = true;
      return;
    }
    std::vector<std::vector<double>> like(n, std::vector<double>(m));
    std::vector<std::vector<double>> best(n + 1, std::vector<double>(m + 1, 0));
    for (size_t i = n; i-- > 0;) {
      for (size_t j = m; j-- > 0;) {
        like[i][j] = Likeness(a_[a_begin + i], b_[b_begin + j]);
        best[i][j] = std::max(best[i + 1][j], best[i][j + 1]);
        if (like[i][j] >= kLikeEnough) {
          best[i][j] = std::max(best[i][j], like[i][j] + best[i + 1][j + 1]);
        }
      }
    }
    for (size_t i = 0, j = 0; i < n && j < m;) {
      if (like[i][j] >= kLikeEnough && best[i][j] == like[i][j] + best[i + 1][j + 1]) {
        Match(a_begin + i++, b_begin + j++);
      } else if (best[i][j] == best[i + 1][j]) {
        ++i;
      } else {
        ++j;
      }
    }
  }

  // What was left over here and came up there.
  void FindMoved() {
    if (coarse_) return;  // what was not aligned where it stands must not pass for moved
    std::vector<size_t> lost, found;
    for (size_t i = 0; i < a_.size(); ++i) {
      if (to_of_[i] == kNone && !a_[i].key.empty()) lost.push_back(i);
    }
    for (size_t j = 0; j < b_.size(); ++j) {
      if (from_of_[j] == kNone && !b_[j].key.empty()) found.push_back(j);
    }
    if (lost.empty() || found.empty()) return;
    if (lost.size() > kUnmatchedMax || found.size() > kUnmatchedMax) {
      coarse_ = true;
      return;
    }
    for (const size_t j : found) {
      size_t nearest = kNone;
      double most = kLikeEnoughToMove;
      for (const size_t i : lost) {
        const double like = to_of_[i] == kNone ? Likeness(a_[i], b_[j]) : 0;
        if (like >= most && (nearest == kNone || like > most)) {
          nearest = i;
          most = like;
        }
      }
      if (nearest == kNone) continue;
      Match(nearest, j);
      moved_[j] = true;
    }
  }

  const std::vector<Block>& a_;
  const std::vector<Block>& b_;
  std::vector<size_t> to_of_;
  std::vector<size_t> from_of_;
  std::vector<bool> moved_;
  bool coarse_ = false;
};

DiffPart Whole(Change change, const Block& block) {
  DiffPart part{change, "", "", {}};
  (change == Change::kDeleted ? part.from_anchor : part.to_anchor) = block.anchor;
  AddSpan(change, block.text, &part.spans);
  return part;
}

}  // namespace

Difference Diff(absl::string_view from, absl::string_view to) {
  const std::vector<Block> a = BlocksOf(from);
  const std::vector<Block> b = BlocksOf(to);
  Difference difference;
  Alignment alignment(a, b);
  difference.coarse = !alignment.Align() || alignment.coarse();
  size_t shown = 0;  // blocks of `from` before it are in the answer
  auto show_deleted_before = [&](size_t end) {
    for (; shown < end; ++shown) {
      if (alignment.to_of(shown) == kNone) {
        difference.parts.push_back(Whole(Change::kDeleted, a[shown]));
      }
    }
  };
  for (size_t j = 0; j < b.size(); ++j) {
    const size_t i = alignment.from_of(j);
    if (i == kNone) {
      difference.parts.push_back(Whole(Change::kAdded, b[j]));
      continue;
    }
    if (!alignment.moved(j)) show_deleted_before(i);
    DiffPart part{Change::kSame, a[i].anchor, b[j].anchor, {}};
    if (!Compare(a[i].text, b[j].text, &part.spans)) difference.coarse = true;
    const bool differs = part.spans.size() != 1 || part.spans[0].change != Change::kSame;
    if (alignment.moved(j)) {
      part.change = Change::kMoved;
    } else if (differs && !part.spans.empty()) {
      part.change = Change::kChanged;
    }
    difference.parts.push_back(std::move(part));
  }
  show_deleted_before(a.size());
  return difference;
}

}  // namespace santong::text
