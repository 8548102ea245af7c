// Connect over HTTP/1.1 through the real server.
#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "re2/re2.h"
#include "santong/v1/catalog_stream.pb.h"
#include "server/domain/digest/sha256.h"
#include "server/gateway/envelope.h"
#include "server/gateway/gzip.h"
#include "tests/server/gateway/gateway_fixture.h"
#include "tests/support/metrics_page.h"

namespace santong::testing {
namespace {

using gateway::Frame;
using google::protobuf::Struct;
using ::testing::HasSubstr;

TEST_F(GatewayTest, UnaryByPostInBothForms) {
  const HttpAnswer json = Post(Address(), kGetDocument, kJson, Asked());
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.Header("Content-Type"), "application/json");
  EXPECT_EQ(StringOf(ParseJson(json.body), "title"), "关于示例的通知");

  const HttpAnswer proto = Post(
      Address(), kGetDocument,
      {{"Content-Type", "application/proto"}, {"Connect-Protocol-Version", "1"}}, AskedBytes());
  EXPECT_EQ(proto.Header("Content-Type"), "application/proto");
  v1::Document document;
  EXPECT_TRUE(document.ParseFromString(proto.body));
  EXPECT_EQ(document.name(), document_->name());
}

TEST_F(GatewayTest, TakesCharsetsUnknownFieldsAndPackedBodies) {
  const HttpHeaders utf8 = {{"Content-Type", "application/json; charset=utf-8"}};
  EXPECT_EQ(Post(Address(), kGetDocument, utf8, Asked()).status, 200);
  EXPECT_EQ(Post(Address(), kGetDocument, kJson,
                 absl::StrReplaceAll(Asked(), {{"{", R"({"fieldOfTomorrow":1,)"}}))
                .status,
            200);
  const HttpAnswer packed = Post(Address(), kGetDocument,
                                 {{"Content-Type", "application/json"},
                                  {"Content-Encoding", "gzip"},
                                  {"Accept-Encoding", "gzip"}},
                                 gateway::Gzip(Asked()));
  EXPECT_EQ(packed.status, 200);
  EXPECT_EQ(packed.Header("Content-Encoding"), "gzip");
  EXPECT_THAT(gateway::Gunzip(packed.body, 1 << 20).value(), HasSubstr("关于示例的通知"));
}

// Left out, a misspelt filter was none and the whole list was the answer.
TEST_F(GatewayTest, AnEnumValueThatNobodyKnowsIsRefusedByName) {
  const std::string list = "/santong.v1.DocumentService/ListDocuments";
  const auto ask = [&](const char* body) { return Post(Address(), list, kJson, body); };
  for (const char* states :
       {R"(["DOCUMENT_STATE_REPEALD"])", R"(["99"])", R"(["DOCUMENT_STATE_DRAFT","x"])"}) {
    const HttpAnswer answer = ask(absl::StrCat(R"({"states":)", states, "}").c_str());
    EXPECT_EQ(answer.status, 400) << states;
    EXPECT_THAT(answer.body, HasSubstr("states[")) << states;
  }
  EXPECT_EQ(ask(R"({"states":["DOCUMENT_STATE_REPEALED","9",8],"fieldOfTomorrow":["x"]})").status,
            200);
  const HttpAnswer nested =
      Post(Address(), "/santong.v1.ObjectionService/LodgeObjection", kJson,
           R"({"fieldOfTomorrow":1,"lodger":{"kind":"LODGER_KIND_CITIZENS"}})");
  EXPECT_EQ(nested.status, 400);
  EXPECT_THAT(nested.body, HasSubstr("lodger.kind"));
}

TEST_F(GatewayTest, UnaryByGetIsCachedForThePublicAlone) {
  const std::string target =
      absl::StrCat(kGetDocument, "?message=%7B%22name%22:%22", document_->name(),
                   "%22%7D&foo=1&encoding=json&connect=v1");
  const HttpAnswer first = Get(Address(), target);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.Header("Cache-Control"), "public, max-age=60");
  EXPECT_EQ(first.Header("Vary"), "Accept-Language, Authorization, Accept-Encoding");
  const HttpAnswer again = Get(Address(), target, {{"If-None-Match", first.Header("ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");

  v1::Document document;
  const HttpAnswer proto =
      Get(Address(), absl::StrCat(kGetDocument, "?connect=v1&base64=1&encoding=proto&message=",
                                  absl::WebSafeBase64Escape(AskedBytes())));
  EXPECT_TRUE(document.ParseFromString(proto.body));
  EXPECT_EQ(document.title(), "关于示例的通知");

  const HttpAnswer mine = Get(Address(), target, {{"Authorization", Bearer()}});
  EXPECT_EQ(mine.status, 200);
  EXPECT_EQ(mine.Header("Cache-Control"), "private, no-store");
  EXPECT_EQ(mine.Header("ETag"), "");
  const HttpAnswer secret =
      Get(Address(), "/santong.v1.ObjectionService/ListObjections?encoding=json&message=%7B%7D");
  EXPECT_THAT(secret.Header("Cache-Control"), HasSubstr("no-store"));
}

// How often the method was called, over whichever protocol.
std::string CallsOf(int metrics_port, const std::string& method) {
  std::string count = "0";
  RE2::PartialMatch(MetricsPage(metrics_port),
                    absl::StrCat("(?m)^grpc_server_call_duration_seconds_count\\{[^}]*\"",
                                 RE2::QuoteMeta(method), "\"[^}]*\\} (\\d+)"),
                    &count);
  return count;
}

TEST(Gateway, APublicAnswerIsKeptUntilTheRegisterChanges) {
  const int port = FreePort();
  RunningServer server({"--metrics-address", absl::StrCat("127.0.0.1:", port)});
  Registry& registry = server.registry();
  const v1::Document document = registry.Published("关于留存的通知");
  const std::string target = absl::StrCat(kGetDocument, "?encoding=json&message=%7B%22name%22:%22",
                                          document.name(), "%22%7D");
  const auto get = [&](const HttpHeaders& headers = {}) {
    return Get(HttpAddress(server.data_dir()), target, headers);
  };
  const std::string before = CallsOf(port, kGetDocument.substr(1));
  const HttpAnswer first = get();
  EXPECT_EQ(StringOf(ParseJson(first.body), "state"), "DOCUMENT_STATE_IN_EFFECT");
  const std::string once = CallsOf(port, kGetDocument.substr(1));
  EXPECT_NE(once, before);
  const HttpAnswer again = get();
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.Header("ETag"), first.Header("ETag"));
  EXPECT_EQ(again.Header("Content-Type"), "application/json");
  EXPECT_EQ(get({{"If-None-Match", first.Header("ETag")}}).status, 304);
  EXPECT_EQ(CallsOf(port, kGetDocument.substr(1)), once) << "what is kept costs no call";

  // By POST, too; but nothing on the way may keep that.
  const std::string asked = absl::StrCat(R"({ "name": ")", document.name(), R"(" })");
  const auto post = [&] {
    return Post(HttpAddress(server.data_dir()), kGetDocument, kJson, asked);
  };
  const HttpAnswer posted = post();
  const std::string twice = CallsOf(port, kGetDocument.substr(1));
  EXPECT_NE(twice, once);
  EXPECT_EQ(posted.body, first.body);
  const HttpAnswer posted_again = post();
  EXPECT_EQ(posted_again.body, first.body);
  EXPECT_EQ(posted_again.Header("Cache-Control"), "");
  EXPECT_EQ(posted_again.Header("ETag"), "");
  EXPECT_EQ(CallsOf(port, kGetDocument.substr(1)), twice);

  // Who logs in gets an answer of their own, and the public is given none of it.
  const HttpAnswer mine =
      get({{"Authorization", absl::StrCat("Bearer ", registry.tokens().drafter)}});
  EXPECT_NE(mine.body, first.body);
  EXPECT_EQ(get().body, first.body);

  v1::SuspendDocumentRequest suspend;
  suspend.set_name(document.name());
  suspend.set_reason("核查");
  v1::Evidence& decision = *suspend.mutable_decision();
  decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  decision.set_document_title("区人民政府决定");
  decision.set_date(registry.today());
  decision.set_person("李四");
  v1::Document suspended;
  ASSERT_TRUE(registry.documents()
                  .SuspendDocument(As(registry.tokens().reviewer).get(), suspend, &suspended)
                  .ok());
  EXPECT_EQ(StringOf(ParseJson(get().body), "state"), "DOCUMENT_STATE_SUSPENDED")
      << "the act was answered";
  EXPECT_EQ(post().body, get().body);
}

TEST_F(GatewayTest, SaysWhatItDoesNotTake) {
  struct Case {
    std::string method, target;
    HttpHeaders headers;
    std::string body;
    int status;
    std::string code;
  };
  const std::string get = kGetDocument + "?encoding=json&message=%7B%7D";
  const Case cases[] = {
      {"POST", kGetDocument, kJson, "{", 400, "invalid_argument"},
      {"POST", kGetDocument, kJson, "[]", 400, "invalid_argument"},
      {"POST", kGetDocument, kJson, R"({"name":7})", 400, "invalid_argument"},
      {"POST", kGetDocument, kJson, "\xff\xfe", 400, "invalid_argument"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/proto"}},
       "\xff\xff",
       400,
       "invalid_argument"},
      {"POST", kGetDocument, {{"Content-Type", "text/plain"}}, "{}", 415, "unknown"},
      {"POST", kGetDocument, {}, "{}", 415, "unknown"},
      {"POST", kGetDocument, {{"Content-Type", "application/connect+json"}}, "", 415, "unknown"},
      {"POST", "/santong.v1.CatalogService/WatchCatalog", kJson, "{}", 415, "unknown"},
      {"POST", "/santong.v1.DocumentService/getDocument", kJson, "{}", 501, "unimplemented"},
      {"POST", "/santong.v1.NoService/GetDocument", kJson, "{}", 501, "unimplemented"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Content-Encoding", "br"}},
       "{}",
       501,
       "unimplemented"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}},
       "{}",
       400,
       "invalid_argument"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Connect-Protocol-Version", "2"}},
       "{}",
       400,
       "invalid_argument"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Connect-Timeout-Ms", "12345678901"}},
       "{}",
       400,
       "invalid_argument"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Connect-Timeout-Ms", "-1"}},
       "{}",
       400,
       "invalid_argument"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Connect-Timeout-Ms", "0"}},
       Asked(),
       504,
       "deadline_exceeded"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Authorization", "\xff"}},
       "{}",
       400,
       "invalid_argument"},
      {"POST",
       kGetDocument,
       {{"Content-Type", "application/json"}, {"Authorization", "Bearer x"}},
       Asked(),
       401,
       "unauthenticated"},
      {"POST", "/santong.v1.AdminService/CreateOrgan", kJson, "{}", 401, "unauthenticated"},
      {"POST", kGetDocument, kJson, R"({"name":"documents/999"})", 404, "not_found"},
      {"GET",
       "/santong.v1.AdminService/CreateOrgan?encoding=json&message=%7B%7D",
       {},
       "",
       405,
       "unimplemented"},
      {"GET",
       "/santong.v1.CatalogService/WatchCatalog?encoding=json&message=%7B%7D",
       {},
       "",
       405,
       "unimplemented"},
      {"GET", kGetDocument + "?encoding=xml&message=x", {}, "", 415, "unknown"},
      {"GET", kGetDocument + "?message=x", {}, "", 415, "unknown"},
      {"GET", kGetDocument + "?encoding=json", {}, "", 400, "invalid_argument"},
      {"GET", get + "&connect=v2", {}, "", 400, "invalid_argument"},
      {"GET", get + "&compression=br", {}, "", 501, "unimplemented"},
      {"GET", get + "&compression=gzip", {}, "", 400, "invalid_argument"},
      {"GET", kGetDocument + "?encoding=json&base64=1&message=!!", {}, "", 400, "invalid_argument"},
  };
  for (const Case& one : cases) {
    const HttpAnswer answer =
        HttpClient(Address()).Ask(one.method, one.target, one.headers, one.body);
    EXPECT_EQ(answer.status, one.status) << one.target << " " << one.body << answer.body;
    EXPECT_EQ(answer.Header("Content-Type"), "application/json") << one.target;
    EXPECT_EQ(StringOf(ParseJson(answer.body), "code"), one.code) << one.target << answer.body;
    EXPECT_NE(StringOf(ParseJson(answer.body), "message"), "") << one.target;
    if (answer.status == 405) EXPECT_EQ(answer.Header("Allow"), "POST");
  }
  const HttpAnswer large =
      Post(Address(), kGetDocument, kJson, std::string((size_t{48} << 20) + 1, ' '));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(StringOf(ParseJson(large.body), "code"), "resource_exhausted");
  const HttpAnswer bomb = Post(Address(), kGetDocument,
                               {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}},
                               gateway::Gzip(std::string(size_t{64} << 20, ' ')));
  EXPECT_EQ(bomb.status, 429) << bomb.body;
}

TEST_F(GatewayTest, AnswersInTheClientsLanguage) {
  const auto said = [&](const std::string& language) {
    return Post(Address(), kGetDocument,
                {{"Content-Type", "application/json"}, {"Accept-Language", language}}, "{")
        .body;
  };
  EXPECT_THAT(said("en"), HasSubstr("is no JSON of GetDocumentRequest"));
  EXPECT_THAT(said("zh-CN"), HasSubstr("不是GetDocumentRequest的JSON格式"));
}

TEST_F(GatewayTest, StreamsOfTheServer) {
  const std::string path = "/santong.v1.CatalogService/ExportCatalog";
  const HttpAnswer json =
      Post(Address(), path, {{"Content-Type", "application/connect+json"}}, Frame(0, "{}"));
  EXPECT_EQ(json.status, 200);
  EXPECT_EQ(json.Header("Content-Type"), "application/connect+json");
  const auto frames = FramesOf(json.body);
  ASSERT_GE(frames.size(), 2u);
  EXPECT_EQ(StringOf(ParseJson(frames[frames.size() - 2].second), "documents"), "1");
  EXPECT_EQ(frames.back(), std::make_pair(2, std::string("{}")));

  const HttpAnswer packed = Post(Address(), path,
                                 {{"Content-Type", "application/connect+proto"},
                                  {"Connect-Accept-Encoding", "gzip"},
                                  {"Connect-Content-Encoding", "gzip"}},
                                 Frame(gateway::kPacked, gateway::Gzip("")));
  EXPECT_EQ(packed.Header("Connect-Content-Encoding"), "gzip");
  v1::ExportCatalogResponse message;
  const auto first = FramesOf(packed.body).at(0);
  EXPECT_TRUE(message.ParseFromString(
      first.first == 1 ? gateway::Gunzip(first.second, 1 << 20).value() : first.second));
  EXPECT_THAT(message.chunk(), HasSubstr("关于示例的通知"));
}

TEST_F(GatewayTest, WrongStreamsEndWithTheReason) {
  const std::string path = "/santong.v1.CatalogService/ExportCatalog";
  const HttpHeaders json = {{"Content-Type", "application/connect+json"}};
  const std::pair<std::string, const char*> cases[] = {
      {"", "invalid_argument"},
      {"\x00", "invalid_argument"},
      {std::string("\x00\x00\x00\x00\x09{}", 7), "invalid_argument"},
      {std::string("\x00\xff\xff\xff\xff", 5), "resource_exhausted"},
      {Frame(0, "{}") + Frame(0, "{}"), "invalid_argument"},
      {Frame(4, "{}"), "invalid_argument"},
      {Frame(1, "{}"), "invalid_argument"},
      {Frame(0, "{"), "invalid_argument"},
      {Frame(0, R"({"afterSequence":"-1"})"), "invalid_argument"},
  };
  for (const auto& [body, code] : cases) {
    const HttpAnswer answer = Post(Address(), path, json, body);
    EXPECT_EQ(answer.status, 200);
    const auto frames = FramesOf(answer.body);
    ASSERT_EQ(frames.size(), 1u) << absl::CHexEscape(body);
    EXPECT_EQ(frames[0].first, 2);
    const Struct end = ParseJson(frames[0].second);
    EXPECT_EQ(StringOf(end.fields().at("error").struct_value(), "code"), code);
  }
  const HttpAnswer both =
      Post(Address(), "/santong.v1.DocumentService/ImportDocuments", json, Frame(0, "{}"));
  EXPECT_THAT(both.body, HasSubstr("unimplemented"));
  EXPECT_THAT(both.body, HasSubstr("call it over gRPC"));
}

TEST_F(GatewayTest, AStreamOfTheClientIsAFramedBody) {
  const v1::Document draft = server_->registry().Drafted("附件");
  const std::string bytes = "%PDF-1.4 附件";
  const std::string body =
      Frame(0, absl::StrCat(R"({"header":{"parent":")", draft.name(),
                            R"(","fileName":"a.pdf","mediaType":"application/pdf","sha256":")",
                            digest::Sha256Hex(bytes), R"("}})")) +
      Frame(0, absl::StrCat(R"({"chunk":")", absl::Base64Escape(bytes), R"("})"));
  const HttpAnswer answer =
      Post(Address(), "/santong.v1.DocumentService/AddAttachment",
           {{"Content-Type", "application/connect+json"},
            {"Authorization", "Bearer " + server_->registry().tokens().drafter}},
           body);
  const auto frames = FramesOf(answer.body);
  ASSERT_EQ(frames.size(), 2u) << answer.body;
  EXPECT_EQ(StringOf(ParseJson(frames[0].second), "sizeBytes"), absl::StrCat(bytes.size()));
  EXPECT_EQ(frames[1], std::make_pair(2, std::string("{}")));
}

}  // namespace
}  // namespace santong::testing
