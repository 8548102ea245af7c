// Bytes that are no message: a client that does not check its texts sends them.
#include "server/rpc/readable.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>

#include "santong/v1/document_service.pb.h"
#include "server/domain/error/refusal.h"
#include "tests/server/rpc/test_server.h"
#include "tests/support/status_matchers.h"

namespace santong::rpc {
namespace {

using santong::testing::As;
using santong::testing::DetailsOf;
using santong::testing::IsOk;
using santong::testing::TestServer;
using ::testing::ElementsAre;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : error::FieldViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

// Sends the bytes as they are.
grpc::Status Send(TestServer& test, const std::string& method, const std::string& bytes,
                  const std::string& token) {
  grpc::GenericStub stub(test.channel);
  auto context = As(token, "en");
  grpc::CompletionQueue queue;
  grpc::Slice slice(bytes);
  auto call = stub.PrepareUnaryCall(context.get(), method, grpc::ByteBuffer(&slice, 1), &queue);
  call->StartCall();
  grpc::ByteBuffer reply;
  grpc::Status status;
  call->Finish(&reply, &status, nullptr);
  void* tag;
  bool ok;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  return status;
}

TEST(Readable, EveryStringThatIsNotUtf8IsNamed) {
  // Latin-1 has as many bytes as it has characters here, so the lengths stay right.
  v1::CreateDocumentRequest request;
  request.mutable_document()->set_title("TITLE");
  request.mutable_document()->add_issuers()->set_organ("fine");
  request.mutable_document()->add_issuers()->set_organ("ORGAN");
  std::string bytes = request.SerializeAsString();
  for (const std::string word : {"TITLE", "ORGAN"}) bytes[bytes.find(word)] = '\xE9';
  grpc::Slice slice(bytes);
  const absl::Status status = ParseMessage(grpc::ByteBuffer(&slice, 1), &request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldsOf(status), ElementsAre("document.title", "document.issuers[1].organ"));
}

TEST(Readable, AControlBeforeTheWrongByteHidesItNot) {
  v1::CreateDocumentRequest request;
  request.mutable_document()->set_title("\x01 TITLE");
  std::string bytes = request.SerializeAsString();
  bytes[bytes.find("TITLE")] = '\xE9';
  EXPECT_THAT(FieldsOf(WhyUnreadable(bytes, v1::CreateDocumentRequest::descriptor())),
              ElementsAre("document.title"));
}

TEST(Readable, BytesThatAreNoMessageAreSaidToBeNone) {
  const absl::Status status = WhyUnreadable("\xFF\xFF\xFF", v1::GetDocumentRequest::descriptor());
  ASSERT_EQ(error::FieldViolationsOf(status).size(), 1u);
  EXPECT_THAT(error::FieldViolationsOf(status)[0].en,
              ::testing::HasSubstr("santong.v1.GetDocumentRequest"));
}

TEST(Readable, AMessageInSeveralSlicesIsReadWhole) {
  v1::CheckBasisRequest request;
  request.set_number("平政规〔2026〕1号");
  const std::string bytes = request.SerializeAsString();
  grpc::Slice slices[] = {grpc::Slice(bytes.substr(0, 5)), grpc::Slice(bytes.substr(5))};
  v1::CheckBasisRequest read;
  ASSERT_THAT(ParseMessage(grpc::ByteBuffer(slices, 2), &read), IsOk());
  EXPECT_EQ(read.number(), request.number());
}

TEST(Readable, WhatIsWrongInSeveralSlicesIsNamed) {
  v1::CreateDocumentRequest request;
  request.mutable_document()->set_title("TITLE");
  std::string bytes = request.SerializeAsString();
  bytes[bytes.find("TITLE")] = '\xE9';
  grpc::Slice slices[] = {grpc::Slice(bytes.substr(0, 3)), grpc::Slice(bytes.substr(3))};
  EXPECT_THAT(FieldsOf(ParseMessage(grpc::ByteBuffer(slices, 2), &request)),
              ElementsAre("document.title"));
}

TEST(Readable, AnEmptyMessageIsAMessage) {
  v1::CheckBasisRequest read;
  grpc::Slice empty;
  EXPECT_THAT(ParseMessage(grpc::ByteBuffer(&empty, 1), &read), IsOk());
}

TEST(Readable, AFieldThatNobodyKnowsIsLeftOut) {
  v1::CreateDocumentRequest request, plain;
  request.mutable_document()->set_title("办法");
  request.mutable_document()->add_issuers()->set_organ("jurisdictions/630203/organs/government");
  plain = request;
  v1::Issuer* issuer = request.mutable_document()->mutable_issuers(0);
  issuer->GetReflection()->MutableUnknownFields(issuer)->AddLengthDelimited(1000, "hidden");
  grpc::Slice slice(request.SerializeAsString());
  v1::CreateDocumentRequest read;
  ASSERT_THAT(ParseMessage(grpc::ByteBuffer(&slice, 1), &read), IsOk());
  EXPECT_EQ(read.SerializeAsString(), plain.SerializeAsString());
}

constexpr char kNotUtf8[] = "\x0A\x03\xE9\x61\x62";  // field 1, three bytes

TEST(Readable, ARawMethodRefusesThemThroughAClient) {
  TestServer test;
  const grpc::Status status = Send(test, "/santong.v1.CatalogService/CheckBasis", kNotUtf8, "");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(DetailsOf(status).bad_request.field_violations(0).field(), "number");
}

TEST(Readable, ATypedMethodRefusesThemThroughAClient) {
  TestServer test;
  const grpc::Status status = Send(test, "/santong.v1.CatalogService/LookupDocument", kNotUtf8, "");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto details = DetailsOf(status);
  EXPECT_EQ(details.info.reason(), "FIELD_INVALID");
  ASSERT_EQ(details.bad_request.field_violations_size(), 1);
  EXPECT_EQ(details.bad_request.field_violations(0).field(), "text");
  EXPECT_THAT(test.metrics.Text(),
              ::testing::HasSubstr("LookupDocument\",grpc_status=\"INVALID_ARGUMENT\"} 1"));
}

TEST(Readable, WhatCannotBeReadPassesTheGateFirst) {
  TestServer test({}, {.public_reads_per_minute = 4});
  const auto send = [&](const std::string& method, const std::string& token) {
    return Send(test, "/santong.v1." + method, "\xFF\xFF\xFF", token);
  };
  EXPECT_EQ(send("TaskService/ListTasks", "").error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(send("TaskService/ListTasks", "admin").error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(send("CatalogService/CheckBasis", "x").error_code(), grpc::StatusCode::UNAUTHENTICATED);
  for (const std::string method : {"CatalogService/CheckBasis", "CatalogService/LookupDocument"}) {
    SCOPED_TRACE(method);
    EXPECT_EQ(send(method, "").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
  // Four came from the public; the rest of the minute is over for all that it sends.
  for (const std::string method : {"CatalogService/CheckBasis", "CatalogService/LookupDocument"}) {
    SCOPED_TRACE(method);
    EXPECT_EQ(DetailsOf(send(method, "")).info.reason(), "TOO_MANY_CALLS");
    EXPECT_EQ(send(method, "drafter").error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  }
}

TEST(Readable, ATypedMethodStillAnswersWhatCanBeRead) {
  TestServer test;
  for (int i = 0; i < 3; ++i) {
    v1::LookupDocumentRequest request;
    request.set_text("关于养老服务的通知");
    v1::LookupDocumentResponse reply;
    ASSERT_TRUE(v1::CatalogService::NewStub(test.channel)
                    ->LookupDocument(As("").get(), request, &reply)
                    .ok());
    EXPECT_EQ(reply.matches(0).document().title(), request.text());
    EXPECT_FALSE(Send(test, "/santong.v1.CatalogService/LookupDocument", kNotUtf8, "").ok());
  }
}

TEST(Readable, ACallWithoutAnyMessageIsRefused) {
  TestServer test;
  for (const std::string method : {"CheckBasis", "LookupDocument"}) {
    SCOPED_TRACE(method);
    grpc::GenericStub stub(test.channel);
    auto context = As("");
    grpc::CompletionQueue queue;
    auto call = stub.PrepareCall(context.get(), "/santong.v1.CatalogService/" + method, &queue);
    void* tag;
    bool ok;
    call->StartCall(nullptr);
    queue.Next(&tag, &ok);
    call->WritesDone(nullptr);
    queue.Next(&tag, &ok);
    grpc::Status status;
    call->Finish(&status, nullptr);
    queue.Next(&tag, &ok);
    EXPECT_FALSE(status.ok());
  }
  EXPECT_EQ(test.ListTasks(As("drafter").get()).error_code(), grpc::StatusCode::OK);
}

TEST(Readable, ARawHandlerWithoutBytesEndsAsInternal) {
  TestServer test;
  test.catalog.answer_nothing = true;
  v1::CheckBasisRequest request;
  request.set_number("1");
  v1::Basis reply;
  EXPECT_EQ(v1::CatalogService::NewStub(test.channel)
                ->CheckBasis(As("").get(), request, &reply)
                .error_code(),
            grpc::StatusCode::INTERNAL);
}

TEST(Readable, AnUnknownMethodIsUnimplemented) {
  TestServer test;
  EXPECT_EQ(Send(test, "/santong.v1.CatalogService/Guess", "", "").error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace santong::rpc
