// A real server with one published document, asked over HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "tests/server/gateway/http_client.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {

inline const std::string kGetDocument = "/santong.v1.DocumentService/GetDocument";
inline const HttpHeaders kJson = {{"Content-Type", "application/json"}};

inline google::protobuf::Struct ParseJson(const std::string& text) {
  google::protobuf::Struct json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok()) << text;
  return json;
}
inline std::string StringOf(const google::protobuf::Struct& json, const std::string& key) {
  const auto found = json.fields().find(key);
  return found == json.fields().end() ? "" : found->second.string_value();
}

// Frames of an answer: flags and message.
inline std::vector<std::pair<int, std::string>> FramesOf(const std::string& body) {
  std::vector<std::pair<int, std::string>> frames;
  for (size_t at = 0; at + 5 <= body.size();) {
    uint32_t length = 0;
    for (size_t i = 1; i < 5; ++i) length = length << 8 | static_cast<unsigned char>(body[at + i]);
    frames.emplace_back(static_cast<unsigned char>(body[at]), body.substr(at + 5, length));
    at += 5 + length;
  }
  return frames;
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

  static inline RunningServer* server_ = nullptr;
  static inline v1::Document* document_ = nullptr;
};

}  // namespace santong::testing
