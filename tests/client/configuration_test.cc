// Settings through the program's own eyes.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Configuration, ViewShowsWhereEachValueComesFrom) {
  const Folder folder;
  const std::string file = folder.Write("santong/config.yaml", "address: file:1\ntimeout: 7\n");
  const Program::Environment environment = {{"XDG_CONFIG_HOME", folder.root()},
                                            {"SANTONG_ADDRESS", "environment:1"}};
  const Output output = RunProgram(
      {"config", "view", "--show-origin", "-o", "csv", "--jurisdiction", "630203"}, environment);
  EXPECT_EQ(output.exit_code, 0);
  EXPECT_THAT(output.out, HasSubstr("address,environment:1,SANTONG_ADDRESS\r\n"));
  EXPECT_THAT(output.out, HasSubstr("timeout,7," + file + "\r\n"));
  EXPECT_THAT(output.out, HasSubstr("jurisdiction,630203,'--jurisdiction\r\n"));
  EXPECT_THAT(output.out, HasSubstr("lang,zh,default\r\n"));
  EXPECT_EQ(RunProgram({"config", "path"}, environment).out, file + "\n");
}

TEST(Configuration, AMistakeInTheFileIsTwoWhateverTheCommand) {
  const Folder folder;
  folder.Write("santong/config.yaml", "langauge: en\nlang: en\n");
  const Output output = RunProgram({"version"}, {{"XDG_CONFIG_HOME", folder.root()}});
  EXPECT_EQ(output.exit_code, 2);
  EXPECT_THAT(output.err, HasSubstr("langauge"));
}

TEST(Configuration, ASwitchOfTheEnvironmentIsTrueOrFalseAndNothingElse) {
  const Output output = RunProgram({"version"}, {{"SANTONG_TLS", "1"}, {"LANG", "en_GB.UTF-8"}});
  EXPECT_EQ(output.exit_code, 2) << "what was meant to be TLS is not sent in clear";
  EXPECT_THAT(output.err, HasSubstr("SANTONG_TLS: '1' is none of the choices: true, false"));
}

TEST(Configuration, WhatIsWrongWithTheSettingsIsSaidInTheirLanguage) {
  const Folder folder;
  folder.Write("santong/config.yaml", "langauge: en\n");
  const std::string config = folder.root();
  EXPECT_THAT(RunProgram({"version"}, {{"XDG_CONFIG_HOME", config}}).err,
              HasSubstr("没有“langauge”这一项"));
  EXPECT_THAT(RunProgram({"version", "--lang", "en"}, {{"XDG_CONFIG_HOME", config}}).err,
              HasSubstr("unknown key 'langauge'"));
  EXPECT_THAT(RunProgram({"version", "-o", "xml"}, {{"SANTONG_LANG", "en"}}).err,
              HasSubstr("none of the choices"));
}

TEST(Configuration, TheLanguageOfHelpFollowsTheSettings) {
  EXPECT_THAT(RunProgram({"doc", "--help"}).out, HasSubstr("建立草稿"));
  for (const std::vector<std::string>& asked :
       {std::vector<std::string>{"doc", "--help"}, {"doc", "list", "--help"}}) {
    EXPECT_THAT(RunProgram(asked).out, AllOf(HasSubstr("选项:"), Not(HasSubstr("Options"))));
  }
  EXPECT_THAT(RunProgram({"doc", "--help", "--lang", "en"}).out, HasSubstr("make a draft"));
  // As the portal and the API write it.
  EXPECT_THAT(RunProgram({"doc", "--help", "--lang", "zh-CN"}).out, HasSubstr("建立草稿"));
  EXPECT_THAT(RunProgram({"version", "--lang", "fr"}).err, HasSubstr("zh, zh-CN, en"));
  EXPECT_THAT(RunProgram({"doc", "--help"}, {{"LANG", "en_GB.UTF-8"}}).out,
              HasSubstr("make a draft"));
  EXPECT_THAT(RunProgram({"--help"}).out, HasSubstr("用法: santong ["));
}

}  // namespace
}  // namespace santong::testing
