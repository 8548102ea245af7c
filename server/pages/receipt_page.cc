#include "server/pages/receipt_page.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "server/domain/proof/verify.h"
#include "server/domain/proof/verify_link.h"
#include "server/pages/document_words.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {
namespace {

void AddRow(const char* word, const std::string& value, const Visit& visit, Dictionary& body) {
  if (value.empty()) return;
  Dictionary* row = body.AddSectionDictionary("ROW");
  row->SetValue("KEY", visit.words.Say(word));
  row->SetValue("VALUE", value);
}

// What the entry and the checkpoint say; the title alone is the register's word.
void ShowFacts(const v1::Document& document, const proof::ReceiptParts& parts, const Visit& visit,
               Dictionary& body) {
  const proof::Leaf& leaf = parts.leaf;
  const proof::Checkpoint& checkpoint = parts.checkpoint;
  body.SetValue("NAME", document.title());
  AddRow("log_receipt_number", leaf.registration_number, visit, body);
  AddRow("log_receipt_document_number", leaf.document_number, visit, body);
  v1::DocumentState state = v1::DOCUMENT_STATE_UNSPECIFIED;
  v1::DocumentState_Parse(absl::StrCat("DOCUMENT_STATE_", leaf.to_state), &state);
  AddRow("log_receipt_state", visit.words.Say(v1::DocumentState_descriptor(), state), visit, body);
  AddRow("log_receipt_registered", leaf.registered_date, visit, body);
  AddRow("log_receipt_published", leaf.published_date, visit, body);
  AddRow("log_receipt_effective", leaf.effective_date, visit, body);
  AddRow("log_receipt_last_valid", leaf.last_valid_date, visit, body);
  AddRow("log_receipt_ended", leaf.ended_date, visit, body);
  if (!leaf.versions.empty()) {
    AddRow("log_receipt_sha256", leaf.versions.back().text_sha256, visit, body);
    AddRow("log_receipt_sm3", leaf.versions.back().text_sm3, visit, body);
  }
  AddRow("log_receipt_entry",
         visit.words.Say("log_receipt_entry_of",
                         {absl::StrCat(parts.proof.index + 1), absl::StrCat(checkpoint.size)}),
         visit, body);
  AddRow("log_receipt_log", checkpoint.origin, visit, body);
  AddRow("log_receipt_root", absl::BytesToHexString(checkpoint.root), visit, body);
  AddRow("log_receipt_time", proof::ExtensionOf(checkpoint, "time"), visit, body);
}

void ShowCodes(const Site& site, const Visit& visit, const v1::LogReceipt& receipt,
               Dictionary& body) {
  const std::string link = proof::VerifyLink(site.BaseUrl(visit.request),
                                             receipt.registration_number(), receipt.text_sha256());
  if (Dictionary* code = AddQrCode(link, qr::Tolerance::kMuch, "LINK_CODE", body); code != nullptr)
    code->SetValue("LINK", link);
  if (AddQrCode(receipt.proof(), qr::Tolerance::kLittle, "PROOF_CODE", body) == nullptr)
    body.ShowSection("PROOF_TOO_LARGE");
}

}  // namespace

gateway::HttpResponse ReceiptFile(const Site& site, const Visit& visit,
                                  const v1::GetReceiptRequest& request) {
  v1::LogReceipt receipt;
  const grpc::Status status = visit.api.Call(&v1::LogService::Stub::GetReceipt, request, &receipt);
  if (!status.ok()) return RefusalPage(site, visit, status);
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(receipt, &json, options);
  if (!printed.ok())
    return RefusalPage(site, visit, grpc::Status(grpc::StatusCode::INTERNAL, printed.ToString()));
  gateway::HttpResponse response = Text("application/json; charset=utf-8", std::move(json));
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"receipt.json\"");
  return response;
}

gateway::HttpResponse ReceiptPage(const Site& site, const Visit& visit) {
  const std::string name = absl::StrCat("documents/", visit.captured[0]);
  v1::GetDocumentRequest asked;
  asked.set_name(name);
  v1::Document document;
  grpc::Status status = visit.api.Call(&v1::DocumentService::Stub::GetDocument, asked, &document);
  if (!status.ok()) return RefusalPage(site, visit, status);
  v1::GetReceiptRequest request;
  request.set_document(name);
  v1::LogReceipt receipt;
  status = visit.api.Call(&v1::LogService::Stub::GetReceipt, request, &receipt);
  if (!status.ok()) return RefusalPage(site, visit, status);
  const auto parts = proof::ReadParts(receipt);
  if (!parts.ok()) {
    return RefusalPage(site, visit,
                       grpc::Status(grpc::StatusCode::INTERNAL, parts.status().ToString()));
  }
  View view(site, visit, "log_receipt.html", visit.words.Say("log_receipt_title"));
  ShowFacts(document, *parts, visit, view.body());
  ShowCodes(site, visit, receipt, view.body());
  AddLink(view.body(), "FILE", Url(absl::StrCat(PathOf(name), "/receipt.json")),
          view.Say("download_receipt"));
  return view.Answer(200, "no-cache");
}

gateway::HttpResponse DocumentReceipt(const Site& site, const Visit& visit) {
  v1::GetReceiptRequest request;
  request.set_document(absl::StrCat("documents/", visit.captured[0]));
  return ReceiptFile(site, visit, request);
}

}  // namespace santong::pages
