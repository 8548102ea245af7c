// What every call passes, through a real client.
#include "server/rpc/gate.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "server/domain/error/refusal.h"
#include "tests/server/rpc/test_server.h"

namespace santong::rpc {
namespace {

using santong::testing::As;
using santong::testing::DetailsOf;
using santong::testing::TestServer;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Gate, APrincipalWithTheRoleIsLetIn) {
  TestServer test;
  Call seen;
  test.tasks.handle = [&](Call&& call, const v1::ListTasksRequest&, v1::ListTasksResponse* reply,
                          Done done) {
    seen = std::move(call);
    reply->add_tasks()->set_title("next");
    std::move(done)(absl::OkStatus());
  };
  v1::ListTasksResponse reply;
  const grpc::Status status =
      v1::TaskService::NewStub(test.channel)->ListTasks(As("drafter", "en").get(), {}, &reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(reply.tasks(0).title(), "next");
  EXPECT_EQ(seen.caller.principal, "principals/drafter");
  EXPECT_EQ(seen.language, Language::kEnglish);
  EXPECT_EQ(seen.method, "santong.v1.TaskService/ListTasks");
  EXPECT_EQ(seen.today, ops::Clock::DayOf(seen.now));
}

TEST(Gate, TheServersClockIsTheOneThatCounts) {
  TestServer test;
  test.clock.Advance(absl::Hours(24 * 400));
  absl::Time now;
  test.tasks.handle = [&](Call&& call, const v1::ListTasksRequest&, v1::ListTasksResponse*,
                          Done done) {
    now = call.now;
    std::move(done)(absl::OkStatus());
  };
  // The deadline is in the machine's time and has not passed.
  ASSERT_TRUE(test.ListTasks(As("drafter").get()).ok());
  EXPECT_GT(now, ops::Clock::MachineNow() + absl::Hours(24 * 399));
}

TEST(Gate, ThePublicMayReadWhatIsPublic) {
  TestServer test;
  v1::CheckBasisRequest request;
  request.set_number("平政规〔2026〕1号");
  v1::Basis reply;
  const grpc::Status status =
      v1::CatalogService::NewStub(test.channel)->CheckBasis(As("").get(), request, &reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(reply.document(), "平政规〔2026〕1号");
}

TEST(Gate, WithoutALoginAStaffMethodIsUnauthenticated) {
  TestServer test;
  const grpc::Status status = test.ListTasks(As("").get());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(DetailsOf(status).info.reason(), "TOKEN_INVALID");
}

TEST(Gate, ABadTokenIsNeverTakenForThePublic) {
  TestServer test;
  v1::CheckBasisRequest request;
  request.set_number("1");
  for (const std::string value :
       {"Bearer unknown", "Bearer ", "Bearer", "Basic ZHJhZnRlcg==", "drafter", ""}) {
    SCOPED_TRACE(value);
    auto context = As("");
    context->AddMetadata("authorization", value);
    v1::Basis reply;
    const grpc::Status status =
        v1::CatalogService::NewStub(test.channel)->CheckBasis(context.get(), request, &reply);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(DetailsOf(status).info.reason(), "TOKEN_INVALID");
  }
}

TEST(Gate, TheSchemeOfATokenMayBeInAnyCase) {
  TestServer test;
  auto context = As("");
  context->AddMetadata("authorization", "bearer drafter");
  EXPECT_TRUE(test.ListTasks(context.get()).ok());
}

TEST(Gate, ATokenThatIsTooLongIsRefusedBeforeItIsHashed) {
  TestServer test;
  bool asked = false;
  test.principals.before = [&] { asked = true; };
  EXPECT_EQ(test.ListTasks(As(std::string(600, 'x')).get()).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_FALSE(asked);
}

TEST(Gate, AWrongRoleIsRefusedWithTheMethodsName) {
  TestServer test;
  bool handled = false;
  test.tasks.handle = [&](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    handled = true;
    std::move(done)(absl::OkStatus());
  };
  const grpc::Status status = test.ListTasks(As("admin").get());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  const auto details = DetailsOf(status);
  EXPECT_EQ(details.info.reason(), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(details.info.metadata().at("method"), "santong.v1.TaskService/ListTasks");
  EXPECT_FALSE(handled);
}

TEST(Gate, NobodyOutsideIsTheServerItself) {
  TestServer test;
  EXPECT_EQ(test.ListTasks(As("system").get()).error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST(Gate, TheRoleIsAskedBeforeTheFields) {
  TestServer test;
  v1::ListTasksRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(test.ListTasks(As("admin").get(), request).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST(Gate, ASourceThatFailsIsNoBadToken) {
  TestServer test;
  test.principals.broken = absl::InternalError("/var/lib/secret/path is broken");
  const grpc::Status status = test.ListTasks(As("drafter").get());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), Not(HasSubstr("secret")));
}

TEST(Gate, EveryWrongFieldIsNamedAtOnce) {
  TestServer test;
  v1::ListTasksRequest request;
  request.set_page_size(-5);
  request.set_page_token("a\nb");
  request.add_kinds(static_cast<v1::TaskKind>(77));
  const grpc::Status status = test.ListTasks(As("drafter", "en").get(), request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto details = DetailsOf(status);
  EXPECT_EQ(details.info.reason(), "FIELD_INVALID");
  ASSERT_EQ(details.bad_request.field_violations_size(), 3);
  EXPECT_EQ(details.bad_request.field_violations(0).field(), "page_size");
  EXPECT_EQ(details.bad_request.field_violations(1).field(), "page_token");
  EXPECT_EQ(details.bad_request.field_violations(2).field(), "kinds[0]");
}

TEST(Gate, ACallWhoseDeadlineHasPassedIsNotHandled) {
  TestServer test;
  constexpr absl::Duration kTimeout = absl::Milliseconds(300);
  absl::Notification client_gave_up;
  test.principals.before = [&] {
    // The server counts the time allowed from when the call reached it, and gRPC rounds it up on
    // the wire, so its deadline lies a little after the client's.
    const absl::Time passed = absl::Now() + 2 * kTimeout;
    client_gave_up.WaitForNotification();
    absl::Notification never;
    EXPECT_FALSE(never.WaitForNotificationWithDeadline(passed));
  };
  bool handled = false;
  test.tasks.handle = [&](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    handled = true;
    std::move(done)(absl::OkStatus());
  };
  auto context = As("drafter");
  context->set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  EXPECT_EQ(test.ListTasks(context.get()).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  client_gave_up.Notify();
  test.gate.Drain();
  ASSERT_TRUE(test.gate.AwaitIdle(absl::Seconds(20)));
  EXPECT_FALSE(handled);
  EXPECT_THAT(test.metrics.Text(), HasSubstr("grpc_status=\"DEADLINE_EXCEEDED\""));
}

TEST(Gate, TheAnswerMayComeFromAnotherThread) {
  TestServer test;
  std::thread engine;
  test.tasks.handle = [&](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse* reply,
                          Done done) {
    engine = std::thread([reply, done = std::move(done)]() mutable {
      reply->add_tasks()->set_title("from the engine");
      std::move(done)(absl::OkStatus());
    });
  };
  v1::ListTasksResponse reply;
  EXPECT_TRUE(
      v1::TaskService::NewStub(test.channel)->ListTasks(As("drafter").get(), {}, &reply).ok());
  engine.join();
  EXPECT_EQ(reply.tasks(0).title(), "from the engine");
}

TEST(Gate, AHandlerThatForgetsItsAnswerEndsAsInternal) {
  TestServer test;
  test.tasks.handle = [](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done) {};
  EXPECT_EQ(test.ListTasks(As("drafter").get()).error_code(), grpc::StatusCode::INTERNAL);
}

TEST(Gate, ARefusalOfTheHandlerReachesTheClient) {
  TestServer test;
  test.tasks.handle = [](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    std::move(done)(
        error::Refuse(v1::ERROR_REASON_RESOURCE_NOT_FOUND, {{"resource", "documents/7"}}));
  };
  const grpc::Status status = test.ListTasks(As("drafter").get());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(DetailsOf(status).info.metadata().at("resource"), "documents/7");
}

TEST(Gate, CountsEveryCallByMethodAndStatus) {
  TestServer test;
  ASSERT_TRUE(test.ListTasks(As("drafter").get()).ok());
  ASSERT_TRUE(test.ListTasks(As("drafter").get()).ok());
  ASSERT_FALSE(test.ListTasks(As("").get()).ok());
  const std::string text = test.metrics.Text();
  EXPECT_THAT(text, HasSubstr("grpc_server_call_duration_seconds_count{grpc_method=\"santong.v1."
                              "TaskService/ListTasks\",grpc_status=\"OK\"} 2"));
  EXPECT_THAT(text, HasSubstr("grpc_server_call_duration_seconds_count{grpc_method=\"santong.v1."
                              "TaskService/ListTasks\",grpc_status=\"UNAUTHENTICATED\"} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_calls_in_flight 0"));
}

TEST(Gate, TheLogNamesNobody) {
  TestServer test;
  v1::ListTasksRequest request;
  request.set_page_token("张三的身份证号\n");
  ASSERT_FALSE(test.ListTasks(As("drafter").get(), request).ok());
  ASSERT_FALSE(test.ListTasks(As("secret-token").get()).ok());
  const std::string text = test.LogText();
  EXPECT_THAT(text, HasSubstr("\"reason\":\"FIELD_INVALID\""));
  EXPECT_THAT(text, HasSubstr("\"reason\":\"TOKEN_INVALID\""));
  EXPECT_THAT(text, HasSubstr("\"method\":\"santong.v1.TaskService/ListTasks\""));
  EXPECT_THAT(text, Not(HasSubstr("drafter")));
  EXPECT_THAT(text, Not(HasSubstr("张三")));
  EXPECT_THAT(text, Not(HasSubstr("secret-token")));
}

TEST(Gate, OurOwnMistakesAreLoggedWithTheirCause) {
  TestServer test;
  test.tasks.handle = [](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    std::move(done)(absl::InternalError("index 7 is missing"));
  };
  auto context = As("drafter");
  context->AddMetadata("x-request-id", "clerk-42");
  const grpc::Status status = test.ListTasks(context.get());
  EXPECT_EQ(DetailsOf(status).request.request_id(), "clerk-42");
  EXPECT_THAT(test.LogText(), HasSubstr("\"level\":\"error\""));
  EXPECT_THAT(test.LogText(), HasSubstr("\"error\":\"index 7 is missing\""));
  EXPECT_THAT(test.LogText(), HasSubstr("\"request_id\":\"clerk-42\""));
}

TEST(Gate, ARequestIdThatIsNoPlainWordIsReplaced) {
  TestServer test;
  auto context = As("");
  context->AddMetadata("x-request-id", "a\"b c");
  EXPECT_THAT(DetailsOf(test.ListTasks(context.get())).request.request_id(),
              ::testing::MatchesRegex("[0-9a-f]{16}"));
}

TEST(Gate, WhileDrainingNewCallsAreToldToTryAgain) {
  TestServer test;
  test.gate.Drain();
  const grpc::Status status = test.ListTasks(As("drafter").get());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(DetailsOf(status).info.reason(), "TRY_AGAIN");
}

TEST(Gate, IdleWaitsForTheCallsThatAreIn) {
  TestServer test;
  absl::Notification handling;
  std::unique_ptr<Done> held;
  test.tasks.handle = [&](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    held = std::make_unique<Done>(std::move(done));
    handling.Notify();
  };
  grpc::Status status;
  std::thread client([&] { status = test.ListTasks(As("drafter").get()); });
  handling.WaitForNotification();
  test.gate.Drain();
  EXPECT_FALSE(test.gate.AwaitIdle(absl::ZeroDuration()));
  (*std::move(held))(absl::OkStatus());
  EXPECT_TRUE(test.gate.AwaitIdle(absl::Seconds(20)));
  client.join();
  EXPECT_TRUE(status.ok());
}

// Its standby's next question is what an answer to a write may wait for.
TEST(Gate, WhileCallsAreInADrainLetsTheStandbyInAndThenWaitsForItToo) {
  TestServer test;
  absl::Notification handling, asked, over;
  std::unique_ptr<Done> held, waiting;
  test.tasks.handle = [&](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    held = std::make_unique<Done>(std::move(done));
    handling.Notify();
  };
  std::atomic<bool> hold = false;
  test.first.handle = [&](Done done) {
    if (!hold.exchange(false)) return std::move(done)(absl::OkStatus());
    waiting = std::make_unique<Done>(std::move(done));
    asked.Notify();
  };
  grpc::Status status, last;
  std::thread client([&] { status = test.ListTasks(As("drafter").get()); });
  handling.WaitForNotification();
  test.gate.Drain();
  EXPECT_TRUE(test.ReadChanges().ok());
  EXPECT_EQ(test.ListTasks(As("drafter").get()).error_code(), grpc::StatusCode::UNAVAILABLE);

  hold = true;
  std::thread standby([&] { last = test.ReadChanges(); });
  asked.WaitForNotification();
  std::thread drain([&] {
    EXPECT_TRUE(test.gate.AwaitIdle(absl::Seconds(20)));
    over.Notify();
  });
  (*std::move(held))(absl::OkStatus());
  client.join();
  EXPECT_TRUE(status.ok());
  // Once it alone is left it is told to try again; until then each of its calls would be held.
  while (test.ReadChanges().ok()) std::this_thread::yield();
  EXPECT_FALSE(over.HasBeenNotified());
  (*std::move(waiting))(absl::OkStatus());
  standby.join();
  drain.join();
  EXPECT_TRUE(last.ok());
}

}  // namespace
}  // namespace santong::rpc
