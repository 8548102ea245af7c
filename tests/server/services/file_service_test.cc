// Documents as files through the real server and the program: a Word file becomes a draft in one
// command, with its original; what may not be seen may not be read.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"
#include "tests/support/office_file.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::string Word() {
  const std::string numbering = NumberDefinition(
      1, NumberLevel(0, "chineseCountingThousand", "第%1条", "<w:suff w:val=\"space\"/>"));
  return MakeDocx(Paragraph("平安区养犬管理办法") +
                      Paragraph("为了规范养犬行为，制定本办法。", Numbered(1, 0)) +
                      Paragraph("本办法自公布之日起施行。", Numbered(1, 0)),
                  numbering, "", {{"word/vbaProject.bin", "x"}});
}
constexpr char kText[] =
    "平安区养犬管理办法\n第一条　为了规范养犬行为，制定本办法。\n第二条　本办法自公布之日起施行。"
    "\n";

v1::Attachment Attach(Registry& registry, const std::string& document, const std::string& bytes) {
  auto context = As(registry.tokens().drafter);
  v1::Attachment attachment;
  auto stream = registry.documents().AddAttachment(context.get(), &attachment);
  v1::AddAttachmentRequest request;
  request.mutable_header()->set_parent(document);
  // The name says something else than the content: the content counts.
  request.mutable_header()->set_file_name("办法.pdf");
  stream->Write(request);
  request.set_chunk(bytes);
  stream->Write(request);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  return attachment;
}

TEST(FileService, TakesTheTextOutOfAnAttachmentAndChangesNothing) {
  RunningServer server;
  Registry& registry = server.registry();
  auto files = v1::FileService::NewStub(server.Channel());
  const v1::Document draft = registry.Drafted("养犬管理办法");
  const v1::Attachment attachment = Attach(registry, draft.name(), Word());
  v1::ExtractTextRequest request;
  request.set_name(attachment.name());
  v1::ExtractTextResponse extracted;
  grpc::Status status =
      files->ExtractText(As(registry.tokens().drafter).get(), request, &extracted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(extracted.text(), kText);
  EXPECT_EQ(extracted.sha256(), attachment.sha256());
  EXPECT_EQ(extracted.format(), v1::FILE_FORMAT_DOCX);
  ASSERT_THAT(extracted.outline(), SizeIs(3));
  EXPECT_EQ(extracted.outline(2).anchor(), "art-2");
  ASSERT_THAT(extracted.warnings(), SizeIs(1));
  EXPECT_EQ(extracted.warnings(0).kind(), v1::FILE_WARNING_KIND_MACROS);

  v1::GetDocumentRequest get;
  get.set_name(draft.name());
  v1::Document now;
  ASSERT_TRUE(
      registry.documents().GetDocument(As(registry.tokens().drafter).get(), get, &now).ok());
  EXPECT_THAT(now.current_version().text(), Not(HasSubstr("养犬行为，制定")));

  status = files->ExtractText(As("").get(), request, &extracted);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED) << status.error_message();
  // Who may not see the draft is told that there is none.
  status = files->ExtractText(As(registry.tokens().other_drafter).get(), request, &extracted);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << status.error_message();
}

TEST(FileService, RefusesInTheReadersLanguageWithTheMend) {
  RunningServer server;
  auto files = v1::FileService::NewStub(server.Channel());
  auto context = As(server.registry().tokens().drafter);
  v1::ExtractTextResponse extracted;
  auto stream = files->ExtractFile(context.get(), &extracted);
  v1::ExtractFileRequest request;
  request.set_chunk(Word().substr(0, 300));
  stream->Write(request);
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("cut off or damaged"));
}

TEST(FileService, AFileOfMoreThanTheLimitIsRefusedBeforeItHasCome) {
  RunningServer server;
  auto files = v1::FileService::NewStub(server.Channel());
  auto context = As(server.registry().tokens().drafter);
  v1::ExtractTextResponse extracted;
  auto stream = files->ExtractFile(context.get(), &extracted);
  v1::ExtractFileRequest request;
  request.set_chunk(std::string(1 << 20, 'x'));
  int written = 0;
  while (written < 1000 && stream->Write(request)) ++written;
  stream->WritesDone();
  EXPECT_THAT(stream->Finish().error_message(), HasSubstr("bytes: 22020096 > 20971520"));
  EXPECT_LT(written, 1000);
}

TEST(Program, AWordFileBecomesADraftInOneCommand) {
  RunningServer server;
  Registry& registry = server.registry();
  const Folder folder;
  const std::string file = folder.Write("养犬办法.docx", Word());
  const Program::Environment environment = {
      {"SANTONG_ADDRESS", server.process().address()},
      {"SANTONG_TOKEN_FILE", folder.Write("token", registry.tokens().drafter)},
      {"SANTONG_LANG", "zh"}};
  const Output extracted = RunProgram({"doc", "extract", file}, environment);
  EXPECT_EQ(extracted.exit_code, 0) << extracted.err;
  EXPECT_EQ(extracted.out, kText);
  EXPECT_THAT(extracted.err, HasSubstr("文件含有宏"));
  EXPECT_THAT(RunProgram({"doc", "extract", file, "--outline"}, environment).out,
              HasSubstr("art-2"));

  const Output created =
      RunProgram({"doc", "create", "--title", "平安区养犬管理办法", "--issuer", kCivilAffairs,
                  "--file", file, "--columns", "name", "--no-headers"},
                 environment);
  ASSERT_EQ(created.exit_code, 0) << created.err;
  EXPECT_THAT(created.err, HasSubstr("已上传附件 养犬办法.docx"));
  const std::string name = created.out.substr(0, created.out.find_first_of(" \n"));
  EXPECT_EQ(RunProgram({"doc", "get", name, "--text"}, environment).out, kText);

  // A document without text takes it later; a rehearsal keeps nothing.
  const Output rehearsed =
      RunProgram({"doc", "update", name, "--file", file, "--validate-only"}, environment);
  EXPECT_THAT(rehearsed.err, Not(HasSubstr("已上传"))) << rehearsed.err;
  const Output both =
      RunProgram({"doc", "update", name, "--file", file, "--text", file}, environment);
  EXPECT_EQ(both.exit_code, 2);
}

}  // namespace
}  // namespace santong::testing
