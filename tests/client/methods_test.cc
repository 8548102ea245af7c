// The client's table of methods against the services' own descriptors.
#include "client/lib/methods.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/lib/client.h"
#include "client/lib/request_id.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/document_service.pb.h"

namespace santong::client {
namespace {

using google::protobuf::DescriptorPool;

std::map<std::string, const google::protobuf::MethodDescriptor*> UnaryMethods() {
  std::map<std::string, const google::protobuf::MethodDescriptor*> methods;
  for (const char* name :
       {"santong.v1.DocumentService", "santong.v1.CatalogService", "santong.v1.CleanupService",
        "santong.v1.FileService", "santong.v1.FilingService", "santong.v1.TaskService",
        "santong.v1.AdminService", "santong.v1.ObjectionService", "santong.v1.LogService",
        "santong.v1.BackupService", "santong.v1.StandbyService"}) {
    const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      if (method->client_streaming() || method->server_streaming()) continue;
      methods[absl::StrCat("/", name, "/", method->name())] = method;
    }
  }
  return methods;
}

TEST(Methods, EveryUnaryMethodIsThereWithItsOwnTypes) {
  auto left = UnaryMethods();
  for (const Method* method : Methods()) {
    if (method == &kHealthCheck) continue;
    ASSERT_TRUE(left.contains(method->path)) << method->path;
    EXPECT_EQ(method->new_request()->GetDescriptor(), left[method->path]->input_type());
    EXPECT_EQ(method->new_response()->GetDescriptor(), left[method->path]->output_type());
    left.erase(method->path);
  }
  for (const auto& [path, method] : left) ADD_FAILURE() << path << " is missing";
}

TEST(Methods, EveryMutationCanBeRepeatedAndNoReadHasAnIdentifier) {
  const auto methods = UnaryMethods();
  for (const Method* method : Methods()) {
    if (method == &kHealthCheck) continue;
    // What makes a server the first, or ends that, is done to the server and not to the register.
    if (absl::StrContains(method->path, ".StandbyService/")) continue;
    const bool reads = methods.at(method->path)->options().idempotency_level() ==
                       google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
    EXPECT_EQ(EnsureRequestId(method->new_request().get()).empty(), reads) << method->path;
  }
}

TEST(RequestId, IsARandomUuidAndKeepsTheOneThatIsGiven) {
  EXPECT_THAT(NewRequestId(),
              ::testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                      "[0-9a-f]{12}"));
  EXPECT_NE(NewRequestId(), NewRequestId());
  v1::SubmitDocumentRequest request;
  request.mutable_options()->set_request_id("given");
  EXPECT_EQ(EnsureRequestId(&request), "given");
}

}  // namespace
}  // namespace santong::client
