// A full disk: the registry goes read-only with a reason, reads go on, no number is lost or
// skipped, and it takes writes again when there is room. The disk is a small tmpfs, so the
// test needs the right to mount.
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/server/gateway/http_client.h"
#include "tests/server/services/fixture.h"
#include "tests/support/metrics_page.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

constexpr int kLargeDraftsMax = 512;  // twice the disk
constexpr int kAttemptsMax = 200'000;

class SmallDisk {
 public:
  SmallDisk() {
    const int mounted = mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=400m");
    EXPECT_EQ(mounted, 0) << std::strerror(errno);
  }
  ~SmallDisk() { umount2(folder_.path().c_str(), MNT_DETACH); }
  std::string path() const { return folder_.path(); }

  void Fill() {
    std::ofstream file(path() + "/ballast", std::ios::binary);
    const std::string block(64 << 10, 'x');
    while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void MakeRoom() { unlink((path() + "/ballast").c_str()); }

 private:
  TempFolder folder_;
};

// As a load balancer asks.
bool IsReady(const RunningServer& server) {
  using Answer = grpc::health::v1::HealthCheckResponse;
  grpc::health::v1::HealthCheckRequest request;
  request.set_service("readiness");
  grpc::TemplatedGenericStub<grpc::health::v1::HealthCheckRequest, Answer> stub(server.Channel());
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  Answer answer;
  grpc::Status status;
  call->Finish(&answer, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status.ok() && answer.status() == Answer::SERVING;
}

grpc::Status TryRegister(Registry& registry, const std::string& name, v1::Document* document) {
  v1::RegisterDocumentRequest request;
  request.set_name(name);
  return registry.documents().RegisterDocument(As(registry.tokens().reviewer).get(), request,
                                               document);
}

TEST(FullDisk, MakesTheRegistryReadOnlyWithAReasonAndItRecovers) {
  SmallDisk disk;
  const int metrics_port = FreePort();
  RunningServer server(disk.path() + "/data",
                       {"--metrics-address", absl::StrCat("127.0.0.1:", metrics_port)});
  Registry& registry = server.registry();
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) names.push_back(registry.Submitted(absl::StrCat("办法", i)).name());

  disk.Fill();
  // The engine holds some room for its log: large drafts use it up. Each that is acknowledged
  // counts.
  grpc::Status refused;
  int drafts = 0;
  for (; drafts < kLargeDraftsMax && refused.ok(); ++drafts) {
    v1::CreateDocumentRequest large = registry.CompleteDraft(absl::StrCat("大文件", drafts));
    large.set_text(std::string(1'000'000, 'x'));
    v1::Document document;
    refused =
        registry.documents().CreateDocument(As(registry.tokens().drafter).get(), large, &document);
  }
  ASSERT_FALSE(refused.ok()) << "the disk never got full";
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << refused.error_message();
  EXPECT_EQ(ReasonOf(refused), "READ_ONLY") << "the code is also that of too many calls";
  v1::Document unused;
  EXPECT_EQ(ReasonOf(TryRegister(registry, names[0], &unused)), "READ_ONLY");

  // Reads go on, and the server says why it takes no writes.
  v1::Document document;
  v1::GetDocumentRequest get;
  get.set_name(names[0]);
  EXPECT_TRUE(
      registry.documents().GetDocument(As(registry.tokens().reviewer).get(), get, &document).ok());
  while (IsReady(server)) std::this_thread::yield();
  EXPECT_EQ(MetricValue(MetricsPage(metrics_port), "santong_store_writable"), "0");
  const std::string http = HttpAddress(server.data_dir());
  EXPECT_EQ(Get(http, "/readyz").status, 503);
  EXPECT_EQ(Get(http, "/healthz").status, 200) << "it is not to be started anew";
  v1::GetServerInfoResponse info;
  ASSERT_TRUE(registry.admin().GetServerInfo(As(registry.tokens().admin).get(), {}, &info).ok());
  EXPECT_FALSE(info.writable());
  EXPECT_NE(info.read_only_reason(), "");

  disk.MakeRoom();
  // It recovers by itself within its recovery pause: the client does what a client does, it tries
  // again, a bounded number of times.
  grpc::Status again;
  std::vector<std::string> numbers;
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    again = TryRegister(registry, names[0], &document);
    if (again.ok()) break;
  }
  ASSERT_TRUE(again.ok()) << again.error_message();
  while (!IsReady(server)) std::this_thread::yield();
  EXPECT_EQ(MetricValue(MetricsPage(metrics_port), "santong_store_writable"), "1");
  EXPECT_EQ(Get(http, "/readyz").status, 200);
  numbers.push_back(document.registration_number());
  for (size_t i = 1; i < names.size(); ++i) {
    ASSERT_TRUE(TryRegister(registry, names[i], &document).ok());
    numbers.push_back(document.registration_number());
  }
  for (size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(numbers[i], absl::StrCat("测登〔", registry.today().substr(0, 4), "〕", i + 1, "号"));
  }
  v1::VerifyStoreResponse verified;
  ASSERT_TRUE(registry.admin().VerifyStore(As(registry.tokens().admin).get(), {}, &verified).ok());
  EXPECT_EQ(verified.problems_size(), 0) << verified.ShortDebugString();
}

}  // namespace
}  // namespace santong::testing
