// Page tokens (AIP-158).
#include "server/queries/page.h"

#include "gtest/gtest.h"
#include "server/domain/error/refusal.h"

namespace santong::queries {
namespace {

TEST(PageToken, GivesBackTheKey) {
  const std::string key("x\0\xff key", 7);
  auto read = ReadPageToken(MakePageToken(key));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, key);
}

TEST(PageToken, ThatIsNoneIsRefused) {
  for (const char* token : {"!", "abc", "AAAAAAAAAAA"}) {
    EXPECT_EQ(error::ReasonOf(ReadPageToken(token).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << token;
  }
}

TEST(PageSize, ZeroIsTheDefaultAndTooMuchTheMaximum) {
  EXPECT_EQ(PageSize(0), kPageSizeDefault);
  EXPECT_EQ(PageSize(7), 7);
  EXPECT_EQ(PageSize(1'000'000), kPageSizeMax);
}

}  // namespace
}  // namespace santong::queries
