// Prints the rules of screening.
#include <string>

#include "absl/strings/str_cat.h"
#include "server/docs/markdown.h"
#include "server/docs/pages.h"

namespace santong::docs {
namespace {

void AppendExamples(const char* heading,
                    const google::protobuf::RepeatedPtrField<v1::ScreeningExample>& examples,
                    std::string* text) {
  absl::StrAppend(text, "\n", heading, "\n\n");
  for (const v1::ScreeningExample& example : examples) {
    std::string one_line;
    for (char c : example.text()) {
      if (c != '\n') one_line += c;
    }
    absl::StrAppend(text, "- ", one_line, "（", example.note_zh(), "）\n");
  }
}

}  // namespace

std::string ScreeningPage(const v1::ScreeningRuleSet& set) {
  std::string text = absl::StrCat(
      "# Screening · 审查规则\n\n", GeneratedFrom("deploy/screening/national.textproto"),
      set.title(),
      "。Each sentence of a text is read, up to 。 ； ！ ？ or a line break; a sentence that an "
      "excuse matches is no hit, and a part that must be there is looked for in the whole text. "
      "Screening advises; people decide. Beside these rules a text is read for resident identity "
      "numbers and mobile numbers, and for citations 《title》（number） of documents that the "
      "register knows to be repealed, replaced, expired, revoked or suspended; one from before the "
      "registry that was not registered, and a number that it does not hold, are notes. "
      "`deploy/screening_quality` prints precision and recall.\n\n");
  absl::StrAppend(&text, TableHead({"rule", "规则", "依据"}));
  for (const v1::ScreeningRule& rule : set.rules()) {
    absl::StrAppend(&text, TableRow({absl::StrCat("[", rule.id(), "](#", rule.id(), ")"),
                                     rule.title_zh(), rule.article()}));
  }
  for (const v1::ScreeningRule& rule : set.rules()) {
    absl::StrAppend(&text, "\n## <a id=\"", rule.id(), "\"></a>", rule.id(), "\n\n",
                    rule.title_zh(), "。", rule.mend_zh(), "\n\n", rule.title_en(), ".\n");
    AppendExamples("命中 (must hit):", rule.examples(), &text);
    AppendExamples("不命中 (must not hit):", rule.counter_examples(), &text);
  }
  absl::StrAppend(&text, "\n## <a id=\"cites-repealed-law\"></a>cites-repealed-law\n\n",
                  TableHead({"已废止的法律、法规", "自", "替代", "依据"}));
  for (const v1::RepealedLaw& law : set.repealed_laws()) {
    absl::StrAppend(&text,
                    TableRow({law.title(), law.ended_date(), law.replaced_by(), law.article()}));
  }
  return text;
}

}  // namespace santong::docs
