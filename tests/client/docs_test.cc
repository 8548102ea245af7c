// What the documents tell people to type is what the program knows: each command of their blocks
// and of their sentences is parsed, not run.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "client/cli/tree.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/program.h"

namespace santong::cli {
namespace {

using ::testing::IsEmpty;

constexpr absl::string_view kName = "santong ";

// The commands of a page without the program's name, up to a remark, a pipe or a file.
std::vector<std::string> CommandsOf(const std::string& page) {
  std::vector<std::string> commands;
  const auto add = [&commands](absl::string_view text) {
    absl::ConsumePrefix(&text, "$ ");
    if (!absl::ConsumePrefix(&text, kName)) return;
    commands.emplace_back(text.substr(0, text.find_first_of("#|>")));
  };
  bool in_block = false;
  for (const absl::string_view line : absl::StrSplit(page, '\n')) {
    if (absl::StartsWith(line, "```")) {
      in_block = !in_block;
    } else if (in_block) {
      add(line);
    } else {
      const std::vector<absl::string_view> pieces = absl::StrSplit(line, '`');
      for (size_t i = 1; i < pieces.size(); i += 2) add(pieces[i]);
    }
  }
  return commands;
}

// The words that no command and no flag takes.
std::vector<std::string> UnknownWords(const std::string& command) {
  std::vector<std::string> words = CLI::detail::split_up(command);
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  std::reverse(words.begin(), words.end());
  Tree tree(Language::kEnglish);
  try {
    tree.root().parse(std::move(words));
  } catch (const CLI::ParseError&) {
    // What is left out or stands for something (FILE, SIZE) is no mistake of the page.
  }
  return tree.root().remaining(/*recurse=*/true);
}

TEST(Docs, EveryCommandThatTheyShowIsKnownWithItsFlags) {
  EXPECT_FALSE(UnknownWords("task list --overdue").empty()) << "the test finds what it looks for";
  size_t commands = 0;
  for (const char* path : {"README.md", "README.zh-CN.md", "deploy/docs/operating.md",
                           "deploy/docs/policy.md", "deploy/docs/runbook.md"}) {
    for (const std::string& command : CommandsOf(santong::testing::ReadAll(path))) {
      ++commands;
      EXPECT_THAT(UnknownWords(command), IsEmpty()) << path << ": santong " << command;
    }
  }
  EXPECT_GT(commands, 40u);
}

}  // namespace
}  // namespace santong::cli
