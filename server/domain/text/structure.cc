#include "server/domain/text/structure.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "server/domain/text/chinese_numeral.h"
#include "server/domain/text/normalize.h"

namespace santong::text {
namespace {

// Where a line or a sentence begins: behind blanks and Markdown's marks of a heading, what may be a
// label. Which one it is, is seen from the group that matched. 1: 第…, its number, its kind, 之; 5:
// （一）; 6: 1.; 7: 附件1
constexpr char kNumber[] = "[〇零○一二三四五六七八九十百千两0-9０-９]{1,9}";
// Also the no-break, en and em blank, and as pages of the web write them.
constexpr char kBlank[] = "(?:[ \t　\u00A0\u2002\u2003]|&(?:nb|en|em)sp;)";
const RE2& Label() {
  static const auto& label = *new RE2(absl::StrCat(
      "(?:#{1,6}", kBlank, "*)?(?:(第)", kBlank, "*(", kNumber, ")", kBlank,
      R"(*(编|章|节|条)(?:之([一二三四五六七八九十]{1,3}))?)",
      R"(|[（(]([一二三四五六七八九十百]{1,6})[)）])", R"(|([0-9０-９]{1,3})[.．、])",
      R"(|附[ 　]*件[ 　]*([一二三四五六七八九十0-9０-９]{0,3})[:：]?[ \t　]*(?:\r?\n|$)))"));
  return label;
}

int64_t NumberOf(absl::string_view printed) {
  const std::string folded = FoldWidths(printed);
  int64_t value = 0;
  if (absl::SimpleAtoi(folded, &value)) return value;
  return ChineseNumeral(folded).value_or(0);
}

constexpr absl::string_view kBlanks[] = {" ",      "\t",     "　",     "\r",     "\n",    "\u00A0",
                                         "\u2002", "\u2003", "&nbsp;", "&ensp;", "&emsp;"};
// Of each of 编, 章 and 节 its label, its number and its kind, behind the whole.
constexpr int kHeadingGroups = 10;
constexpr absl::string_view kFullStop = "。";

size_t SkipBlanks(absl::string_view text, size_t at) {
  for (bool more = true; more;) {
    more = false;
    for (const absl::string_view blank : kBlanks) {
      if (!absl::StartsWith(text.substr(at), blank)) continue;
      at += blank.size();
      more = true;
    }
  }
  return at;
}

// Where a mark stands next, for places that ascend: all calls together read the text once, however
// rare the mark is.
class Next {
 public:
  Next(absl::string_view text, absl::string_view mark) : text_(text), mark_(mark) {}

  // The first one at `at` or behind; npos when there is none.
  size_t From(size_t at) {
    if (!looked_ || (found_ != absl::string_view::npos && found_ < at))
      found_ = text_.find(mark_, at);
    looked_ = true;
    return found_;
  }

 private:
  const absl::string_view text_;
  const absl::string_view mark_;
  size_t found_ = 0;
  bool looked_ = false;
};

class Outline {
 public:
  explicit Outline(absl::string_view text)
      : text_(text), line_break_(text, "\n"), full_stop_(text, kFullStop) {}

  std::vector<Part> Read() {
    Add(PartLevel::kPreamble, "preamble", 0, 0);
    bool line_begins = true;
    for (size_t at = 0; at < text_.size();) {
      const size_t words = SkipBlanks(text_, at);
      // A line break belongs to what stands before it.
      const size_t line_break = text_.substr(at, words - at).rfind('\n');
      const bool broken = line_break != absl::string_view::npos;
      if (broken) at += line_break + 1;
      line_begins = line_begins || broken;
      Look(at, words, line_begins);
      const size_t next = NextSentence(words, &line_begins);
      LookWithin(words, next);
      at = next;
    }
    return Finish();
  }

 private:
  // Behind the end of the sentence or of the line, whichever comes first.
  size_t NextSentence(size_t at, bool* line_begins) {
    const size_t line = line_break_.From(at);
    const size_t sentence = full_stop_.From(at);
    *line_begins = line < sentence;
    if (line == absl::string_view::npos && sentence == absl::string_view::npos) return text_.size();
    return *line_begins ? line + 1 : sentence + kFullStop.size();
  }

  void Look(size_t at, size_t words, bool line_begins) {
    if (words >= text_.size()) return;
    re2::StringPiece rest(text_.data() + words, text_.size() - words);
    re2::StringPiece groups[8];
    const bool labelled =
        Label().Match(rest, 0, rest.size(), RE2::ANCHOR_START, groups, 8) && !groups[0].empty();
    const size_t label_end = words + (labelled ? groups[0].size() : 0);
    auto group = [&](int i) { return absl::string_view(groups[i].data(), groups[i].size()); };
    if (labelled && groups[1].data() != nullptr && !IsMention(label_end)) {
      Numbered(group(3), NumberOf(group(2)), NumberOf(group(4)), at, label_end, line_begins);
    } else if (labelled && groups[5].data() != nullptr) {
      Below(PartLevel::kItem, "item-", NumberOf(group(5)), at, label_end);
    } else if (labelled && groups[6].data() != nullptr && line_begins) {
      Below(PartLevel::kSubitem, "sub-", NumberOf(group(6)), at, label_end);
    } else if (labelled && groups[7].data() != nullptr && line_begins) {
      article_.clear();
      const int64_t number = NumberOf(group(7));
      Add(PartLevel::kAnnex, absl::StrCat("annex-", number == 0 ? 1 : number), at, label_end);
    } else if (line_begins && !article_.empty() && !in_items_) {
      Add(PartLevel::kParagraph, absl::StrCat(article_, ".para-", ++paragraph_), at, words);
    }
  }

  // 第一章 总则第一条 为了…, as texts that lost their line breaks have it: the next article, with a
  // blank behind its number, behind a heading, or where the next sentence begins with the article
  // after it. A mention of an article has none of these.
  void LookWithin(size_t from, size_t to) {
    static const auto& article = *new RE2(
        absl::StrCat("第(", kNumber, ")条(?:之([一二三四五六七八九十]{1,3}))?(", kBlank, "?)"));
    re2::StringPiece rest(text_.data() + from, to - from);
    re2::StringPiece groups[4];
    std::optional<int64_t> next_sentences;  // looked for once: many blanks may stand before it
    size_t at = 0;
    while (article.Match(rest, at, rest.size(), RE2::UNANCHORED, groups, 4)) {
      const size_t begin = static_cast<size_t>(groups[0].data() - text_.data());
      const size_t label_end = begin + groups[0].size() - groups[3].size();
      at = label_end - from;
      auto group = [&](int i) { return absl::string_view(groups[i].data(), groups[i].size()); };
      if (begin <= parts_.back().begin || begin < parts_.back().label_end) continue;
      if (IsMention(label_end)) continue;
      const int64_t number = NumberOf(group(1));
      const bool is_next = number == last_article_ + 1;
      if (!is_next && number != 1) continue;
      re2::StringPiece headings[kHeadingGroups];
      const bool headed = HeadingsBefore(from, begin, number == 1, headings);
      if (!next_sentences.has_value()) next_sentences = ArticleAt(to);
      const bool is_followed = *next_sentences == number + 1;
      if (is_next ? group(3).empty() && !headed && !is_followed : !headed || !is_followed) continue;
      if (headed) AddHeadings(headings);
      last_article_ = number - 1;  // a second text may follow the first one
      Numbered("条", number, NumberOf(group(2)), begin, label_end, false);
    }
  }

  // Of 第二章 管理第一节 申报第五条 what stands before the article, from the sentence's beginning
  // on; before the first article, which may follow a table of contents, from anywhere.
  bool HeadingsBefore(size_t from, size_t article, bool anywhere, re2::StringPiece* groups) const {
    static const auto& headings = *new RE2([] {
      const auto one = [](const char* kind) {
        return absl::StrCat("(?:(第(", kNumber, ")(", kind, "))[^第，。；：“”《》\n]{1,40})?");
      };
      return absl::StrCat(one("编"), one("章"), one("节"), "$");
    }());
    constexpr size_t kHeadingsBytesMax = 400;
    const size_t begin = std::max(from, article - std::min(article, kHeadingsBytesMax));
    const re2::StringPiece before(text_.data() + begin, article - begin);
    if (!headings.Match(before, 0, before.size(), RE2::UNANCHORED, groups, kHeadingGroups) ||
        groups[0].empty()) {
      return false;
    }
    return anywhere || groups[0].data() == text_.data() + SkipBlanks(text_, from);
  }

  // Those that were not found where their line begins.
  void AddHeadings(const re2::StringPiece* groups) {
    for (int i = 1; i < kHeadingGroups; i += 3) {
      if (groups[i].data() == nullptr) continue;
      const size_t begin = static_cast<size_t>(groups[i].data() - text_.data());
      if (begin <= parts_.back().begin || begin < parts_.back().label_end) continue;
      Numbered({groups[i + 2].data(), groups[i + 2].size()},
               NumberOf({groups[i + 1].data(), groups[i + 1].size()}), 0, begin,
               begin + groups[i].size(), true);
    }
  }

  // 第三十条的决定, also where a line was broken within it: no part begins so.
  bool IsMention(size_t label_end) const { return absl::StartsWith(text_.substr(label_end), "的"); }

  // The number of the article that begins behind the blanks; 0 where none does.
  int64_t ArticleAt(size_t at) const {
    static const auto& article = *new RE2(absl::StrCat("第(", kNumber, ")条"));
    const size_t words = SkipBlanks(text_, at);
    const re2::StringPiece rest(text_.data() + words, text_.size() - words);
    re2::StringPiece groups[2];
    if (!article.Match(rest, 0, rest.size(), RE2::ANCHOR_START, groups, 2)) return 0;
    return NumberOf({groups[1].data(), groups[1].size()});
  }

  void Numbered(absl::string_view kind, int64_t number, int64_t inserted, size_t at,
                size_t label_end, bool line_begins) {
    if (kind == "条") {
      // Within a line only the next article can begin; anything else is a mention of one.
      if (!line_begins && number != last_article_ + 1) return;
      last_article_ = number;
      article_ = absl::StrCat("art-", number);
      if (inserted > 0) absl::StrAppend(&article_, "-", inserted);
      paragraph_ = 1;
      item_.clear();
      in_items_ = false;
      article_ = Add(PartLevel::kArticle, article_, at, label_end);
      return;
    }
    if (!line_begins) return;
    article_.clear();
    if (kind == "编") {
      Add(PartLevel::kBook, absl::StrCat("book-", number), at, label_end);
    } else if (kind == "章") {
      chapter_ = Add(PartLevel::kChapter, absl::StrCat("chapter-", number), at, label_end);
    } else {
      const std::string above = chapter_.empty() ? "" : chapter_ + ".";
      Add(PartLevel::kSection, absl::StrCat(above, "section-", number), at, label_end);
    }
  }

  // 项 and 目 are parts of an article; elsewhere they are words.
  void Below(PartLevel level, const char* label, int64_t number, size_t at, size_t label_end) {
    if (article_.empty()) return;
    in_items_ = true;
    if (level == PartLevel::kItem) {
      item_ = Add(level, absl::StrCat(article_, ".", label, number), at, label_end);
    } else {
      Add(level, absl::StrCat(item_.empty() ? article_ : item_, ".", label, number), at, label_end);
    }
  }

  // Returns the anchor, made unique.
  std::string Add(PartLevel level, std::string anchor, size_t begin, size_t label_end) {
    const int times = ++anchors_[anchor];
    if (times > 1) absl::StrAppend(&anchor, "_", times);
    if (!parts_.empty()) parts_.back().end = begin;
    parts_.push_back({level, anchor, begin, label_end, text_.size()});
    return anchor;
  }

  std::vector<Part> Finish() {
    if (parts_.size() > 1 && parts_.front().end == 0) parts_.erase(parts_.begin());
    return std::move(parts_);
  }

  const absl::string_view text_;
  Next line_break_, full_stop_;
  std::vector<Part> parts_;
  std::map<std::string, int> anchors_;
  std::string chapter_, article_, item_;
  int64_t last_article_ = 0;
  int paragraph_ = 1;
  bool in_items_ = false;
};

}  // namespace

std::vector<Part> PartsOf(absl::string_view text) { return Outline(text).Read(); }

absl::string_view WithoutMarks(absl::string_view line) {
  static const auto& marks = *new RE2(absl::StrCat(kBlank, "*(?:#{1,6}", kBlank, "+)?"));
  re2::StringPiece rest(line.data(), line.size());
  RE2::Consume(&rest, marks);
  return {rest.data(), rest.size()};
}

}  // namespace santong::text
