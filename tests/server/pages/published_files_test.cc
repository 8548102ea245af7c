// Files that are published with a document (随文公布): who may have them, through the API, on the
// page and in the log; and that others stay the staff's.
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/pages/visitor.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kForm[] = "申请表，第一栏。";
constexpr char kNotice[] = "签批单，张三同意印发。";

class PublishedFiles : public ::testing::Test {
 protected:
  grpc::Status Attach(const std::string& token, const std::string& document,
                      const std::string& file_name, const std::string& bytes, bool publish,
                      v1::Attachment* attachment) {
    const auto context = As(token);
    const auto stream = registry_.documents().AddAttachment(context.get(), attachment);
    v1::AddAttachmentRequest request;
    v1::AttachmentHeader& header = *request.mutable_header();
    header.set_parent(document);
    header.set_file_name(file_name);
    header.set_sha256(digest::Sha256Hex(bytes));
    header.set_publish(publish);
    stream->Write(request);
    request.set_chunk(bytes);
    stream->Write(request);
    stream->WritesDone();
    return stream->Finish();
  }
  v1::Attachment Attached(const std::string& token, const std::string& document,
                          const std::string& file_name, const std::string& bytes, bool publish) {
    v1::Attachment attachment;
    const grpc::Status status = Attach(token, document, file_name, bytes, publish, &attachment);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return attachment;
  }
  grpc::StatusCode FetchAsAnyone(const std::string& name, std::string* bytes) {
    const auto context = As("");
    v1::GetAttachmentRequest request;
    request.set_name(name);
    const auto stream = registry_.documents().GetAttachment(context.get(), request);
    v1::GetAttachmentResponse part;
    while (stream->Read(&part)) *bytes += part.chunk();
    return stream->Finish().error_code();
  }
  v1::Document AsAnyone(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(registry_.documents().GetDocument(As("").get(), request, &document).ok());
    return document;
  }

  RunningServer server_{{"--public-reads-per-minute", "0"}};
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Visitor visitor_{server_.Channel()};
};

TEST_F(PublishedFiles, AnyoneHasThemOnceTheDocumentIsPublishedAndNoOthers) {
  const v1::Document registered = registry_.Registered("带申请表的办法");
  const auto form = Attached(tokens_.drafter, registered.name(), "申请表.docx", kForm, true);
  const auto notice = Attached(tokens_.drafter, registered.name(), "签批单.pdf", kNotice, false);
  std::string bytes;
  EXPECT_EQ(FetchAsAnyone(form.name(), &bytes), grpc::StatusCode::NOT_FOUND)
      << "nobody sees the document yet";
  v1::PublishDocumentRequest publish;
  publish.set_name(registered.name());
  publish.mutable_publication()->set_date(registry_.today());
  publish.mutable_publication()->set_channel("区政府网站");
  v1::Document published;
  const grpc::Status status =
      registry_.documents().PublishDocument(As(tokens_.publisher).get(), publish, &published);
  ASSERT_TRUE(status.ok()) << status.error_message();

  const v1::Document seen = AsAnyone(registered.name());
  ASSERT_EQ(seen.published_files_size(), 1);
  EXPECT_EQ(seen.published_files(0).file_name(), "申请表.docx");
  EXPECT_EQ(FetchAsAnyone(form.name(), &bytes), grpc::StatusCode::OK);
  EXPECT_EQ(bytes, kForm);
  EXPECT_EQ(FetchAsAnyone(notice.name(), &bytes), grpc::StatusCode::NOT_FOUND);

  const std::string path = absl::StrCat("/", registered.name());
  EXPECT_THAT(
      visitor_.Get(path).body,
      AllOf(HasSubstr("随文公布的附件"), HasSubstr("申请表.docx"), HasSubstr("0.1 KB"),
            HasSubstr(absl::StrCat(path, "/files/", form.sha256())), Not(HasSubstr("签批单"))));
  const auto file = visitor_.Get(absl::StrCat(path, "/files/", form.sha256()));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, kForm);
  EXPECT_THAT(std::string(gateway::FieldOf(file.headers, "Content-Disposition")),
              HasSubstr("attachment; filename*=UTF-8''%E7%94%B3"));
  EXPECT_EQ(visitor_.Get(absl::StrCat(path, "/files/", notice.sha256())).status, 404);
}

TEST_F(PublishedFiles, AReceiptOpensToAnyoneWhatWasPublishedAlone) {
  const v1::Document submitted = registry_.Submitted("带附件的办法");
  const auto form = Attached(tokens_.drafter, submitted.name(), "申请表.docx", kForm, true);
  Attached(tokens_.drafter, submitted.name(), "签批单.pdf", kNotice, false);
  v1::RegisterDocumentRequest enter;
  enter.set_name(submitted.name());
  v1::Document registered;
  ASSERT_TRUE(
      registry_.documents().RegisterDocument(As(tokens_.reviewer).get(), enter, &registered).ok());
  v1::PublishDocumentRequest publish;
  publish.set_name(submitted.name());
  publish.mutable_publication()->set_date(registry_.today());
  publish.mutable_publication()->set_channel("区政府网站");
  ASSERT_TRUE(registry_.documents()
                  .PublishDocument(As(tokens_.publisher).get(), publish, &registered)
                  .ok());
  const auto log = v1::LogService::NewStub(server_.Channel());
  v1::GetReceiptRequest request;
  request.set_document(submitted.name());
  v1::LogReceipt receipt;
  const grpc::Status status = log->GetReceipt(As("").get(), request, &receipt);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(receipt.attachments_size(), 1);
  EXPECT_EQ(receipt.attachments(0).sha256(), form.sha256());
}

TEST_F(PublishedFiles, WhatEverybodyReadsIsNotTheDraftersToAddTo) {
  const v1::Document published = registry_.Published("已公布的办法");
  v1::Attachment attachment;
  EXPECT_EQ(Attach(tokens_.drafter, published.name(), "申请表.docx", kForm, true, &attachment)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(AsAnyone(published.name()).published_files_size(), 0);
  const auto form = Attached(tokens_.publisher, published.name(), "申请表.docx", kForm, true);
  const v1::Document seen = AsAnyone(published.name());
  EXPECT_EQ(seen.published_files_size(), 1);
  EXPECT_NE(seen.etag(), published.etag());
  EXPECT_EQ(Attach(tokens_.drafter, published.name(), "申请表.docx", kForm, false, &attachment)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED)
      << "nor to take from";
  EXPECT_EQ(AsAnyone(published.name()).published_files_size(), 1);
  // Taken back: the same file again, not to be published.
  Attached(tokens_.publisher, published.name(), "申请表.docx", kForm, false);
  EXPECT_EQ(AsAnyone(published.name()).published_files_size(), 0);
  ExpectSoundStore(registry_.admin(), tokens_.admin);
  std::string bytes;
  EXPECT_EQ(FetchAsAnyone(form.name(), &bytes), grpc::StatusCode::NOT_FOUND);
}

// The log commits to it without its hash, by which a guess at it could be tried.
TEST_F(PublishedFiles, NobodyIsToldOfAFileBeforeItsDocumentIsPublished) {
  const v1::Document registered = registry_.Registered("带申请表的办法");
  Attached(tokens_.drafter, registered.name(), "申请表.docx", kForm, true);
  v1::ListHistoryRequest request;
  request.set_parent(registered.name());
  v1::ListHistoryResponse history;
  ASSERT_TRUE(registry_.documents().ListHistory(As(tokens_.auditor).get(), request, &history).ok());
  ASSERT_EQ(history.events().rbegin()->type(), "AttachmentAdded");
  EXPECT_FALSE(history.events().rbegin()->public_());
  ExpectSoundStore(registry_.admin(), tokens_.admin);
}

TEST_F(PublishedFiles, AnErasedFileIsListedNoMore) {
  const v1::Document published = registry_.Published("附件须销毁的办法");
  const auto form = Attached(tokens_.publisher, published.name(), "申请表.docx", kForm, true);
  v1::EraseAttachmentRequest erase;
  erase.set_name(form.name());
  erase.set_reason("含个人信息");
  v1::Attachment erased;
  const grpc::Status status =
      registry_.documents().EraseAttachment(As(tokens_.reviewer).get(), erase, &erased);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(AsAnyone(published.name()).published_files_size(), 0);
  std::string bytes;
  EXPECT_EQ(FetchAsAnyone(form.name(), &bytes), grpc::StatusCode::NOT_FOUND);
  ExpectSoundStore(registry_.admin(), tokens_.admin);
}

}  // namespace
}  // namespace santong::testing
