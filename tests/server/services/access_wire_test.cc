// Every method of every service, called over the wire by every role: with an empty request, which
// the gate must refuse exactly when the access table says so. Whose resource a method then works on
// is the matter of outsiders_test.cc.
#include <map>
#include <memory>

#include "server/domain/access/access.h"
#include "tests/server/services/every_method.h"

namespace santong::testing {
namespace {

class AccessOverTheWire : public ::testing::Test {
 protected:
  AccessOverTheWire()
      : server_({"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"}) {}

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

TEST_F(AccessOverTheWire, TheTableIsWhatTheServerDoes) {
  const Tokens& tokens = registry_.tokens();
  // Where issuers register by themselves, an issuer's reviewer is its registrar; the legal office's
  // stays one.
  v1::SetPolicyRequest policy;
  policy.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* model = policy.mutable_policy_set()->add_leaves();
  model->set_key("registrar_model");
  model->set_text("issuer");
  model->set_source("a sample of the tests");
  model->set_valid_from("2020-01-01");
  v1::SetPolicyResponse set;
  ASSERT_TRUE(registry_.admin().SetPolicy(As(tokens.admin).get(), policy, &set).ok());
  const std::string registrar =
      TokenOf(registry_.admin(), tokens.admin, "registrar", kEducation, v1::ROLE_REVIEWER);
  const std::map<v1::Role, std::string> callers = {{v1::ROLE_PUBLIC, ""},
                                                   {v1::ROLE_DRAFTER, tokens.drafter},
                                                   {v1::ROLE_REVIEWER, tokens.reviewer},
                                                   {v1::ROLE_PUBLISHER, tokens.publisher},
                                                   {v1::ROLE_REGISTRAR, registrar},
                                                   {v1::ROLE_AUDITOR, tokens.auditor},
                                                   {v1::ROLE_ADMIN, tokens.admin}};
  int called = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    for (const auto& [role, token] : callers) {
      const access::Caller caller{.principal = role == v1::ROLE_PUBLIC ? "" : "principals/x",
                                  .roles = {role}};
      const bool may = access::MayCall(NameOf(*method), caller);
      // A stream that goes on is let in; that is known, and it need not be waited for.
      if (may && method->server_streaming()) continue;
      const auto request = NewRequest(*method);
      // Without a parent it is the history of everything, which is the auditors' and the admins'.
      if (auto* history = dynamic_cast<v1::ListHistoryRequest*>(request.get()))
        history->set_parent("documents/1");
      const grpc::Status status = CallAny(server_.Channel(), *method, token, *request);
      ++called;
      if (may) {
        EXPECT_FALSE(IsRefusedByRole(status)) << NameOf(*method) << " " << v1::Role_Name(role);
      } else {
        // The public is asked to log in; whoever is logged in is told which roles may.
        EXPECT_TRUE(
            IsRefusedByRole(status) ||
            (role == v1::ROLE_PUBLIC && status.error_code() == grpc::StatusCode::UNAUTHENTICATED))
            << NameOf(*method) << " " << v1::Role_Name(role) << ": " << status.error_code() << " "
            << status.error_message();
      }
    }
  }
  EXPECT_GT(called, 400);
}

}  // namespace
}  // namespace santong::testing
