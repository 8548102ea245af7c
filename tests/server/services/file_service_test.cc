// Documents as files through the real server and the program: a Word file becomes a draft in one
// command, with its original; what may not be seen may not be read.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"
#include "tests/support/office_file.h"
#include "tests/support/refusal.h"

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
// It says something else than the content: the content counts.
constexpr char kFileName[] = "办法.pdf";
constexpr char kText[] =
    "平安区养犬管理办法\n第一条　为了规范养犬行为，制定本办法。\n第二条　本办法自公布之日起施行。"
    "\n";

TEST(FileService, TakesTheTextOutOfAnAttachmentAndChangesNothing) {
  RunningServer server;
  Registry& registry = server.registry();
  auto files = v1::FileService::NewStub(server.Channel());
  const v1::Document draft = registry.Drafted("养犬管理办法");
  const v1::Attachment attachment = registry.Attached(draft.name(), kFileName, Word());
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

TEST(FileService, EachKindOfBadFileComesWithItsOwnReason) {
  RunningServer server;
  auto files = v1::FileService::NewStub(server.Channel());
  const std::string token = server.registry().tokens().drafter;
  std::string long_text;
  for (int i = 0; i <= 1'000'000; ++i) long_text += "字";
  const std::pair<std::string, const char*> bad[] = {
      {"{\\rtf1\\ansi hello}", "FILE_KIND_NOT_TAKEN"},
      {MakePdf({{}, {"- 1 -"}}), "FILE_WITHOUT_TEXT"},
      {MakeZip({{"word/document.xml", "<x/>"}}, "secret"), "FILE_ENCRYPTED"},
      {Word().substr(0, 300), "FILE_DAMAGED"},
      {MakeZip({{"word/document.xml", "<!DOCTYPE x [<!ENTITY e \"x\">]><x>&e;</x>"}}),
       "FILE_UNSAFE"},
      {long_text, "FILE_OVER_LIMIT"}};
  for (const auto& [bytes, reason] : bad) {
    const auto context = As(token);
    v1::ExtractTextResponse extracted;
    auto stream = files->ExtractFile(context.get(), &extracted);
    v1::ExtractFileRequest request;
    for (size_t at = 0; at < bytes.size(); at += 1'000'000) {
      request.set_chunk(bytes.substr(at, 1'000'000));
      stream->Write(request);
    }
    stream->WritesDone();
    EXPECT_EQ(ReasonOf(stream->Finish()), reason);
  }
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

std::string Extracted(v1::FileService::Stub& files, const std::string& token,
                      const std::string& bytes) {
  auto context = As(token);
  v1::ExtractTextResponse extracted;
  auto stream = files.ExtractFile(context.get(), &extracted);
  v1::ExtractFileRequest request;
  request.set_chunk(bytes);
  stream->Write(request);
  stream->WritesDone();
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return extracted.text();
}

grpc::Status Print(v1::FileService::Stub& files, const std::string& name, int version,
                   std::string* pdf, int* pages) {
  auto context = As("");
  v1::PrintDocumentRequest request;
  request.set_name(name);
  request.set_version(version);
  auto stream = files.PrintDocument(context.get(), request);
  v1::PrintDocumentResponse part;
  pdf->clear();
  while (stream->Read(&part)) {
    *pdf += part.chunk();
    *pages = part.pages();
  }
  return stream->Finish();
}

TEST(FileService, AnyonePrintsWhatIsPublicAndNothingElse) {
  RunningServer server;
  Registry& registry = server.registry();
  auto files = v1::FileService::NewStub(server.Channel());
  const v1::Document published = registry.Published("养犬管理办法");
  std::string pdf;
  int pages = 0;
  grpc::Status status = Print(*files, published.name(), 0, &pdf, &pages);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_GE(pages, 1);
  const std::string& token = registry.tokens().drafter;
  const std::string text = Extracted(*files, token, pdf);
  EXPECT_THAT(text, HasSubstr(absl::StrCat("登记号：", published.registration_number())));
  EXPECT_THAT(text, HasSubstr("以正式印发文本为准"));
  EXPECT_THAT(text, Not(HasSubstr("平安区民政局文件")));

  v1::SetPolicyRequest policy;
  policy.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = policy.mutable_policy_set()->add_leaves();
  leaf->set_key("print.red_header");
  leaf->set_enabled(true);
  leaf->set_source("a sample of the tests");
  leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  v1::SetPolicyResponse set;
  status = registry.admin().SetPolicy(As(registry.tokens().admin).get(), policy, &set);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_TRUE(Print(*files, published.name(), 1, &pdf, &pages).ok());
  EXPECT_THAT(Extracted(*files, token, pdf), HasSubstr("平安区民政局文件"));

  for (const auto& [name, version] : std::vector<std::pair<std::string, int>>{
           {registry.Drafted("草案").name(), 0}, {"documents/999", 0}, {published.name(), 9}}) {
    EXPECT_EQ(Print(*files, name, version, &pdf, &pages).error_code(), grpc::StatusCode::NOT_FOUND)
        << name;
  }
}

TEST(Program, TheCatalogueIsTakenAwayAsAkomaNtosoAndPrinted) {
  RunningServer server;
  Registry& registry = server.registry();
  const v1::Document published = registry.Published("养犬管理办法");
  registry.Drafted("草案");
  const Folder folder;
  const Program::Environment environment = {{"SANTONG_ADDRESS", server.process().address()},
                                            {"SANTONG_LANG", "zh"}};
  const std::string dir = folder.root() + "/akn";
  const Output exported =
      RunProgram({"catalog", "export", "--format", "akn", "--dir", dir}, environment);
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.err, HasSubstr("已导出 1 件"));
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(dir)) {
    names.push_back(file.path().filename());
  }
  const std::string id = published.name().substr(std::string("documents/").size());
  EXPECT_THAT(names, ::testing::ElementsAre(absl::StrCat("documents-", id, ".xml")));
  EXPECT_THAT(ReadAll(dir + "/" + names[0]),
              HasSubstr(absl::StrCat("<FRBRnumber value=\"", published.registration_number())));
  EXPECT_EQ(RunProgram({"catalog", "export", "--format", "akn"}, environment).exit_code, 2);

  const std::string pdf = folder.root() + "/print.pdf";
  const Output printed = RunProgram({"catalog", "print", id, "--pdf", pdf}, environment);
  ASSERT_EQ(printed.exit_code, 0) << printed.err;
  EXPECT_THAT(ReadAll(pdf), ::testing::StartsWith("%PDF-"));
}

// What a register exports as CSV, a fresh one takes in as its stock, and exports the same again.
TEST(Program, AnExportOfAStockLoadsIntoAFreshRegistryAsTheSameCatalogue) {
  const Folder folder;
  std::string source;
  for (int i = 1; i <= 50; ++i) {
    absl::StrAppend(&source, R"({"title":"办法)", i, R"(","issuer":"平安区民政局","doc_number":)",
                    R"("平民〔2012〕)", i, R"(号","date":"2012-03-0)", 1 + i % 9,
                    R"(","body":"办法\n第一条 \"甲\"，乙。\n第二条 丙。"})", "\n");
  }
  std::string path = folder.Write("stock.jsonl", source);
  std::vector<std::string> exports;
  for (const char* name : {"first.csv", "second.csv"}) {
    RunningServer server;
    const Program::Environment environment = {
        {"SANTONG_ADDRESS", server.process().address()},
        {"SANTONG_TOKEN_FILE", folder.Write("token", server.registry().tokens().admin)}};
    const Output loaded =
        RunProgram({"doc", "import", path, "--jurisdiction", "630203"}, environment);
    ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
    path = folder.root() + "/" + name;
    const Output exported =
        RunProgram({"catalog", "export", "--format", "csv", "--to", path}, environment);
    ASSERT_EQ(exported.exit_code, 0) << exported.err;
    exports.push_back(ReadAll(path));
  }
  EXPECT_THAT(exports[0], HasSubstr("平民〔2012〕50号"));
  EXPECT_TRUE(exports[0] == exports[1]);
}

TEST(Program, AWatcherGoesOnFromItsFile) {
  RunningServer server;
  Registry& registry = server.registry();
  registry.Published("第一个办法");
  const Folder folder;
  const std::string resume = folder.root() + "/sequence";
  const Program::Environment environment = {{"SANTONG_ADDRESS", server.process().address()}};
  // The public events of one document's life, once each.
  const Output first =
      RunProgram({"catalog", "watch", "--resume", resume, "--limit", "2"}, environment);
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_EQ(std::count(first.out.begin(), first.out.end(), '\n'), 2);
  const Output second =
      RunProgram({"catalog", "watch", "--resume", resume, "--limit", "1"}, environment);
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(first.out.find(second.out), std::string::npos) << "no event comes twice";
}

// /dev/full is a disk without room.
TEST(Program, AWatcherThatCannotWriteKeepsNoSequenceAndSaysSo) {
  RunningServer server;
  server.registry().Published("第一个办法");
  const Folder folder;
  const std::string resume = folder.Path("sequence"), err = folder.Path("err");
  const int status =
      std::system(absl::StrCat("SANTONG_LANG=zh SANTONG_ADDRESS=", server.process().address(), " ",
                               std::getenv("SANTONG"), " catalog watch --resume ", resume,
                               " --limit 2 > /dev/full 2> ", err)
                      .c_str());
  EXPECT_NE(status, 0);
  EXPECT_FALSE(std::filesystem::exists(resume)) << "its events are written nowhere";
  EXPECT_THAT(ReadAll(err), HasSubstr("标准输出写不了"));
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
      RunProgram({"doc", "update", name, "--file", file, "--dry-run"}, environment);
  EXPECT_THAT(rehearsed.err, Not(HasSubstr("已上传"))) << rehearsed.err;
  const Output both =
      RunProgram({"doc", "update", name, "--file", file, "--text", file}, environment);
  EXPECT_EQ(both.exit_code, 2);

  // An original that is refused leaves the draft, which is named. Before, it was made again.
  const Output alone = RunProgram({"doc", "create", "--title", "平安区养猫管理办法", "--issuer",
                                   kCivilAffairs, "--file", folder.Write("a\u202Eb.txt", kText)},
                                  environment);
  EXPECT_EQ(alone.exit_code, 2);
  EXPECT_THAT(alone.out, HasSubstr("平安区养猫管理办法"));
  EXPECT_THAT(alone.err, HasSubstr("santong doc attach documents/"));
}

}  // namespace
}  // namespace santong::testing
