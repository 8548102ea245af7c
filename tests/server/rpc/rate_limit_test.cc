// ux.md 5: the public is limited by its network; whoever logs in is not.
#include "server/rpc/rate_limit.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/server/rpc/test_server.h"

namespace santong::rpc {
namespace {

using santong::testing::As;
using santong::testing::DetailsOf;
using santong::testing::TestServer;

constexpr int64_t kSecond = 1'000'000'000;

TEST(NetworkOf, KeepsTheFirst24BitsOfIpv4And56OfIpv6) {
  EXPECT_EQ(NetworkOf("ipv4:10.1.2.3:4711"), std::string("\x0a\x01\x02", 3));
  EXPECT_EQ(NetworkOf("ipv4:10.1.2.200:1"), NetworkOf("ipv4:10.1.2.3:4711"));
  EXPECT_NE(NetworkOf("ipv4:10.1.3.3:4711"), NetworkOf("ipv4:10.1.2.3:4711"));
  const std::string v6 = NetworkOf("ipv6:[2001:db8:1:2ff::1]:80");
  EXPECT_EQ(v6, std::string("\x20\x01\x0d\xb8\x00\x01\x02", 7));
  EXPECT_EQ(NetworkOf("ipv6:%5B2001:db8:1:200::9%5D:80"), v6);
  EXPECT_EQ(NetworkOf("ipv6:[fe80::1%25eth0]:80").size(), 7u);
}

TEST(NetworkOf, WhatIsNoAddressHasNone) {
  for (const char* peer : {"", "unix:/run/santong.sock", "ipv4:", "ipv4:10.1.2:80", "ipv6:[zz]:80",
                           "inproc:unknown", "10.1.2.3:80"}) {
    EXPECT_EQ(NetworkOf(peer), "") << peer;
  }
}

TEST(RateLimit, AllowsAMinutesWorthAtOnceAndThenTheSteadyRate) {
  RateLimit limit(60);
  for (int i = 0; i < 60; ++i) ASSERT_EQ(limit.Take("a", 5), absl::ZeroDuration()) << i;
  EXPECT_EQ(limit.Take("a", 5), absl::Seconds(1));
  EXPECT_EQ(limit.Take("a", 5 + kSecond / 2), absl::Milliseconds(500));
  EXPECT_EQ(limit.Take("a", 5 + kSecond), absl::ZeroDuration());
  EXPECT_EQ(limit.Take("a", 5 + kSecond), absl::Seconds(1));
  // After a quiet minute the allowance is whole, and no larger.
  for (int i = 0; i < 60; ++i) {
    ASSERT_EQ(limit.Take("a", 600 * kSecond), absl::ZeroDuration()) << i;
  }
  EXPECT_GT(limit.Take("a", 600 * kSecond), absl::ZeroDuration());
}

TEST(RateLimit, OneNetworkDoesNotUseUpAnothersAllowance) {
  RateLimit limit(1);
  ASSERT_EQ(limit.Take("a", 0), absl::ZeroDuration());
  ASSERT_GT(limit.Take("a", 0), absl::ZeroDuration());
  // Two of 65,536 cells may be one, so of ten others at most a few could be hit by chance.
  int let_in = 0;
  for (int i = 0; i < 10; ++i) {
    if (limit.Take(absl::StrCat("other ", i), 0) == absl::ZeroDuration()) ++let_in;
  }
  EXPECT_GE(let_in, 8);
}

TEST(RateLimit, NeitherZeroNorAnEmptyNetworkIsLimited) {
  RateLimit off(0);
  RateLimit on(1);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(off.Take("a", 0), absl::ZeroDuration());
    ASSERT_EQ(on.Take("", 0), absl::ZeroDuration());
  }
}

TEST(RateLimit, CallsThatRaceNeverGetMoreThanTheAllowance) {
  constexpr int kAllowed = 1000;
  RateLimit limit(kAllowed);
  std::atomic<int> let_in{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kAllowed; ++i) {
        if (limit.Take("a", 0) == absl::ZeroDuration()) let_in.fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(let_in.load(), kAllowed);
}

grpc::Status Check(TestServer& test, const std::string& token) {
  v1::CheckBasisRequest request;
  request.set_number("1");
  v1::Basis reply;
  return v1::CatalogService::NewStub(test.channel)
      ->CheckBasis(As(token, "zh").get(), request, &reply);
}

TEST(Gate, ThePublicIsToldWhenItMayGoOnAndWhoLogsInIsNotCounted) {
  TestServer test({}, {.public_reads_per_minute = 2});
  ASSERT_TRUE(Check(test, "").ok());
  ASSERT_TRUE(Check(test, "").ok());
  const grpc::Status status = Check(test, "");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  const auto details = DetailsOf(status);
  EXPECT_EQ(details.info.reason(), "TOO_MANY_CALLS");
  EXPECT_GT(details.retry.retry_delay().seconds(), 0);
  EXPECT_LE(details.retry.retry_delay().seconds(), 30);
  EXPECT_NE(details.localized.message().find("秒后可以继续"), std::string::npos);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(Check(test, "drafter").ok());
}

size_t LinesWith(const std::string& text, const std::string& word) {
  size_t lines = 0;
  for (size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at) ++lines;
  return lines;
}

TEST(Gate, RefusedLoginsAreCountedAsThePublicAndWriteNoMoreLinesThanThat) {
  TestServer test({}, {.public_reads_per_minute = 3});
  // A wrong token where anyone may read, another where a login is needed, and no token there.
  EXPECT_EQ(Check(test, "x").error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(test.ListTasks(As("y").get()).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(test.ListTasks(As("").get()).error_code(), grpc::StatusCode::UNAUTHENTICATED);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(DetailsOf(Check(test, "x")).info.reason(), "TOO_MANY_CALLS");
    EXPECT_EQ(DetailsOf(test.ListTasks(As("y").get())).info.reason(), "TOO_MANY_CALLS");
    EXPECT_EQ(DetailsOf(test.ListTasks(As("").get())).info.reason(), "TOO_MANY_CALLS");
  }
  EXPECT_TRUE(test.ListTasks(As("drafter").get()).ok());
  test.server.reset();
  EXPECT_EQ(LinesWith(test.LogText(), "\"reason\":\"TOKEN_INVALID\""), 3);
}

}  // namespace
}  // namespace santong::rpc
