// Sealed page tokens: only what was given, for what was asked, and not for ever.
#include "server/rpc/page_seal.h"

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"
#include "santong/v1/document_service.pb.h"
#include "server/domain/error/refusal.h"
#include "server/queries/page.h"

namespace santong::rpc {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'900'000'000);

v1::ErrorReason Refused(const PageSeal& seal, absl::string_view asked, absl::string_view token,
                        absl::Time now) {
  return error::ReasonOf(seal.Check(asked, token, now));
}

TEST(PageSeal, LetsItsOwnTokensThroughAndKeepsTheKey) {
  const PageSeal seal("key");
  const std::string token = seal.Seal("asked", queries::MakePageToken("last"), kNow);
  EXPECT_TRUE(seal.Check("asked", token, kNow).ok());
  EXPECT_EQ(queries::ReadPageToken(token).value(), "last");
  EXPECT_TRUE(PageSeal("key").Check("asked", token, kNow).ok()) << "after a restart";
  EXPECT_TRUE(seal.Check("asked", "", kNow).ok());
  EXPECT_EQ(seal.Seal("asked", "", kNow), "");
}

TEST(PageSeal, OneChangedByteAnotherRequestOrAnotherKeyIsRefused) {
  const PageSeal seal("key");
  const std::string token = seal.Seal("asked", queries::MakePageToken("last"), kNow);
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string forged = bytes;
    forged[i] = static_cast<char>(forged[i] ^ 1);
    EXPECT_EQ(Refused(seal, "asked", absl::WebSafeBase64Escape(forged), kNow),
              v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << i;
  }
  EXPECT_EQ(Refused(seal, "asked otherwise", token, kNow), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  EXPECT_EQ(Refused(PageSeal("other"), "asked", token, kNow), v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  EXPECT_EQ(Refused(seal, "asked", queries::MakePageToken("last"), kNow),
            v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST(PageSeal, ExpiresAfterItsLife) {
  const PageSeal seal("key");
  const std::string token = seal.Seal("asked", queries::MakePageToken("last"), kNow);
  EXPECT_TRUE(seal.Check("asked", token, kNow + kPageTokenLife).ok());
  EXPECT_EQ(Refused(seal, "asked", token, kNow + kPageTokenLife + absl::Hours(1)),
            v1::ERROR_REASON_PAGE_TOKEN_EXPIRED);
}

TEST(PageSeal, MayBeUsedWithAnotherPageSize) {
  v1::ListDocumentsRequest small, large;
  small.set_page_size(1);
  large.set_page_size(500);
  EXPECT_EQ(AskedFor(small), AskedFor(large));
  large.set_organ("jurisdictions/630203/organs/government");
  EXPECT_NE(AskedFor(small), AskedFor(large));
}

}  // namespace
}  // namespace santong::rpc
