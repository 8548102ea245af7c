// A search index in a folder of its own, and what is put into it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/search/sqlite_index.h"
#include "tests/storage/temp_folder.h"

namespace santong::search {

constexpr int kInEffect = 9;
constexpr int kRepealed = 12;

inline Record Document(uint64_t id, const std::string& title, const std::string& text,
                       int64_t day = 0) {
  Record record;
  record.document = id;
  record.title = title;
  record.printed_title = title;
  record.organ = "organs/a";
  record.jurisdiction = "jurisdictions/630203";
  record.subject = "民政";
  record.listed_day = day;
  record.published_day = day;
  record.year = 1970 + static_cast<int>(day / 365);
  record.texts = {{1, day, 1000000, text}};
  record.states = {{day, 1000000, kInEffect}};
  return record;
}

class Index : public ::testing::Test {
 protected:
  Index() { Open(); }
  void Open() {
    index_ = SqliteIndex::Open(path_);
    ASSERT_TRUE(index_->Check().ok()) << index_->Check();
  }
  void Put(const std::vector<Record>& records, uint64_t sequence = 1) {
    const absl::Status status = index_->Apply(records, {sequence, 0, true});
    ASSERT_TRUE(status.ok()) << status;
  }
  std::vector<uint64_t> Find(Query query) {
    if (query.limit == 0) query.limit = 100;
    auto hits = index_->Find(query);
    EXPECT_TRUE(hits.ok()) << hits.status();
    std::vector<uint64_t> found;
    if (hits.ok()) {
      for (const Hit& hit : *hits) found.push_back(hit.document);
    }
    return found;
  }
  std::vector<uint64_t> Find(const std::vector<std::string>& words, bool title_first = true) {
    Query query;
    query.words = words;
    query.day = 900000;
    query.title_first = title_first;
    return Find(query);
  }

  santong::testing::TempFolder folder_;
  const std::string path_ = folder_.path() + "/search.db";
  std::unique_ptr<SqliteIndex> index_;
};

}  // namespace santong::search
