#include "server/ops/certificate.h"

#include "absl/time/clock.h"
#include "tests/server/rpc/certificates.h"
#include "tests/support/status_matchers.h"

namespace santong::ops {
namespace {

using santong::testing::IsOk;
using santong::testing::MakeCa;
using santong::testing::MakeCertificate;

TEST(Certificate, APairThatWasIssuedTogetherFits) {
  const auto pair = MakeCertificate(MakeCa("CA"), "localhost");
  EXPECT_THAT(CheckKeyPair(pair.certificate_pem, pair.key_pem), IsOk());
}

TEST(Certificate, TheFirstOfAChainIsTheOneThatMustFit) {
  const auto ca = MakeCa("CA");
  const auto pair = MakeCertificate(ca, "localhost");
  EXPECT_THAT(CheckKeyPair(pair.certificate_pem + ca.certificate_pem, pair.key_pem), IsOk());
  EXPECT_FALSE(CheckKeyPair(ca.certificate_pem + pair.certificate_pem, pair.key_pem).ok());
}

TEST(Certificate, ItsLastInstantIsRead) {
  const auto pair = MakeCertificate(MakeCa("CA"), "localhost", 10);
  const auto expiry = ExpiryOf(pair.certificate_pem);
  ASSERT_THAT(expiry, IsOk());
  EXPECT_GT(*expiry, absl::Now() + absl::Hours(24 * 9));
  EXPECT_LT(*expiry, absl::Now() + absl::Hours(24 * 11));
  EXPECT_FALSE(ExpiryOf("no certificate").ok());
}

}  // namespace
}  // namespace santong::ops
