// Properties of all templates: random templates from an alphabet of parts and awkward literals,
// random values that pass Check, fixed seed. Templates that Parse refuses are skipped, and counted
// so that enough remain.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "server/domain/number/template.h"

namespace santong::number {
namespace {

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::string TemplateText() {
    static const std::vector<std::string> pieces = {
        "{prefix}", "{organ}", "{year}", "{serial}", "{serial:1}", "{serial:3}", "{serial:9}",
        "规",       "第",      "号",     "〔",       "〕",         "[",          "]",
        "—",        "-",       "年",     "1",        "0",          "A",          "o",
        "二",       "字",      "(",      "）",       "{year}",     " ",          "/"};
    std::string text;
    for (size_t i = 2 + Below(8); i > 0; --i) text += pieces[Below(pieces.size())];
    return text;
  }

  std::string Text() {
    static const std::vector<std::string> pieces = {"平", "规", "第", "号", "年", "字", "二",
                                                    "〇", "A",  "o",  "0",  "1",  "20"};
    std::string text;
    for (size_t i = 1 + Below(4); i > 0; --i) text += pieces[Below(pieces.size())];
    return text;
  }

  Values ValuesFor(const Template& form) {
    static const int64_t serials[] = {1,   2,   9,    10,   20,     99,
                                      100, 999, 1000, 2017, 123456, kSerialMax};
    Values values;
    if (form.text().find("{prefix}") != std::string::npos) values.prefix = Text();
    if (form.text().find("{organ}") != std::string::npos) values.organ = Text();
    values.year = 1999 + static_cast<int>(Below(30));
    values.serial = serials[Below(std::size(serials))];
    return values;
  }

  size_t Below(size_t limit) { return random_() % limit; }

 private:
  std::mt19937 random_;
};

TEST(EveryTemplate, ReadsBackEveryNumberItWrites) {
  Maker maker(1);
  int checked = 0;
  for (int round = 0; round < 20'000; ++round) {
    const absl::StatusOr<Template> form = Template::Parse(maker.TemplateText());
    if (!form.ok()) continue;
    for (int i = 0; i < 20; ++i) {
      const Values values = maker.ValuesFor(*form);
      if (!form->Check(values).ok()) continue;
      const std::string number = form->Format(values);
      const absl::StatusOr<Values> strict = form->ParseStrict(number);
      ASSERT_TRUE(strict.ok()) << form->text() << " wrote " << number << ": " << strict.status();
      ASSERT_EQ(*strict, values) << form->text() << " wrote " << number;
      ASSERT_EQ(form->ParseLenient(number).value(), values) << form->text() << " wrote " << number;
      ++checked;
    }
  }
  EXPECT_GT(checked, 5'000);
}

// What the pattern for typing must read, beside what ParseStrict reads: other widths, brackets and
// dashes.
std::string TypedOtherwise(const std::string& number) {
  return absl::StrReplaceAll(number, {{"0", "０"},
                                      {"1", "１"},
                                      {"2", "２"},
                                      {"7", "７"},
                                      {"A", "Ａ"},
                                      {"〔", "［ "},
                                      {"〕", "] "},
                                      {"[", "【"},
                                      {"]", "）"},
                                      {"(", "﹝"},
                                      {"）", "〕"},
                                      {"—", " - "},
                                      {"-", "－"}});
}

TEST(EveryTemplate, ReadsItsNumbersTypedWithOtherWidthsBracketsAndDashes) {
  Maker maker(4);
  int checked = 0;
  for (int round = 0; round < 10'000; ++round) {
    const absl::StatusOr<Template> form = Template::Parse(maker.TemplateText());
    if (!form.ok()) continue;
    for (int i = 0; i < 5; ++i) {
      Values values = maker.ValuesFor(*form);
      // 第 and 号 inside a part cannot be told from those that people add; O after 二 is a zero.
      if (!values.prefix.empty()) values.prefix = "平办A1";
      if (!values.organ.empty()) values.organ = "HP01";
      if (!form->Check(values).ok()) continue;
      const std::string typed = TypedOtherwise(form->Format(values));
      const absl::StatusOr<Values> lenient = form->ParseLenient(typed);
      ASSERT_TRUE(lenient.ok()) << form->text() << ", typed " << typed << ": " << lenient.status();
      ASSERT_EQ(*lenient, values) << form->text() << ", typed " << typed;
      ++checked;
    }
  }
  EXPECT_GT(checked, 1'000);
}

TEST(EveryTemplate, WritesDifferentKeysForDifferentValues) {
  Maker maker(2);
  int checked = 0;
  for (int round = 0; round < 20'000; ++round) {
    const absl::StatusOr<Template> form = Template::Parse(maker.TemplateText());
    if (!form.ok()) continue;
    for (int i = 0; i < 20; ++i) {
      const Values a = maker.ValuesFor(*form);
      Values b = a;
      // The next number of the series, and the same number a year later.
      if (i % 2 == 0) {
        ++b.serial;
      } else {
        ++b.year;
      }
      if (!form->Check(a).ok() || !form->Check(b).ok()) continue;
      ASSERT_NE(FoldNumber(form->Format(a)), FoldNumber(form->Format(b))) << form->text();
      ++checked;
    }
  }
  EXPECT_GT(checked, 5'000);
}

}  // namespace
}  // namespace santong::number
