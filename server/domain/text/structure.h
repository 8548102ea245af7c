// The parts of a normative text: 编 章 节 条 款 项 目 and 附件, as clerks number them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace santong::text {

enum class PartLevel {
  kPreamble,   // what stands before the first part
  kBook,       // 编
  kChapter,    // 章
  kSection,    // 节
  kArticle,    // 条
  kParagraph,  // 款: a line of an article, from the second on
  kItem,       // 项: （一）
  kSubitem,    // 目: 1.
  kAnnex,      // 附件
};

// A part and what belongs to it up to the next part, in bytes of the text. Parts follow one another
// without a gap and cover the text.
struct Part {
  PartLevel level;
  // For links, unique in the text: "art-12", "art-12-1" (第十二条之一), "art-12.para-2",
  // "art-12.item-3", "art-12.item-3.sub-1", "book-1", "chapter-2", "chapter-2.section-1",
  // "annex-1".
  std::string anchor;
  size_t begin;
  size_t label_end;  // where its own words begin, behind 第十二条
  size_t end;
};

// The parts of the text in their order; one preamble for a text without any. Markdown's marks of a
// heading (## 第二章) belong to its label. Where the text has no line breaks, an article is one
// whose number follows the last one's and that begins a sentence or stands behind headings, which
// are parts too: a mention of an article is no article. Takes time in proportion to the text.
std::vector<Part> PartsOf(absl::string_view text);

// For who reads: a line or a label without blanks and Markdown's marks of a heading at its
// beginning. A # that no blank follows is none.
absl::string_view WithoutMarks(absl::string_view line);

}  // namespace santong::text
