// Which leaf counts: by level and by day.
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "tests/domain/policy/leaves.h"

namespace santong::policy {
namespace {

constexpr char kProvince[] = "jurisdictions/100000";
constexpr char kCity[] = "jurisdictions/100100";
constexpr char kDistrict[] = "jurisdictions/100101";
constexpr absl::CivilDay kDay(2026, 7, 1);

std::shared_ptr<const PolicyBook> BookOf(std::vector<v1::PolicyLeaf> leaves) {
  auto book = PolicyBook::Create({{kDistrict, kCity}, {kCity, kProvince}, {kProvince, ""}},
                                 std::move(leaves));
  EXPECT_TRUE(book.ok()) << book.status();
  return *book;
}

int64_t PublishLimit(const PolicyBook& book, const char* jurisdiction, absl::CivilDay day) {
  return book.On(jurisdiction, day).Number(kPublishLimitDays).value_or(-1);
}

TEST(PolicyBook, NearestLevelCounts) {
  auto book =
      BookOf({PeriodLeaf("", kPublishLimitDays, 1), PeriodLeaf(kProvince, kPublishLimitDays, 2),
              PeriodLeaf(kDistrict, kPublishLimitDays, 3)});
  EXPECT_EQ(PublishLimit(*book, kDistrict, kDay), 3);
  EXPECT_EQ(PublishLimit(*book, kCity, kDay), 2);
  EXPECT_EQ(PublishLimit(*book, kProvince, kDay), 2);
  EXPECT_EQ(PublishLimit(*book, "", kDay), 1);
}

TEST(PolicyBook, UnknownJurisdictionHasTheBuiltInDefault) {
  auto book =
      BookOf({PeriodLeaf("", kPublishLimitDays, 1), PeriodLeaf(kProvince, kPublishLimitDays, 2)});
  EXPECT_EQ(PublishLimit(*book, "jurisdictions/999999", kDay), 1);
}

TEST(PolicyBook, LeavesOfAJurisdictionWithoutAParentOverlayTheDefault) {
  auto book =
      PolicyBook::Create({}, {PeriodLeaf("", kPublishLimitDays, 1), PeriodLeaf("", kFilingDays, 9),
                              PeriodLeaf(kCity, kPublishLimitDays, 2)});
  ASSERT_TRUE(book.ok());
  EXPECT_EQ(PublishLimit(**book, kCity, kDay), 2);
  EXPECT_EQ((*book)->On(kCity, kDay).Number(kFilingDays), 9);
}

TEST(PolicyBook, LeafCountsFromItsFirstDayUntilAnotherFollows) {
  auto book = BookOf({PeriodLeaf(kCity, kPublishLimitDays, 2, "2026-03-01"),
                      PeriodLeaf(kCity, kPublishLimitDays, 1, "2020-01-01"),
                      PeriodLeaf("", kPublishLimitDays, 9)});
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2019, 12, 31)), 9);
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2020, 1, 1)), 1);
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2026, 2, 28)), 1);
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2026, 3, 1)), 2);
}

TEST(PolicyBook, AViewOfFewKeysSaysOfThemWhatTheWholeSays) {
  auto book = BookOf({PeriodLeaf("", kPublishLimitDays, 9), PeriodLeaf("", kFilingDays, 30),
                      PeriodLeaf(kProvince, kFilingDays, 15),
                      PeriodLeaf(kCity, kPublishLimitDays, 2, "2026-01-01", "2026-06-30")});
  for (const char* place : {kDistrict, kCity, kProvince, "", "jurisdictions/999999"}) {
    for (const absl::CivilDay day :
         {absl::CivilDay(2025, 12, 31), absl::CivilDay(2026, 6, 30), kDay}) {
      const PolicyView few = book->On(place, day, {kPublishLimitDays, kNumberPrefix});
      EXPECT_EQ(few.Number(kPublishLimitDays), PublishLimit(*book, place, day)) << place << day;
      EXPECT_EQ(few.Find(kNumberPrefix), nullptr) << "nobody sets it";
      EXPECT_EQ(few.Find(kFilingDays), nullptr) << "it was not asked for";
      EXPECT_EQ(book->On(place, day, {kFilingDays}).Number(kFilingDays),
                book->On(place, day).Number(kFilingDays));
    }
  }
}

// A leaf that follows ends the one before, so that one does not come back.
TEST(PolicyBook, PastItsLastDayTheParentCounts) {
  auto book = BookOf({PeriodLeaf(kCity, kPublishLimitDays, 1),
                      PeriodLeaf(kCity, kPublishLimitDays, 2, "2026-01-01", "2026-06-30"),
                      PeriodLeaf(kProvince, kPublishLimitDays, 9)});
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2025, 12, 31)), 1);
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2026, 6, 30)), 2);
  EXPECT_EQ(PublishLimit(*book, kCity, absl::CivilDay(2026, 7, 1)), 9);
}

TEST(PolicyBook, KnownAbsenceHidesTheParentsValue) {
  v1::PolicyLeaf absent;
  absent.set_jurisdiction(kCity);
  absent.set_key(kPublishLimitDays);
  absent.set_absent(true);
  auto book = BookOf({absent, PeriodLeaf(kProvince, kPublishLimitDays, 9)});
  const PolicyView view = book->On(kCity, kDay);
  ASSERT_NE(view.Find(kPublishLimitDays), nullptr);
  EXPECT_TRUE(view.Find(kPublishLimitDays)->absent());
  EXPECT_EQ(view.Number(kPublishLimitDays), std::nullopt);
  EXPECT_EQ(view.Period(kPublishLimitDays), std::nullopt);
}

TEST(PolicyBook, CycleOfParentsIsRefused) {
  EXPECT_EQ(PolicyBook::Create({{kCity, kDistrict}, {kDistrict, kCity}}, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PolicyBook::Create({{kCity, kCity}}, {}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PolicyBook, DayThatDoesNotExistIsRefused) {
  EXPECT_EQ(
      PolicyBook::Create({}, {PeriodLeaf("", kPublishLimitDays, 1, "2026-02-30")}).status().code(),
      absl::StatusCode::kInvalidArgument);
}

TEST(PolicyBook, SecondAskingSharesTheFirstAnswer) {
  auto book = BookOf({PeriodLeaf("", kPublishLimitDays, 1)});
  EXPECT_EQ(book->On(kCity, kDay).Find(kPublishLimitDays),
            book->On(kCity, kDay).Find(kPublishLimitDays));
}

// More days than the cache holds, from several threads; a view outlives the cache's forgetting it.
TEST(PolicyBook, AnswersStayRightWhenTheCacheOverflows) {
  auto book = BookOf({PeriodLeaf(kCity, kPublishLimitDays, 1, "2010-01-01"),
                      PeriodLeaf(kCity, kPublishLimitDays, 2, "2020-01-01")});
  const PolicyView kept = book->On(kCity, absl::CivilDay(2015, 1, 1));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (absl::CivilDay day(2012, 1, 1); day < absl::CivilDay(2026, 1, 1); day += 1 + t % 2) {
        const int64_t right = day < absl::CivilDay(2020, 1, 1) ? 1 : 2;
        if (PublishLimit(*book, kCity, day) != right) ++wrong[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(wrong, testing::Each(0));
  EXPECT_EQ(kept.Number(kPublishLimitDays), 1);
}

TEST(PolicyView, PeriodIsARuleToCountBy) {
  v1::PolicyLeaf leaf = PeriodLeaf("", kFilingDays, 15);
  leaf.set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  leaf.set_roll_forward(true);
  const auto rule = ViewOf({leaf}).Period(kFilingDays);
  ASSERT_TRUE(rule.has_value());
  EXPECT_EQ(rule->limit, 15);
  EXPECT_EQ(rule->unit, deadline::Unit::kCalendarDays);
  EXPECT_TRUE(rule->roll_forward);
}

TEST(PolicyView, NothingSetIsNothing) {
  const PolicyView view;
  EXPECT_EQ(view.Find(kFilingDays), nullptr);
  EXPECT_EQ(view.Period(kFilingDays), std::nullopt);
  EXPECT_EQ(view.Text(kNumberPrefix), "");
  EXPECT_TRUE(view.Enabled(kCleanupClosedList, true));
  EXPECT_TRUE(view.List(kEffectExceptions).empty());
  EXPECT_FALSE(view.Unconfirmed(kFilingDays));
  EXPECT_TRUE(view.All().empty());
}

TEST(PolicyView, LeafIsUnconfirmedUntilAnOfficerIsNamed) {
  v1::PolicyLeaf leaf = TextLeaf(kNumberPrefix, "示例");
  EXPECT_TRUE(ViewOf({leaf}).Unconfirmed(kNumberPrefix));
  leaf.set_confirmed_by("司法局 办公室");
  EXPECT_FALSE(ViewOf({leaf}).Unconfirmed(kNumberPrefix));
}

TEST(PolicyView, NotesWhatIsAskedOfItSetOrNot) {
  const PolicyView view = ViewOf({TextLeaf(kNumberPrefix, "示例")});
  LeafKeys read;
  const PolicyView noting = view.Noting(&read);
  EXPECT_TRUE(noting.Unconfirmed(kNumberPrefix));
  EXPECT_TRUE(read.empty()) << "whether it is confirmed decides nothing";
  EXPECT_EQ(noting.Text(kNumberPrefix), "示例");
  EXPECT_EQ(noting.Period(kFilingDays), std::nullopt);
  noting.Note(kNumberScope);
  EXPECT_EQ(read, (LeafKeys{kFilingDays, kNumberPrefix, kNumberScope}));
  view.Text(kNumberPattern);
  EXPECT_EQ(read.size(), 3u) << "the view itself notes nothing";
}

}  // namespace
}  // namespace santong::policy
