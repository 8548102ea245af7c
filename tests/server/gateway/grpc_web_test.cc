// gRPC-Web through the real server, and what all protocols have in common.
#include <gmock/gmock.h>

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/status.pb.h"
#include "server/gateway/envelope.h"
#include "tests/server/gateway/gateway_fixture.h"

namespace santong::testing {
namespace {

using gateway::Frame;
using google::protobuf::Struct;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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

}  // namespace
}  // namespace santong::testing
