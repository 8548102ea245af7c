// Statuses as they come from the registry, and the exit codes they end in.
#include "client/cli/exit_code.h"
#include "client/lib/error.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace santong::client {
namespace {

// As in ux.md 2.1.
TEST(ExitCode, TellsTheKindOfFailure) {
  const std::pair<absl::StatusCode, int> cases[] = {{absl::StatusCode::kOk, 0},
                                                    {absl::StatusCode::kUnknown, 1},
                                                    {absl::StatusCode::kInternal, 1},
                                                    {absl::StatusCode::kDataLoss, 1},
                                                    {absl::StatusCode::kUnimplemented, 1},
                                                    {absl::StatusCode::kInvalidArgument, 2},
                                                    {absl::StatusCode::kOutOfRange, 2},
                                                    {absl::StatusCode::kNotFound, 3},
                                                    {absl::StatusCode::kUnauthenticated, 4},
                                                    {absl::StatusCode::kPermissionDenied, 4},
                                                    {absl::StatusCode::kFailedPrecondition, 5},
                                                    {absl::StatusCode::kAborted, 5},
                                                    {absl::StatusCode::kAlreadyExists, 5},
                                                    {absl::StatusCode::kUnavailable, 6},
                                                    {absl::StatusCode::kDeadlineExceeded, 6},
                                                    {absl::StatusCode::kResourceExhausted, 6},
                                                    {absl::StatusCode::kCancelled, 130}};
  for (const auto& [code, exit_code] : cases) {
    EXPECT_EQ(cli::ExitCodeOf(absl::Status(code, "")), exit_code) << absl::StatusCodeToString(code);
  }
}

absl::Status WithConditions() {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  info.set_reason("CONDITIONS_NOT_MET");
  (*info.mutable_metadata())["article_OpinionIsLawful"] = "art. 17";
  status.add_details()->PackFrom(info);
  google::rpc::PreconditionFailure english, chinese;
  auto* violation = english.add_violations();
  violation->set_type("OpinionIsLawful");
  violation->set_description("ask again");
  violation = chinese.add_violations();
  violation->set_type("OpinionIsLawful");
  violation->set_description("请重新送审");
  status.add_details()->PackFrom(english);
  auto* any = status.add_details();
  any->set_type_url("type.googleapis.com/google.rpc.PreconditionFailure/zh-CN");
  any->set_value(chinese.SerializeAsString());
  return MakeCallStatus(9, "in English", status.SerializeAsString(), "id-1");
}

TEST(Describe, ChoosesTheLanguageOfTheConditionsAndFindsTheirArticles) {
  const CallError chinese = Describe(WithConditions(), true);
  ASSERT_EQ(chinese.violations.size(), 1u);
  EXPECT_EQ(chinese.violations[0].subject, "OpinionIsLawful");
  EXPECT_EQ(chinese.violations[0].text, "请重新送审");
  EXPECT_EQ(chinese.violations[0].article, "art. 17");
  EXPECT_EQ(chinese.repeat_id, "id-1");
  EXPECT_EQ(Describe(WithConditions(), false).violations[0].text, "ask again");
}

TEST(Describe, BytesThatAreNoDetailsLeaveTheMessage) {
  const CallError error = Describe(MakeCallStatus(13, "broken", "\xff\xff", ""), true);
  EXPECT_EQ(error.message, "broken");
  EXPECT_EQ(error.reason, "");
  EXPECT_TRUE(error.violations.empty());
}

}  // namespace
}  // namespace santong::client
