// The search index: what it finds, in which order, to the last page; and that it is made anew when
// its file is lost, damaged or of another schema.
#include "storage/search/sqlite_index.h"

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/search/sqlite_query.h"
#include "tests/storage/search/index_fixture.h"

namespace santong::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST_F(Index, WordsOfAnyLengthAreFoundExactlyWhereTheyStand) {
  Put({Document(1, "养老服务办法", "第一条为了规范养老服务，制定本办法。gb/t9704-2012")});
  for (const char* word : {"养", "办", "法", "养老", "老服务", "规范养老服务，制定", "9704", "gb/t",
                           "2", "。", "养老服务办法"}) {
    EXPECT_THAT(Find({word}), ElementsAre(1)) << word;
  }
  for (const char* word : {"老养", "养服", "规范服务", "9074", "法第", "法第一条", "条例", "饿"}) {
    EXPECT_THAT(Find({word}), IsEmpty()) << word;
  }
}

TEST_F(Index, EveryWordMustStandInTheTitleOrTheText) {
  Put({Document(1, "养老服务办法", "补贴标准"), Document(2, "养老服务办法", "其他")});
  EXPECT_THAT(Find({"养老", "补贴"}), ElementsAre(1));
  EXPECT_THAT(Find({"补贴", "\"标"}), IsEmpty())
      << "a quotation mark is a character like any other";
}

TEST_F(Index, TheTitleItselfComesFirstThenTitlesThenTextsEachNewestFirst) {
  Put({Document(1, "关于养老服务办法的通知", "甲", 10), Document(2, "乙", "依照养老服务办法", 40),
       Document(3, "养老服务办法", "丙", 5),
       Document(4, "养老服务办法修订说明", "养老服务办法", 20),
       Document(5, "丁", "见养老服务办法", 30)});
  EXPECT_THAT(Find({"养老服务办法"}), ElementsAre(3, 4, 1, 2, 5));
  EXPECT_THAT(Find({"养老服务办法"}, /*title_first=*/false), ElementsAre(2, 5, 4, 1, 3));
}

TEST_F(Index, ATitleTypedWithItsQuotationMarksComesFirstAndOnce) {
  Put({Document(1, "关于\"十四五\"养老规划的通知", "关于十四五养老规划的通知", 10),
       Document(2, "关于\"十四五\"养老规划的通知的补充通知", "乙", 40),
       Document(3, "关于十四五养老规划的通知", "丙", 5),
       Document(4, "丁", "关于\"十四五\"养老规划的通知", 50)});
  Query query;
  query.words = {"关于", "十四五", "养老规划的通知"};
  query.title = "关于\"十四五\"养老规划的通知";
  query.day = 900000;
  query.title_first = true;
  EXPECT_THAT(Find(query), ElementsAre(1, 3, 2, 4));
  // One that says the words otherwise holds them not.
  query.words = {"十五五"};
  EXPECT_THAT(Find(query), IsEmpty());
}

TEST_F(Index, PagesGoOnToTheVeryLastHitWithoutGapOrRepeat) {
  std::vector<Record> records;
  for (uint64_t id = 1; id <= 500; ++id) {
    records.push_back(Document(id, id % 3 == 0 ? absl::StrCat("补贴办法", id) : "通知", "发放补贴",
                               static_cast<int64_t>(id * 7 % 50)));
  }
  Put(records);
  for (const bool title_first : {true, false}) {
    Query query;
    query.words = {"补贴"};
    query.day = 900000;
    query.title_first = title_first;
    query.limit = 7;
    std::map<uint64_t, int> seen;
    while (true) {
      auto hits = index_->Find(query);
      ASSERT_TRUE(hits.ok()) << hits.status();
      for (const Hit& hit : *hits) ++seen[hit.document];
      if (hits->size() < 7) break;
      query.after = hits->back().place;
    }
    EXPECT_EQ(seen.size(), 500u);
    for (const auto& [id, times] : seen) EXPECT_EQ(times, 1) << id;
    EXPECT_EQ(*index_->Count(query, 1000), 500);
    EXPECT_EQ(*index_->Count(query, 100), 100);
  }
}

TEST_F(Index, FiltersByColumnsAndByTheStateOfTheDay) {
  Record repealed = Document(1, "办法", "甲", 100);
  repealed.states = {{100, 199, kInEffect}, {200, 1000000, kRepealed}};
  Record other = Document(2, "办法", "乙", 120);
  other.organ = "organs/b";
  Put({repealed, other});
  Query query;
  query.words = {"办法"};
  query.day = 150;
  query.conditions = {{Column::kState, Operator::kIn, {int64_t{kInEffect}}}};
  EXPECT_THAT(Find(query), ElementsAre(2, 1));
  query.day = 200;
  EXPECT_THAT(Find(query), ElementsAre(2));
  query.day = 110;
  EXPECT_THAT(Find(query), ElementsAre(1)) << "the other was not public yet";
  query.day = 200;
  query.conditions = {{Column::kOrgan, Operator::kIn, {std::string("organs/a")}}};
  EXPECT_THAT(Find(query), ElementsAre(1));
  query.conditions = {{Column::kOrgan, Operator::kNotIn, {std::string("organs/a")}}};
  EXPECT_THAT(Find(query), ElementsAre(2));
  query.conditions = {{Column::kPublishedDay, Operator::kAtLeast, {int64_t{110}}}};
  EXPECT_THAT(Find(query), ElementsAre(2));
  query.words.clear();
  EXPECT_THAT(Find(query), ElementsAre(2)) << "a filter alone will do";
}

TEST_F(Index, FiltersAndCountsByWhatMayBeReliedOnOnTheDay) {
  Record again = Document(1, "办法", "甲", 100);  // in effect, and for a while not to be relied on
  again.states = {
      {100, 199, kInEffect, true}, {200, 209, kInEffect, false}, {210, 1000000, kInEffect, true}};
  Put({again});
  Query query;
  query.words = {"办法"};
  query.conditions = {{Column::kValid, Operator::kIn, {int64_t{1}}}};
  for (const auto& [day, valid] : {std::pair(199, true), {200, false}, {209, false}, {210, true}}) {
    query.day = day;
    query.conditions[0].op = Operator::kIn;
    EXPECT_EQ(Find(query).size(), valid ? 1u : 0u) << day;
    query.conditions[0].op = Operator::kNotIn;
    EXPECT_EQ(Find(query).size(), valid ? 0u : 1u) << day;
    Query all = query;
    all.conditions.clear();
    const auto facets = index_->Facets(all, 10);
    ASSERT_TRUE(facets.ok()) << facets.status();
    ASSERT_EQ(facets->size(), 1u);
    EXPECT_EQ(facets->front().valid, valid) << day;
    EXPECT_EQ(facets->front().state, kInEffect) << day;
  }
}

TEST_F(Index, AFilterThatLeavesFewAndOneThatLeavesManyFindTheSame) {
  std::vector<Record> records;
  for (uint64_t id = 1; id <= 1000; ++id) {
    records.push_back(
        Document(id, "办法", id % 2 == 0 ? "补贴" : "收费", static_cast<int64_t>(id)));
    records.back().organ = id % 10 == 0 ? "organs/rare" : "organs/common";
  }
  Put(records);
  Query query;
  query.words = {"补贴"};
  query.day = 900000;
  query.limit = 1000;
  query.conditions = {{Column::kOrgan, Operator::kIn, {std::string("organs/rare")}}};
  const auto rare = Find(query);
  EXPECT_EQ(rare.size(), 100u);
  EXPECT_TRUE(std::is_sorted(rare.rbegin(), rare.rend())) << "newest first";
  query.conditions = {{Column::kOrgan, Operator::kNotIn, {std::string("organs/common")}}};
  EXPECT_EQ(Find(query), rare);
}

TEST_F(Index, AYearIsFoundToItsFirstAndLastDay) {
  // 2019-12-31, 2020-01-01, 2020-12-31, 2021-01-01
  int id = 0;
  std::vector<Record> records;
  for (const int64_t day : {18261, 18262, 18627, 18628}) {
    records.push_back(Document(++id, "办法", "补贴", day));
    records.back().year = day < 18262 ? 2019 : day <= 18627 ? 2020 : 2021;
  }
  Put(records);
  Query query;
  query.words = {"补贴"};
  query.day = 900000;
  query.conditions = {{Column::kYear, Operator::kIn, {int64_t{2020}}}};
  EXPECT_THAT(Find(query), ElementsAre(3, 2));
  query.conditions = {{Column::kYear, Operator::kGreater, {int64_t{2020}}}};
  EXPECT_THAT(Find(query), ElementsAre(4));
  query.conditions = {{Column::kYear, Operator::kLess, {int64_t{2020}}}};
  EXPECT_THAT(Find(query), ElementsAre(1));
}

TEST_F(Index, AYearOrADayThatIsNotThereIsBeforeAndAfterNoneAndNoOther) {
  Record undated = Document(1, "办法", "甲");
  undated.listed_day = kNoDay;
  undated.published_day = kNoDay;
  undated.year = 0;
  Put({undated, Document(2, "办法", "乙", 1000)});
  Query query;
  query.day = 900000;
  const auto found = [&](Column column, Operator op, int64_t value) {
    query.conditions = {{column, op, {value}}};
    return Find(query);
  };
  EXPECT_THAT(found(Column::kYear, Operator::kLess, 2000), ElementsAre(2));
  EXPECT_THAT(found(Column::kYear, Operator::kAtMost, 2000), ElementsAre(2));
  EXPECT_THAT(found(Column::kPublishedDay, Operator::kLess, 20000), ElementsAre(2));
  EXPECT_THAT(found(Column::kPublishedDay, Operator::kGreater, 0), ElementsAre(2));
  EXPECT_THAT(found(Column::kYear, Operator::kNotIn, 1972), ElementsAre(1));
  EXPECT_THAT(found(Column::kPublishedDay, Operator::kNotIn, 1000), ElementsAre(1));
  EXPECT_THAT(found(Column::kPublishedDay, Operator::kNotIn, 1001), ElementsAre(2, 1));
}

TEST_F(Index, ADayOfManyDocumentsAndNoDayAtAllLoseNone) {
  constexpr uint64_t kMany = 1500;
  std::vector<Record> records;
  for (uint64_t id = 1; id <= kMany; ++id) {
    records.push_back(Document(id, "办法", "补贴", 18627));  // 2020-12-31
    records.back().year = 2020;
    records.push_back(Document(kMany + id, "办法", "补贴"));
    records.back().listed_day = records.back().published_day = kNoDay;
    records.back().year = 0;
  }
  Put(records);
  Query query;
  query.words = {"补贴"};
  query.day = 900000;
  query.limit = 5000;
  EXPECT_EQ(Find(query).size(), 2 * kMany);
  query.conditions = {{Column::kYear, Operator::kIn, {int64_t{2020}}}};
  EXPECT_EQ(Find(query).size(), kMany);
  query.words.clear();
  EXPECT_EQ(Find(query).size(), kMany) << "a filter alone will do";
  query.conditions = {{Column::kYear, Operator::kNotIn, {int64_t{2020}}}};
  EXPECT_EQ(Find(query).size(), kMany) << "those without a day alone";
}

TEST_F(Index, WordsOfOneCharacterAndLongerOnesAreLookedForTogether) {
  Put({Document(1, "办法", "高龄津贴按月发放"), Document(2, "办法", "高龄津贴按年发放"),
       Document(3, "月报", "高龄津贴")});
  EXPECT_THAT(Find({"津贴", "月"}), UnorderedElementsAre(1, 3));
  EXPECT_THAT(Find({"月", "放"}), ElementsAre(1));
  EXPECT_THAT(Find({"津贴", "周"}), IsEmpty());
}

TEST_F(Index, EachDayHasItsText) {
  Record record = Document(1, "办法", "");
  record.texts = {{1, 0, 99, "旧标准"}, {2, 100, 1000000, "新标准"}};
  Put({record});
  Query query;
  query.words = {"旧标准"};
  query.day = 99;
  EXPECT_THAT(Find(query), ElementsAre(1));
  query.day = 100;
  EXPECT_THAT(Find(query), IsEmpty());
}

TEST_F(Index, WhatChangedIsFoundByItsNewWordsAloneAndWhatWasTakenOutByNone) {
  Put({Document(1, "旧题", "旧文"), Document(2, "别的", "文件")});
  Put({Document(1, "新题", "新文")}, 2);
  EXPECT_THAT(Find({"旧题"}), IsEmpty());
  EXPECT_THAT(Find({"旧文"}), IsEmpty());
  EXPECT_THAT(Find({"新文"}), ElementsAre(1));
  Record gone;
  gone.document = 1;
  Put({gone}, 3);
  EXPECT_THAT(Find({"新文"}), IsEmpty());
  EXPECT_THAT(Find({"文件"}), ElementsAre(2));
}

TEST_F(Index, ANumberOfAnEntryThatIsNoMoreIsNobodyElses) {
  Put({Document(1, "旧题", "旧文")});
  Put({Document(1, "新题", "新文")}, 2);
  EXPECT_THAT(Find({"旧题"}), IsEmpty());
  EXPECT_THAT(Find({"旧文"}), IsEmpty());
  Record gone;
  gone.document = 1;
  Put({gone}, 3);
  index_.reset();
  Open();
  Put({Document(2, "别的", "文件")}, 4);
  EXPECT_THAT(Find({"新文"}), IsEmpty()) << "a text that the public may no longer read";
  EXPECT_THAT(Find({"旧"}), IsEmpty());
  EXPECT_THAT(Find({"文件"}), ElementsAre(2));
}

TEST_F(Index, FacetsAreOneRowForEachHit) {
  Put({Document(1, "办法", "补贴"), Document(2, "办法", "补贴"), Document(3, "办法", "别的")});
  Query query;
  query.words = {"补贴"};
  query.day = 900000;
  auto rows = index_->Facets(query, 10);
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].state, kInEffect);
  EXPECT_EQ((*rows)[0].organ, "organs/a");
  EXPECT_EQ((*rows)[0].jurisdiction, "jurisdictions/630203");
  EXPECT_EQ((*rows)[0].subject, "民政");
  EXPECT_EQ((*rows)[0].year, 1970);
}

TEST_F(Index, NearTitlesShareTheRarestPairs) {
  Put({Document(1, "关于加强燃气安全管理的通知", ""), Document(2, "关于加强道路安全管理的通知", ""),
       Document(3, "养老服务办法", "")});
  auto near = index_->NearTitles("燃汽安全管理", 2);
  ASSERT_TRUE(near.ok()) << near.status();
  EXPECT_FALSE(near->empty());
  near = index_->NearTitles("养老报务办法", 1);
  ASSERT_TRUE(near.ok());
  EXPECT_THAT(*near, ElementsAre("养老服务办法"));
}

TEST_F(Index, CitationsAreListedBothWays) {
  Record citing = Document(7, "细则", "文");
  citing.citations = {{"养老服务办法", "平政〔2020〕1号", "养老服务办法", "平政(2020)1号"},
                      {"某法", "", "某法", ""}};
  Put({citing});
  auto cites = index_->CitedBy(7, {}, 10);
  ASSERT_TRUE(cites.ok()) << cites.status();
  ASSERT_EQ(cites->size(), 2u);
  EXPECT_EQ((*cites)[0].number, "平政〔2020〕1号");
  auto citing_number = index_->Citing({"x", "平政(2020)1号"}, "", {}, 10);
  ASSERT_TRUE(citing_number.ok()) << citing_number.status();
  ASSERT_EQ(citing_number->size(), 1u);
  EXPECT_EQ((*citing_number)[0].place.document, 7u);
  EXPECT_EQ(index_->Citing({}, "某法", {}, 10)->size(), 1u);
  EXPECT_TRUE(index_->Citing({}, "某法", {7, 1}, 10)->empty()) << "after the last";
  EXPECT_EQ(index_->Citing({}, "养老服务办法", {}, 10)->size(), 1u)
      << "whose number it is is for who knows the documents";
  EXPECT_TRUE(index_->Citing({}, "", {}, 10)->empty());
}

TEST_F(Index, IsThereAgainWithItsProgressWhenItIsOpenedAgain) {
  Put({Document(1, "办法", "补贴")}, 42);
  index_.reset();
  Open();
  auto progress = index_->GetProgress();
  ASSERT_TRUE(progress.ok()) << progress.status();
  EXPECT_EQ(progress->sequence, 42u);
  EXPECT_TRUE(progress->built);
  EXPECT_THAT(Find({"补贴"}), ElementsAre(1));
}

TEST_F(Index, AFileOfAnotherKindOrSchemaIsMadeAnew) {
  Put({Document(1, "办法", "补贴")}, 42);
  index_.reset();
  std::filesystem::remove(path_ + "-wal");
  std::ofstream(path_, std::ios::trunc) << std::string(100000, 'x');
  Open();
  EXPECT_FALSE(index_->GetProgress()->built);
  Put({Document(1, "办法", "补贴")}, 42);
  index_.reset();
  {
    auto connection = Connection::Open(path_, Connection::Mode::kWrite);
    ASSERT_TRUE(connection.ok());
    ASSERT_TRUE((*connection)->Execute("PRAGMA user_version = 99").ok());
  }
  Open();
  EXPECT_FALSE(index_->GetProgress()->built);
  EXPECT_THAT(Find({"补贴"}), IsEmpty());
}

TEST_F(Index, ALostOrDamagedFileIsSeenAndMadeAnew) {
  Put({Document(1, "办法", "补贴")});
  EXPECT_TRUE(index_->Check().ok());
  std::filesystem::remove(path_);
  EXPECT_TRUE(absl::IsDataLoss(index_->Check()));
  ASSERT_TRUE(index_->Reset().ok());
  EXPECT_TRUE(index_->Check().ok());
  EXPECT_FALSE(index_->GetProgress()->built);
  std::vector<Record> records;
  for (uint64_t id = 1; id <= 300; ++id) records.push_back(Document(id, "办法", absl::StrCat(id)));
  Put(records);
  index_.reset();  // the WAL goes into the file
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<int64_t>(std::filesystem::file_size(path_));
    for (int64_t at = 4096; at < size; at += 4096) {
      file.seekp(at);
      file << std::string(512, '\xAA');
    }
  }
  index_ = SqliteIndex::Open(path_);
  Query query;
  query.words = {"办法"};
  query.day = 900000;
  query.limit = 10;
  if (index_->GetProgress().ok() && index_->GetProgress()->built) {
    EXPECT_TRUE(absl::IsDataLoss(index_->Find(query).status()));
    EXPECT_TRUE(absl::IsDataLoss(index_->Check()));
  } else {
    EXPECT_TRUE(absl::IsDataLoss(index_->Check()) || !index_->GetProgress()->built);
  }
  ASSERT_TRUE(index_->Reset().ok());
  EXPECT_TRUE(index_->Check().ok());
  EXPECT_THAT(Find(query), IsEmpty());
}

// No file can be opened while it lives.
class NoDescriptors {
 public:
  NoDescriptors() {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit none = before_;
    none.rlim_cur = 3;
    setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(Index, AFileThatCannotBeOpenedForAMomentIsKept) {
  Put({Document(1, "办法", "补贴")}, 42);
  index_.reset();
  Open();  // no reader is open yet
  {
    const NoDescriptors none;
    EXPECT_TRUE(absl::IsUnavailable(index_->GetProgress().status()));
  }
  EXPECT_TRUE(index_->Check().ok()) << "nothing was seen to be damaged";
  index_.reset();
  {
    const NoDescriptors none;
    index_ = SqliteIndex::Open(path_);
    EXPECT_TRUE(absl::IsUnavailable(index_->Check()));
  }
  EXPECT_TRUE(index_->Check().ok()) << "it is opened as soon as it can be";
  EXPECT_THAT(Find({"补贴"}), ElementsAre(1)) << "and it is the one that was there";
}

TEST_F(Index, DamageSeenOfAFileIsNoneOfTheNext) {
  Put({Document(1, "办法", "补贴")});
  index_->Distrust();
  EXPECT_TRUE(absl::IsDataLoss(index_->Check()));
  ASSERT_TRUE(index_->Reset().ok());
  EXPECT_TRUE(index_->Check().ok());
}

Record Cited(uint64_t id, const std::string& title) {
  Record record = Document(id, title, "正文");
  record.citations = {{"某法", "平政〔2020〕1号", "某法", "平政(2020)1号"}};
  record.effective_day = kNoDay;
  return record;
}

TEST_F(Index, HoldsWhatItWasGivenLineByLine) {
  Record changed = Cited(7, "办法七");
  changed.texts.push_back({2, 1000001, 2000000, "新文"});
  Put({Cited(5, "办法五"), Cited(7, "旧办法")}, 1);
  Put({changed}, 2);
  auto held = index_->Held(INT64_MIN, INT64_MAX);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->progress.sequence, 2u);
  ASSERT_EQ(held->lines.size(), 2u);
  EXPECT_EQ(held->lines[5], LinesOf(Cited(5, "办法五")));
  EXPECT_EQ(held->lines[7], LinesOf(changed));
  held = index_->Held(6, 6);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_THAT(held->lines, IsEmpty());
  EXPECT_TRUE(index_->CheckWhole().ok()) << index_->CheckWhole();
}

// Each place of the file where the title stands, one bit of it flipped.
TEST_F(Index, AFlippedBitOfARowIsSeenByWhoLooksAtAll) {
  const Record record = Cited(5, "敬老优待办法五");
  Put({record});
  index_.reset();  // the WAL goes into the file
  std::string whole;
  {
    std::ifstream file(path_, std::ios::binary);
    whole.assign(std::istreambuf_iterator<char>(file), {});
  }
  int places = 0;
  for (size_t at = whole.find(record.title); at != std::string::npos;
       at = whole.find(record.title, at + 1)) {
    ++places;
    std::string flipped = whole;
    flipped[at + 2] = static_cast<char>(flipped[at + 2] ^ 1);
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << flipped;
    index_ = SqliteIndex::Open(path_);
    auto held = index_->Held(INT64_MIN, INT64_MAX);
    EXPECT_TRUE(!held.ok() || held->lines[5] != LinesOf(record) || !index_->CheckWhole().ok())
        << "at " << at;
    index_.reset();
    std::filesystem::remove(path_ + "-wal");
    std::filesystem::remove(path_ + "-shm");
  }
  EXPECT_GE(places, 3) << "the title folded and printed, and the index by title";
}

TEST(SearchIndexWithoutAFolder, IsNotThereUntilItCanBeMade) {
  santong::testing::TempFolder folder;
  const std::string path = folder.path() + "/later/search.db";
  const auto index = SqliteIndex::Open(path);
  EXPECT_TRUE(absl::IsUnavailable(index->Check())) << index->Check();
  EXPECT_TRUE(absl::IsUnavailable(index->GetProgress().status()));
  EXPECT_FALSE(index->Reset().ok());
  std::filesystem::create_directory(folder.path() + "/later");
  EXPECT_TRUE(index->Reset().ok());
  EXPECT_TRUE(index->Check().ok());
}

}  // namespace
}  // namespace santong::search
