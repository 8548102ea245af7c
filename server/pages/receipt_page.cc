#include "server/pages/receipt_page.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "server/pages/refusal.h"
#include "server/pages/routes.h"

namespace santong::pages {

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

gateway::HttpResponse DocumentReceipt(const Site& site, const Visit& visit) {
  v1::GetReceiptRequest request;
  request.set_document(absl::StrCat("documents/", visit.captured[0]));
  return ReceiptFile(site, visit, request);
}

}  // namespace santong::pages
