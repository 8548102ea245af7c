// The server at its socket: TLS, limits, health, reflection, drain.
#include "server/rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "server/rpc/listener.h"
#include "tests/server/rpc/certificates.h"
#include "tests/server/rpc/test_server.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::rpc {
namespace {

using santong::testing::As;
using santong::testing::DetailsOf;
using santong::testing::KeyPair;
using santong::testing::MakeCa;
using santong::testing::MakeCertificate;
using santong::testing::StatusIs;
using santong::testing::TempFolder;
using santong::testing::TestServer;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using Serving = grpc::health::v1::HealthCheckResponse;

std::shared_ptr<grpc::Channel> TlsChannel(const TestServer& test, const std::string& ca,
                                          const KeyPair& client = {}) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ca;
  options.pem_cert_chain = client.certificate_pem;
  options.pem_private_key = client.key_pem;
  return grpc::CreateChannel(test.address, grpc::SslCredentials(options));
}

grpc::Status ListTasksOn(const std::shared_ptr<grpc::Channel>& channel, const std::string& token) {
  v1::ListTasksResponse reply;
  return v1::TaskService::NewStub(channel)->ListTasks(As(token).get(), {}, &reply);
}

struct Tls {
  KeyPair ca = MakeCa("Test CA");
  KeyPair server = MakeCertificate(ca, "localhost");
  ServerOptions options;
  Tls() {
    options.tls_certificate = server.certificate_pem;
    options.tls_key = server.key_pem;
  }
};

absl::Status StartStatus(const ServerOptions& options) {
  santong::testing::TestPrincipals principals;
  ops::Clock clock;
  ops::Metrics metrics;
  std::ostringstream stream;
  ops::Log log(ops::LogLevel::kOff, stream);
  Gate gate(principals, clock, metrics, log);
  santong::testing::TestTasks tasks(gate);
  return Server::Start(options, gate, {&tasks}).status();
}

TEST(Server, SpeaksTls) {
  const Tls tls;
  TestServer test(tls.options);
  EXPECT_TRUE(ListTasksOn(TlsChannel(test, tls.ca.certificate_pem), "drafter").ok());
}

TEST(Server, WithTlsTakesNoPlainConnection) {
  const Tls tls;
  TestServer test(tls.options);
  EXPECT_EQ(ListTasksOn(test.channel, "drafter").error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(Server, WhatGrpcSaysIsALineOfTheLog) {
  const Tls tls;
  TestServer test(tls.options);
  ASSERT_FALSE(ListTasksOn(test.channel, "drafter").ok());  // no TLS: the handshake fails
  test.server.reset();
  EXPECT_THAT(test.LogText(), HasSubstr("\"event\":\"grpc\",\"message\":\"Handshake failed"));
}

TEST(Server, AClientThatTrustsAnotherCaDoesNotConnect) {
  const Tls tls;
  TestServer test(tls.options);
  EXPECT_EQ(ListTasksOn(TlsChannel(test, MakeCa("Other").certificate_pem), "drafter").error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST(Server, AClientCertificateIsALogin) {
  Tls tls;
  tls.options.tls_client_ca = tls.ca.certificate_pem;
  TestServer test(tls.options, {.client_certificates = true});
  const auto channel = TlsChannel(test, tls.ca.certificate_pem, MakeCertificate(tls.ca, "drafter"));
  EXPECT_TRUE(ListTasksOn(channel, "").ok());
}

TEST(Server, ACertificateThatNobodyKnowsIsNotThePublic) {
  Tls tls;
  tls.options.tls_client_ca = tls.ca.certificate_pem;
  TestServer test(tls.options, {.client_certificates = true});
  const auto channel =
      TlsChannel(test, tls.ca.certificate_pem, MakeCertificate(tls.ca, "stranger"));
  v1::CheckBasisRequest request;
  request.set_number("1");
  v1::Basis reply;
  EXPECT_EQ(
      v1::CatalogService::NewStub(channel)->CheckBasis(As("").get(), request, &reply).error_code(),
      grpc::StatusCode::UNAUTHENTICATED);
}

TEST(Server, ATokenDecidesWhereThereIsACertificateToo) {
  Tls tls;
  tls.options.tls_client_ca = tls.ca.certificate_pem;
  TestServer test(tls.options, {.client_certificates = true});
  const auto channel = TlsChannel(test, tls.ca.certificate_pem, MakeCertificate(tls.ca, "drafter"));
  EXPECT_EQ(ListTasksOn(channel, "admin").error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST(Server, WithoutACertificateAClientMayStillUseAToken) {
  Tls tls;
  tls.options.tls_client_ca = tls.ca.certificate_pem;
  TestServer test(tls.options, {.client_certificates = true});
  EXPECT_TRUE(ListTasksOn(TlsChannel(test, tls.ca.certificate_pem), "drafter").ok());
}

TEST(Server, ACertificateOfAnotherCaDoesNotConnect) {
  Tls tls;
  tls.options.tls_client_ca = tls.ca.certificate_pem;
  TestServer test(tls.options, {.client_certificates = true});
  const auto channel =
      TlsChannel(test, tls.ca.certificate_pem, MakeCertificate(MakeCa("Other"), "drafter"));
  EXPECT_EQ(ListTasksOn(channel, "").error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(Server, MayRequireACertificate) {
  Tls tls;
  tls.options.tls_client_ca = tls.ca.certificate_pem;
  tls.options.tls_require_client_certificate = true;
  TestServer test(tls.options, {.client_certificates = true});
  EXPECT_EQ(ListTasksOn(TlsChannel(test, tls.ca.certificate_pem), "drafter").error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST(Server, ARenewedCertificateIsForNewConnections) {
  const Tls old;
  TestServer test(old.options);
  const auto open = TlsChannel(test, old.ca.certificate_pem);
  ASSERT_TRUE(ListTasksOn(open, "drafter").ok());

  const Tls renewed;
  ASSERT_TRUE(test.server->RenewTls(renewed.options).ok());
  EXPECT_TRUE(ListTasksOn(TlsChannel(test, renewed.ca.certificate_pem), "drafter").ok());
  EXPECT_TRUE(ListTasksOn(open, "drafter").ok());
  // Another CA's certificate would be taken only over the connection that is open already.
  EXPECT_EQ(
      ListTasksOn(TlsChannel(test, old.ca.certificate_pem, old.server), "drafter").error_code(),
      grpc::StatusCode::UNAVAILABLE);
}

TEST(Server, AKeyThatDoesNotFitRenewsNothing) {
  const Tls tls;
  TestServer test(tls.options);
  Tls mixed;
  mixed.options.tls_key = tls.options.tls_key;
  EXPECT_THAT(test.server->RenewTls(mixed.options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls_key is not the key")));
  EXPECT_TRUE(ListTasksOn(TlsChannel(test, tls.ca.certificate_pem), "drafter").ok());
}

TEST(Server, AClientCaThatIsNoneIsSaidAndRenewsNothing) {
  Tls tls;
  tls.options.tls_client_ca = "no certificate";
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls_client_ca"));
  EXPECT_THAT(StartStatus(tls.options), refused);

  tls.options.tls_client_ca = tls.ca.certificate_pem;
  TestServer test(tls.options, {.client_certificates = true});
  Tls renewed;
  for (const char* ca : {"", "no certificate"}) {
    renewed.options.tls_client_ca = ca;
    EXPECT_THAT(test.server->RenewTls(renewed.options), refused);
  }
  const auto channel = TlsChannel(test, tls.ca.certificate_pem, MakeCertificate(tls.ca, "drafter"));
  EXPECT_TRUE(ListTasksOn(channel, "").ok());
}

TEST(Server, RefusesToListenToOtherMachinesWithoutTls) {
  for (const std::string listen : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.org:443"}) {
    EXPECT_THAT(StartStatus({.listen = listen}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(listen), HasSubstr("tls_certificate"))));
  }
}

TEST(Server, TakesASocketThatACrashLeftAndNoneThatIsServed) {
  const TempFolder folder;
  const std::string address = "unix:" + folder.path() + "/socket";
  const auto first = Listener::Open(address, nullptr);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Listener::Open(address, nullptr).status(),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("already in use")));
  // It is there still, and after a crash, when nobody serves it, it is taken over.
  const std::string left = folder.path() + "/left";
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  left.copy(name.sun_path, left.size());
  ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name), 0);
  close(fd);
  const auto taken = Listener::Open("unix:" + left, nullptr);
  EXPECT_TRUE(taken.ok()) << taken.status();
}

TEST(Server, ListensToOtherMachinesWithTls) {
  Tls tls;
  tls.options.listen = "0.0.0.0:0";
  TestServer test(tls.options);
  EXPECT_TRUE(ListTasksOn(TlsChannel(test, tls.ca.certificate_pem), "drafter").ok());
}

TEST(Server, RefusesAKeyThatIsNotTheCertificates) {
  Tls tls;
  tls.options.tls_key = MakeCertificate(tls.ca, "localhost").key_pem;
  EXPECT_THAT(StartStatus(tls.options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls_key is not the key")));
  tls.options.tls_key = "";
  EXPECT_THAT(StartStatus(tls.options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("tls_key holds no PEM")));
  tls.options.tls_certificate = "";
  tls.options.tls_key = tls.server.key_pem;
  EXPECT_THAT(StartStatus(tls.options), StatusIs(absl::StatusCode::kInvalidArgument,
                                                 HasSubstr("tls_certificate holds no PEM")));
}

TEST(Server, RefusesClientCertificatesWithoutTls) {
  EXPECT_THAT(StartStatus({.tls_client_ca = MakeCa("CA").certificate_pem}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("without TLS")));
  EXPECT_THAT(StartStatus({.tls_require_client_certificate = true}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("needs tls_client_ca")));
}

TEST(Server, APortThatIsTakenIsSaidToBe) {
  TestServer test;
  EXPECT_THAT(StartStatus({.listen = test.address}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(test.address)));
}

TEST(Server, AMessageThatIsTooLargeIsRefused) {
  TestServer test({.max_message_bytes = 10000});
  v1::LookupDocumentRequest request;
  request.set_text(std::string(20000, 'x'));
  v1::LookupDocumentResponse reply;
  const grpc::Status status =
      v1::CatalogService::NewStub(test.channel)->LookupDocument(As("").get(), request, &reply);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Server, MetadataThatIsTooLargeIsRefused) {
  TestServer test;
  auto context = As("drafter");
  context->AddMetadata("x-large", std::string(64 << 10, 'x'));
  EXPECT_EQ(test.ListTasks(context.get()).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Server, TheInProcessChannelPassesTheSameGate) {
  TestServer test;
  EXPECT_TRUE(ListTasksOn(test.server->InProcessChannel(), "drafter").ok());
  EXPECT_EQ(ListTasksOn(test.server->InProcessChannel(), "").error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

Serving::ServingStatus HealthOf(TestServer& test, const std::string& service) {
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  grpc::TemplatedGenericStub<grpc::health::v1::HealthCheckRequest, Serving> stub(test.channel);
  auto context = As("");
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(context.get(), "/grpc.health.v1.Health/Check", request, &queue);
  call->StartCall();
  Serving reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag;
  bool ok;
  queue.Next(&tag, &ok);
  return status.ok() ? reply.status() : Serving::SERVICE_UNKNOWN;
}

TEST(Server, EveryServiceIsHealthyAndReady) {
  TestServer test;
  for (const char* name :
       {"", "santong.v1.TaskService", "santong.v1.CatalogService", "readiness"}) {
    EXPECT_EQ(HealthOf(test, name), Serving::SERVING) << name;
  }
  EXPECT_EQ(HealthOf(test, "santong.v1.NoSuchService"), Serving::SERVICE_UNKNOWN);
}

TEST(Server, ReadinessAloneIsTurnedOff) {
  TestServer test;
  test.server->SetReady(false);
  EXPECT_EQ(HealthOf(test, "readiness"), Serving::NOT_SERVING);
  EXPECT_EQ(HealthOf(test, "santong.v1.TaskService"), Serving::SERVING);
  test.server->SetReady(true);
  EXPECT_EQ(HealthOf(test, "readiness"), Serving::SERVING);
}

using ReflectionRequest = grpc::reflection::v1::ServerReflectionRequest;
using ReflectionResponse = grpc::reflection::v1::ServerReflectionResponse;

// v1 and v1alpha have the same messages on the wire, so one client asks both.
ReflectionResponse Ask(TestServer& test, const std::string& version,
                       const ReflectionRequest& request) {
  grpc::TemplatedGenericStub<ReflectionRequest, ReflectionResponse> stub(test.channel);
  auto context = As("");
  grpc::CompletionQueue queue;
  auto call = stub.PrepareCall(
      context.get(), "/grpc.reflection." + version + ".ServerReflection/ServerReflectionInfo",
      &queue);
  void* tag;
  bool ok = false;
  const auto wait = [&] { return queue.Next(&tag, &ok) && ok; };
  ReflectionResponse response;
  grpc::Status status;
  call->StartCall(nullptr);
  EXPECT_TRUE(wait());
  call->Write(request, nullptr);
  EXPECT_TRUE(wait());
  call->Read(&response, nullptr);
  EXPECT_TRUE(wait());
  call->WritesDone(nullptr);
  EXPECT_TRUE(wait());
  call->Finish(&status, nullptr);
  EXPECT_TRUE(wait());
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

class ReflectionVersion : public ::testing::TestWithParam<const char*> {};

TEST_P(ReflectionVersion, ListsTheServices) {
  TestServer test;
  ReflectionRequest request;
  request.set_list_services("");
  std::vector<std::string> names;
  const ReflectionResponse response = Ask(test, GetParam(), request);
  for (const auto& service : response.list_services_response().service()) {
    names.push_back(service.name());
  }
  EXPECT_THAT(names, IsSupersetOf({"santong.v1.TaskService", "santong.v1.CatalogService",
                                   "grpc.reflection.v1.ServerReflection",
                                   "grpc.reflection.v1alpha.ServerReflection"}));
}

TEST_P(ReflectionVersion, GivesTheFileOfASymbolWithWhatItImports) {
  TestServer test;
  ReflectionRequest request;
  request.set_file_containing_symbol("santong.v1.TaskService");
  const ReflectionResponse response = Ask(test, GetParam(), request);
  google::protobuf::DescriptorPool pool;
  std::map<std::string, google::protobuf::FileDescriptorProto> files;
  for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
    google::protobuf::FileDescriptorProto file;
    ASSERT_TRUE(file.ParseFromString(bytes));
    files[file.name()] = file;
  }
  ASSERT_TRUE(files.count("santong/v1/task_service.proto"));
  for (const std::string& import : files["santong/v1/task_service.proto"].dependency()) {
    EXPECT_TRUE(files.count(import)) << import;
  }
}

TEST_P(ReflectionVersion, SaysThatASymbolIsUnknown) {
  TestServer test;
  ReflectionRequest request;
  request.set_file_containing_symbol("santong.v1.Nothing");
  EXPECT_EQ(Ask(test, GetParam(), request).error_response().error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_P(ReflectionVersion, FindsAnExtension) {
  TestServer test;
  ReflectionRequest request;
  request.mutable_file_containing_extension()->set_containing_type("google.protobuf.FieldOptions");
  request.mutable_file_containing_extension()->set_extension_number(50210);  // santong.v1.rules
  const ReflectionResponse response = Ask(test, GetParam(), request);
  EXPECT_GE(response.file_descriptor_response().file_descriptor_proto_size(), 1);
  request.Clear();
  request.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
  EXPECT_THAT(Ask(test, GetParam(), request).all_extension_numbers_response().extension_number(),
              IsSupersetOf({50210, 1052}));
}

INSTANTIATE_TEST_SUITE_P(Versions, ReflectionVersion, ::testing::Values("v1", "v1alpha"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Server, DrainLetsCallsFinishAndTurnsNewOnesAway) {
  TestServer test;
  absl::Notification handling;
  std::unique_ptr<Done> held;
  test.tasks.handle = [&](Call&&, const v1::ListTasksRequest&, v1::ListTasksResponse*, Done done) {
    held = std::make_unique<Done>(std::move(done));
    handling.Notify();
  };
  grpc::Status first;
  std::thread client([&] { first = test.ListTasks(As("drafter").get()); });
  handling.WaitForNotification();
  absl::Notification drained;
  std::thread drain([&] {
    test.server->Drain(absl::Seconds(20));
    drained.Notify();
  });
  // The gate closes at some moment after Drain began; until then calls would be handled, so ask for
  // health.
  while (HealthOf(test, "readiness") == Serving::SERVING) std::this_thread::yield();
  v1::CheckBasisRequest request;
  request.set_number("1");
  v1::Basis basis;
  grpc::Status second;
  do {
    second = v1::CatalogService::NewStub(test.channel)->CheckBasis(As("").get(), request, &basis);
  } while (second.ok());
  EXPECT_EQ(second.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_FALSE(drained.HasBeenNotified());
  (*std::move(held))(absl::OkStatus());
  drain.join();
  client.join();
  EXPECT_TRUE(first.ok()) << first.error_message();
}

}  // namespace
}  // namespace santong::rpc
