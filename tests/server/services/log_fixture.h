// What the tests of the log share: its stub, texts, receipts.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "santong/v1/log_service.grpc.pb.h"
#include "server/domain/proof/note.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

inline v1::Checkpoint FreshCheckpoint(v1::LogService::Stub& log) {
  v1::GetCheckpointRequest request;
  request.set_fresh(true);
  v1::Checkpoint checkpoint;
  const grpc::Status status = log.GetCheckpoint(As("").get(), request, &checkpoint);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return checkpoint;
}

inline v1::LogReceipt ReceiptOf(v1::LogService::Stub& log, const v1::Document& document) {
  v1::GetReceiptRequest request;
  request.set_document(document.name());
  v1::LogReceipt receipt;
  const grpc::Status status = log.GetReceipt(As("").get(), request, &receipt);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return receipt;
}

inline std::string TextOf(Registry& registry, const v1::Document& document) {
  v1::GetDocumentRequest request;
  request.set_name(document.name());
  request.set_view(v1::DOCUMENT_VIEW_FULL);
  v1::Document whole;
  EXPECT_TRUE(
      registry.documents().GetDocument(As(registry.tokens().auditor).get(), request, &whole).ok());
  return whole.current_version().text();
}

inline std::vector<proof::VerifierKey> KeysOf(const v1::Checkpoint& checkpoint) {
  std::vector<proof::VerifierKey> keys;
  for (const std::string& text : checkpoint.verifier_keys()) {
    auto key = proof::VerifierKey::Parse(text);
    EXPECT_TRUE(key.ok()) << key.status();
    if (key.ok()) keys.push_back(*std::move(key));
  }
  return keys;
}

inline v1::VerifyStoreResponse Verified(Registry& registry) {
  v1::VerifyStoreResponse response;
  const grpc::Status status = registry.admin().VerifyStore(As(registry.tokens().admin).get(),
                                                           v1::VerifyStoreRequest(), &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

}  // namespace santong::testing
