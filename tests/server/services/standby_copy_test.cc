// The copy of a store that a standby takes, where the server cannot read a file of it.
//
// Method: the store is larger than what a connection holds, so the server waits in its first file
// for the client, which takes the others away before it reads on.
#include <chrono>
#include <filesystem>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

constexpr int kLongTexts = 80;
constexpr size_t kLongTextBytes = 400'000;

// Characters without order, because what is stored is packed.
std::string LongText(std::mt19937& random) {
  std::string text;
  while (text.size() < kLongTextBytes)
    absl::StrAppend(&text, "\xE5", std::string(1, static_cast<char>(0x80 + random() % 64)),
                    std::string(1, static_cast<char>(0x80 + random() % 64)));
  return text;
}

TEST(StandbyCopy, EndsWhenAFileCannotBeOpened) {
  const TempFolder folder;
  RunningServer server(folder.path() + "/data", {"--backup-dir", folder.path() + "/backups"});
  Registry& registry = server.registry();
  v1::CreateDocumentRequest draft = registry.CompleteDraft("长文本");
  draft.mutable_document()->clear_document_number();
  std::mt19937 random(1);
  for (int i = 0; i < kLongTexts; ++i) {
    draft.set_text(LongText(random));
    v1::Document drafted;
    const grpc::Status status =
        registry.documents().CreateDocument(As(registry.tokens().drafter).get(), draft, &drafted);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  const auto context = As(registry.tokens().admin);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  auto stub = v1::StandbyService::NewStub(server.Channel());
  auto stream = stub->CopyStore(context.get(), v1::CopyStoreRequest());
  v1::CopyStoreResponse part;
  ASSERT_TRUE(stream->Read(&part));
  std::filesystem::remove_all(server.data_dir() + ".copy");
  while (stream->Read(&part)) {
  }
  EXPECT_TRUE(part.store().empty()) << "the copy is not said to be whole";
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace santong::testing
