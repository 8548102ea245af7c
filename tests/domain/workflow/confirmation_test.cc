// What is confirmed after a clock has started takes its mark 待核定 off, and moves no day
// (domain.md, the most important gap; product.md 5: a document is judged by the policy of the day
// of the act).
#include "server/domain/workflow/confirmation.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "tests/domain/policy/leaves.h"

namespace santong::workflow {
namespace {

using absl::CivilDay;

constexpr char kPlace[] = "jurisdictions/630203";
// A Monday.
constexpr CivilDay kStart(2026, 3, 2);

v1::PolicyLeaf DecideDays(int64_t days, const std::string& valid_from = "") {
  return policy::PeriodLeaf(kPlace, policy::kRegistrationDecideDays, days, valid_from);
}

v1::PolicyLeaf DaysOff(const std::vector<std::string>& days) {
  v1::PolicyLeaf leaf;
  leaf.set_jurisdiction(kPlace);
  leaf.set_key(policy::kCalendarOverlay);
  for (const std::string& day : days) leaf.mutable_list()->add_items(day);
  return leaf;
}

v1::PolicyLeaf Confirmed(v1::PolicyLeaf leaf) {
  leaf.set_confirmed_by("某某 法制科科长");
  return leaf;
}

std::shared_ptr<const policy::PolicyBook> Book(std::vector<v1::PolicyLeaf> leaves) {
  auto book = policy::PolicyBook::Create({{kPlace, ""}}, std::move(leaves));
  EXPECT_TRUE(book.ok()) << book.status();
  return *std::move(book);
}

const calendar::Calendar& National() {
  static const auto* const kNational = new calendar::Calendar();
  return *kNational;
}

// The clock of a registration under these leaves.
Clocks Started(std::vector<v1::PolicyLeaf> leaves) {
  const policy::PolicyView policy = Book(std::move(leaves))->On(kPlace, kStart);
  Clocks clocks;
  EXPECT_TRUE(StartClock(clocks, v1::CLOCK_KIND_REGISTRATION_DECISION,
                         policy::kRegistrationDecideDays, kStart, policy,
                         policy::LocalCalendar(National(), policy)));
  return clocks;
}

// Whether a mark stands still under these leaves; the days are as they were.
bool IsMarked(Clocks clocks, std::vector<v1::PolicyLeaf> leaves, int64_t term_years = 0,
              std::optional<CivilDay> last_day = std::nullopt,
              std::optional<CivilDay> first_day = std::nullopt) {
  const std::string due = clocks[0].due_date();
  const std::shared_ptr<const policy::PolicyBook> book = Book(std::move(leaves));
  DropConfirmedMarks({.policies = *book,
                      .national = National(),
                      .place = kPlace,
                      .last_day = last_day,
                      .first_day = first_day,
                      .term_years = term_years},
                     clocks);
  EXPECT_EQ(clocks[0].due_date(), due);
  return clocks[0].unconfirmed();
}

TEST(Confirmation, OfTheLeafTakesTheMarkOff) {
  const Clocks clocks = Started({DecideDays(5)});
  ASSERT_TRUE(clocks[0].unconfirmed());
  EXPECT_TRUE(BearsOpenMark(clocks));
  EXPECT_TRUE(IsMarked(clocks, {DecideDays(5)}));
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(DecideDays(5))}));
}

// What was found to be otherwise was never confirmed.
TEST(Confirmation, OfAnotherPeriodIsNoneOfTheClocks) {
  const Clocks clocks = Started({DecideDays(5)});
  EXPECT_TRUE(IsMarked(clocks, {Confirmed(DecideDays(7))}));
  v1::PolicyLeaf calendar_days = Confirmed(DecideDays(5));
  calendar_days.set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
  EXPECT_TRUE(IsMarked(clocks, {calendar_days}));
  EXPECT_TRUE(IsMarked(clocks, {})) << "nobody says it any more";
}

TEST(Confirmation, OfALeafOfALaterDayIsNoneOfTheClocks) {
  const Clocks clocks = Started({DecideDays(5)});
  EXPECT_TRUE(IsMarked(clocks, {DecideDays(5), Confirmed(DecideDays(5, "2026-04-01"))}));
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(DecideDays(5)), DecideDays(7, "2026-04-01")}));
}

TEST(Confirmation, CountsForWhatAsksSomethingStill) {
  Clocks clocks = Started({DecideDays(5)});
  SuspendClock(clocks, v1::CLOCK_KIND_REGISTRATION_DECISION, kStart + 2, "补正");
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(DecideDays(5))})) << "it stands in a pause";
  clocks = Started({DecideDays(5)});
  ExpireClock(clocks, v1::CLOCK_KIND_REGISTRATION_DECISION, kStart + 30);
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(DecideDays(5))})) << "it ran out and waits";
  StopClock(clocks, v1::CLOCK_KIND_REGISTRATION_DECISION, kStart + 31);
  EXPECT_FALSE(BearsOpenMark(clocks));
  EXPECT_TRUE(IsMarked(clocks, {Confirmed(DecideDays(5))})) << "it is history";
}

TEST(Confirmation, OfTheDaysOffOfThePlaceIsAskedForWhereTheDayRestsOnThem) {
  const v1::PolicyLeaf decide = Confirmed(DecideDays(5));
  const v1::PolicyLeaf festival = DaysOff({"2026-03-05"});
  const Clocks clocks = Started({decide, festival});
  ASSERT_EQ(clocks[0].due_date(), "2026-03-10");
  ASSERT_TRUE(clocks[0].unconfirmed());
  EXPECT_TRUE(IsMarked(clocks, {decide, festival}));
  EXPECT_TRUE(IsMarked(clocks, {DecideDays(5), Confirmed(festival)})) << "both are to be confirmed";
  EXPECT_FALSE(IsMarked(clocks, {decide, Confirmed(festival)}));
  EXPECT_TRUE(IsMarked(clocks, {decide, Confirmed(DaysOff({"2026-03-12"}))}))
      << "the day rests on another that nobody confirmed";
  EXPECT_TRUE(IsMarked(clocks, {decide})) << "the day rests on one that is off no more";
  // It passes none of them: they do not decide.
  const Clocks before = Started({DecideDays(3)});
  EXPECT_FALSE(IsMarked(before, {Confirmed(DecideDays(3)), DaysOff({"2026-03-12"})}));
  // The same while the clock stands in a pause.
  Clocks paused = clocks;
  SuspendClock(paused, v1::CLOCK_KIND_REGISTRATION_DECISION, kStart + 1, "补正");
  EXPECT_TRUE(IsMarked(paused, {decide, festival}));
  EXPECT_FALSE(IsMarked(paused, {decide, Confirmed(festival)}));
}

// A clock that goes on after a pause is counted by the days off of that day.
TEST(Confirmation, OfDaysOffThatThePlaceSetLaterIsAskedForWhereTheDayRestsOnThem) {
  const v1::PolicyLeaf decide = Confirmed(DecideDays(5));
  v1::PolicyLeaf festival = DaysOff({"2026-03-10"});
  festival.set_valid_from("2026-03-05");
  Clocks clocks = Started({decide, festival});
  ASSERT_FALSE(clocks[0].unconfirmed());
  SuspendClock(clocks, v1::CLOCK_KIND_REGISTRATION_DECISION, CivilDay(2026, 3, 4), "补正");
  const policy::PolicyView later = Book({decide, festival})->On(kPlace, CivilDay(2026, 3, 5));
  ResumeClock(clocks, v1::CLOCK_KIND_REGISTRATION_DECISION, policy::kRegistrationDecideDays,
              CivilDay(2026, 3, 5), later, policy::LocalCalendar(National(), later));
  ASSERT_TRUE(clocks[0].unconfirmed());
  EXPECT_TRUE(IsMarked(clocks, {decide, festival}));
  EXPECT_FALSE(IsMarked(clocks, {decide, Confirmed(festival)}));
}

TEST(Confirmation, OfATermIsThatOfItsYearsAndOfTheRuleOfEnds) {
  Clocks clocks;
  StartClockUntil(clocks, v1::CLOCK_KIND_LAPSE, kStart, CivilDay(2031, 3, 1));
  clocks[0].set_leaf(policy::kTermDefaultYears);
  clocks[0].set_unconfirmed(true);
  v1::PolicyLeaf years = policy::PeriodLeaf(kPlace, policy::kTermDefaultYears, 5);
  years.set_unit(v1::PERIOD_UNIT_YEARS);
  v1::PolicyLeaf ends = policy::TextLeaf(policy::kTermEndRule, "day_before");
  ends.set_jurisdiction(kPlace);
  EXPECT_TRUE(IsMarked(clocks, {Confirmed(years), ends}, 5));
  EXPECT_TRUE(IsMarked(clocks, {years, Confirmed(ends)}, 5));
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(years), Confirmed(ends)}, 5));
  EXPECT_TRUE(IsMarked(clocks, {Confirmed(years), Confirmed(ends)}, 3)) << "a term of other years";
  v1::PolicyLeaf other = ends;
  other.set_text("same_day");
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(years), Confirmed(ends)}, 5, std::nullopt, kStart));
  EXPECT_TRUE(IsMarked(clocks, {Confirmed(years), Confirmed(other)}, 5, std::nullopt, kStart))
      << "the day was counted by the other rule of ends";
  // Where the text states the years, the rule of ends alone is asked for.
  clocks[0].clear_leaf();
  EXPECT_TRUE(IsMarked(clocks, {years, ends}, 5));
  EXPECT_FALSE(IsMarked(clocks, {years, Confirmed(ends)}, 5));
}

TEST(Confirmation, OfWhatCountsBackIsAskedFromItsLastDay) {
  const CivilDay last(2026, 6, 30);  // a Tuesday
  v1::PolicyLeaf lead = policy::PeriodLeaf(kPlace, policy::kEvaluationLeadDays, 3);
  const v1::PolicyLeaf festival = DaysOff({"2026-06-26"});  // a Friday
  const policy::PolicyView policy = Book({lead, festival})->On(kPlace, kStart);
  const calendar::Calendar local = policy::LocalCalendar(National(), policy);
  const auto rule = policy.Period(policy::kEvaluationLeadDays);
  ASSERT_TRUE(rule.has_value());
  const calendar::Calendar::Result due = CountBack(last, *rule, local);
  ASSERT_EQ(due.day, CivilDay(2026, 6, 24));
  Clocks clocks;
  StartClockUntil(clocks, v1::CLOCK_KIND_EVALUATION, kStart, due.day);
  Cite(policy::kEvaluationLeadDays, *rule, policy, &clocks[0]);
  RestOnLocalDays(due, policy, &clocks[0]);
  EXPECT_TRUE(IsMarked(clocks, {Confirmed(lead), festival}, 0, last));
  EXPECT_TRUE(IsMarked(clocks, {lead, Confirmed(festival)}, 0, last));
  EXPECT_FALSE(IsMarked(clocks, {Confirmed(lead), Confirmed(festival)}, 0, last));
}

}  // namespace
}  // namespace santong::workflow
