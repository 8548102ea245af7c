#include "server/domain/objection/receipt.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "server/domain/text/normalize.h"

namespace santong::objection {
namespace {

// DO NOT CHANGE: numbers and codes are on paper.
constexpr absl::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kCodeLength = 10;
constexpr absl::string_view kPrefix = "YY";  // 异议

// 7 has no common factor with 30, so that one wrong digit and two exchanged neighbours are noticed.
char CheckLetter(absl::string_view number) {
  unsigned sum = 0;
  for (const char c : number) {
    if (absl::ascii_isdigit(c)) sum = (sum * 7 + static_cast<unsigned>(c - '0')) % kAlphabet.size();
  }
  return kAlphabet[sum];
}

}  // namespace

std::string ReceiptNumber(int year, uint64_t id) {
  const std::string number = absl::StrFormat("%s-%04d-%06d", kPrefix, year, id);
  return absl::StrCat(number, "-", std::string(1, CheckLetter(number)));
}

std::string FoldReceipt(absl::string_view text) {
  // As an input method for Chinese types them, too: ＹＹ－２０２６, which looks right to whoever
  // typed it.
  return absl::AsciiStrToUpper(text::FoldWidths(text));
}

uint64_t ReceiptCase(absl::string_view number) {
  const std::string folded = FoldReceipt(number);
  const std::vector<std::string> parts = absl::StrSplit(folded, '-');
  int year = 0;
  uint64_t id = 0;
  if (parts.size() != 4 || !absl::SimpleAtoi(parts[1], &year) || !absl::SimpleAtoi(parts[2], &id) ||
      ReceiptNumber(year, id) != folded) {
    return 0;
  }
  return id;
}

std::string SecretCode(absl::string_view random) {
  std::string code;
  // Two bytes a character, so that none is noticeably likelier than another.
  for (size_t i = 0; i < kCodeLength && 2 * i + 1 < random.size(); ++i) {
    const unsigned high = static_cast<unsigned char>(random[2 * i]);
    const unsigned low = static_cast<unsigned char>(random[2 * i + 1]);
    code += kAlphabet[(high * 256 + low) % kAlphabet.size()];
  }
  return code;
}

}  // namespace santong::objection
