// The paths beside the services, and limits by the client's address, through the real server.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "santong/v1/log_service.grpc.pb.h"
#include "tests/server/gateway/gateway_fixture.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// A person reads how much may be sent, and how to go on; a program keeps its JSON (connect_test).
TEST_F(GatewayTest, AFormThatIsTooLargeIsAnsweredByAPageInWords) {
  const std::string body((size_t{48} << 20) + 1, 'a');
  const HttpHeaders headers = {{"Content-Type", "multipart/form-data; boundary=x"}};
  const HttpAnswer chinese = Post(Address(), "/objections/act", headers, body);
  EXPECT_EQ(chinese.status, 413);
  EXPECT_EQ(chinese.Header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(chinese.body, AllOf(HasSubstr("提交的内容太大"), HasSubstr("最多 48 MB"),
                                  HasSubstr("分几次补交"), HasSubstr("<html lang=\"zh-CN\"")));
  EXPECT_NE(chinese.Header("Content-Security-Policy"), "");
  const HttpAnswer english = Post(Address(), "/objections/act?lang=en&mode=elder", headers, body);
  EXPECT_EQ(english.status, 413);
  EXPECT_THAT(english.body, AllOf(HasSubstr("at most 48 MB"), HasSubstr("class=\"elder\"")));
}

TEST_F(GatewayTest, HandsOutTheLogsTilesAndNothingElse) {
  grpc::ClientContext context;
  v1::GetCheckpointRequest request;
  request.set_fresh(true);  // writes the tiles first
  v1::Checkpoint signed_now;
  ASSERT_TRUE(v1::LogService::NewStub(server_->Channel())
                  ->GetCheckpoint(&context, request, &signed_now)
                  .ok());
  const std::string folder = server_->data_dir() + "/tiles";
  const HttpAnswer checkpoint = Get(Address(), "/checkpoint");
  EXPECT_EQ(checkpoint.status, 200);
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

// gRPC ends a program that makes a call with such metadata.
TEST_F(GatewayTest, ACookieOfAnyBytesEndsNothing) {
  for (const char* value : {"\x80", "\xE4\xB8\xAD", "a\tb"}) {
    const HttpAnswer answer =
        Get(Address(), "/desk", {{"Cookie", absl::StrCat("santong_desk=", value)}});
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.Header("Location"), "/desk/login");
  }
  EXPECT_EQ(Get(Address(), "/healthz").body, "serving\n");
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
