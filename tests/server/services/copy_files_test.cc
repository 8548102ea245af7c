// Files that are published with documents, taken along with a copy of the catalogue: downloaded
// beside the lines by `santong catalog export --files`, held by what `santongd load --files` made,
// and where a copy does not hold one, said so with the register's address.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "tests/client/program.h"
#include "tests/server/gateway/http_client.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/santongd_command.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kForm[] = "申请表，第一栏。";
constexpr char kRegister[] = "https://register.example.gov.cn";
constexpr int kRefused = 1, kMisused = 2, kNotFound = 3, kPrecondition = 5;

class CopyFilesTest : public ::testing::Test {
 protected:
  Output Run(const std::vector<std::string>& words, const std::string& token = "") {
    return RunAt(first_.process().address(), words, token);
  }
  Output RunAt(const std::string& address, const std::vector<std::string>& words,
               const std::string& token = "") {
    Program::Environment environment = {{"SANTONG_ADDRESS", address}, {"SANTONG_LANG", "en"}};
    if (!token.empty()) environment["SANTONG_TOKEN_FILE"] = folder_.Write("token", token + "\n");
    return RunProgram(words, environment);
  }
  // A published document with a file that everybody may have.
  std::string WithForm(const std::string& title) {
    const std::string name = registry_.Published(title).name();
    const Output attached =
        Run({"doc", "attach", name, folder_.Write("申请表.docx", kForm), "--publish"},
            registry_.tokens().publisher);
    EXPECT_EQ(attached.exit_code, 0) << attached.err;
    return name;
  }
  // The lines, with the files beside them.
  Output Export(int64_t after = 0) {
    std::vector<std::string> words = {"catalog", "export", "--format", "copy",
                                      "--to",    lines_,   "--files",  files_};
    if (after > 0) words.insert(words.end(), {"--after-sequence", absl::StrCat(after)});
    return Run(words);
  }
  int64_t LastEvent() {
    const auto context = As("");
    const auto stream = registry_.catalog().ExportCatalog(context.get(), {});
    v1::ExportCatalogResponse part;
    while (stream->Read(&part)) {
    }
    EXPECT_TRUE(stream->Finish().ok());
    return part.event_sequence();
  }
  Output Load(bool with_files) {
    std::vector<std::string> words = {"load", "--from", lines_, "--data-dir", copy_};
    if (with_files) words.insert(words.end(), {"--files", files_});
    return RunSantongd(words);
  }
  // From the copy, as anyone.
  Output Fetch(RunningServer& copy, const std::string& document) {
    return RunAt(copy.process().address(), {"doc", "fetch", document, sha256_});
  }

  const std::string sha256_ = digest::Sha256Hex(kForm);
  Folder folder_;
  const std::string lines_ = folder_.Path("copy.jsonl");
  const std::string files_ = folder_.Path("files");
  const std::string copy_ = folder_.Path("copy");
  const std::string place_ = absl::StrCat(files_, "/", sha256_);
  RunningServer first_{{"--site-url", absl::StrCat(kRegister, "/")}};
  Registry& registry_ = first_.registry();
};

TEST_F(CopyFilesTest, AreDownloadedOnceAndAgainOnlyWhereTheyAreDamaged) {
  WithForm("带申请表的办法");
  WithForm("同一申请表的办法");
  registry_.Attached(registry_.Published("有内部材料的办法").name(), "签批单.pdf", "同意印发。");
  Output exported = Export();
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.err, HasSubstr("1 downloaded, 0 there already"));
  EXPECT_EQ(ReadAll(place_), kForm);
  EXPECT_THAT(Export().err, HasSubstr("0 downloaded, 1 there already"));
  folder_.Write(absl::StrCat("files/", sha256_), "申请表，");  // as a disk that was full leaves it
  EXPECT_THAT(Export().err, HasSubstr("1 downloaded, 0 there already"));
  EXPECT_EQ(ReadAll(place_), kForm);

  const std::string json = folder_.Path("catalogue.jsonl");
  exported = Run({"catalog", "export", "--to", json, "--files", files_});
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.err, HasSubstr("0 downloaded, 1 there already"));
  for (const auto& wrong : std::vector<std::vector<std::string>>{
           {"catalog", "export", "--files", files_},
           {"catalog", "export", "--format", "csv", "--to", json, "--files", files_}}) {
    exported = Run(wrong);
    EXPECT_EQ(exported.exit_code, kMisused);
    EXPECT_THAT(exported.err, HasSubstr("--files goes with --to FILE"));
  }
}

TEST_F(CopyFilesTest, AreServedByTheCopyAsByTheRegister) {
  const std::string document = WithForm("带申请表的办法");
  ASSERT_EQ(Export().exit_code, 0);
  const Output loaded = Load(true);
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.out, HasSubstr("1 held, 0 not held"));
  RunningServer copy(copy_, {});
  const Output fetched = Fetch(copy, document);
  EXPECT_EQ(fetched.exit_code, 0) << fetched.err;
  EXPECT_EQ(fetched.out, kForm);
  const std::string link = absl::StrCat("/", document, "/files/", sha256_);
  for (const std::string& address : {HttpAddress(first_.data_dir()), HttpAddress(copy_)}) {
    EXPECT_THAT(Get(address, absl::StrCat("/", document)).body,
                AllOf(HasSubstr("申请表.docx"), HasSubstr(link)));
    const HttpAnswer file = Get(address, link);
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.body, kForm);
  }
  // A copy can be copied, with its files.
  const Output again = RunAt(copy.process().address(),
                             {"catalog", "export", "--format", "copy", "--to",
                              folder_.Path("again.jsonl"), "--files", folder_.Path("again")});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(ReadAll(folder_.Path(absl::StrCat("again/", sha256_))), kForm);
  EXPECT_THAT(ReadAll(folder_.Path("again.jsonl")), HasSubstr(kRegister));
}

TEST_F(CopyFilesTest, ThatACopyDoesNotHoldAreToldOfWithTheRegistersAddress) {
  const std::string document = WithForm("带申请表的办法");
  ASSERT_EQ(Export().exit_code, 0);
  const Output loaded = Load(false);
  ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
  EXPECT_THAT(loaded.out, AllOf(HasSubstr("0 held, 1 not held"), HasSubstr("--files DIR")));
  const std::string link = absl::StrCat("/", document, "/files/", sha256_);
  {
    RunningServer copy(copy_, {});
    const Output fetched = Fetch(copy, document);
    EXPECT_EQ(fetched.exit_code, kPrecondition);
    EXPECT_EQ(fetched.out, "");
    EXPECT_THAT(fetched.err, AllOf(HasSubstr("does not hold this file"),
                                   HasSubstr(absl::StrCat(kRegister, link))));
    const HttpAnswer page = Get(HttpAddress(copy_), link);
    EXPECT_EQ(page.status, 404);
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("未存有此附件"), HasSubstr(absl::StrCat(kRegister, link))));
    EXPECT_THAT(Get(HttpAddress(copy_), absl::StrCat("/", document)).body,
                HasSubstr("申请表.docx"));
    // What no document states is not found, here as there.
    const std::string unknown = digest::Sha256Hex("没有的文件");
    EXPECT_EQ(RunAt(copy.process().address(), {"doc", "fetch", document, unknown}).exit_code,
              kNotFound);
  }
  // They can be had later.
  ASSERT_EQ(Load(true).exit_code, 0);
  RunningServer copy(copy_, {});
  EXPECT_EQ(Fetch(copy, document).out, kForm);
}

TEST_F(CopyFilesTest, WhoseBytesAreOthersAreRefused) {
  WithForm("带申请表的办法");
  ASSERT_EQ(Export().exit_code, 0);
  std::string others = kForm;
  others.back() ^= 1;
  for (const std::string& bytes : {others, std::string(kForm) + "。", std::string()}) {
    folder_.Write(absl::StrCat("files/", sha256_), bytes);
    const Output loaded = Load(true);
    EXPECT_EQ(loaded.exit_code, kRefused);
    EXPECT_THAT(loaded.err, AllOf(HasSubstr("these are not the bytes"), HasSubstr(place_)));
  }
  EXPECT_THAT(RunSantongd({"--data-dir", copy_, "--listen", "127.0.0.1:0"}).err,
              HasSubstr("run santongd load with the same lines again"));
  ASSERT_EQ(Export().exit_code, 0);  // mends the folder
  EXPECT_EQ(Load(true).exit_code, 0);
}

TEST_F(CopyFilesTest, ThatARegisterErasedAreGoneFromTheCopyWhenItFollows) {
  const std::string erased = WithForm("附件须销毁的办法");
  const std::string kept = WithForm("同一申请表的办法");
  int64_t before = LastEvent();
  ASSERT_EQ(Export().exit_code, 0);
  ASSERT_EQ(Load(true).exit_code, 0);
  for (const std::string& document : {erased, kept}) {
    v1::EraseAttachmentRequest erase;
    erase.set_name(absl::StrCat(document, "/attachments/", sha256_));
    erase.set_reason("含个人信息");
    v1::Attachment unused;
    const grpc::Status status = registry_.documents().EraseAttachment(
        As(registry_.tokens().reviewer).get(), erase, &unused);
    ASSERT_TRUE(status.ok()) << status.error_message();
    const int64_t now = LastEvent();
    ASSERT_EQ(Export(before).exit_code, 0);
    before = now;
    const Output loaded = Load(true);
    ASSERT_EQ(loaded.exit_code, 0) << loaded.err;
    RunningServer copy(copy_, {});
    EXPECT_EQ(Fetch(copy, erased).exit_code, kNotFound);
    const Output other = Fetch(copy, kept);
    EXPECT_EQ(other.exit_code, document == erased ? 0 : kNotFound) << other.err;
  }
}

}  // namespace
}  // namespace santong::testing
