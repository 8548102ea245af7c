// What shells and man read.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/fake_registry.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Shell, CompletesNounsVerbsFlagsAndDocuments) {
  FakeRegistry fake;
  v1::ListDocumentsResponse list;
  list.add_documents()->set_name("documents/17");
  fake.Answer("ListDocuments", list);
  const auto environment = fake.Environment();
  EXPECT_EQ(RunProgram({"__complete", "cat"}, environment).out, "catalog\n");
  EXPECT_EQ(RunProgram({"__complete", "doc", "regi"}, environment).out, "register\n");
  EXPECT_THAT(RunProgram({"__complete", "doc", "submit", "--"}, environment).out,
              AllOf(HasSubstr("--dry-run\n"), HasSubstr("--address\n")));
  EXPECT_EQ(RunProgram({"__complete", "doc", "submit", ""}, environment).out, "17\n");
}

TEST(Shell, EveryScriptCallsTheHiddenCommand) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Output output = RunProgram({"completion", shell});
    EXPECT_EQ(output.exit_code, 0);
    EXPECT_THAT(output.out, HasSubstr("santong __complete"));
  }
}

TEST(Shell, TheManPageHasEveryCommandAndExitCode) {
  for (const char* language : {"zh", "en"}) {
    const std::string page = RunProgram({"man", "--lang", language}).out;
    for (const char* command : {"santong doc create", "santong doc evidence add",
                                "santong catalog check", "santong admin organ load",
                                "santong policy confirm", "santong import", "santong doctor"}) {
      EXPECT_THAT(page, HasSubstr(std::string(".SS ") + command + "\n")) << language;
    }
    for (const char* code : {"0", "1", "2", "3", "4", "5", "6", "7", "8", "130"}) {
      EXPECT_THAT(page, HasSubstr(std::string(".B ") + code + "\n"));
    }
    EXPECT_THAT(page, Not(HasSubstr("__complete")));
  }
}

}  // namespace
}  // namespace santong::testing
