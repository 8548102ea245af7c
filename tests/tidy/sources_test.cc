// What a reviewer would say twice: each test is one rule of STYLE and reads every file of the tree.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"
#include "tests/tidy/source_tree.h"

namespace santong::tidy {
namespace {

using ::testing::IsEmpty;

constexpr int kLinesMax = 500;

bool IsCode(const SourceFile& file) { return file.HasSuffix(".h") || file.HasSuffix(".cc"); }
bool IsData(const SourceFile& file) {
  return file.IsUnder("tests/testdata") || file.HasSuffix(".gz") || file.HasSuffix(".csv") ||
         file.HasSuffix(".jsonl");
}

// "path:line: text" of every line in which `pattern` is found; comments are not read in code.
void Find(const SourceFile& file, const RE2& pattern, std::vector<std::string>* found) {
  const SourceFile code{file.path, IsCode(file) ? WithoutComments(file.text) : file.text};
  int number = 0;
  for (const std::string& line : code.Lines()) {
    ++number;
    if (RE2::PartialMatch(line, pattern))
      found->push_back(absl::StrCat(file.path, ":", number, ": ", line));
  }
}

TEST(Sources, TheDomainKnowsNoClockNoChanceNoThreadAndNoFile) {
  const RE2 pattern(
      R"(absl::Now\b|\bstd::(thread|mutex|random_device|mt19937|chrono|filesystem|[io]?fstream|cout|cerr)\b|)"
      R"(\b(rand|srand|time|gettimeofday|clock_gettime|fopen|getenv|sleep|usleep)\(|absl::(BitGen|Mutex))");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    // PolicyBook's cache, see layers.txt.
    if (file.path == "server/domain/policy/policy.cc") continue;
    if (file.IsUnder("server/domain") && IsCode(file)) Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, OnlyTheClockReadsTheTimeOfDay) {
  const RE2 pattern(R"(absl::Now\(|system_clock::now|\bgettimeofday\(|\btime\((nullptr|NULL|0)\))");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    // Its lines bear their time, and nothing reads it.
    if (file.path == "storage/rocksdb/engine_log.cc") continue;
    const bool is_server = (file.IsUnder("server") || file.IsUnder("storage")) && IsCode(file);
    if (is_server && file.Folder() != "server/ops") Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, NoRocksdbTypeAboveItsEngine) {
  const RE2 pattern(R"(\b(rocksdb::|ROCKSDB_NAMESPACE))");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const bool below = file.IsUnder("storage/rocksdb") || file.IsUnder("tests");
    if (IsCode(file) && !below) Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

// storage/rocksdb/tuning.cc says why.
TEST(Sources, NoRangeIsDeletedFromTheStore) {
  const RE2 pattern(R"(\bDelete(FilesIn)?Ranges?\()");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const bool may = file.path == "storage/rocksdb/change_archive.cc";
    if (IsCode(file) && !may && file.path != "tests/tidy/sources_test.cc")
      Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

// An event that is written elsewhere would be missing in the log.
TEST(Sources, OnePlaceAppendsEvents) {
  const RE2 pattern(R"(\bPutNextEvent\()");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const bool may =
        file.Folder() == "storage/tables" || file.path == "server/acts/append_event.cc";
    if (IsCode(file) && !may && file.path != "tests/tidy/sources_test.cc")
      Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

// product.md 5: no state changes but by a row. Who shows a document as it stood, or as an index has
// it, copies a state; a clock's is the clocks' own.
TEST(Sources, NoStateChangesButByARow) {
  const RE2 pattern(R"([.>]set_state\()");
  const std::set<std::string> may = {
      "server/domain/document/decide.cc",  "server/domain/filing/decide.cc",
      "server/domain/objection/decide.cc", "server/domain/cleanup/decide.cc",
      "server/domain/workflow/clocks.cc",  "server/domain/catalog/timeline.cc",
      "server/domain/objection/past.cc",   "server/queries/search.cc",
      "server/queries/export_copy.cc",     "server/pages/search_page.cc"};
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const bool is_server = file.IsUnder("server") || file.IsUnder("storage");
    if (is_server && IsCode(file) && !may.contains(file.path)) Find(file, pattern, &found);
  }
  std::erase_if(found, [](const std::string& line) {
    return absl::StrContains(line, "set_state(v1::CLOCK_STATE_");
  });
  EXPECT_THAT(found, IsEmpty());
}

// Chinese shown to people stands in tables (reasons, conditions, leaves), so what moves data has
// none.
TEST(Sources, ChineseStandsInTablesNotInLogic) {
  const RE2 pattern(R"(\p{Han})");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const bool moves_data =
        file.IsUnder("server/followers") || file.IsUnder("server/ops") || file.IsUnder("storage");
    if (moves_data && IsCode(file)) Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, NoFileIsLongerThanAReaderBears) {
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const auto lines = std::count(file.text.begin(), file.text.end(), '\n');
    const bool written_by_hand = IsCode(file) || file.HasSuffix(".proto") ||
                                 file.HasSuffix("CMakeLists.txt") ||
                                 absl::StartsWith(file.text, "#!");
    if (written_by_hand && lines > kLinesMax)
      found.push_back(absl::StrCat(file.path, ": ", lines, " lines"));
  }
  EXPECT_THAT(found, IsEmpty()) << "which two nouns are in it?";
}

// A .cc whose header says it need not say it again; a test's name says it.
TEST(Sources, EveryFileOfCodeSaysAtTheTopWhatItIs) {
  std::set<std::string> headers;
  for (const SourceFile& file : Tree()) {
    if (file.HasSuffix(".h")) headers.insert(file.path);
  }
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    const bool said_in_header =
        file.HasSuffix(".cc") &&
        headers.contains(absl::StrCat(file.Folder(), "/", file.Stem(), ".h"));
    const bool is_test = file.HasSuffix("_test.cc");
    if (IsCode(file) && !said_in_header && !is_test && !absl::StartsWith(file.text, "// "))
      found.push_back(file.path);
    if (absl::StartsWith(file.text, "#!")) {
      const std::vector<std::string> lines = file.Lines();
      if (lines.size() < 2 || !absl::StartsWith(lines[1], "# ")) found.push_back(file.path);
    }
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, EveryHeaderIsGuardedByPragmaOnce) {
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    if (file.HasSuffix(".h") && !absl::StrContains(file.text, "\n#pragma once\n"))
      found.push_back(file.path);
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, EverySourceIsBuilt) {
  std::map<std::string, std::string> lists;  // folder -> CMakeLists.txt
  for (const SourceFile& file : Tree()) {
    if (file.HasSuffix("CMakeLists.txt")) lists[file.Folder()] = file.text;
  }
  std::vector<std::string> dead;
  for (const SourceFile& file : Tree()) {
    if (!file.HasSuffix(".cc")) continue;
    // The list of its own folder, or of one above that names it by its path from there.
    bool listed = false;
    for (std::string folder = file.Folder(); !listed; folder = SourceFile{folder, ""}.Folder()) {
      const auto it = lists.find(folder);
      if (it != lists.end()) {
        const std::string name = folder.empty() ? file.path : file.path.substr(folder.size() + 1);
        listed =
            RE2::PartialMatch(it->second, absl::StrCat(R"re((^|[\s(/"]))re", RE2::QuoteMeta(name),
                                                       R"re(([\s)"]|$))re")) ||
            // A list that loops over stems: foreach(NAME a b) … ${NAME}.cc.
            (absl::StrContains(it->second, "}.cc") &&
             RE2::PartialMatch(it->second,
                               absl::StrCat(R"(\b)", RE2::QuoteMeta(file.Stem()), R"(\b)")));
      }
      if (folder.empty()) break;
    }
    if (!listed) dead.push_back(file.path);
  }
  EXPECT_THAT(dead, IsEmpty()) << "in no CMakeLists.txt";
}

TEST(Sources, EveryHeaderIsIncludedBySomeoneElse) {
  std::set<std::string> wanted;
  for (const SourceFile& file : Tree()) {
    if (!IsCode(file)) continue;
    for (const std::string& line : file.Lines()) {
      const std::string include = IncludeOf(line);
      if (include.empty()) continue;
      const std::string path = include.substr(1, include.size() - 2);
      if (path != absl::StrCat(file.Folder(), "/", file.Stem(), ".h")) wanted.insert(path);
    }
  }
  std::vector<std::string> dead;
  for (const SourceFile& file : Tree()) {
    if (file.HasSuffix(".h") && !wanted.contains(file.path)) dead.push_back(file.path);
  }
  EXPECT_THAT(dead, IsEmpty()) << "included by nobody but their own .cc";
}

TEST(Sources, NoPathOfOneMachine) {
  // Written in two parts, so that this line does not find itself.
  const RE2 pattern(
      "(^|[^A-Za-z0-9_.}$/-])/"
      "(work|root|home/[a-z]+|tmp/[bB][a-z_]+)/");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    if (!IsData(file)) Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, NoUnfinishedWorkIsNamed) {
  const RE2 pattern(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X|HA"
      "CK)\\b");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    if (IsData(file)) continue;
    int number = 0;
    for (const std::string& line : file.Lines()) {
      ++number;
      if (RE2::PartialMatch(line, pattern))
        found.push_back(absl::StrCat(file.path, ":", number, ": ", line));
    }
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, TestsNeitherSleepNorSkip) {
  const RE2 pattern(
      "sleep_"
      "for|Sleep"
      "For|\\busleep"
      "\\(|GTEST_"
      "SKIP|DISABLED"
      "_|(EXPECT|ASSERT)_TRUE\\(true\\)|SUCCEED"
      "\\(");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    if (file.IsUnder("tests") && !file.IsUnder("tests/bench") && IsCode(file))
      Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

// With pipefail, who writes to a reader that has left fails now and then, by who is faster.
TEST(Sources, NoReaderLeavesAScriptsPipeEarly) {
  const RE2 pattern(R"re(\|\s*(head\b|grep\s+(-\S+\s+)*-[a-zA-Z]*[qm]|sed\s.*\bq\b))re");
  std::vector<std::string> found;
  for (const SourceFile& file : Tree()) {
    if (absl::StrContains(file.text, "pipefail") || absl::StrContains(file.text, "steps.sh\""))
      Find(file, pattern, &found);
  }
  EXPECT_THAT(found, IsEmpty());
}

TEST(Sources, CommentsAreTakenOutAndLiteralsStay) {
  EXPECT_EQ(WithoutComments("a  // b\nc /* d\n e */ f"), "a  \nc \n f");
  EXPECT_EQ(WithoutComments("\"// no\" 'x' // yes"), "\"// no\" 'x' ");
  EXPECT_EQ(WithoutComments("1'000 // n\n'\"' /* */"), "1'000 \n'\"' ");
}

}  // namespace
}  // namespace santong::tidy
