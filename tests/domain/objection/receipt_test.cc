// Receipt numbers can be read back, and one wrong character is noticed; codes show no pattern of
// the bytes that they are made of.
#include "server/domain/objection/receipt.h"

#include <gtest/gtest.h>

#include <set>

namespace santong::objection {
namespace {

TEST(Receipt, IsReadBackWithBlanksAndSmallLetters) {
  for (const uint64_t id : {uint64_t{1}, uint64_t{123}, uint64_t{999'999}, uint64_t{1'000'000}}) {
    const std::string number = ReceiptNumber(2026, id);
    EXPECT_EQ(ReceiptCase(number), id) << number;
    std::string typed = " " + number + " ";
    for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_EQ(ReceiptCase(typed), id) << typed;
  }
}

// A right number was called wrong, and so was a right code.
TEST(Receipt, IsReadAsAnInputMethodForChineseTypesIt) {
  const std::string number = ReceiptNumber(2026, 1);
  std::string wide;
  for (const char c : number) {
    // U+FF01 to U+FF5E are ASCII from '!' on.
    const int at = c - '!';
    wide +=
        {'\xEF', static_cast<char>(0xBC + (at + 1) / 64), static_cast<char>(0x80 + (at + 1) % 64)};
  }
  EXPECT_EQ(FoldReceipt(wide), number);
  EXPECT_EQ(ReceiptCase(wide), 1u);
  EXPECT_EQ(FoldReceipt("５８ｅｋ２　bgt8h"), "58EK2BGT8H");
}

TEST(Receipt, OneWrongCharacterIsNoReceipt) {
  const std::string number = ReceiptNumber(2026, 123);
  for (size_t i = 0; i < number.size(); ++i) {
    for (const char c : std::string("0123456789ABXYZ-")) {
      std::string wrong = number;
      wrong[i] = c;
      if (wrong != number) EXPECT_EQ(ReceiptCase(wrong), 0u) << wrong;
    }
  }
  for (const char* none :
       {"", "YY", "YY-2026-000123", "YY-2026--K", "YY-2026-99999999999999999999-K"})
    EXPECT_EQ(ReceiptCase(none), 0u) << none;
}

TEST(Receipt, TheCodeHasTenUnambiguousCharacters) {
  std::set<char> seen;
  for (int first = 0; first < 256; ++first) {
    std::string random(20, static_cast<char>(first));
    for (int i = 0; i < 20; ++i) random[static_cast<size_t>(i)] = static_cast<char>(first + i * 13);
    const std::string code = SecretCode(random);
    EXPECT_EQ(code.size(), 10u);
    seen.insert(code.begin(), code.end());
  }
  EXPECT_EQ(seen.size(), 30u);
  for (const char c : std::string("01ILOU")) EXPECT_EQ(seen.count(c), 0u) << c;
}

}  // namespace
}  // namespace santong::objection
