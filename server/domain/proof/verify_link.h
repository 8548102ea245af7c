// The link that a QR code on a paper holds: the page that verifies the paper by its number and
// text.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace santong::proof {

// "/v/NUMBER?h=HASH", percent-encoded, below `site` (https://… without a slash at its end). Of the
// text's SHA-256 in hexadecimal digits the first 16 are taken: enough that no other text has them
// by chance. Empty without a number or a hash.
std::string VerifyLink(absl::string_view site, absl::string_view number,
                       absl::string_view text_sha256);

}  // namespace santong::proof
