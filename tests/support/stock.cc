#include "tests/support/stock.h"

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"

namespace santong::testing {
namespace {

constexpr int kRowsAMessage = 100;
constexpr size_t kBytesAMessage = 1 << 20;

}  // namespace

v1::ImportRow StockRow(int n, const std::string& title) {
  v1::ImportRow row;
  row.set_row(n);
  row.set_title(title);
  row.set_issuer("平安区民政局");
  row.set_document_number(absl::StrCat("平民〔2010〕", n, "号"));
  row.set_written_date("2010-01-01");
  row.set_text(absl::StrCat("第一条 ", title));
  return row;
}

std::vector<std::string> ImportStock(Registry& registry, const std::vector<v1::ImportRow>& rows) {
  auto context = As(registry.tokens().admin);
  auto stream = registry.documents().ImportDocuments(context.get());
  v1::ImportDocumentsRequest start;
  start.mutable_start()->set_import_id("stock");
  start.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
  start.mutable_start()->set_jurisdiction(kDistrict);
  stream->Write(start);
  std::thread writer([&] {
    v1::ImportDocumentsRequest message;
    for (const v1::ImportRow& row : rows) {
      *message.add_rows() = row;
      if (message.rows_size() < kRowsAMessage && message.ByteSizeLong() < kBytesAMessage) continue;
      stream->Write(message);
      message.Clear();
    }
    if (message.rows_size() > 0) stream->Write(message);
    stream->WritesDone();
  });
  std::vector<std::string> names(rows.size());
  v1::ImportDocumentsResponse response;
  while (stream->Read(&response)) {
    for (const v1::ImportResult& result : response.results())
      names.at(static_cast<size_t>(result.row()) - 1) = result.document();
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) {
    std::fprintf(stderr, "ImportDocuments: %s\n", status.error_message().c_str());
    std::abort();
  }
  return names;
}

}  // namespace santong::testing
