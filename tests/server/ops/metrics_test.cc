#include "server/ops/metrics.h"

#include <curl/curl.h>
#include <gmock/gmock.h>

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

std::string Get(const std::string& url) {
  std::string body;
  CURL* curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(
      curl, CURLOPT_WRITEFUNCTION, +[](char* data, size_t size, size_t count, void* out) {
        static_cast<std::string*>(out)->append(data, size * count);
        return size * count;
      });
  EXPECT_EQ(curl_easy_perform(curl), CURLE_OK);
  curl_easy_cleanup(curl);
  return body;
}

TEST(MetricsEndpoint, AnswersAScrape) {
  Metrics metrics;
  metrics.AddGauge("santong_test", "A test", [] { return 42; });
  const auto endpoint = MetricsEndpoint::Start("127.0.0.1:0", metrics);
  ASSERT_THAT(endpoint, IsOk());
  EXPECT_THAT(Get("http://127.0.0.1:" + std::to_string((*endpoint)->port()) + "/metrics"),
              HasSubstr("santong_test 42"));
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
