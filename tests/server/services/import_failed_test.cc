// Rows that an import did not take: mended in the file that the program wrote, they are imported.
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ImportFailed : public ::testing::Test {
 protected:
  ImportFailed() { server_.registry(); }

  Output Import(const std::string& file, const std::string& failed) {
    const std::string token = folder_.Write("token", AdminToken(server_.data_dir()) + "\n");
    return RunProgram({"import", file, "--jurisdiction", kDistrict, "--failed", failed},
                      {{"SANTONG_ADDRESS", server_.process().address()},
                       {"SANTONG_TOKEN_FILE", token},
                       {"SANTONG_LANG", "en"}});
  }

  RunningServer server_;
  Folder folder_;
};

TEST_F(ImportFailed, ARowOfCsvIsMendedAndImported) {
  const std::string file =
      folder_.Write("stock.csv",
                    "标题,发文字号,备注,正文\r\n"
                    "办法一,平民〔2012〕1号,甲,正文一\r\n"
                    "办法二,平民〔2012〕2号,\"乙,\"\"丙\"\"\",\"秘密★5年\n关于某事的通知\"\r\n"
                    "办法三,平民〔2012〕3号,丁,正文三\r\n");
  const std::string failed = folder_.Path("failed.csv");
  const Output first = Import(file, failed);
  EXPECT_EQ(first.exit_code, 7) << first.err;
  EXPECT_EQ(ReadAll(failed),
            "标题,发文字号,备注,正文\r\n"
            "办法二,平民〔2012〕2号,\"乙,\"\"丙\"\"\",\"秘密★5年\n关于某事的通知\"\r\n");
  const std::string mended =
      folder_.Write("mended.csv", absl::StrReplaceAll(ReadAll(failed), {{"秘密★5年\n", ""}}));
  const Output second = Import(mended, folder_.Path("again.csv"));
  EXPECT_EQ(second.exit_code, 0) << second.err << second.out;
  EXPECT_EQ(ReadAll(folder_.Path("again.csv")), "标题,发文字号,备注,正文\r\n");
}

TEST_F(ImportFailed, ALineOfJsonIsMendedAndImported) {
  const std::string wrong =
      R"({"title":"办法二","doc_number":"平民〔2012〕2号","x":[1],"body":""})";
  const std::string file = folder_.Write(
      "stock.jsonl", R"({"title":"办法一","doc_number":"平民〔2012〕1号","body":"正文一"})"
                     "\n" +
                         wrong + "\n");
  const std::string failed = folder_.Path("failed.jsonl");
  const Output first = Import(file, failed);
  EXPECT_EQ(first.exit_code, 7) << first.err;
  EXPECT_EQ(ReadAll(failed), wrong + "\n");
  const std::string mended = folder_.Write(
      "mended.jsonl",
      absl::StrReplaceAll(ReadAll(failed), {{"\"body\":\"\"", "\"body\":\"正文二\""}}));
  const Output second = Import(mended, folder_.Path("again.jsonl"));
  EXPECT_EQ(second.exit_code, 0) << second.err << second.out;
  EXPECT_THAT(second.err, Not(HasSubstr("not taken")));
}

}  // namespace
}  // namespace santong::testing
