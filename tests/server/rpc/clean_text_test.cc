// The fast look against the exact check, over every character of Unicode.
#include "server/rpc/clean_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "server/domain/text/normalize.h"

namespace santong::rpc {
namespace {

std::string Utf8(uint32_t c) {
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
  if (c < 0x10000) {
    return {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
            static_cast<char>(0x80 | (c & 63))};
  }
  return {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
          static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
}

TEST(CleanText, TheFastLookLetsNothingPassThatTheExactCheckRefuses) {
  int asked = 0;
  for (uint32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;  // surrogates are no UTF-8
    for (const bool multiline : {false, true}) {
      for (const std::string& text : {Utf8(c), "字" + Utf8(c) + "字"}) {
        if (NeedsCheck(text, multiline)) {
          ++asked;
        } else {
          ASSERT_TRUE(text::CheckUtf8Text(text, multiline).ok()) << std::hex << c;
        }
      }
    }
  }
  EXPECT_GT(asked, 0);
}

TEST(CleanText, OrdinaryTextNeedsNoExactCheck) {
  EXPECT_FALSE(NeedsCheck("第一条　为了规范“行政规范性文件”管理（试行），依据《条例》……\n", true));
  EXPECT_TRUE(NeedsCheck("第一条\n", false));
  // Three bytes are passed at once: what follows them is looked at.
  EXPECT_TRUE(NeedsCheck("条\x01", true));
  EXPECT_TRUE(NeedsCheck("条款\u202E条", true));
}

}  // namespace
}  // namespace santong::rpc
