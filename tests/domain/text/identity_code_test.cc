#include "server/domain/text/identity_code.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/csv.h"

namespace santong::text {
namespace {

// The words of the vectors' third column.
CodeCheck Expected(const std::string& word) {
  if (word == "ok") return CodeCheck::kOk;
  if (word == "bad_check") return CodeCheck::kWrongCheckDigit;
  EXPECT_TRUE(word == "bad_char" || word == "bad_length" || word == "bad_date") << word;
  return CodeCheck::kWrongForm;
}

TEST(CheckCreditCode, AgreesWithEveryPublishedValue) {
  for (const auto& row : santong::testing::ReadPublicCsv("vectors/uscc.csv")) {
    EXPECT_EQ(CheckCreditCode(row[0]), Expected(row[2])) << row[0] << ", " << row[1];
  }
}

TEST(CheckResidentId, AgreesWithEveryPublishedValue) {
  for (const auto& row : santong::testing::ReadPublicCsv("vectors/resident_id.csv")) {
    EXPECT_EQ(CheckResidentId(row[0]), Expected(row[2])) << row[0] << ", " << row[1];
  }
}

TEST(CheckCreditCode, AnyOneChangedDigitIsFound) {
  const std::string code = "11370322004222241N";  // from the index number of a real document
  ASSERT_EQ(CheckCreditCode(code), CodeCheck::kOk);
  for (size_t i = 0; i < code.size(); ++i) {
    for (const char other : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      if (other == code[i]) continue;
      std::string changed = code;
      changed[i] = other;
      EXPECT_NE(CheckCreditCode(changed), CodeCheck::kOk) << changed;
    }
  }
}

TEST(CheckCreditCode, LowerCaseAndLettersOutsideTheAlphabetAreOfWrongForm) {
  for (const char* code : {"11370322004222241n", "1137032200422224IN", "11370322004222241O",
                           "1137A322004222241N", "", "1137032200422224１"}) {
    EXPECT_EQ(CheckCreditCode(code), CodeCheck::kWrongForm) << code;
  }
}

}  // namespace
}  // namespace santong::text
