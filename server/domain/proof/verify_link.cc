#include "server/domain/proof/verify_link.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace santong::proof {
namespace {

constexpr size_t kHashDigits = 16;

}  // namespace

std::string VerifyLink(absl::string_view site, absl::string_view number,
                       absl::string_view text_sha256) {
  if (number.empty() || text_sha256.empty()) return "";
  std::string link = absl::StrCat(site, "/v/");
  for (const char c : number) {
    // RFC 3986, section 2.3.
    const bool unreserved = absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
                            c == '.' || c == '_' || c == '~';
    if (unreserved) {
      link += c;
    } else {
      absl::StrAppendFormat(&link, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  absl::StrAppend(&link, "?h=", text_sha256.substr(0, kHashDigits));
  return link;
}

}  // namespace santong::proof
