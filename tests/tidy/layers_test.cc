// Reads every #include of the tree against the table of who may include whom (layers.txt): all of
// Debian's headers are visible to all targets, so linking alone does not keep the arrows.
#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/tidy/layer_table.h"
#include "tests/tidy/source_tree.h"

namespace santong::tidy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

bool IsCode(const SourceFile& file) { return file.HasSuffix(".h") || file.HasSuffix(".cc"); }

LayerTable CommittedTable() {
  for (const SourceFile& file : Tree()) {
    if (file.path == "tests/tidy/layers.txt") return LayerTable::Parse(file.text);
  }
  return LayerTable::Parse("");
}

TEST(Layers, EveryIncludeFollowsTheTable) {
  const LayerTable table = CommittedTable();
  std::vector<std::string> violations;
  for (const SourceFile& file : Tree()) {
    if (!IsCode(file)) continue;
    for (const std::string& line : file.Lines()) {
      const std::string include = IncludeOf(line);
      if (include.empty()) continue;
      const std::string why = table.WhyNot(file.path, include);
      if (!why.empty()) violations.push_back(why);
    }
  }
  EXPECT_THAT(violations, IsEmpty());
}

TEST(Layers, EveryFolderOfTheTableExists) {
  for (const std::string& folder : CommittedTable().Folders()) {
    EXPECT_TRUE(std::filesystem::exists(folder)) << folder;
  }
}

// The arrows that matter most, so that a careless edit of the table is noticed here.
TEST(Layers, TheCommittedTableKeepsTheHouseInOrder) {
  const LayerTable table = CommittedTable();
  const struct {
    const char* path;
    const char* include;
  } kForbidden[] = {
      {"server/domain/number/series.cc", "\"storage/kv/store.h\""},
      {"server/domain/number/series.cc", "<rocksdb/db.h>"},
      {"server/domain/number/series.cc", "<thread>"},
      {"server/domain/number/series.cc", "\"absl/time/clock.h\""},
      {"server/domain/number/series.cc", "<grpcpp/grpcpp.h>"},
      {"server/acts/act.cc", "\"storage/rocksdb/rocksdb_store.h\""},
      {"server/acts/act.cc", "<grpcpp/grpcpp.h>"},
      {"server/queries/get.cc", "\"server/acts/act.h\""},
      {"server/services/document_service.cc", "\"storage/schema/keys.h\""},
      {"storage/kv/memory_store.cc", "\"server/domain/number/series.h\""},
      {"storage/tables/document_table.cc", "<rocksdb/db.h>"},
      {"client/cli/main.cc", "\"server/domain/number/series.h\""},
  };
  for (const auto& row : kForbidden) {
    EXPECT_THAT(table.WhyNot(row.path, row.include), HasSubstr(row.include)) << row.path;
  }
}

TEST(Layers, TheLongestFolderCounts) {
  const LayerTable table = LayerTable::Parse("a : std x\n# a remark\na/b : std !<thread> y\n");
  EXPECT_EQ(table.WhyNot("a/c.cc", "<thread>"), "");
  EXPECT_EQ(table.WhyNot("a/c.cc", "\"x/d.h\""), "");
  EXPECT_THAT(table.WhyNot("a/b/c.cc", "<thread>"), HasSubstr("must never"));
  EXPECT_THAT(table.WhyNot("a/b/c.cc", "\"x/d.h\""), HasSubstr("may not"));
  EXPECT_THAT(table.WhyNot("z/c.cc", "<map>"), HasSubstr("no line"));
}

}  // namespace
}  // namespace santong::tidy
