// What goes wrong, as the program tells it: the sentence, every violation with its mend, the codes.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tests/client/fake_registry.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Refusals : public ::testing::Test {
 protected:
  Output Santong(const std::vector<std::string>& arguments) {
    return RunProgram(arguments, fake_.Environment());
  }
  FakeRegistry fake_;
  Folder folder_;
};

TEST_F(Refusals, SevenMistakesAreSeenAtOnceEachWithItsMend) {
  google::rpc::ErrorInfo info;
  info.set_reason("FIELD_INVALID");
  info.set_domain("santong");
  google::rpc::LocalizedMessage words;
  words.set_locale("zh-CN");
  words.set_message("有7个字段不合要求。");
  google::rpc::BadRequest bad;
  for (int i = 1; i <= 7; ++i) {
    auto* violation = bad.add_field_violations();
    violation->set_field(absl::StrCat("document.field_", i));
    violation->set_description(absl::StrCat("mend ", i));
    violation->mutable_localized_message()->set_locale("zh-CN");
    violation->mutable_localized_message()->set_message(absl::StrCat("请改正", i));
  }
  google::rpc::RequestInfo request;
  request.set_request_id("r-123");
  fake_.Refuse(
      StatusWith(grpc::StatusCode::INVALID_ARGUMENT, "7 fields", {&info, &words, &bad, &request}));
  const Output output = Santong({"doc", "create", "--title", "x"});
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_EQ(output.out, "");
  EXPECT_THAT(output.err, AllOf(HasSubstr("有7个字段不合要求。"), HasSubstr("FIELD_INVALID"),
                                HasSubstr("r-123")));
  for (int i = 1; i <= 7; ++i) {
    EXPECT_THAT(output.err, HasSubstr(absl::StrCat("document.field_", i, "：请改正", i, "\n")));
  }
}

// Before, a file that doc get wrote of one document changed that one, whichever was named, and a
// list of a flag was put behind that of the file.
TEST_F(Refusals, AFileChangesTheDocumentThatIsNamedAndFlagsWinOverIt) {
  const std::string file =
      folder_.Write("got.json", R"({"name": "documents/5", "issuers": [{"displayName": "甲局"}]})");
  Santong({"doc", "update", "7", "--from", file, "--issuer", "乙局", "--issuer", "丙局"});
  const auto requests = fake_.Requests<v1::UpdateDocumentRequest>("UpdateDocument");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].document().name(), "documents/7");
  ASSERT_EQ(requests[0].document().issuers_size(), 2);
  EXPECT_EQ(requests[0].document().issuers(0).display_name(), "乙局");
}

TEST_F(Refusals, WhatTheCallerHasToMendBeforeAConnectionIsSaidInTheirLanguage) {
  struct Case {
    std::vector<std::string> flags;
    const char* zh;
    const char* en;
  };
  const std::string file = folder_.Write("file", "x");
  const Case cases[] = {
      {{"--token-file", "/nowhere/token"}, "不能读取 /nowhere/token", "Cannot read /nowhere/token"},
      {{"--ca-file", "/nowhere/ca.pem"}, "不能读取 /nowhere/ca.pem", "Cannot read /nowhere/ca.pem"},
      {{"--address", "192.0.2.1:7630", "--token-file", file},
       "令牌不能明文发往 192.0.2.1:7630",
       "A token is not sent in clear to 192.0.2.1:7630"},
      {{"--certificate-file", file}, "私钥须同时给出", "A client certificate needs its key"}};
  for (const Case& one : cases) {
    for (const bool english : {false, true}) {
      std::vector<std::string> arguments = one.flags;
      if (english) arguments.insert(arguments.end(), {"--lang", "en"});
      arguments.insert(arguments.end(), {"doc", "list"});
      const Output output = Santong(arguments);
      EXPECT_EQ(output.exit_code, 2) << output.err;
      EXPECT_THAT(output.err, HasSubstr(english ? one.en : one.zh));
    }
  }
}

TEST_F(Refusals, EachKindOfFailureHasItsExitCodeAndNothingOnStandardOutput) {
  const std::pair<grpc::StatusCode, int> cases[] = {{grpc::StatusCode::INVALID_ARGUMENT, 2},
                                                    {grpc::StatusCode::NOT_FOUND, 3},
                                                    {grpc::StatusCode::UNAUTHENTICATED, 4},
                                                    {grpc::StatusCode::PERMISSION_DENIED, 4},
                                                    {grpc::StatusCode::FAILED_PRECONDITION, 5},
                                                    {grpc::StatusCode::ABORTED, 5},
                                                    {grpc::StatusCode::ALREADY_EXISTS, 5},
                                                    {grpc::StatusCode::RESOURCE_EXHAUSTED, 6},
                                                    {grpc::StatusCode::INTERNAL, 1}};
  for (const auto& [code, exit_code] : cases) {
    fake_.Refuse({code, "no"});
    const Output output = Santong({"doc", "get", "7"});
    EXPECT_EQ(output.exit_code, exit_code) << code;
    EXPECT_EQ(output.out, "");
    EXPECT_NE(output.err, "");
  }
}

TEST_F(Refusals, AnUnreachableServerIsSixAndSaysWhatToCheck) {
  // A port that nobody listens on: the fake's, once it is gone.
  std::string address;
  {
    const FakeRegistry gone;
    address = gone.address();
  }
  const Output output =
      RunProgram({"doc", "register", "7", "--timeout", "1"}, {{"SANTONG_ADDRESS", address}});
  EXPECT_EQ(output.exit_code, 6);
  EXPECT_THAT(output.err,
              AllOf(HasSubstr(address), HasSubstr("santong doctor"), HasSubstr("--request-id")));
  EXPECT_EQ(RunProgram({"health", "--timeout", "1"}, {{"SANTONG_ADDRESS", address}}).exit_code, 6);
  const absl::Time before = absl::Now();
  EXPECT_EQ(RunProgram({"doc", "fetch", "7", std::string(64, 'a'), "--timeout", "1"},
                       {{"SANTONG_ADDRESS", address}})
                .exit_code,
            6);
  EXPECT_LT(absl::Now() - before, absl::Seconds(30)) << "a file is waited for as long as is said";
}

TEST_F(Refusals, DoctorTellsWhyThereIsNoConnection) {
  const Output output = Santong({"doctor", "--address", "127.0.0.1:1", "--timeout", "1"});
  EXPECT_NE(output.exit_code, 0);
  EXPECT_THAT(output.out, HasSubstr("Connection refused"));
}

TEST_F(Refusals, DoctorTellsAWrongSettingInTheLanguageAskedFor) {
  const Output chinese = Santong({"doctor", "--timeout", "soon", "--lang", "zh"});
  EXPECT_THAT(chinese.out, HasSubstr("“soon”不是可用的数"));
  const Output english = Santong({"doctor", "--timeout", "soon", "--lang", "en"});
  EXPECT_THAT(english.out, HasSubstr("'soon' is no usable number"));
}

TEST_F(Refusals, WrongUseIsTwoAndReachesNoServer) {
  const std::vector<std::vector<std::string>> cases = {
      {},
      {"doc"},
      {"doc", "gte", "7"},
      {"doc", "get"},
      {"doc", "get", "7", "--frob"},
      {"doc", "create", "--kind", "nothing"},
      {"doc", "create", "--text", folder_.Path("none.txt")},
      {"doc", "create", "--relation", "repeals"},
      {"doc", "list", "-o", "xml"},
      {"doc", "list", "--columns", "nothing"},
      {"doc", "list", "--limit", "0"},
      {"admin", "token", "create", "x", "--expires", "tomorrow"},
      {"workflow", "show", "document", "--diagram", "picture"},
      {"cleanup", "import-result", folder_.Write("r.jsonl", "{}\n"), "--on-miss", "LAPSE"},
      {"doc", "create", "--urgent=maybe"},
      {"doc", "list", "--tls=maybe"},
      {"doc", "list", "--timeout", "0"},
      {"doc", "list", "--timeout", "86401"}};
  for (const auto& arguments : cases) {
    const Output output = Santong(arguments);
    EXPECT_EQ(output.exit_code, 2) << output.err;
    EXPECT_EQ(output.out, "") << output.out;
    EXPECT_NE(output.err, "");
  }
  EXPECT_TRUE(fake_.Requests<v1::CreateDocumentRequest>("CreateDocument").empty());
}

// Before, in the parser's English, with a range of hundreds of digits.
TEST_F(Refusals, WrongUseIsSaidInTheirLanguage) {
  struct Case {
    std::vector<std::string> arguments;
    const char* zh;
    const char* en;
  };
  const Case cases[] = {
      {{"doc", "list", "--limit", "0"}, "“0”不是可用的数", "'0' is no usable number"},
      {{"doc", "list", "--limit", "1.5"}, "“1.5”不是可用的数", "'1.5' is no usable number"},
      {{"doc", "list", "--limit"}, "--limit 后面缺少内容", "--limit lacks its value"},
      {{"catalog", "check", "x", "--date", "a", "--date", "b"},
       "--date 只能写一次",
       "--date goes only once"},
      {{"doc", "list", "--all=maybe"}, "不能这样写：--all", "cannot be used: --all"}};
  for (const Case& one : cases) {
    const Output output = Santong(one.arguments);
    EXPECT_EQ(output.exit_code, 2);
    EXPECT_THAT(output.err, HasSubstr(one.zh));
    EXPECT_LT(output.err.size(), 200u) << output.err;
    std::vector<std::string> in_english = {"--lang", "en"};
    in_english.insert(in_english.end(), one.arguments.begin(), one.arguments.end());
    EXPECT_THAT(Santong(in_english).err, HasSubstr(one.en));
  }
}

// Before, the act was done and its answer lost, with a secret that is given only once.
TEST_F(Refusals, WhatCannotBePrintedIsRefusedBeforeTheAct) {
  EXPECT_EQ(Santong({"doc", "submit", "7", "--columns", "id"}).exit_code, 2);
  EXPECT_TRUE(fake_.Requests<v1::SubmitDocumentRequest>("SubmitDocument").empty());
  const std::vector<std::vector<std::string>> outputs = {{"--columns", "secret"}, {"-o", "name"}};
  for (const auto& output : outputs) {
    EXPECT_EQ(Santong({"admin", "token", "create", "li", output[0], output[1]}).exit_code, 2);
    EXPECT_EQ(Santong({"objection", "lodge", "7", output[0], output[1]}).exit_code, 2);
  }
  EXPECT_TRUE(fake_.Requests<v1::CreateTokenRequest>("CreateToken").empty());
  EXPECT_EQ(Santong({"doc", "submit", "7", "--columns", "name"}).exit_code, 0);
}

// Before, in English, with the exit code of a document that is not there.
TEST_F(Refusals, AFileThatCannotBeReadOrWrittenIsWrongUse) {
  const std::string none = folder_.Path("none/file");
  const std::pair<std::vector<std::string>, const char*> cases[] = {
      {{"doc", "attach", "7", none}, "读不到文件"},
      {{"doc", "extract", none}, "读不到文件"},
      {{"doc", "create", "--title", "x", "--file", none}, "读不到文件"},
      {{"doc", "fetch", "7", std::string(64, 'a'), "--to", none}, "写不了文件"},
      {{"catalog", "print", "7", "--pdf", none}, "写不了文件"},
      {{"catalog", "export", "--to", none}, "写不了文件"}};
  for (const auto& [arguments, words] : cases) {
    const Output output = Santong(arguments);
    EXPECT_EQ(output.exit_code, 2) << output.err;
    EXPECT_THAT(output.err, AllOf(HasSubstr(words), HasSubstr(none), Not(HasSubstr("NOT_FOUND"))));
  }
}

TEST_F(Refusals, ACallMayTakeADay) {
  const Output output = Santong({"doc", "get", "7", "--timeout", "86400"});
  EXPECT_NE(output.exit_code, 2) << output.err;
}

TEST_F(Refusals, AMistypedWordNamesTheOneThatWasMeant) {
  EXPECT_THAT(Santong({"doc", "pubish", "7"}).err, HasSubstr("publish"));
  EXPECT_THAT(Santong({"catlog"}).err, HasSubstr("catalog"));
  EXPECT_THAT(Santong({"doc", "get", "7", "--frobnicate"}).err, HasSubstr("“--frobnicate”"));
  EXPECT_THAT(Santong({"doc", "list", "--jursdiction", "630203"}).err, HasSubstr("--jurisdiction"));
}

// Before, whatever was not "false" entitled an organ to issue.
TEST_F(Refusals, AnOrganIsEntitledOnlyWhereItsRowSaysSo) {
  const std::string file = folder_.Write("organs.csv",
                                         "organ_id,display_name,kind,entitled_to_issue\n"
                                         "a,甲局,department,FALSE\nb,乙局,department,0\n"
                                         "c,丙局,department,TRUE\nd,丁局,department,否\n");
  const Output output = Santong({"admin", "organ", "load", file, "--jurisdiction", "630203"});
  EXPECT_EQ(output.exit_code, 7);
  EXPECT_THAT(output.err, HasSubstr("“否”"));
  const auto requests = fake_.Requests<v1::CreateOrganRequest>("CreateOrgan");
  ASSERT_EQ(requests.size(), 3u) << "what is neither yes nor no is refused";
  EXPECT_FALSE(requests[0].organ().entitled_to_issue());
  EXPECT_FALSE(requests[1].organ().entitled_to_issue());
  EXPECT_TRUE(requests[2].organ().entitled_to_issue());
}

TEST_F(Refusals, ATokenIsNeverSentInClearToAnotherMachine) {
  const std::string token = folder_.Write("token", "abc");
  for (const char* address : {"registry.example:1", "127.registry.example:1"}) {
    const Output output = RunProgram({"doc", "list", "--address", address, "--token-file", token});
    EXPECT_EQ(output.exit_code, 2) << address;
    EXPECT_THAT(output.err, HasSubstr("--tls")) << address;
  }
}

TEST_F(Refusals, AServerOfThisMachineIsNotReachedByWayOfAProxy) {
  auto environment = fake_.Environment();
  environment["http_proxy"] = "http://127.0.0.1:1";  // nobody listens there
  const Output output = RunProgram({"doc", "list", "--timeout", "5"}, environment);
  EXPECT_EQ(output.exit_code, 0) << output.err;
}

// Before, "repeat it with --request-id" named a flag that these verbs did not know.
TEST_F(Refusals, WhatMayHaveBeenDoneIsRepeatedAsItIsSaid) {
  const std::string id = "3d9f1a52-0000-4000-8000-000000000001";
  const int unimplemented = 1;  // by this registry
  EXPECT_EQ(Santong({"doc", "erase", "7", "aa", "--reason", "r", "--request-id", id}).exit_code,
            unimplemented);
  EXPECT_EQ(Santong({"objection", "add-evidence", "YY", folder_.Write("a.txt", "a"), "--code", "C",
                     "--request-id", id})
                .exit_code,
            unimplemented);
  v1::Document document;
  document.set_name("documents/7");
  v1::Evidence& piece = *document.mutable_internal()->add_evidence();
  piece.set_kind(v1::EVIDENCE_KIND_SIGNATURE);
  piece.set_document_title("签发单");
  fake_.Answer("GetDocument", document);
  const Output again = Santong({"doc", "evidence", "add", "7", "--kind", "signature", "--title",
                                "签发单", "--request-id", id});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_TRUE(fake_.Requests<v1::UpdateDocumentRequest>("UpdateDocument").empty());
}

TEST_F(Refusals, NoColourAndNoControlCharacterIsPrintedOffATerminal) {
  for (const char* no_color : {"", "1"}) {
    auto environment = fake_.Environment();
    if (*no_color != '\0') environment["NO_COLOR"] = no_color;
    environment["TERM"] = "xterm-256color";
    const Output output = RunProgram({"doc", "get", "7"}, environment);
    EXPECT_THAT(output.out + output.err, Not(HasSubstr("\x1b")));
  }
}

}  // namespace
}  // namespace santong::testing
