// Framed bodies: no few bytes of a client become memory without end.
#include "server/gateway/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/status_matchers.h"

namespace santong::gateway {
namespace {

using santong::testing::IsOk;
using santong::testing::StatusIs;
using ::testing::ElementsAre;

constexpr size_t kMax = size_t{16} << 20;

TEST(Envelope, TheMessagesComeBack) {
  const std::string large(10000, 'x');
  const std::string body = MessageFrame("one", true) + MessageFrame(large, true);
  ASSERT_LT(body.size(), large.size());
  const auto messages = ReadFrames(body, kMax, true);
  ASSERT_THAT(messages, IsOk());
  EXPECT_THAT(*messages, ElementsAre("one", large));
  EXPECT_THAT(ReadFrames(body, kMax, false), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Each within its limit, and a thousand times the body together.
TEST(Envelope, PackedMessagesAreLimitedTogether) {
  const std::string frame = MessageFrame(std::string(kMax, 'x'), true);
  std::string body;
  for (int i = 0; i < 3; ++i) body += frame;
  EXPECT_THAT(ReadFrames(body, kMax, true), IsOk());
  body += frame;
  EXPECT_THAT(ReadFrames(body, kMax, true), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(ReadFrames(frame, kMax - 1, true), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(Envelope, EmptyMessagesAreCounted) {
  std::string body;
  for (size_t i = 0; i < kFramesMax; ++i) body += Frame(0, "");
  EXPECT_THAT(ReadFrames(body, kMax, true), IsOk());
  body += Frame(0, "");
  EXPECT_THAT(ReadFrames(body, kMax, true), StatusIs(absl::StatusCode::kResourceExhausted));
}

}  // namespace
}  // namespace santong::gateway
