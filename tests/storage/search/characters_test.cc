// Which characters a text is found by, one by one.
#include "storage/search/characters.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace santong::search {
namespace {

TEST(CharactersOf, EachStandsOnceInTheOrderOfItsFirstPlace) {
  EXPECT_EQ(CharactersOf(""), "");
  EXPECT_EQ(CharactersOf("第一条第二条"), " 第 一 条 二");
  EXPECT_EQ(CharactersOf("a1éa第é1"), " a 1 é 第");
  // Of four bytes, which are looked for in another place.
  EXPECT_EQ(CharactersOf("𠀀𠀁𠀀字𠀁"), " 𠀀 𠀁 字");
}

// Characters that share bytes, or whose code points differ in one bit, are others.
TEST(CharactersOf, NoCharacterIsTakenForAnother) {
  std::string all, once;
  for (unsigned c = 0x21; c < 0x80; ++c) all += static_cast<char>(c);
  for (unsigned c = 0x80; c < 0x800; ++c)
    all += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
  for (unsigned c = 0x800; c < 0x10000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;  // surrogates are no UTF-8
    all += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
            static_cast<char>(0x80 | (c & 0x3F))};
  }
  for (size_t at = 0; at < all.size();) {
    const size_t end = EndOfCharacter(all, at);
    absl::StrAppend(&once, " ", all.substr(at, end - at));
    at = end;
  }
  EXPECT_EQ(CharactersOf(all), once);
  EXPECT_EQ(CharactersOf(absl::StrCat(all, all)), once);
}

}  // namespace
}  // namespace santong::search
