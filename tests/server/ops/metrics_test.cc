#include "server/ops/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "server/ops/metrics_endpoint.h"
#include "tests/support/status_matchers.h"

namespace santong::ops {
namespace {

using santong::testing::IsOk;
using santong::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kMethod[] = "santong.v1.TaskService/ListTasks";

TEST(Metrics, DurationsAreCountedByMethodAndStatus) {
  Metrics metrics;
  const auto method = metrics.ForMethod(kMethod);
  method->Observe(0, 0.002);
  method->Observe(0, 3);
  method->Observe(5, 0.002);
  const std::string text = metrics.Text();
  EXPECT_THAT(
      text,
      HasSubstr("_count{grpc_method=\"santong.v1.TaskService/ListTasks\",grpc_status=\"OK\"} 2"));
  EXPECT_THAT(text, HasSubstr("grpc_status=\"OK\",le=\"0.0025\"} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_status=\"NOT_FOUND\"} 1"));
}

TEST(Metrics, ACodeThatDoesNotExistIsUnknown) {
  Metrics metrics;
  metrics.ForMethod(kMethod)->Observe(99, 1);
  EXPECT_THAT(metrics.Text(), HasSubstr("grpc_status=\"UNKNOWN\"} 1"));
}

TEST(Metrics, NothingIsLostBetweenThreads) {
  Metrics metrics;
  const auto method = metrics.ForMethod(kMethod);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) method->Observe(0, 0.001);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(metrics.Text(), HasSubstr("grpc_status=\"OK\"} 8000"));
}

TEST(Metrics, AGaugeIsReadWhenSomebodyLooks) {
  Metrics metrics;
  double value = 1;
  metrics.AddGauge("santong_store_last_event", "The last event", [&] { return value; });
  EXPECT_THAT(metrics.Text(), HasSubstr("santong_store_last_event 1\n"));
  value = 2;
  EXPECT_THAT(metrics.Text(), HasSubstr("santong_store_last_event 2\n"));
}

TEST(Metrics, AnInfoSaysItInItsLabel) {
  Metrics metrics;
  metrics.AddInfo("santong_build_info", "Which version runs", "version", "1.2.3");
  EXPECT_THAT(metrics.Text(), HasSubstr("santong_build_info{version=\"1.2.3\"} 1\n"));
}

// What the endpoint answers to GET /metrics, headers included.
std::string Scrape(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  constexpr char kRequest[] =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(write(fd, kRequest, sizeof(kRequest) - 1), ssize_t{sizeof(kRequest) - 1});
  std::string answer;
  char buffer[4096];
  for (ssize_t n; (n = read(fd, buffer, sizeof(buffer))) > 0;) {
    answer.append(buffer, static_cast<size_t>(n));
  }
  close(fd);
  return answer;
}

TEST(MetricsEndpoint, AnswersAScrape) {
  Metrics metrics;
  metrics.AddGauge("santong_test", "A test", [] { return 42; });
  const auto endpoint = MetricsEndpoint::Start("127.0.0.1:0", metrics);
  ASSERT_THAT(endpoint, IsOk());
  EXPECT_THAT(Scrape((*endpoint)->port()), HasSubstr("santong_test 42"));
}

TEST(MetricsEndpoint, IsForThisMachineOnly) {
  Metrics metrics;
  for (const char* address : {"0.0.0.0:0", "[::]:0", "9464", "unix:/tmp/x"}) {
    EXPECT_THAT(MetricsEndpoint::Start(address, metrics),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("127.0.0.1:9464")))
        << address;
  }
}

TEST(MetricsEndpoint, APortThatIsTakenIsSaidToBe) {
  Metrics metrics;
  const auto first = MetricsEndpoint::Start("127.0.0.1:0", metrics);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(MetricsEndpoint::Start("127.0.0.1:" + std::to_string((*first)->port()), metrics),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("another port")));
}

}  // namespace
}  // namespace santong::ops
