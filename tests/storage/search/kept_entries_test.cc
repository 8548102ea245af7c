// What a document's event leaves of its entries: pages go on where they were.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/storage/search/index_fixture.h"

namespace santong::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An event of a document that changes no word: its entry keeps its number, and who reads page after
// page finds it where it was.
TEST_F(Index, APageGoesOnWhereADocumentOfTheSameDayChangedMeanwhile) {
  std::vector<Record> records = {Document(1, "通知甲", "发放补贴", 10),
                                 Document(2, "通知乙", "发放补贴", 10),
                                 Document(3, "通知丙", "发放补贴", 10)};
  for (Record& record : records) record.texts[0].sha256 = absl::StrCat("text", record.document);
  Put(records);
  Query query;
  query.words = {"补贴"};
  query.day = 900000;
  query.limit = 1;
  auto first = index_->Find(query);
  ASSERT_TRUE(first.ok() && first->size() == 1) << first.status();
  EXPECT_EQ(first->front().document, 3u);
  Record changed = records[0];
  changed.states = {{10, 1000000, kRepealed}};
  changed.texts[0].to_day = 950000;
  Put({changed}, 2);
  query.after = first->front().place;
  query.limit = 10;
  EXPECT_EQ(Find(query), (std::vector<uint64_t>{2, 1}));
  auto held = index_->Held(1, 1);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->lines[1], LinesOf(changed)) << "but says what is new";
}

// Other words, another day or another text: a new entry, and nothing of the old one is found.
TEST_F(Index, AnEntryIsMadeAnewWhereItsWordsOrItsPlaceChange) {
  Record record = Document(1, "通知甲", "发放补贴", 10);
  record.texts[0].sha256 = "first";
  Put({record});
  Record other = record;
  other.texts[0].text = "收取费用";
  other.texts[0].sha256 = "second";
  Put({other}, 2);
  EXPECT_THAT(Find({"补贴"}), IsEmpty());
  EXPECT_THAT(Find({"费用"}), ElementsAre(1));
  other.title = other.printed_title = "办法甲";
  Put({other}, 3);
  EXPECT_THAT(Find({"通知"}), IsEmpty());
  EXPECT_THAT(Find({"办法"}), ElementsAre(1));
  Put({Document(2, "办法乙", "收取费用", 20)}, 4);
  EXPECT_THAT(Find({"费用"}), ElementsAre(2, 1));
  other.listed_day = 30;
  Put({other}, 5);
  EXPECT_THAT(Find({"费用"}), ElementsAre(1, 2));
  // Two times of one text are two entries, kept as two.
  other.texts = {{1, 10, 20, "收取费用", "second"}, {1, 30, 1000000, "收取费用", "second"}};
  Put({other}, 6);
  Put({other}, 7);
  auto held = index_->Held(1, 1);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->lines[1], LinesOf(other));
  EXPECT_TRUE(index_->CheckWhole().ok()) << index_->CheckWhole();
}

}  // namespace
}  // namespace santong::search
