// The policies that are shipped: each leaf is of its form and says where it comes from, and each
// key of the table is set for everyone or is left to the places for a stated reason.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "santong/v1/calendar.pb.h"
#include "santong/v1/evidence.pb.h"
#include "server/domain/calendar/calendar.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/decide.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/clocks.h"
#include "tests/domain/policy/data_files.h"

namespace santong::policy {
namespace {

constexpr char kFolder[] = "deploy/policies";
constexpr char kBuiltin[] = "builtin.textproto";
constexpr char kSample[] = "pingan_sample.textproto";

// Not set in the built-in default, and why.
const std::map<std::string, std::string>& LeftToThePlaces() {
  static const auto* left = new std::map<std::string, std::string>{
      {kCalendarOverlay, "local festivals are announced locally, each year"},
      {kContinueMaxTimes, "one place limits it; elsewhere nothing is known"},
      {kEvaluationWindowDays, "two places evaluate within a time instead of before it"},
      {kFilingCopies, "the places ask for 1 to 10"},
      {kFilingListMonths, "monthly to yearly, by place"},
      {kPrintRedHeader,
       "whether a copy from the register bears a red header is the office's choice"},
      {kNumberPrefix, "letters of a register are its own; none may be invented"},
      {kRegimeStart, "the day on which the place's rule took effect"},
      {kTermMinYears, "few places have a shortest term"},
      {kTermNoticeYears, "one place has a term of its own for announcements"},
  };
  return *left;
}

const std::map<std::string, v1::PolicySet>& Files() {
  static const auto* files =
      new std::map<std::string, v1::PolicySet>(ReadDataFiles<v1::PolicySet>(kFolder));
  return *files;
}

TEST(PolicyFiles, EveryLeafIsOfItsForm) {
  for (const auto& [file, set] : Files()) {
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      const absl::Status status = CheckLeaf(leaf);
      EXPECT_TRUE(status.ok()) << file << " " << leaf.key() << ": " << status;
    }
  }
}

TEST(PolicyFiles, EveryLeafSaysWhereItComesFromAndHowWellItIsKnown) {
  for (const auto& [file, set] : Files()) {
    EXPECT_FALSE(set.title().empty()) << file;
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      SCOPED_TRACE(file + " " + leaf.key());
      EXPECT_FALSE(leaf.source().empty());
      EXPECT_NE(leaf.confidence(), v1::CONFIDENCE_UNSPECIFIED);
      // A rule that was read is in the list of sources.
      if (leaf.confidence() == v1::CONFIDENCE_VERIFIED) {
        EXPECT_THAT(leaf.source(), testing::StartsWith("S"));
      }
      EXPECT_TRUE(leaf.jurisdiction().empty()) << "the set says it";
      // Nobody has confirmed what is shipped; an officer does, by name.
      EXPECT_TRUE(leaf.confirmed_by().empty());
      if (FindLeaf(leaf.key())->type == LeafType::kPeriod && !leaf.absent()) {
        EXPECT_FALSE(leaf.starts_on().empty());
      }
    }
  }
}

TEST(PolicyFiles, EachKeyStandsOnceInAFile) {
  for (const auto& [file, set] : Files()) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      EXPECT_TRUE(seen.insert({leaf.key(), leaf.valid_from()}).second) << file << " " << leaf.key();
    }
  }
}

TEST(PolicyFiles, EveryKeyIsSetForAllOrLeftToThePlacesWithAReason) {
  std::set<std::string> set_for_all;
  for (const v1::PolicyLeaf& leaf : Files().at(kBuiltin).leaves()) set_for_all.insert(leaf.key());
  for (const LeafDefinition& leaf : AllLeaves()) {
    EXPECT_NE(set_for_all.count(leaf.key), LeftToThePlaces().count(leaf.key)) << leaf.key;
  }
}

TEST(PolicyFiles, OnlyTheBuiltInDefaultIsForEveryone) {
  std::set<std::string> jurisdictions;
  for (const auto& [file, set] : Files()) {
    EXPECT_EQ(set.jurisdiction().empty(), file == kBuiltin) << file;
    EXPECT_TRUE(jurisdictions.insert(set.jurisdiction()).second) << file;
  }
}

// Domain report: all that is known of the province's rule is the term, the trial term and the
// cleanup interval.
TEST(PolicyFiles, OfQinghaiNothingButThreeValuesAndADayIsMoreThanAGuess) {
  std::set<std::string> known;
  for (const v1::PolicyLeaf& leaf : Files().at("qinghai.textproto").leaves()) {
    EXPECT_NE(leaf.confidence(), v1::CONFIDENCE_VERIFIED) << leaf.key();
    if (leaf.confidence() == v1::CONFIDENCE_PARTIAL) known.insert(leaf.key());
  }
  EXPECT_THAT(known, testing::ElementsAre(kCleanupIntervalMonths, kRegimeStart, kTermDefaultYears,
                                          kTermTrialYears));
}

// Domain report, 3A: of these places the term of announcements and how a document goes on were
// read.
TEST(PolicyFiles, WhatIsOnePlacesRuleIsNoOthers) {
  std::vector<v1::PolicyLeaf> leaves;
  for (const auto& [file, set] : Files()) {
    for (v1::PolicyLeaf leaf : set.leaves()) {
      leaf.set_jurisdiction(set.jurisdiction());
      leaves.push_back(leaf);
    }
  }
  const char kShanghai[] = "jurisdictions/310000";
  const char kHebei[] = "jurisdictions/130000";
  const char kShandong[] = "jurisdictions/370000";
  const char kQinghai[] = "jurisdictions/630000";
  auto book =
      PolicyBook::Create({{kShanghai, ""}, {kHebei, ""}, {kShandong, ""}, {kQinghai, ""}}, leaves);
  ASSERT_TRUE(book.ok()) << book.status();
  const auto on = [&](const char* place) { return (*book)->On(place, absl::CivilDay(2026, 7, 1)); };
  EXPECT_EQ(on(kShanghai).Number(kTermNoticeYears), 1);
  for (const char* place : {kHebei, kShandong, kQinghai})
    EXPECT_FALSE(on(place).Number(kTermNoticeYears).has_value()) << place;
  EXPECT_EQ(on(kShanghai).Text(kContinueMode), "extend");
  EXPECT_EQ(on(kHebei).Text(kContinueMode), "extend");
  EXPECT_EQ(on(kShandong).Text(kContinueMode), "reregister");
}

TEST(PolicyFiles, OnlyTheSampleHasLettersForNumbersAndSaysThatItIsOne) {
  for (const auto& [file, set] : Files()) {
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      if (leaf.key() == kNumberPrefix) {
        EXPECT_EQ(file, kSample);
      }
    }
  }
  EXPECT_THAT(Files().at(kSample).title(), testing::HasSubstr("样本"));
  for (const v1::PolicyLeaf& leaf : Files().at(kSample).leaves()) {
    EXPECT_THAT(leaf.note(), testing::HasSubstr("样本")) << leaf.key();
  }
}

// That each of these decides, document_registration_test shows.
TEST(PolicyFiles, RequiredEvidenceIsOfKindsThatTheLeafGoverns) {
  const std::set<std::string> governed = {"SECRECY_REVIEW", "DRAFTING_EXPLANATION",
                                          "CONTENT_DECLARATION"};
  for (const auto& [file, set] : Files()) {
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      if (leaf.key() != kEvidenceRequired) continue;
      for (const std::string& kind : leaf.list().items())
        EXPECT_EQ(governed.count(kind), 1u) << file << " " << kind;
    }
  }
}

// domain.md 3.14: what a cleanup does not list is ended only where a place says so itself.
TEST(PolicyFiles, NoneEndsWhatACleanupDoesNotList) {
  int said = 0;
  for (const auto& [file, set] : Files()) {
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      if (leaf.key() != kCleanupClosedList) continue;
      EXPECT_FALSE(leaf.enabled()) << file;
      ++said;
    }
  }
  EXPECT_GT(said, 0);
}

// 山东省各级人大常委会规定 art. 17 gives the standing committee three months from a demand or a
// suggestion; of a government's own review nothing is known (domain.md 3.11).
TEST(PolicyFiles, TheCommitteesThreeMonthsAreNotTheGovernmentsReview) {
  for (const v1::PolicyLeaf& leaf : Files().at("shandong.textproto").leaves())
    EXPECT_NE(leaf.key(), kReviewDays);
}

// Periods whose last day does not move, and why: domain.md §3.16 is of a last day on which an act
// is in time.
const std::map<std::string, std::string>& NotMovedOffAHoliday() {
  static const auto* reasons = new std::map<std::string, std::string>{
      {kCommentDays, "a shortest time"},
      {kCommentDaysDecision, "a shortest time"},
      {kCommentDaysOperators, "a shortest time"},
      {kCommentDaysOther, "a shortest time"},
      {kEffectMinGapDays, "a shortest time"},
      {kEvaluationLeadDays, "counted back: on the next working day it would be too late"},
      {kEvaluationWindowDays, "counted back: it ends on the last valid day itself"},
      {kCleanupRemindDays, "counted back: on the next working day it would be too late"},
      {kFilingListMonths, "its last day is also the last day that the list covers"},
  };
  return *reasons;
}

// domain.md §3.16 (民法典 art. 203): the last day on a holiday is the next working day; of a duty
// of an organ both days are known.
TEST(PolicyFiles, TheLastDayOfAPeriodInDaysOrMonthsMovesOffAHoliday) {
  int moved = 0;
  for (const auto& [file, set] : Files()) {
    for (const v1::PolicyLeaf& leaf : set.leaves()) {
      const bool counted =
          FindLeaf(leaf.key())->type == LeafType::kPeriod &&
          (leaf.unit() == v1::PERIOD_UNIT_CALENDAR_DAYS || leaf.unit() == v1::PERIOD_UNIT_MONTHS);
      if (!counted) continue;
      EXPECT_NE(leaf.roll_forward(), NotMovedOffAHoliday().count(leaf.key()) > 0)
          << file << " " << leaf.key();
      moved += leaf.roll_forward();
    }
  }
  EXPECT_GT(moved, 30);
}

calendar::Calendar ShippedCalendar() {
  std::vector<calendar::DayOverride> days;
  std::vector<int> years;
  for (const auto& [file, year] : ReadDataFiles<v1::Calendar>("deploy/calendars")) {
    years.push_back(year.year());
    for (const v1::CalendarDay& day : year.days())
      days.push_back({*text::ParseIsoDay(day.date()), day.title(), day.off()});
  }
  auto created = calendar::Calendar::Create(days, years);
  EXPECT_TRUE(created.ok()) << created.status();
  return *created;
}

// What the shipped files say in one place on one day.
PolicyView Shipped(const std::string& jurisdiction, absl::CivilDay day) {
  std::vector<v1::PolicyLeaf> leaves;
  for (const auto& [file, set] : Files()) {
    for (v1::PolicyLeaf leaf : set.leaves()) {
      leaf.set_jurisdiction(set.jurisdiction());
      leaves.push_back(leaf);
    }
  }
  auto book = PolicyBook::Create({{jurisdiction, ""}}, leaves);
  EXPECT_TRUE(book.ok()) << book.status();
  return (*book)->On(jurisdiction, day);
}

// domain.md §3.16: what ends in the national holiday is open on the first working day after it.
TEST(PolicyFiles, ARecheckThatEndsInTheNationalHolidayIsOpenOnTheFirstWorkingDayAfter) {
  const char kHebei[] = "jurisdictions/130000";
  const absl::CivilDay answered(2026, 9, 1);
  const PolicyView policy = Shipped(kHebei, answered);
  const calendar::Calendar calendar = ShippedCalendar();
  v1::Objection objection;
  objection.set_name("objections/1");
  objection.set_state(v1::OBJECTION_STATE_ANSWERED);
  objection.set_jurisdiction(kHebei);
  ASSERT_TRUE(workflow::StartClock(*objection.mutable_clocks(),
                                   v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST,
                                   kObjectionRecheckApplyDays, answered, policy, calendar));
  EXPECT_EQ(objection.clocks(0).due_date_before_roll(), "2026-10-01");
  EXPECT_EQ(objection.clocks(0).due_date(), "2026-10-08");
  objection::Act act{.action = objection::Action::kRequestRecheck};
  act.text = "不服答复";
  v1::Document document;
  document.set_jurisdiction(kHebei);
  const access::Caller caller = access::PublicCaller();
  const auto on = [&](absl::CivilDay today) {
    return objection::Decide(objection::Facts{.objection = objection,
                                              .act = act,
                                              .caller = caller,
                                              .today = today,
                                              .policy = policy,
                                              .calendar = calendar,
                                              .document = document,
                                              .repeats = {}})
        .status();
  };
  const absl::CivilDay last(2026, 10, 8);
  EXPECT_TRUE(on(last).ok()) << on(last);
  EXPECT_FALSE(objection::NextSystemAct(objection, last).has_value());
  EXPECT_EQ(error::ReasonOf(on(last + 1)), v1::ERROR_REASON_CONDITIONS_NOT_MET);
  EXPECT_TRUE(objection::NextSystemAct(objection, last + 1).has_value());
}

// A district under a province gets its own sample, the province's values and the default, in this
// order.
TEST(PolicyFiles, InheritanceOverTheShippedFiles) {
  const char kDistrict[] = "jurisdictions/630203";
  std::vector<v1::PolicyLeaf> leaves;
  for (const auto& [file, set] : Files()) {
    for (v1::PolicyLeaf leaf : set.leaves()) {
      leaf.set_jurisdiction(set.jurisdiction());
      leaves.push_back(leaf);
    }
  }
  auto book = PolicyBook::Create({{kDistrict, "jurisdictions/630200"},
                                  {"jurisdictions/630200", "jurisdictions/630000"},
                                  {"jurisdictions/630000", ""}},
                                 leaves);
  ASSERT_TRUE(book.ok()) << book.status();
  const PolicyView view = (*book)->On(kDistrict, absl::CivilDay(2026, 7, 1));
  EXPECT_EQ(view.Text(kNumberPrefix), "示例");
  EXPECT_EQ(view.Find(kTermDefaultYears)->confidence(), v1::CONFIDENCE_PARTIAL);
  EXPECT_EQ(view.Number(kPublishLimitDays), 20);
  // Before the province's rule the default counts.
  EXPECT_EQ(
      (*book)->On(kDistrict, absl::CivilDay(2014, 2, 28)).Find(kTermDefaultYears)->confidence(),
      v1::CONFIDENCE_DESIGN);
  EXPECT_TRUE((*book)
                  ->On("jurisdictions/130000", absl::CivilDay(2026, 7, 1))
                  .Find(kCleanupIntervalMonths)
                  ->absent());
}

}  // namespace
}  // namespace santong::policy
