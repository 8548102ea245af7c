#include "server/pages/text_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/text/structure.h"

namespace santong::pages {
namespace {

using text::PartLevel;

constexpr size_t kHeadingBytesMax = 120;

// Blanks of either width at both ends are typesetting; the page indents by itself.
absl::string_view Trimmed(absl::string_view line) {
  static constexpr absl::string_view kBlanks[] = {" ", "\t", "\r", "\xE3\x80\x80", "\xC2\xA0"};
  for (bool again = true; again;) {
    again = false;
    for (absl::string_view blank : kBlanks) {
      while (absl::ConsumePrefix(&line, blank) || absl::ConsumeSuffix(&line, blank)) again = true;
    }
  }
  return line;
}

const char* ClassOf(PartLevel level) {
  switch (level) {
    case PartLevel::kBook:
    case PartLevel::kChapter:
      return "chapter";
    case PartLevel::kSection:
      return "section";
    case PartLevel::kArticle:
      return "article";
    case PartLevel::kItem:
    case PartLevel::kSubitem:
      return "item";
    case PartLevel::kAnnex:
      return "annex";
    case PartLevel::kPreamble:
    case PartLevel::kParagraph:
      return "plain";
  }
  return "plain";
}

bool IsHeading(PartLevel level) {
  return level == PartLevel::kBook || level == PartLevel::kChapter ||
         level == PartLevel::kSection || level == PartLevel::kArticle || level == PartLevel::kAnnex;
}

std::string LabelOf(const text::Part& part, absl::string_view text) {
  const absl::string_view label = text.substr(part.begin, part.label_end - part.begin);
  return std::string(text::WithoutMarks(Trimmed(label)));
}

// At most kHeadingBytesMax bytes, cut between two characters.
std::string Shortened(absl::string_view words) {
  if (words.size() <= kHeadingBytesMax) return std::string(words);
  size_t end = kHeadingBytesMax;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(words.substr(0, end), "…");
}

}  // namespace

std::vector<Heading> HeadingsOf(absl::string_view text) {
  std::vector<Heading> headings;
  for (const text::Part& part : text::PartsOf(text)) {
    if (!IsHeading(part.level)) continue;
    const absl::string_view own = text.substr(part.label_end, part.end - part.label_end);
    headings.push_back({part.anchor, LabelOf(part, text),
                        Shortened(Trimmed(own.substr(0, own.find('\n')))),
                        part.level == PartLevel::kArticle});
  }
  return headings;
}

void ShowText(absl::string_view text, const Visit& visit, Dictionary& values) {
  for (const text::Part& part : text::PartsOf(text)) {
    const std::string label = LabelOf(part, text);
    const absl::string_view own = text.substr(part.label_end, part.end - part.label_end);
    bool first = true;
    for (absl::string_view line : absl::StrSplit(own, '\n')) {
      line = text::WithoutMarks(Trimmed(line));
      const bool labelled = first && !label.empty();
      if (line.empty() && !labelled) continue;
      Dictionary* paragraph = values.AddSectionDictionary("PART");
      paragraph->SetValue("CLASS", first ? ClassOf(part.level) : "plain");
      paragraph->SetValue("WORDS", {line.data(), line.size()});
      if (labelled) Show(*paragraph, "LABEL", label);
      if (first && part.level != PartLevel::kPreamble) {
        Dictionary* anchor = paragraph->AddSectionDictionary("ANCHOR");
        anchor->SetValue("ID", part.anchor);
        if (IsHeading(part.level)) {
          Dictionary* mark = paragraph->AddSectionDictionary("MARK");
          mark->SetValue("HERE_URL", absl::StrCat("#", part.anchor));
          mark->SetValue("HERE_LABEL", visit.words.Say("link_to_part", {label}));
        }
      }
      first = false;
    }
  }
}

}  // namespace santong::pages
