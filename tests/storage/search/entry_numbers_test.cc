// The numbers of entries: a day of more documents than it has numbers.
#include "storage/search/entry_numbers.h"

#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "storage/search/sqlite_index.h"
#include "tests/storage/temp_folder.h"

namespace santong::search {
namespace {

constexpr int64_t kDay = 18627;  // 2020-12-31
constexpr uint64_t kMany = 105'000;

Record Document(uint64_t id, int64_t day) {
  Record record;
  record.document = id;
  record.title = record.printed_title = "令";
  record.listed_day = record.published_day = day;
  record.year = day <= kDay ? 2020 : 2021;
  record.texts = {{1, day, 1000000, "补"}};
  record.states = {{day, 1000000, 9}};
  return record;
}

size_t Found(const SqliteIndex& index, const std::vector<Condition>& conditions) {
  Query query;
  query.words = {"补"};
  query.day = 900000;
  query.limit = 2 * kMany;
  query.conditions = conditions;
  const auto hits = index.Find(query);
  EXPECT_TRUE(hits.ok()) << hits.status();
  return hits.ok() ? hits->size() : 0;
}

// What is published on one day fills the numbers of years to come; the last of it was found by no
// search of that day or year, and giving it a number took a look at each day between.
TEST(EntryNumbers, ADayOfAHundredThousandDocumentsIsFoundToItsLast) {
  const testing::TempFolder folder;
  const std::string path = folder.path() + "/search.db";
  std::unique_ptr<SqliteIndex> index = SqliteIndex::Open(path);
  std::vector<Record> records;
  for (uint64_t id = 1; id <= kMany; ++id) records.push_back(Document(id, kDay));
  records.push_back(Document(kMany + 1, kDay + 1));
  ASSERT_TRUE(index->Apply(records, {1, 0, true}).ok());
  EXPECT_EQ(Found(*index, {{Column::kYear, Operator::kIn, {int64_t{2020}}}}), kMany);
  EXPECT_EQ(Found(*index, {{Column::kPublishedDay, Operator::kAtMost, {kDay}}}), kMany);
  EXPECT_EQ(Found(*index, {{Column::kYear, Operator::kIn, {int64_t{2021}}}}), 1U);
  // Who opens the file again knows of no day yet that is full.
  index.reset();
  index = SqliteIndex::Open(path);
  ASSERT_TRUE(index->Apply({Document(kMany + 2, kDay)}, {2, 0, true}).ok());
  EXPECT_EQ(Found(*index, {{Column::kPublishedDay, Operator::kIn, {kDay}}}), kMany + 1);
  EXPECT_EQ(Found(*index, {}), kMany + 2);
}

}  // namespace
}  // namespace santong::search
