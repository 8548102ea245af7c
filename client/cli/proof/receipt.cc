#include "client/cli/proof/receipt.h"

#include <fstream>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/local_error.h"
#include "client/cli/message_file.h"
#include "client/cli/output/json.h"
#include "client/cli/proof/receipt_page.h"
#include "client/lib/methods.h"
#include "santong/v1/log_service.pb.h"

namespace santong::cli {
namespace {

absl::Status Write(Session& session, const v1::LogReceipt& receipt, const std::string& text,
                   const std::string& path) {
  if (path == "-") {
    session.out() << text << std::flush;
    return absl::OkStatus();
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return Misuse(say::kFileNotWritten, path);
  session.Say(say::kReceiptSaved, receipt.registration_number(), path);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::LogReceipt> FetchReceipt(Session& session, v1::GetReceiptRequest request,
                                            const std::string& path) {
  const auto client = session.Client();
  if (!client.ok()) return client.status();
  auto receipt = (*client)->Call<v1::LogReceipt>(client::kGetReceipt, request);
  if (!receipt.ok() || path.empty()) return receipt;
  absl::Status saved = SaveReceipt(session, *receipt, path);
  if (!saved.ok()) return saved;
  return receipt;
}

absl::Status SaveReceipt(Session& session, const v1::LogReceipt& receipt, const std::string& path) {
  return Write(session, receipt, FormatJson(receipt), path);
}

absl::Status WriteReceiptPage(Session& session, const v1::LogReceipt& receipt,
                              const std::string& path, const std::string& site) {
  auto page =
      FormatReceiptPage(receipt, std::string(absl::StripSuffix(site, "/")), session.language());
  if (!page.ok()) return page.status();
  return Write(session, receipt, *page, path);
}

absl::StatusOr<std::vector<proof::VerifierKey>> ReadVerifierKeys(
    const std::vector<std::string>& texts) {
  std::vector<proof::VerifierKey> keys;
  for (const std::string& text : texts) {
    if (auto key = proof::VerifierKey::Parse(text); key.ok()) {
      keys.push_back(*std::move(key));
      continue;
    }
    auto bytes = ReadBytes(text);
    if (!bytes.ok()) return bytes.status();
    for (absl::string_view line : absl::StrSplit(*bytes, '\n', absl::SkipWhitespace())) {
      auto key = proof::VerifierKey::Parse(line);
      if (!key.ok()) return Misuse(say::kFileUnreadable, text, std::string(key.status().message()));
      keys.push_back(*std::move(key));
    }
  }
  return keys;
}

}  // namespace santong::cli
