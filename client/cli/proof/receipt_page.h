// A receipt as one page to print: what it says, and QR codes of the link that verifies the paper
// and of the proof itself.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "client/cli/words.h"
#include "santong/v1/proof.pb.h"

namespace santong::cli {

// HTML. `site` is where the register's portal is reached, without a slash at its end; with none
// there is no link. A proof of more than 2,953 bytes has no code. INVALID_ARGUMENT when the receipt
// cannot be read; it is not verified here.
absl::StatusOr<std::string> FormatReceiptPage(const v1::LogReceipt& receipt,
                                              const std::string& site, Language language);

}  // namespace santong::cli
