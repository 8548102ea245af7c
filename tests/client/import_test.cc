// Import through the program: every row once, whatever breaks on the way.
#include <chrono>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_registry.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kRows = 2600;  // more batches than are under way at a time

class Import : public ::testing::Test {
 protected:
  Import() {
    std::string lines;
    for (int i = 1; i <= kRows; ++i) {
      absl::StrAppend(&lines, "{\"id\":\"s", i, "\",\"title\":\"标题", i, "\",\"body\":\"正文", i,
                      "\"}\n");
    }
    file_ = folder_.Write("stock.jsonl", lines);
  }

  std::vector<std::string> Arguments(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"import", file_, "--jurisdiction", "630203"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  Output Santong(const std::vector<std::string>& more = {}) {
    return RunProgram(Arguments(more), fake_.Environment());
  }
  void ExpectEveryRowOnce() {
    const auto taken = fake_.Taken();
    ASSERT_EQ(taken.size(), static_cast<size_t>(kRows));
    for (int i = 0; i < kRows; ++i) {
      ASSERT_EQ(taken[i].row(), i + 1);
      ASSERT_EQ(taken[i].text(), absl::StrCat("正文", i + 1));
    }
  }

  FakeRegistry fake_;
  Folder folder_;
  std::string file_;
};

TEST_F(Import, EveryRowIsTakenOnceAndCounted) {
  const Output output = Santong({"-o", "csv"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  ExpectEveryRowOnce();
  EXPECT_THAT(output.out, HasSubstr("TAKEN_WITH_GAPS,,2600\r\n"));
  EXPECT_THAT(output.out, HasSubstr("TAKEN_WITH_GAPS,ISSUER,2600\r\n"));
  const auto start = fake_.Starts().at(0);
  EXPECT_EQ(start.jurisdiction(), "jurisdictions/630203");
  EXPECT_EQ(start.kind(), v1::IMPORT_KIND_STOCK);
  EXPECT_EQ(start.source(), "stock.jsonl");
}

TEST_F(Import, AKilledImportIsResumedByTheSameCommand) {
  absl::Notification held;
  ImportPlan plan;
  plan.hold_after_row = 1300;
  plan.held = &held;
  fake_.set_import_plan(plan);
  {
    Program program(Arguments(), fake_.Environment());
    held.WaitForNotification();
    program.Kill();
    EXPECT_EQ(program.Wait().exit_code, -1);
  }
  ASSERT_EQ(fake_.Taken().size(), 1300u);
  const Output output = Santong({"-o", "csv"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.err, HasSubstr("前 1300 行已办"));
  EXPECT_THAT(output.out, HasSubstr("RESUMED,,1300\r\n"));
  EXPECT_THAT(output.out, HasSubstr("TAKEN_WITH_GAPS,,1300\r\n"));
  ExpectEveryRowOnce();
  EXPECT_EQ(fake_.Starts()[0].import_id(), fake_.Starts()[1].import_id());
}

TEST_F(Import, ABrokenStreamIsOpenedAgainWithinTheRun) {
  ImportPlan plan;
  plan.break_after_row = 777;
  fake_.set_import_plan(plan);
  const Output output = Santong();
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(fake_.Starts().size(), 2u);
  ExpectEveryRowOnce();
}

// As lower bound of the time: the client's own pauses, 0.1 + 0.2 + 0.4 + 0.8 s, by the clock that
// nobody sets.
TEST_F(Import, AServerThatIsBusyIsAskedAgainAfterPausesThatGrow) {
  ImportPlan plan;
  plan.busy_streams = 4;
  fake_.set_import_plan(plan);
  const auto start = std::chrono::steady_clock::now();
  const Output output = Santong();
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(1400));
  EXPECT_EQ(fake_.Starts().size(), 5u);
  ExpectEveryRowOnce();
}

TEST_F(Import, RowsThatAreNotTakenAreWrittenAsTheyCame) {
  const std::string bad = "{\"title\":\"甲\", \"other\" : [1] \t\r\nnot json\n";
  std::ofstream(file_, std::ios::app) << bad;
  ImportPlan plan;
  plan.refused = {5};
  fake_.set_import_plan(plan);
  const std::string failed = folder_.Path("failed.jsonl");
  const Output output = Santong({"--failed", failed});
  EXPECT_EQ(output.exit_code, 7);
  EXPECT_THAT(output.err, HasSubstr("未收入的 3 行"));
  EXPECT_EQ(ReadAll(failed), "{\"id\":\"s5\",\"title\":\"标题5\",\"body\":\"正文5\"}\n" + bad);
}

TEST_F(Import, RowsThatAreNotTakenGoToOneFileOfTheSameForm) {
  EXPECT_EQ(Santong({"--failed", folder_.Path("failed.csv")}).exit_code, 2);
  EXPECT_EQ(RunProgram({"import", file_, file_, "--failed", folder_.Path("failed.jsonl")},
                       fake_.Environment())
                .exit_code,
            2);
}

// Before, the source was emptied, and all of it was lost that had not been read yet.
TEST_F(Import, TheSourceIsNeverWrittenOver) {
  const std::string before = ReadAll(file_);
  const std::string link = folder_.Path("link.jsonl");
  std::filesystem::create_symlink(file_, link);
  for (const std::string& path : {file_, link}) {
    EXPECT_EQ(Santong({"--failed", path}).exit_code, 2) << path;
    EXPECT_EQ(Santong({"--report", path}).exit_code, 2) << path;
  }
  EXPECT_EQ(ReadAll(file_), before);
  EXPECT_TRUE(fake_.Taken().empty());
}

TEST_F(Import, WhatIsRefusedIsSaidCountedAndReportedAndTheExitCodeIsSeven) {
  ImportPlan plan;
  plan.refused = {5, 6};
  fake_.set_import_plan(plan);
  std::ofstream(file_, std::ios::app) << "not json\n";
  const std::string report = folder_.Path("report.csv");
  const Output output = Santong({"--report", report});
  EXPECT_EQ(output.exit_code, 7);
  EXPECT_THAT(output.err,
              AllOf(HasSubstr("第 5 行《标题5》：正文带有密级标志"), HasSubstr("第 2601 行")));
  EXPECT_THAT(output.out, HasSubstr("正文带有密级标志"));
  const std::string rows = ReadAll(report);
  EXPECT_THAT(rows, HasSubstr("5,s5,标题5,未收入,,,正文带有密级标志\r\n"));
  EXPECT_THAT(rows, HasSubstr("7,s7,标题7,已收入（有缺项）,documents/7,缺制定机关,\r\n"));
  EXPECT_THAT(rows, HasSubstr("2601,,,未收入,"));
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), kRows + 2);
}

// Sent, it would end the stream each time, and nothing behind it would ever be taken.
TEST_F(Import, ARowThatIsLongerThanAMessageIsReportedAndTheOthersGoOn) {
  std::ofstream(file_, std::ios::app)
      << R"({"id":"long","title":"过长","body":")" << std::string(7 << 20, 'x') << "\"}\n"
      << R"({"id":"next","title":"后一件","body":"甲"})"
      << "\n";
  const Output output = Santong({});
  EXPECT_EQ(output.exit_code, 7) << output.err;
  EXPECT_THAT(output.err, HasSubstr("第 2601 行《过长》"));
  const std::vector<v1::ImportRow> taken = fake_.Taken();
  ASSERT_EQ(taken.size(), static_cast<size_t>(kRows + 1));
  EXPECT_EQ(taken.back().title(), "后一件");
}

TEST_F(Import, VerifyHoldsEveryTextAgainstItsSource) {
  const Output good = Santong({"--verify"});
  EXPECT_EQ(good.exit_code, 0) << good.err;
  EXPECT_THAT(good.err, HasSubstr("核对 2600 件，一致 2600 件，不一致 0 件"));
  // The registry holds the first run's texts; the source has changed since.
  std::string lines = ReadAll(file_);
  lines.replace(lines.find("正文9\""), strlen("正文9"), "改文9");
  folder_.Write("stock.jsonl", lines);
  const Output bad = Santong({"--verify", "--id", "again"});
  EXPECT_EQ(bad.exit_code, 7);
  EXPECT_THAT(bad.err, AllOf(HasSubstr("documents/9 "), HasSubstr("不一致 1 件")));
}

TEST_F(Import, AnIssueRegisterInGb18030IsRead) {
  const std::string csv =
      "\xB1\xEA\xCC\xE2,\xB7\xA2\xCE\xC4\xD7\xD6\xBA\xC5\n\xCD\xA8\xD6\xAA,"
      "\xC6\xBD\xD5\xFE\x31\xBA\xC5\n";
  const Output output =
      RunProgram({"doc", "import", folder_.Write("register.csv", csv), "--kind", "issue-register",
                  "--jurisdiction", "630203", "--organ", "630203/government", "--dry-run"},
                 fake_.Environment());
  EXPECT_EQ(output.exit_code, 0) << output.err;
  const auto start = fake_.Starts().at(0);
  EXPECT_EQ(start.kind(), v1::IMPORT_KIND_ISSUE_REGISTER);
  EXPECT_EQ(start.organ(), "jurisdictions/630203/organs/government");
  EXPECT_TRUE(start.validate_only());
  ASSERT_EQ(fake_.Taken().size(), 1u);
  EXPECT_EQ(fake_.Taken()[0].title(), "通知");
  EXPECT_EQ(fake_.Taken()[0].document_number(), "平政1号");
}

// Before, "passed" was said of a file that could not be read, and of one with refused rows.
TEST_F(Import, ARehearsalPassesOnlyWhereEveryRowWouldBeTaken) {
  ImportPlan plan;
  plan.refused = {5};
  fake_.set_import_plan(plan);
  const Output refused = Santong({"--dry-run"});
  EXPECT_EQ(refused.exit_code, 7);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("演练未通过"), Not(HasSubstr("演练通过"))));
  fake_.set_import_plan({});
  EXPECT_THAT(Santong({"--dry-run"}).err, HasSubstr("演练通过"));
  const Output unread =
      RunProgram({"import", folder_.Path("none.csv"), "--jurisdiction", "630203", "--dry-run"},
                 fake_.Environment());
  EXPECT_EQ(unread.exit_code, 2);
  EXPECT_THAT(unread.err, AllOf(HasSubstr("演练未通过"), Not(HasSubstr("演练通过"))));
}

TEST_F(Import, StandardInputIsASourceToo) {
  const Output output =
      RunProgram({"import", "-", "--jurisdiction", "630203", "--id", "from-stdin"},
                 fake_.Environment(), "{\"title\":\"一\"}\n");
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_EQ(fake_.Taken().size(), 1u);
  EXPECT_EQ(fake_.Starts()[0].import_id(), "from-stdin");
}

TEST_F(Import, ARefusedImportSaysWhyAndHowToGoOn) {
  const Output missing = RunProgram({"import", folder_.Path("none.jsonl")}, fake_.Environment());
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("none.jsonl"));
  EXPECT_EQ(RunProgram({"import", file_, file_, "--id", "x"}, fake_.Environment()).exit_code, 2);
}

// The answers to the last rows go with a run that is stopped; the server gives them again.
TEST_F(Import, ARowWhoseRefusalWasLostWithTheRunIsInTheFileAllTheSame) {
  absl::Notification held;
  ImportPlan plan;
  plan.refused = {1240};
  plan.hold_after_row = 1250;
  plan.held = &held;
  fake_.set_import_plan(plan);
  const std::string failed = folder_.Path("failed.jsonl");
  {
    Program program(Arguments({"--failed", failed}), fake_.Environment());
    held.WaitForNotification();
    program.Kill();
    program.Wait();
  }
  const Output output = Santong({"--failed", failed});
  EXPECT_EQ(output.exit_code, 7) << output.err;
  EXPECT_EQ(ReadAll(failed), "{\"id\":\"s1240\",\"title\":\"标题1240\",\"body\":\"正文1240\"}\n");
}

}  // namespace
}  // namespace santong::testing
