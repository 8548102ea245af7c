// What a server writes to its log while everything is done that touches a secret: no token, no code
// of a receipt, no name, no contact, no text, no key.
//
// Method: the standard error of a real server at its most talkative goes to a file; the secrets
// that this test has seen or sent are looked for in it.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Sends the standard error of whatever is started during its life to a file.
class CaughtErrors {
 public:
  explicit CaughtErrors(const std::string& path) : kept_(dup(STDERR_FILENO)) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, STDERR_FILENO);
    close(file);
  }
  ~CaughtErrors() {
    dup2(kept_, STDERR_FILENO);
    close(kept_);
  }

 private:
  const int kept_;
};

TEST(Log, HoldsNoSecretAndNobodysName) {
  const TempFolder folder;
  const std::string log = folder.path() + "/log";
  const std::string data_dir = folder.path() + "/data";
  std::unique_ptr<ServerProcess> server;
  {
    const CaughtErrors caught(log);
    server = std::make_unique<ServerProcess>([&](const std::string& port_file) {
      std::vector<std::string> words = SantongdArguments(data_dir, port_file);
      for (std::string& word : words) {
        if (word == "warning") word = "debug";
      }
      return words;
    });
  }
  const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
  Registry registry(channel, AdminToken(data_dir));
  const Tokens& tokens = registry.tokens();
  const std::string published = registry.Published("林地保护管理办法").name();
  Desk desk(channel, tokens);
  const v1::LodgeObjectionResponse lodged = desk.Lodge(published, "欧阳锋");
  desk.Track(lodged.receipt());
  ASSERT_TRUE(desk.Accept(lodged.objection().name()).ok());

  // Refused calls, which are told of at greater length.
  v1::TrackObjectionRequest wrong;
  *wrong.mutable_receipt() = lodged.receipt();
  wrong.mutable_receipt()->set_code("ZZZZ9999");
  v1::Objection objection;
  EXPECT_FALSE(desk.stub().TrackObjection(As("").get(), wrong, &objection).ok());
  v1::Document document;
  v1::GetDocumentRequest get;
  get.set_name(published);
  EXPECT_FALSE(
      registry.documents().GetDocument(As("a-token-that-nobody-has").get(), get, &document).ok());
  v1::CreateDocumentRequest bad = registry.CompleteDraft("坏的草稿");
  bad.mutable_document()->set_effective_date("不是日期的敏感内容");
  EXPECT_FALSE(registry.documents().CreateDocument(As(tokens.drafter).get(), bad, &document).ok());
  v1::SearchDocumentsRequest search;
  search.set_query("某人的私密检索词");
  v1::SearchDocumentsResponse hits;
  registry.catalog().SearchDocuments(As("").get(), search, &hits);
  EXPECT_EQ(server->Terminate(), 0);

  const std::string text = FileText(log);
  EXPECT_THAT(text, HasSubstr("LodgeObjection")) << "the log was caught";
  std::vector<std::string> secrets = {tokens.admin,
                                      tokens.drafter,
                                      tokens.reviewer,
                                      tokens.publisher,
                                      tokens.auditor,
                                      "a-token-that-nobody-has",
                                      lodged.receipt().code(),
                                      "ZZZZ9999",
                                      "欧阳锋",
                                      "13900001234",
                                      "与上位法相抵触",
                                      "不是日期的敏感内容",
                                      "某人的私密检索词",
                                      "林地保护管理办法"};
  for (const char* suffix : {".key", ".log-key"}) {
    for (absl::string_view line :
         absl::StrSplit(FileText(data_dir + suffix), '\n', absl::SkipEmpty()))
      secrets.emplace_back(line);
  }
  EXPECT_GT(secrets.size(), 15u);
  for (const std::string& secret : secrets) {
    ASSERT_NE(secret, "");
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace santong::testing
