// Receipts and the keys that they are believed by.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/session.h"
#include "santong/v1/log_service.pb.h"
#include "santong/v1/proof.pb.h"
#include "server/domain/proof/note.h"

namespace santong::cli {

// Asks for a receipt and writes it to `path` as JSON, where one is given.
absl::StatusOr<v1::LogReceipt> FetchReceipt(Session& session, v1::GetReceiptRequest request,
                                            const std::string& path);

// Writes the receipt to `path` as JSON.
absl::Status SaveReceipt(Session& session, const v1::LogReceipt& receipt, const std::string& path);

// Writes the receipt as one page to print (receipt_page.h).
absl::Status WriteReceiptPage(Session& session, const v1::LogReceipt& receipt,
                              const std::string& path, const std::string& site);

// Each text is a C2SP verifier key, or the name of a file that holds some, one a line.
absl::StatusOr<std::vector<proof::VerifierKey>> ReadVerifierKeys(
    const std::vector<std::string>& texts);

}  // namespace santong::cli
