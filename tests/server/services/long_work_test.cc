#include "server/services/long_work.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "server/domain/error/refusal.h"
#include "tests/support/status_matchers.h"

namespace santong::services {
namespace {

using testing::IsOk;

TEST(LongWork, IsDoneOneByOneOnAnotherThreadAndTooMuchOfItIsRefusedAtOnce) {
  absl::Notification begun, go_on, last_done;
  std::thread::id first, second;
  absl::Status refused;
  bool first_is_done = false, in_turn = false;
  {
    LongWork work(1);
    work.Do([&](const absl::Status& status) {
      EXPECT_THAT(status, IsOk());
      first = std::this_thread::get_id();
      begun.Notify();
      go_on.WaitForNotification();
      first_is_done = true;
    });
    begun.WaitForNotification();
    work.Do([&](const absl::Status& status) {
      EXPECT_THAT(status, IsOk());
      in_turn = first_is_done;
      second = std::this_thread::get_id();
      last_done.Notify();
    });
    work.Do([&](const absl::Status& status) { refused = status; });
    EXPECT_EQ(error::ReasonOf(refused), v1::ERROR_REASON_TRY_AGAIN) << "one waits already";
    go_on.Notify();
    last_done.WaitForNotification();
  }
  EXPECT_TRUE(in_turn);
  EXPECT_EQ(first, second);
  EXPECT_NE(first, std::this_thread::get_id());
}

TEST(LongWork, WhatWaitsWhenItEndsIsAnswered) {
  absl::Notification go_on;
  bool answered = false;
  {
    LongWork work(2);
    work.Do([&](const absl::Status&) { go_on.WaitForNotification(); });
    work.Do([&](const absl::Status&) { answered = true; });
    go_on.Notify();
  }
  EXPECT_TRUE(answered);
}

}  // namespace
}  // namespace santong::services
