// The services over HTTP through the real server: Connect, gRPC-Web, tiles, limits by address.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/status.pb.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/log_service.grpc.pb.h"
#include "server/gateway/envelope.h"
#include "server/gateway/gzip.h"
#include "tests/server/gateway/http_client.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using gateway::Frame;
using google::protobuf::Struct;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kGetDocument = "/santong.v1.DocumentService/GetDocument";
const HttpHeaders kJson = {{"Content-Type", "application/json"}};

Struct ParseJson(const std::string& text) {
  Struct json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok()) << text;
  return json;
}
std::string StringOf(const Struct& json, const std::string& key) {
  const auto found = json.fields().find(key);
  return found == json.fields().end() ? "" : found->second.string_value();
}

// Frames of an answer: flags and message.
std::vector<std::pair<int, std::string>> FramesOf(const std::string& body) {
  std::vector<std::pair<int, std::string>> frames;
  for (size_t at = 0; at + 5 <= body.size();) {
    uint32_t length = 0;
    for (size_t i = 1; i < 5; ++i) length = length << 8 | static_cast<unsigned char>(body[at + i]);
    frames.emplace_back(static_cast<unsigned char>(body[at]), body.substr(at + 5, length));
    at += 5 + length;
  }
  return frames;
}

// The message of `type` in its text form, in which a map has one order.
std::string TextOf(const std::string& type, const std::string& bytes) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return "no type " + type;
  const std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
  EXPECT_TRUE(message->ParseFromString(bytes));
  return absl::StrCat(type, "{", message->DebugString(), "}");
}

// The details of a google.rpc.Status, each in its text form.
std::vector<std::string> DetailsOf(const std::string& status_bytes) {
  google::rpc::Status status;
  EXPECT_TRUE(status.ParseFromString(status_bytes));
  std::vector<std::string> all;
  for (const auto& detail : status.details()) {
    all.push_back(
        TextOf(detail.type_url().substr(detail.type_url().rfind('/') + 1), detail.value()));
  }
  return all;
}

std::string FromBase64(const std::string& text) {
  std::string bytes;
  EXPECT_TRUE(absl::Base64Unescape(text, &bytes)) << text;
  return bytes;
}

// One server with one published document for all tests that only read.
class GatewayTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new RunningServer();
    document_ = new v1::Document(server_->registry().Published("关于示例的通知"));
  }
  static void TearDownTestSuite() {
    delete document_;
    delete server_;
  }
  static std::string Address() { return HttpAddress(server_->data_dir()); }
  static std::string Asked() { return absl::StrCat(R"({"name":")", document_->name(), R"("})"); }
  static std::string AskedBytes() {
    v1::GetDocumentRequest request;
    request.set_name(document_->name());
    return request.SerializeAsString();
  }
  static std::string Bearer() { return "Bearer " + AdminToken(server_->data_dir()); }

  static RunningServer* server_;
  static v1::Document* document_;
};
RunningServer* GatewayTest::server_ = nullptr;
v1::Document* GatewayTest::document_ = nullptr;

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

// Each protocol hands on the same google.rpc details.
TEST_F(GatewayTest, DetailsAreTheSameInEveryProtocol) {
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "asked-1");
  v1::GetDocumentRequest request;
  v1::Document reply;
  const grpc::Status native =
      server_->registry().documents().GetDocument(&context, request, &reply);
  ASSERT_EQ(native.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const std::vector<std::string> details = DetailsOf(native.error_details());
  ASSERT_GE(details.size(), 3u);

  const HttpAnswer connect =
      Post(Address(), kGetDocument,
           {{"Content-Type", "application/json"}, {"X-Request-Id", "asked-1"}}, "{}");
  const Struct error = ParseJson(connect.body);
  EXPECT_EQ(StringOf(error, "message"), native.error_message());
  std::vector<std::string> connect_details;
  for (const auto& value : error.fields().at("details").list_value().values()) {
    const Struct& one = value.struct_value();
    connect_details.push_back(TextOf(StringOf(one, "type"), FromBase64(StringOf(one, "value"))));
    EXPECT_TRUE(one.fields().contains("debug"));
  }
  EXPECT_EQ(connect_details, details);

  const HttpAnswer web = Post(
      Address(), kGetDocument,
      {{"Content-Type", "application/grpc-web+proto"}, {"X-Request-Id", "asked-1"}}, Frame(0, ""));
  const auto frames = FramesOf(web.body);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0].first, 0x80);
  EXPECT_THAT(frames[0].second, HasSubstr("grpc-status:3\r\n"));
  const std::string key = "grpc-status-details-bin:";
  const size_t at = frames[0].second.find(key);
  ASSERT_NE(at, std::string::npos);
  const std::string value = frames[0].second.substr(at + key.size());
  EXPECT_EQ(DetailsOf(FromBase64(value.substr(0, value.find('\r')))), details);
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
                            R"(","fileName":"a.pdf","mediaType":"application/pdf"}})")) +
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

TEST_F(GatewayTest, GrpcWebInBothForms) {
  for (const std::string type : {"application/grpc-web", "application/grpc-web+proto",
                                 "application/grpc-web-text", "application/grpc-web-text+proto"}) {
    const bool text = absl::StrContains(type, "text");
    const std::string asked = Frame(0, AskedBytes());
    const HttpAnswer answer =
        Post(Address(), kGetDocument,
             {{"Content-Type", type}, {"X-Grpc-Web", "1"}, {"Grpc-Timeout", "10S"}},
             text ? absl::Base64Escape(asked) : asked);
    EXPECT_EQ(answer.status, 200) << type;
    // Each frame of a text is base64 by itself.
    std::string body = answer.body;
    if (text) {
      std::string first, second;
      const size_t end = body.find('=') == std::string::npos
                             ? body.size()
                             : body.find_first_not_of('=', body.find('='));
      ASSERT_TRUE(absl::Base64Unescape(body.substr(0, end), &first));
      if (end != std::string::npos && end < body.size())
        ASSERT_TRUE(absl::Base64Unescape(body.substr(end), &second));
      body = first + second;
    }
    const auto frames = FramesOf(body);
    ASSERT_EQ(frames.size(), 2u) << type;
    v1::Document document;
    EXPECT_TRUE(document.ParseFromString(frames[0].second));
    EXPECT_EQ(document.title(), "关于示例的通知");
    EXPECT_EQ(frames[1].first, 0x80);
    EXPECT_THAT(frames[1].second, StartsWith("grpc-status:0\r\n"));
  }
  const HttpAnswer exported = Post(Address(), "/santong.v1.CatalogService/ExportCatalog",
                                   {{"Content-Type", "application/grpc-web+proto"}}, Frame(0, ""));
  EXPECT_THAT(FramesOf(exported.body).back().second, StartsWith("grpc-status:0\r\n"));
  EXPECT_THAT(Post(Address(), kGetDocument,
                   {{"Content-Type", "application/grpc-web"}, {"Grpc-Timeout", "1x"}}, Frame(0, ""))
                  .body,
              HasSubstr("grpc-status:3"));
  EXPECT_THAT(Post(Address(), "/santong.v1.NoService/X", {{"Content-Type", "application/grpc-web"}},
                   Frame(0, ""))
                  .body,
              HasSubstr("grpc-status:12"));
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST_F(GatewayTest, HandsOutTheLogsTilesAndNothingElse) {
  grpc::ClientContext context;
  v1::GetReceiptRequest request;  // signs the log now
  request.set_document(document_->name());
  v1::LogReceipt receipt;
  ASSERT_TRUE(
      v1::LogService::NewStub(server_->Channel())->GetReceipt(&context, request, &receipt).ok());
  const std::string folder = server_->data_dir() + "/tiles";
  HttpAnswer checkpoint;
  do {
    checkpoint = Get(Address(), "/checkpoint");
  } while (checkpoint.status == 404);
  EXPECT_EQ(checkpoint.Header("Cache-Control"), "public, no-cache");
  EXPECT_EQ(Get(Address(), "/checkpoint", {{"If-None-Match", checkpoint.Header("ETag")}}).status,
            304);
  int tiles = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder + "/tile")) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string().substr(folder.size());
    const HttpAnswer tile = Get(Address(), path);
    EXPECT_EQ(tile.status, 200) << path;
    EXPECT_EQ(tile.body, ReadFile(entry.path()));
    EXPECT_THAT(tile.Header("Cache-Control"), HasSubstr("immutable"));
    ++tiles;
  }
  EXPECT_GT(tiles, 1);
  for (const std::string path :
       {"/tile/../checkpoint", "/tile/..%2f..%2fCURRENT", "/tile/%2e%2e/%2e%2e/CURRENT",
        "/tile/0/..%2F..%2F..%2F..%2Fetc/passwd", "/tile//etc/passwd", "/tile/0/000/../000",
        "/tile/", "/tile/0", "/tile/0/000.new", "/tile/64/000", "/tile/0/0", "/tile/0/999",
        "/tile/entries/x001/000.p/0", "/checkpoint/", "/tile/0/000%00"}) {
    const HttpAnswer answer = Get(Address(), path);
    EXPECT_TRUE(answer.status == 404 || answer.status == 400) << path << answer.status;
    EXPECT_THAT(answer.body, Not(HasSubstr("MANIFEST")));
  }
}

TEST_F(GatewayTest, IsWellAndReady) {
  EXPECT_EQ(Get(Address(), "/healthz").body, "serving\n");
  EXPECT_EQ(Get(Address(), "/readyz").body, "serving\n");
  EXPECT_EQ(Get(Address(), "/nothing/here").status, 404);
}

TEST_F(GatewayTest, TwoHundredStuckConnectionsDoNotStopTheNext) {
  std::vector<std::unique_ptr<HttpClient>> stuck;
  for (int i = 0; i < 200; ++i) {
    stuck.push_back(std::make_unique<HttpClient>(Address()));
    stuck.back()->Send(i % 2 == 0 ? "POST " + kGetDocument + " HTTP/1.1\r\nHost:"
                                  : "POST " + kGetDocument +
                                        " HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{");
  }
  EXPECT_EQ(Post(Address(), kGetDocument, kJson, Asked()).status, 200);
}

// Calls through the gateway are counted by their own clients, and nobody can say over a socket to
// be another.
TEST(GatewayLimits, CountsTheHttpClientsAddress) {
  RunningServer server({"--public-reads-per-minute", "3", "--http-trusted-proxies", "127.0.0.1"});
  const std::string address = HttpAddress(server.data_dir());
  const auto read = [&](const std::string& from) {
    return Post(address, "/santong.v1.AdminService/ListJurisdictions",
                {{"Content-Type", "application/json"},
                 {"X-Forwarded-For", from},
                 {"santong-client-address", "ipv4:192.0.2.99:1"}},
                "{}");
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(read("203.0.113.7").status, 200);
  const HttpAnswer refused = read("203.0.113.200");  // the same network
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("google.rpc.RetryInfo"));
  EXPECT_EQ(read("198.51.100.1").status, 200) << "another network is not held up";

  // Over a socket of gRPC, a header that says so is not read.
  const auto stub = v1::AdminService::NewStub(server.Channel());
  std::set<int> codes;
  for (int i = 0; i < 4; ++i) {
    grpc::ClientContext context;
    context.AddMetadata("santong-client-address", absl::StrCat("ipv4:198.18.", i, ".1:1"));
    v1::ListJurisdictionsResponse reply;
    codes.insert(stub->ListJurisdictions(&context, {}, &reply).error_code());
  }
  EXPECT_THAT(codes, ElementsAre(grpc::StatusCode::OK, grpc::StatusCode::RESOURCE_EXHAUSTED));
}

}  // namespace
}  // namespace santong::testing
