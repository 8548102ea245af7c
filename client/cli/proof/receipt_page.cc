#include "client/cli/proof/receipt_page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "client/cli/output/html.h"
#include "client/qr/qr_code.h"
#include "santong/v1/document.pb.h"
#include "server/domain/proof/verify.h"
#include "server/domain/proof/verify_link.h"

namespace santong::cli {
namespace {

std::string StateWord(const std::string& state, Language language) {
  v1::DocumentState value = v1::DOCUMENT_STATE_UNSPECIFIED;
  if (!v1::DocumentState_Parse(absl::StrCat("DOCUMENT_STATE_", state), &value)) return state;
  return EnumWord(*v1::DocumentState_descriptor()->FindValueByNumber(value), language);
}

Table FactsOf(const v1::LogReceipt& receipt, const proof::ReceiptParts& parts, Language language) {
  const proof::Leaf& leaf = parts.leaf;
  Table table;
  table.columns = {{"fact", say::kReceiptFact.In(language)},
                   {"value", say::kReceiptValue.In(language)}};
  const auto add = [&](const std::string& fact, const std::string& value) {
    if (!value.empty()) table.rows.push_back({Plain(fact), Plain(value)});
  };
  const auto field = [&](const char* name) { return FieldWord(name, language); };
  add(field("registration_number"), receipt.registration_number());
  add(field("document_number"), leaf.document_number);
  if (!leaf.to_state.empty()) add(field("state"), StateWord(leaf.to_state, language));
  add(field("registered_date"), leaf.registered_date);
  add(field("effective_date"), leaf.effective_date);
  add(field("last_valid_date"), leaf.last_valid_date);
  add(field("ended_date"), leaf.ended_date);
  if (!leaf.versions.empty()) {
    add("SHA-256", leaf.versions.back().text_sha256);
    add("SM3", leaf.versions.back().text_sm3);
    add(say::kReceiptEntry.In(language),
        absl::StrCat(parts.proof.index + 1, " / ", parts.checkpoint.size));
  }
  add(say::kReceiptLog.In(language), parts.checkpoint.origin);
  add(say::kReceiptRoot.In(language), absl::BytesToHexString(parts.checkpoint.root));
  add(say::kReceiptTime.In(language), proof::ExtensionOf(parts.checkpoint, "time"));
  return table;
}

void AddCode(const std::string& text, qr::Tolerance tolerance, const std::string& caption,
             HtmlPart* part) {
  qr::QrCode code = qr::QrCodeOf(text, tolerance);
  if (code.modules > 0)
    part->pictures.push_back({std::move(code.view_box), std::move(code.path), caption});
}

}  // namespace

absl::StatusOr<std::string> FormatReceiptPage(const v1::LogReceipt& receipt,
                                              const std::string& site, Language language) {
  const auto parts = proof::ReadParts(receipt);
  if (!parts.ok()) return parts.status();
  HtmlPart part{receipt.registration_number(), FactsOf(receipt, *parts, language), {}};
  const std::string link =
      site.empty() ? ""
                   : proof::VerifyLink(site, receipt.registration_number(), receipt.text_sha256());
  if (!link.empty()) {
    AddCode(link, qr::Tolerance::kMuch, absl::Substitute(say::kReceiptLinkCode.In(language), link),
            &part);
  }
  AddCode(receipt.proof(), qr::Tolerance::kLittle, say::kReceiptProofCode.In(language), &part);
  return FormatHtml(say::kReceiptPageTitle.In(language), {part},
                    language == Language::kChinese ? "zh-CN" : "en");
}

}  // namespace santong::cli
