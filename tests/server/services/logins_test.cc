// How a login ends: its time runs out, or its principal may not act any more.
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

grpc::Status List(v1::DocumentService::Stub& documents, const std::string& token) {
  v1::ListDocumentsResponse listed;
  return documents.ListDocuments(As(token).get(), {}, &listed);
}

std::string TokenUntil(Registry& registry, absl::Time expire) {
  v1::CreateTokenRequest create;
  create.set_parent("principals/drafter");
  if (expire != absl::InfiniteFuture())
    create.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(expire));
  v1::Token token;
  const grpc::Status created =
      registry.admin().CreateToken(As(registry.tokens().admin).get(), create, &token);
  EXPECT_TRUE(created.ok()) << created.error_message();
  return token.secret();
}

void SetDisabled(Registry& registry, bool disabled) {
  v1::UpdatePrincipalRequest update;
  update.mutable_principal()->set_name("principals/drafter");
  update.mutable_principal()->set_disabled(disabled);
  update.mutable_update_mask()->add_paths("disabled");
  v1::Principal principal;
  const grpc::Status updated =
      registry.admin().UpdatePrincipal(As(registry.tokens().admin).get(), update, &principal);
  ASSERT_TRUE(updated.ok()) << updated.error_message();
  EXPECT_EQ(principal.disabled(), disabled);
}

TEST(Logins, ATokenIsRefusedAfterItsTime) {
  const TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  std::string for_a_day, for_ever;
  {
    RunningServer server(data_dir, {});
    for_a_day = TokenUntil(server.registry(), absl::Now() + absl::Hours(24));
    for_ever = TokenUntil(server.registry(), absl::InfiniteFuture());
    EXPECT_TRUE(List(server.registry().documents(), for_a_day).ok());
    EXPECT_TRUE(List(server.registry().documents(), for_ever).ok());
  }
  RunningServer server(data_dir, {"--clock-offset-days", "2"});
  const auto documents = v1::DocumentService::NewStub(server.Channel());
  EXPECT_EQ(ReasonOf(List(*documents, for_a_day)), "TOKEN_INVALID");
  EXPECT_TRUE(List(*documents, for_ever).ok());
}

// The server keeps what it knows of good tokens: that ends with them.
TEST(Logins, ATokenThatIsInUseEndsAtItsTime) {
  RunningServer server;
  Registry& registry = server.registry();  // made before the time is taken
  const int64_t end_seconds = absl::ToUnixSeconds(absl::Now() + absl::Seconds(5));
  const std::string token = TokenUntil(registry, absl::FromUnixSeconds(end_seconds));
  grpc::Status status = List(registry.documents(), token);
  ASSERT_TRUE(status.ok()) << "it is in use: " << status.error_message();
  while (status.ok()) status = List(registry.documents(), token);
  EXPECT_EQ(ReasonOf(status), "TOKEN_INVALID");
  EXPECT_GE(absl::ToUnixSeconds(absl::Now()), end_seconds) << "and not before";
}

// Its bearer would be told that the token is none, and nobody why.
TEST(Logins, ATokenWhoseTimeHasPassedIsNotMade) {
  RunningServer server;
  v1::CreateTokenRequest create;
  create.set_parent("principals/drafter");
  create.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(absl::Now() - absl::Hours(1)));
  v1::Token token;
  const grpc::Status status = server.registry().admin().CreateToken(
      As(server.registry().tokens().admin).get(), create, &token);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto details = DetailsOf(status);
  ASSERT_EQ(details.bad_request.field_violations_size(), 1);
  EXPECT_EQ(details.bad_request.field_violations(0).field(), "expire_time");
}

// Its list was empty, as of one who has none any more.
TEST(Logins, TheTokensOfNobodyAreNoList) {
  RunningServer server;
  v1::ListTokensRequest list;
  list.set_parent("principals/draftre");
  v1::ListTokensResponse tokens;
  const grpc::Status status = server.registry().admin().ListTokens(
      As(server.registry().tokens().admin).get(), list, &tokens);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status), "RESOURCE_NOT_FOUND");
}

TEST(Logins, ADisabledPrincipalIsRefusedUntilItIsEnabledAgain) {
  RunningServer server;
  Registry& registry = server.registry();
  const std::string& token = registry.tokens().drafter;
  ASSERT_TRUE(List(registry.documents(), token).ok());
  SetDisabled(registry, true);
  EXPECT_EQ(ReasonOf(List(registry.documents(), token)), "TOKEN_INVALID");
  EXPECT_EQ(ReasonOf(List(registry.documents(), TokenUntil(registry, absl::InfiniteFuture()))),
            "TOKEN_INVALID")
      << "a new token is none, either";
  SetDisabled(registry, false);
  EXPECT_TRUE(List(registry.documents(), token).ok());
}

// Nobody could make another: the first one is made in an empty store alone.
TEST(Logins, TheLastAdminStaysOne) {
  RunningServer server;
  Registry& registry = server.registry();
  const auto update = [&](bool disabled, v1::Role role, const std::string& path) {
    v1::UpdatePrincipalRequest request;
    request.mutable_principal()->set_name("principals/admin");
    request.mutable_principal()->set_disabled(disabled);
    request.mutable_principal()->add_roles(role);
    request.mutable_update_mask()->add_paths(path);
    v1::Principal principal;
    return registry.admin().UpdatePrincipal(As(registry.tokens().admin).get(), request, &principal);
  };
  EXPECT_EQ(FieldsOf(update(true, v1::ROLE_ADMIN, "disabled")),
            std::vector<std::string>{"principal.disabled"});
  EXPECT_EQ(FieldsOf(update(false, v1::ROLE_AUDITOR, "roles")),
            std::vector<std::string>{"principal.roles"});
  v1::CreatePrincipalRequest create;
  create.set_principal_id("second-admin");
  create.mutable_principal()->set_display_name("另一名管理员");
  create.mutable_principal()->add_roles(v1::ROLE_ADMIN);
  v1::Principal second;
  ASSERT_TRUE(
      registry.admin().CreatePrincipal(As(registry.tokens().admin).get(), create, &second).ok());
  EXPECT_TRUE(update(true, v1::ROLE_ADMIN, "disabled").ok()) << "there is another";
}

}  // namespace
}  // namespace santong::testing
