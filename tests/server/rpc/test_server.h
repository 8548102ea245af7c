// A server with the real gate and handlers that do what the test says, on a free loopback port.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "santong/v1/task_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "server/rpc/server.h"
#include "server/rpc/unary.h"
#include "tests/support/refusal.h"

namespace santong::testing {

// Tokens are the principals' names: "drafter" is the token of principals/drafter.
class TestPrincipals final : public rpc::PrincipalSource {
 public:
  TestPrincipals() {
    Add("drafter", v1::ROLE_DRAFTER);
    Add("admin", v1::ROLE_ADMIN);
    Add("system", v1::ROLE_SYSTEM);
  }
  void Add(const std::string& token, v1::Role role) {
    callers_[digest::Sha256(token)] = {.principal = "principals/" + token, .roles = {role}};
  }
  // Runs before every look-up.
  std::function<void()> before = [] {};
  // What every look-up answers, when it is not OK.
  absl::Status broken;

  absl::StatusOr<access::Caller> ByTokenSha256(absl::string_view sha256, absl::Time) override {
    before();
    if (!broken.ok()) return broken;
    const auto found = callers_.find(std::string(sha256));
    if (found == callers_.end()) return absl::NotFoundError("no such token");
    return found->second;
  }
  absl::StatusOr<access::Caller> ByCertificateSubject(absl::string_view subject,
                                                      absl::Time now) override {
    return ByTokenSha256(digest::Sha256(subject), now);
  }

 private:
  std::map<std::string, access::Caller> callers_;
};

class TestTasks final : public v1::TaskService::CallbackService {
 public:
  explicit TestTasks(rpc::Gate& gate) : gate_(gate) {}
  std::function<void(rpc::Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, rpc::Done)>
      handle = [](rpc::Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*,
                  rpc::Done done) { std::move(done)(absl::OkStatus()); };

  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context,
                                      const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* reply) override {
    return rpc::Unary(gate_, context, request, reply, "santong.v1.TaskService/ListTasks", handle);
  }

 private:
  rpc::Gate& gate_;
};

// CheckBasis is raw and echoes the number; LookupDocument is typed and echoes the text.
class TestCatalog final
    : public v1::CatalogService::WithRawCallbackMethod_CheckBasis<
          v1::CatalogService::WithCallbackMethod_LookupDocument<v1::CatalogService::Service>> {
 public:
  explicit TestCatalog(rpc::Gate& gate) : gate_(gate) {}
  bool answer_nothing = false;  // CheckBasis says OK and fills no reply

  grpc::ServerUnaryReactor* CheckBasis(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* bytes,
                                       grpc::ByteBuffer* reply) override {
    return rpc::RawUnary<v1::CheckBasisRequest>(
        gate_, context, bytes, reply, "santong.v1.CatalogService/CheckBasis",
        [this](rpc::Call&&, const v1::CheckBasisRequest& asked, grpc::ByteBuffer* reply,
               rpc::Done done) {
          if (answer_nothing) return std::move(done)(absl::OkStatus());
          v1::Basis basis;
          basis.set_document(asked.number());
          grpc::Slice slice(basis.SerializeAsString());
          *reply = grpc::ByteBuffer(&slice, 1);
          std::move(done)(absl::OkStatus());
        });
  }
  grpc::ServerUnaryReactor* LookupDocument(grpc::CallbackServerContext* context,
                                           const v1::LookupDocumentRequest* request,
                                           v1::LookupDocumentResponse* reply) override {
    return rpc::Unary(gate_, context, request, reply, "santong.v1.CatalogService/LookupDocument",
                      [](rpc::Call&&, const v1::LookupDocumentRequest& asked,
                         v1::LookupDocumentResponse* reply, rpc::Done done) {
                        reply->add_matches()->mutable_document()->set_title(asked.text());
                        std::move(done)(absl::OkStatus());
                      });
  }

 private:
  rpc::Gate& gate_;
};

class TestFirst final : public v1::StandbyService::CallbackService {
 public:
  explicit TestFirst(rpc::Gate& gate) : gate_(gate) {}
  std::function<void(rpc::Done)> handle = [](rpc::Done done) { std::move(done)(absl::OkStatus()); };

  grpc::ServerUnaryReactor* ReadChanges(grpc::CallbackServerContext* context,
                                        const v1::ReadChangesRequest* request,
                                        v1::ReadChangesResponse* reply) override {
    return rpc::Unary(gate_, context, request, reply, "santong.v1.StandbyService/ReadChanges",
                      [this](rpc::Call&&, const v1::ReadChangesRequest&, v1::ReadChangesResponse*,
                             rpc::Done done) { handle(std::move(done)); });
  }

 private:
  rpc::Gate& gate_;
};

// A client's context with its deadline, token and language.
inline std::unique_ptr<grpc::ClientContext> As(const std::string& token,
                                               const std::string& language = "") {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  if (!token.empty()) context->AddMetadata("authorization", "Bearer " + token);
  if (!language.empty()) context->AddMetadata("accept-language", language);
  return context;
}

struct TestServer {
  explicit TestServer(rpc::ServerOptions options = {}, rpc::GateOptions gate_options = {})
      : gate(principals, clock, metrics, log, gate_options),
        tasks(gate),
        catalog(gate),
        first(gate) {
    auto started = rpc::Server::Start(options, gate, {&tasks, &catalog, &first});
    if (!started.ok()) {
      ADD_FAILURE() << started.status();
      std::abort();
    }
    server = *std::move(started);
    address = "127.0.0.1:" + std::to_string(server->port());
    channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  }

  grpc::Status ListTasks(grpc::ClientContext* context, const v1::ListTasksRequest& request = {}) {
    v1::ListTasksResponse reply;
    return v1::TaskService::NewStub(channel)->ListTasks(context, request, &reply);
  }
  // As its standby.
  grpc::Status ReadChanges() {
    v1::ReadChangesRequest request;
    request.set_store("store");
    v1::ReadChangesResponse reply;
    return v1::StandbyService::NewStub(channel)->ReadChanges(As("admin").get(), request, &reply);
  }
  std::string LogText() { return log_stream.str(); }

  TestPrincipals principals;
  ops::Clock clock;
  ops::Metrics metrics;
  std::ostringstream log_stream;
  ops::Log log{ops::LogLevel::kDebug, log_stream};
  rpc::Gate gate;
  TestTasks tasks;
  TestCatalog catalog;
  TestFirst first;
  std::unique_ptr<rpc::Server> server;
  std::string address;
  std::shared_ptr<grpc::Channel> channel;
};

}  // namespace santong::testing
