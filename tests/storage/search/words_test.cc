// The words that stand in the search index against those of the texts: what a damaged posting hides
// or adds is seen. Damage is done through a connection beside the index: well formed where SQL does
// it, and of any kind where a bit of FTS5's pages is flipped.
#include "storage/search/words.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/search/sqlite_index.h"
#include "tests/storage/search/index_fixture.h"

namespace santong::search {
namespace {

using ::testing::IsEmpty;

constexpr auto kNever = [] { return false; };

class Words : public ::testing::Test {
 protected:
  void Put(const std::vector<Record>& records) {
    const absl::Status status = index_->Apply(records, {++sequence_, 0, true});
    ASSERT_TRUE(status.ok()) << status;
  }
  void Damage(const std::string& sql) {
    auto connection = Connection::Open(path_, Connection::Mode::kWrite);
    ASSERT_TRUE(connection.ok()) << connection.status();
    const absl::Status done = (*connection)->Execute(sql.c_str());
    ASSERT_TRUE(done.ok()) << done << "\n" << sql;
  }
  std::vector<EntryWords> Held() {
    auto held = index_->Words(kNever);
    EXPECT_TRUE(held.ok()) << held.status();
    return held.ok() ? held->entries : std::vector<EntryWords>();
  }
  static std::vector<EntryWords> Of(const std::vector<Record>& records) {
    std::vector<EntryWords> all;
    for (const Record& record : records) {
      const std::vector<EntryWords> words = WordsOf(record);
      all.insert(all.end(), words.begin(), words.end());
    }
    std::sort(all.begin(), all.end());
    return all;
  }
  absl::StatusOr<std::vector<uint64_t>> Found(const std::string& word) {
    Query query;
    query.words = {word};
    query.day = 900000;
    query.title_first = true;  // so that all indexes are asked
    query.limit = 100;
    auto hits = index_->Find(query);
    if (!hits.ok()) return hits.status();
    std::vector<uint64_t> found;
    for (const Hit& hit : *hits) found.push_back(hit.document);
    return found;
  }

  santong::testing::TempFolder folder_;
  const std::string path_ = folder_.path() + "/search.db";
  const std::unique_ptr<SqliteIndex> index_ = SqliteIndex::Open(path_);
  uint64_t sequence_ = 0;
};

TEST_F(Words, AreThoseOfTheTextsWhateverBecameOfThem) {
  Record two_texts = Document(3, "补贴办法", "按月发放。");
  two_texts.texts.push_back({2, 1000001, 2000000, "按年发放。\n按年发放。"});
  Record changed = Document(2, "新题", "新文 a\tb\r\nc  发放");
  Record same_words = Document(5, "办法办法办法", "办法办法");
  // Two filters by one word: it stands once where places are not kept.
  same_words.organ = same_words.jurisdiction = same_words.subject = "";
  Record taken_out;
  taken_out.document = 4;
  Put({Document(1, "养老服务办法", "第一条为了“规范”养老服务\"gb/t9704\"。"),
       Document(2, "旧题", "旧文"), two_texts, Document(4, "废件", "不再公开"), same_words,
       Document(6, "甲", "")});
  Put({changed});
  Put({taken_out});
  EXPECT_EQ(Held(), Of({Document(1, "养老服务办法", "第一条为了“规范”养老服务\"gb/t9704\"。"),
                        changed, two_texts, same_words, Document(6, "甲", "")}));
}

TEST_F(Words, AreThoseOfTheTextsBeforeAndAfterPagesAreMerged) {
  std::vector<Record> all;
  for (uint64_t id = 1; id <= 40; ++id) {
    std::vector<Record> batch;
    for (uint64_t n = 0; n < 20; ++n) {
      batch.push_back(
          Document(id * 100 + n, absl::StrCat("办法", n), absl::StrCat("第", id * n, "号文件")));
    }
    Put(batch);
    all.insert(all.end(), batch.begin(), batch.end());
  }
  EXPECT_EQ(Held(), Of(all));
}

TEST_F(Words, OfAnIndexThatIsBeingBuiltAreNotLookedAt) {
  ASSERT_TRUE(index_->Apply({Document(1, "办法", "补贴")}, {1, 1, false}).ok());
  EXPECT_THAT(Held(), IsEmpty());
}

TEST_F(Words, AreOfOneMomentWhateverIsWrittenMeanwhile) {
  const Record before = Document(1, "办法", "补贴"), after = Document(1, "新题", "新文");
  const Record other = Document(2, "通知", "津贴");
  Put({before});
  const auto held = index_->Words([&] {
    if (sequence_ == 1) Put({after, other});
    return false;
  });
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->progress.sequence, 1u);
  EXPECT_EQ(held->entries, Of({before}));
  EXPECT_EQ(Held(), Of({after, other}));
}

TEST_F(Words, EndWhenNobodyWaitsForThem) {
  Put({Document(1, "办法", "补贴")});
  EXPECT_TRUE(absl::IsCancelled(index_->Words([] { return true; }).status()));
  EXPECT_TRUE(index_->Check().ok()) << "no damage was seen";
}

TEST_F(Words, APostingThatIsLackingOrTooManyIsSeenWithItsDocument) {
  const std::vector<Record> records = {Document(1, "养老办法", "发放高龄津贴"),
                                       Document(2, "通知", "发放高龄津贴")};
  for (const char* index : {"title_index", "character_index", "text_index"}) {
    for (const char* damage :
         {"INSERT INTO $(rowid, text) SELECT id, '伪造' FROM entry WHERE document = 2",
          "INSERT INTO $($, rowid, text) SELECT 'delete', id, '通知' FROM entry"
          " WHERE document = 2",
          "INSERT INTO $($, rowid, text) SELECT 'delete', id, '通' FROM entry"
          " WHERE document = 2"}) {
      ASSERT_TRUE(index_->Reset().ok());
      Put(records);
      ASSERT_EQ(Held(), Of(records));
      // What the index does not hold cannot be taken from it.
      const std::string sql = absl::StrReplaceAll(damage, {{"$", index}});
      const bool takes_nothing =
          (absl::string_view(index) == "text_index" && absl::StrContains(sql, "'通' ")) ||
          (absl::string_view(index) == "character_index" && absl::StrContains(sql, "'通知' "));
      Damage(sql);
      std::vector<uint64_t> wrong;
      const std::vector<EntryWords> held = Held(), expected = Of(records);
      ASSERT_EQ(held.size(), expected.size());
      for (size_t i = 0; i < held.size(); ++i) {
        if (held[i] != expected[i]) wrong.push_back(static_cast<uint64_t>(held[i].document));
      }
      if (takes_nothing) {
        EXPECT_THAT(wrong, IsEmpty()) << sql;
      } else {
        EXPECT_THAT(wrong, ::testing::ElementsAre(2)) << sql;
      }
    }
  }
}

TEST_F(Words, AWordAtAnotherPlaceIsSeen) {
  const Record record = Document(1, "办法", "发放高龄津贴");
  Put({record});
  Damage(
      "INSERT INTO text_index(text_index, rowid, text) SELECT 'delete', id, '津贴' FROM entry;"
      "INSERT INTO text_index(rowid, text) SELECT id, '津贴' FROM entry");
  EXPECT_THAT(*Found("龄津贴"), IsEmpty());
  EXPECT_NE(Held(), Of({record}));
}

TEST_F(Words, ThatNoSearchIsLedToAreSeen) {
  std::vector<Record> records;
  for (uint64_t id = 1; id <= 600; ++id) {
    records.push_back(Document(id, absl::StrCat("办法", id), absl::StrCat("第", id, "号文件发放")));
  }
  Put(records);
  ASSERT_EQ(Held(), Of(records));
  Damage("DELETE FROM text_index_idx");  // by which FTS5 finds the page of a word
  EXPECT_TRUE(absl::IsDataLoss(index_->Words(kNever).status()));
  EXPECT_TRUE(absl::IsDataLoss(index_->Check())) << "it is built anew";
}

// One bit of each byte of each page of postings: where a search answers otherwise than before, the
// check says so.
TEST_F(Words, NoFlippedBitOfThePostingsIsServedUnseen) {
  const std::vector<Record> records = {Document(1, "养老办法", "发放高龄津贴"),
                                       Document(2, "高龄通知", "按月发放"),
                                       Document(3, "养老通知", "津贴月报")};
  const std::vector<std::string> words = {"养老",   "办法", "高龄",     "津贴",
                                          "发放高", "通知", "按月发放", "月"};
  Put(records);
  const auto answers = [&] {
    std::vector<absl::StatusOr<std::vector<uint64_t>>> all;
    for (const std::string& word : words) all.push_back(Found(word));
    return all;
  };
  const auto truth = answers();
  int served = 0;
  for (const char* table : {"title_index_data", "character_index_data", "text_index_data"}) {
    std::vector<std::pair<int64_t, std::string>> pages;
    {
      auto connection = Connection::Open(path_, Connection::Mode::kRead);
      ASSERT_TRUE(connection.ok()) << connection.status();
      // Up to 10 are what FTS5 knows of the whole.
      auto rows =
          (*connection)
              ->Prepare(absl::StrCat("SELECT id, hex(block) FROM ", table, " WHERE id > 10"));
      ASSERT_TRUE(rows.ok()) << rows.status();
      while (*rows->Step()) {
        pages.emplace_back(rows->Integer(0), absl::HexStringToBytes(rows->Text(1)));
      }
    }
    ASSERT_FALSE(pages.empty());
    for (const auto& [id, page] : pages) {
      const auto write = [&, id = id](const std::string& bytes) {
        Damage(absl::StrCat("UPDATE ", table, " SET block = x'", absl::BytesToHexString(bytes),
                            "' WHERE id = ", id));
      };
      for (size_t at = 0; at < page.size(); ++at) {
        std::string flipped = page;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
        write(flipped);
        const auto said = answers();
        bool lies = false;
        for (size_t i = 0; i < words.size(); ++i) {
          lies = lies || (said[i].ok() && *said[i] != *truth[i]);
        }
        if (!lies) continue;
        ++served;
        auto held = index_->Words(kNever);
        EXPECT_TRUE(!held.ok() || held->entries != Of(records))
            << "byte " << at << " of page " << id << " of " << table;
      }
      write(page);
    }
  }
  EXPECT_GT(served, 0) << "the flips hide and add hits";
}

}  // namespace
}  // namespace santong::search
