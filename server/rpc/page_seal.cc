#include "server/rpc/page_seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/base/internal/endian.h"
#include "absl/base/internal/raw_logging.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/error/refusal.h"
#include "server/queries/page.h"

namespace santong::rpc {
namespace {

constexpr size_t kHourBytes = 4;
constexpr size_t kMacBytes = queries::kPageSealBytes - kHourBytes;

int64_t HourOf(absl::Time time) { return absl::ToUnixSeconds(time) / (60 * 60); }

}  // namespace

std::string PageSeal::Mac(absl::string_view asked, absl::string_view hour,
                          absl::string_view last_key) const {
  const std::string bytes = absl::StrCat(digest::Sha256(asked), hour, last_key);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  const unsigned char* const made =
      HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), mac, &length);
  ABSL_RAW_CHECK(made != nullptr && length >= kMacBytes, "OpenSSL computes no HMAC");
  return std::string(reinterpret_cast<const char*>(mac), kMacBytes);
}

std::string PageSeal::Seal(absl::string_view asked, absl::string_view token, absl::Time now) const {
  auto last_key = queries::ReadPageToken(token);
  if (!last_key.ok() || last_key->empty()) return "";
  std::string hour(kHourBytes, '\0');
  absl::big_endian::Store32(hour.data(), static_cast<uint32_t>(HourOf(now)));
  return absl::WebSafeBase64Escape(absl::StrCat(hour, Mac(asked, hour, *last_key), *last_key));
}

absl::Status PageSeal::Check(absl::string_view asked, absl::string_view token,
                             absl::Time now) const {
  if (token.empty()) return absl::OkStatus();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() <= queries::kPageSealBytes) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  const absl::string_view hour = absl::string_view(bytes).substr(0, kHourBytes);
  const std::string mac =
      Mac(asked, hour, absl::string_view(bytes).substr(queries::kPageSealBytes));
  if (CRYPTO_memcmp(mac.data(), bytes.data() + kHourBytes, kMacBytes) != 0) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
  }
  const int64_t age_hours = HourOf(now) - int64_t{absl::big_endian::Load32(hour.data())};
  if (age_hours > kPageTokenLife / absl::Hours(1)) {
    return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_EXPIRED,
                         {{"hours", absl::StrCat(kPageTokenLife / absl::Hours(1))}});
  }
  return absl::OkStatus();
}

}  // namespace santong::rpc
