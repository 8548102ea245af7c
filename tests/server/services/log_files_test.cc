// Attached files in the log: bound by a commitment, proved to who may read them, erased without a
// trace in the proofs.
#include <cstdlib>
#include <fstream>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/verify.h"
#include "tests/server/services/log_fixture.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

using proof::Verdict;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kFileName[] = "签批单.txt";
constexpr char kFile[] = "张三，同意印发。";

class LogFiles : public ::testing::Test {
 protected:
  proof::Verification Verify(const std::string& bytes, const v1::LogReceipt& receipt) {
    auto result = proof::VerifyText(bytes, receipt, KeysOf(FreshCheckpoint(*log_)), "");
    EXPECT_THAT(result, IsOk());
    return *result;
  }
  v1::LogReceipt ReceiptFor(const std::string& token, const std::string& document) {
    v1::GetReceiptRequest request;
    request.set_document(document);
    v1::LogReceipt receipt;
    EXPECT_TRUE(log_->GetReceipt(As(token).get(), request, &receipt).ok());
    return receipt;
  }
  // A document that had the file before it was registered.
  v1::Document RegisteredWithFile(const std::string& title) {
    const v1::Document submitted = registry_.Submitted(title);
    file_ = registry_.Attached(submitted.name(), kFileName, kFile);
    v1::RegisterDocumentRequest enter;
    enter.set_name(submitted.name());
    v1::Document registered;
    EXPECT_TRUE(registry_.documents()
                    .RegisterDocument(As(registry_.tokens().reviewer).get(), enter, &registered)
                    .ok());
    return registered;
  }
  grpc::Status Erase(const std::string& token, const std::string& name) {
    v1::EraseAttachmentRequest request;
    request.set_name(name);
    request.set_reason("含个人信息");
    request.set_request_id("00000000-0000-4000-8000-000000000001");
    v1::Attachment erased;
    return registry_.documents().EraseAttachment(As(token).get(), request, &erased);
  }
  grpc::Status Fetch(const std::string& name, std::string* bytes) {
    const auto context = As(registry_.tokens().reviewer);
    v1::GetAttachmentRequest request;
    request.set_name(name);
    const auto stream = registry_.documents().GetAttachment(context.get(), request);
    v1::GetAttachmentResponse part;
    while (stream->Read(&part)) *bytes += part.chunk();
    return stream->Finish();
  }

  RunningServer server_{{"--checkpoint-seconds=3600"}};
  Registry& registry_ = server_.registry();
  const std::unique_ptr<v1::LogService::Stub> log_ = v1::LogService::NewStub(server_.Channel());
  v1::Attachment file_;
};

TEST_F(LogFiles, AFileIsProvedByTheReceiptOfWhoMayReadIt) {
  const v1::Document registered = RegisteredWithFile("甲办法");
  const auto result = Verify(kFile, registered.receipt());
  EXPECT_EQ(result.verdict, Verdict::kNotInForce) << "registered, and not published";
  EXPECT_EQ(result.attachment, kFileName);
  EXPECT_EQ(Verify(std::string(kFile) + "。", registered.receipt()).verdict, Verdict::kTextDiffers);

  const v1::LogReceipt of_anyone = ReceiptFor("", registered.name());
  EXPECT_THAT(of_anyone.attachments(), IsEmpty());
  EXPECT_EQ(of_anyone.proof(), registered.receipt().proof());
  EXPECT_EQ(Verify(kFile, of_anyone).verdict, Verdict::kTextDiffers);
  const auto parts = proof::ReadParts(of_anyone);
  ASSERT_THAT(parts, IsOk());
  EXPECT_THAT(parts->leaf.attachments, SizeIs(1));
  for (const std::string& said : {std::string(kFileName), file_.sha256(), std::string("张三")})
    EXPECT_THAT(parts->proof.extra, Not(HasSubstr(said)));
  EXPECT_THAT(Verified(registry_).problems(), IsEmpty());
}

TEST_F(LogFiles, CodeThatKnowsOnlyC2spProvesAFileToo) {
  const v1::Document registered = RegisteredWithFile("甲办法");
  const TempFolder folder;
  const auto write = [&](const char* name, const std::string& bytes) {
    const std::string path = absl::StrCat(folder.path(), "/", name);
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  };
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  ASSERT_TRUE(
      google::protobuf::util::MessageToJsonString(registered.receipt(), &json, options).ok());
  const std::string program =
      absl::StrCat("/usr/bin/python3 tests/interop/verify_receipt.py --key '",
                   FreshCheckpoint(*log_).verifier_keys(0), "' ", write("receipt.json", json), " ");
  EXPECT_EQ(std::system((program + write("file", kFile)).c_str()), 0);
  EXPECT_NE(std::system((program + write("other", "张三，不同意印发。")).c_str()), 0);
}

TEST_F(LogFiles, AFileThatComesAfterRegistrationIsALeafOfItsOwn) {
  const v1::Document published = registry_.Published("甲办法");
  file_ = registry_.Attached(published.name(), kFileName, kFile);
  const v1::LogReceipt receipt = ReceiptFor(registry_.tokens().reviewer, published.name());
  EXPECT_EQ(receipt.leaf_index(), published.receipt().leaf_index() + 1);
  const auto file = Verify(kFile, receipt);
  EXPECT_EQ(file.verdict, Verdict::kInForce) << file.reason;
  EXPECT_EQ(file.leaf.type, "AttachmentAdded");
  EXPECT_EQ(Verify(TextOf(registry_, published), receipt).verdict, Verdict::kInForce);
  registry_.Attached(published.name(), kFileName, kFile);
  EXPECT_EQ(ReceiptFor("", published.name()).leaf_index(), receipt.leaf_index()) << "once";
  EXPECT_THAT(Verified(registry_).problems(), IsEmpty());
}

TEST_F(LogFiles, ADocumentHasTwoHundredFilesAtMost) {
  const v1::Document draft = registry_.Drafted("甲办法");
  for (int i = 0; i < 200; ++i) registry_.Attached(draft.name(), kFileName, absl::StrCat(i));
  const auto context = As(registry_.tokens().drafter);
  v1::Attachment attachment;
  const auto stream = registry_.documents().AddAttachment(context.get(), &attachment);
  v1::AddAttachmentRequest request;
  request.mutable_header()->set_parent(draft.name());
  request.mutable_header()->set_file_name(kFileName);
  request.mutable_header()->set_sha256(digest::Sha256Hex(kFile));
  stream->Write(request);
  request.set_chunk(kFile);
  stream->Write(request);
  stream->WritesDone();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(LogFiles, ErasingAFileLeavesEveryProofValid) {
  const v1::Document registered = RegisteredWithFile("甲办法");
  const v1::Document other = registry_.Submitted("乙办法");
  const v1::Attachment elsewhere = registry_.Attached(other.name(), kFileName, kFile);
  EXPECT_EQ(Erase(registry_.tokens().drafter, file_.name()).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  for (int repeated = 0; repeated < 2; ++repeated) {
    const grpc::Status status = Erase(registry_.tokens().reviewer, file_.name());
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  std::string bytes;
  EXPECT_EQ(Fetch(file_.name(), &bytes).error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Fetch(elsewhere.name(), &bytes).ok());
  EXPECT_EQ(bytes, kFile) << "another document has it too";

  const v1::LogReceipt now = ReceiptFor(registry_.tokens().reviewer, registered.name());
  EXPECT_THAT(now.attachments(), IsEmpty());
  EXPECT_EQ(now.proof(), registered.receipt().proof()) << "leaf, proof and checkpoint are the same";
  const std::string text = TextOf(registry_, registered);
  for (const v1::LogReceipt& receipt : {now, registered.receipt()})
    EXPECT_EQ(Verify(text, receipt).version, 1u);
  EXPECT_EQ(Verify(kFile, now).verdict, Verdict::kTextDiffers) << "nothing ties the file to it";
  EXPECT_THAT(Verified(registry_).problems(), IsEmpty());

  ASSERT_FALSE(registry_.Attached(registered.name(), kFileName, kFile).name().empty());
  EXPECT_THAT(ReceiptFor(registry_.tokens().reviewer, registered.name()).attachments(), SizeIs(1))
      << "and may come again, under another salt";
  EXPECT_THAT(Verified(registry_).problems(), IsEmpty());
}

}  // namespace
}  // namespace santong::testing
