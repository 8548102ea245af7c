// Method: random histories of objections are driven through the table, day by day, over a calendar
// of random holidays. Then every due day is counted again, by a loop over days that knows nothing
// of the deadline code: the days after the start, less the days of the ledger.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/domain/document/subject.h"
#include "server/domain/objection/decide.h"
#include "server/domain/policy/leaf.h"

namespace santong::objection {
namespace {

using absl::CivilDay;

constexpr char kIssuer[] = "jurisdictions/630203/organs/civil-affairs";
constexpr char kDistrict[] = "jurisdictions/630203";
const CivilDay kFirst(2026, 1, 5);

class History {
 public:
  explicit History(unsigned seed) : random_(seed) {
    std::vector<calendar::DayOverride> overrides;
    for (CivilDay day = kFirst; day < kFirst + 600; ++day) {
      const auto weekday = absl::GetWeekday(day);
      const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
      const bool changed = random_() % 12 == 0;
      if (changed) overrides.push_back({day, "节", !weekend});
      if (weekend != changed) off_.insert(day);
    }
    calendar_ = *calendar::Calendar::Create(overrides, {2026, 2027});
    for (const char* key : {policy::kObjectionReplyDays, policy::kObjectionExtendDays,
                            policy::kObjectionCorrectionNoticeDays,
                            policy::kObjectionSupplementDays, policy::kObjectionOpinionDays,
                            policy::kObjectionRecheckApplyDays, policy::kObjectionRecheckReplyDays,
                            policy::kReviewRevokeDays, policy::kObjectionRetention}) {
      v1::PolicyLeaf leaf;
      leaf.set_key(key);
      leaf.set_number(static_cast<int>(random_() % 20) + 1);
      leaf.set_unit(random_() % 2 == 0 ? v1::PERIOD_UNIT_WORKING_DAYS
                                       : v1::PERIOD_UNIT_CALENDAR_DAYS);
      leaf.set_roll_forward(random_() % 2 == 0);
      leaves_.push_back(leaf);
    }
    v1::PolicyLeaf route;
    route.set_key(policy::kObjectionRoute);
    route.set_text(random_() % 2 == 0 ? "one_step" : "two_step");
    leaves_.push_back(route);
    document_.set_name("documents/7");
    document_.set_jurisdiction(kDistrict);
    document_.add_issuers()->set_organ(kIssuer);
  }

  // Some days, and on each what happens by itself and one act that somebody may do.
  void Live() {
    CivilDay day = kFirst;
    Do(Action::kLodge, day);
    for (int i = 0; i < 12; ++i) {
      day += static_cast<int>(random_() % 9);
      while (const auto due = NextSystemAct(objection_, day)) Do(due->action, day, due->clock);
      std::vector<Action> possible;
      for (const Row& row : Table()) {
        if (row.from == objection_.state() && row.roles[0] != v1::ROLE_SYSTEM &&
            row.action != Action::kAddEvidence) {
          possible.push_back(row.action);
        }
      }
      if (!possible.empty()) Do(possible[random_() % possible.size()], day);
    }
  }

  void ExpectEveryDueDayCountsAgain(std::set<v1::ClockKind>* seen, int* paused) const {
    for (const v1::Clock& clock : objection_.clocks()) {
      if (clock.limit() == 0) continue;  // its day was given, not counted
      if (StandsStill(clock)) continue;  // no due day while a pause lasts
      seen->insert(clock.kind());
      if (clock.pauses_size() > 0) ++*paused;
      EXPECT_EQ(clock.due_date(), document::IsoDay(Recount(clock)))
          << clock.ShortDebugString() << "\n"
          << objection_.ShortDebugString();
    }
  }

 private:
  void Do(Action action, CivilDay day, v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED) {
    Act act{.action = action, .text = "理由", .items = {"材料"}};
    act.clock = clock;
    act.refusal = v1::OBJECTION_REFUSAL_UNFOUNDED;
    act.approved_by = "局长";
    act.decision.set_outcome(v1::OBJECTION_OUTCOME_LAWFUL);
    if (action == Action::kOrderCorrection)
      act.decision.set_correct_by_date(document::IsoDay(day + 10));
    act.decision.set_reasons("理由");
    act.lodger.set_kind(v1::LODGER_KIND_CITIZEN);
    const policy::PolicyView policy = policy::ViewOf(leaves_);
    access::Caller caller{.principal = "principals/x",
                          .organ = "",
                          .jurisdiction = kDistrict,
                          .roles = {v1::ROLE_REVIEWER, v1::ROLE_PUBLIC, v1::ROLE_SYSTEM}};
    if (action == Action::kAnswer)
      caller = {.principal = "principals/y",
                .organ = kIssuer,
                .jurisdiction = kDistrict,
                .roles = {v1::ROLE_DRAFTER}};
    auto decision = Decide(Facts{.objection = objection_,
                                 .act = act,
                                 .caller = caller,
                                 .today = day,
                                 .policy = policy,
                                 .calendar = calendar_,
                                 .document = document_,
                                 .document_is_public = true,
                                 .repeats = {}});
    if (!decision.ok()) return;
    objection_ = decision->change.objection;
    objection_.set_name("objections/1");
  }

  // The limit-th counted day after the start; then, where it rolls off a holiday, the next working
  // day that the ledger does not take out.
  CivilDay Recount(const v1::Clock& clock) const {
    CivilDay day = *document::DayOf(clock.start_date());
    const bool working = clock.unit() == v1::PERIOD_UNIT_WORKING_DAYS;
    for (int64_t left = clock.limit() + clock.extended_by(); left > 0;) {
      ++day;
      if (IsPaused(clock, document::IsoDay(day))) continue;
      if (working && off_.count(day) > 0) continue;
      --left;
    }
    const auto moves = [&] {
      return off_.count(day) > 0 || IsPaused(clock, document::IsoDay(day));
    };
    while (!working && clock.roll_forward() && moves()) ++day;
    return day;
  }
  // Also where it was stopped before it counted again.
  static bool StandsStill(const v1::Clock& clock) {
    return clock.state() == v1::CLOCK_STATE_SUSPENDED ||
           (clock.pauses_size() > 0 && !clock.end_date().empty() &&
            clock.pauses(clock.pauses_size() - 1).to_date() >= clock.end_date());
  }
  static bool IsPaused(const v1::Clock& clock, const std::string& day) {
    for (const v1::ClockPause& pause : clock.pauses()) {
      if (day >= pause.from_date() && (pause.to_date().empty() || day < pause.to_date()))
        return true;
    }
    return false;
  }

  std::mt19937 random_;
  std::set<CivilDay> off_;
  calendar::Calendar calendar_;
  std::vector<v1::PolicyLeaf> leaves_;
  v1::Document document_;
  v1::Objection objection_;
};

TEST(DueDays, OfRandomHistoriesCountAgainByHand) {
  std::set<v1::ClockKind> seen;
  int paused = 0;
  for (unsigned seed = 1; seed <= 2500 && !HasFailure(); ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    History history(seed);
    history.Live();
    history.ExpectEveryDueDayCountsAgain(&seen, &paused);
  }
  // Every clock that counts was met, and pauses were.
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_GT(paused, 100);
}

}  // namespace
}  // namespace santong::objection
