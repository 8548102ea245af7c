// Page tokens (AIP-158).
#include "server/queries/page.h"

#include "gtest/gtest.h"
#include "santong/v1/document_service.pb.h"
#include "server/domain/error/refusal.h"

namespace santong::queries {
namespace {

TEST(PageToken, GivesBackTheKey) {
  const std::string key("x\0\xff key", 7);
  auto read = ReadPageToken("asked", MakePageToken("asked", key));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, key);
}

TEST(PageToken, OfAnotherRequestIsRefused) {
  auto read = ReadPageToken("asked otherwise", MakePageToken("asked", "key"));
  EXPECT_EQ(error::ReasonOf(read.status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(PageToken, ThatIsNoneIsRefused) {
  for (const char* token : {"!", "abc", "AAAAAAAAAAA"}) {
    EXPECT_EQ(error::ReasonOf(ReadPageToken("asked", token).status()),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << token;
  }
}

TEST(PageToken, MayBeUsedWithAnotherPageSize) {
  v1::ListDocumentsRequest small, large;
  small.set_page_size(1);
  large.set_page_size(500);
  EXPECT_EQ(AskedFor(small), AskedFor(large));
  large.set_organ("jurisdictions/630203/organs/government");
  EXPECT_NE(AskedFor(small), AskedFor(large));
}

TEST(PageSize, ZeroIsTheDefaultAndTooMuchTheMaximum) {
  EXPECT_EQ(PageSize(0), kPageSizeDefault);
  EXPECT_EQ(PageSize(7), 7);
  EXPECT_EQ(PageSize(1'000'000), kPageSizeMax);
}

}  // namespace
}  // namespace santong::queries
