#include "server/domain/text/normalize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace santong::text {
namespace {

using ::testing::HasSubstr;

struct Case {
  const char* name;
  std::string text;
  bool single_line_ok;
  bool multiline_ok;
};

TEST(CheckUtf8Text, StoresTextAndRefusesWhatHidesOrBreaksIt) {
  const Case cases[] = {
      {"empty", "", true, true},
      {"Chinese", "关于印发《办法》的通知", true, true},
      {"beyond the basic plane", "𠀀𫝀", true, true},
      {"private use, as older GBK sources hold", "\xEE\x80\x84", true, true},
      {"zero-width space, met in real pages", "a\u200B", true, true},
      {"line feed", "a\nb", false, true},
      {"carriage return", "a\r\nb", false, true},
      {"tab", "a\tb", false, true},
      {"line separator", "a\u2028b", false, true},
      {"NUL", std::string("a\0b", 3), false, false},
      {"escape", "\x1B[31m", false, false},
      {"delete", "\x7F", false, false},
      {"C1 control", "\xC2\x85", false, false},
      {"noncharacter U+FFFE", "\xEF\xBF\xBE", false, false},
      {"noncharacter U+FDD0", "\xEF\xB7\x90", false, false},
      {"noncharacter U+1FFFF", "\xF0\x9F\xBF\xBF", false, false},
      {"replacement character", "\xEF\xBF\xBD", false, false},
      {"byte order mark", "\xEF\xBB\xBFtext", false, false},
      {"right-to-left override", "a\u202Eb", false, false},
      {"lone continuation byte", "\x80", false, false},
      {"cut character", "\xE4\xBD", false, false},
      {"overlong slash", "\xC0\xAF", false, false},
      {"surrogate", "\xED\xA0\x80", false, false},
      {"beyond U+10FFFF", "\xF4\x90\x80\x80", false, false},
      {"GB18030 bytes", "\xC6\xBD\xB0\xB2", false, false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(CheckUtf8Text(c.text, false).ok(), c.single_line_ok) << c.name;
    EXPECT_EQ(CheckUtf8Text(c.text, true).ok(), c.multiline_ok) << c.name;
  }
}

TEST(CheckUtf8Text, NamesTheByteAndTheMend) {
  const absl::Status broken = CheckUtf8Text("平\xC6", false);
  EXPECT_EQ(broken.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(broken.message(), HasSubstr("at byte 3"));
  const absl::Status control = CheckUtf8Text("平\x07", false);
  EXPECT_THAT(control.message(), HasSubstr("U+0007 at byte 3"));
  EXPECT_THAT(control.message(), HasSubstr("remove it"));
  EXPECT_THAT(CheckUtf8Text("\xEF\xBF\xBD", false).message(), HasSubstr("GB18030"));
}

TEST(CodePoints, CountsCharactersNotBytes) {
  EXPECT_EQ(CodePoints(""), 0u);
  EXPECT_EQ(CodePoints("abc"), 3u);
  EXPECT_EQ(CodePoints("平安区"), 3u);
  EXPECT_EQ(CodePoints("𠀀〔"), 2u);
}

}  // namespace
}  // namespace santong::text
