// Clocks: where they start, what stops, suspends and moves them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/document/subject.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// 2026-05-01 to 05-05 off, 05-09 (Saturday) worked, as the State Council arranged.
calendar::Calendar MayHolidays(bool announced = true) {
  std::vector<calendar::DayOverride> days;
  for (int day = 1; day <= 5; ++day) days.push_back({absl::CivilDay(2026, 5, day), "劳动节", true});
  days.push_back({absl::CivilDay(2026, 5, 9), "劳动节", false});
  std::vector<int> years;
  if (announced) years.push_back(2026);
  return *calendar::Calendar::Create(days, years);
}

TEST(Clocks, CountWorkingDaysFromTheDayAfterTheEvent) {
  Life life;  // 2026-03-20 is a Friday
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  const v1::Clock& clock = *life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION);
  EXPECT_EQ(clock.start_date(), "2026-03-20");
  EXPECT_EQ(clock.due_date(), "2026-03-31");
  EXPECT_EQ(clock.limit(), 7);
  EXPECT_EQ(clock.unit(), v1::PERIOD_UNIT_WORKING_DAYS);
  EXPECT_EQ(clock.leaf(), "registration.decide_days");
  EXPECT_EQ(clock.article(), "article of registration.decide_days");
  EXPECT_FALSE(clock.unconfirmed());
}

// What a place has off besides the national arrangement decides where a period passes it.
TEST(Clocks, NameTheLocalDaysOffThatMovedThem) {
  struct Row {
    const char* day;
    bool confirmed;
    const char* due;
    bool named;
  };
  for (const Row& row :
       {Row{"2026-03-24", false, "2026-04-01", true}, Row{"2026-03-24", true, "2026-04-01", false},
        Row{"2026-03-28", false, "2026-03-31", false},     // a Saturday
        Row{"2026-04-01", false, "2026-03-31", false}}) {  // after the due day
    Life life;
    v1::PolicyLeaf days = List(policy::kCalendarOverlay, {row.day});
    if (!row.confirmed) days.clear_confirmed_by();
    life.Set(days);
    life.now().calendar = policy::LocalCalendar(calendar::Calendar(), policy::ViewOf({days}));
    life.To(v1::DOCUMENT_STATE_DRAFT);
    const auto submitted = life.Do(Action::kSubmit);
    ASSERT_TRUE(submitted.ok()) << submitted.status();
    const v1::Clock& clock = *life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION);
    EXPECT_EQ(clock.due_date(), row.due) << row.day;
    EXPECT_EQ(clock.unconfirmed(), row.named) << row.day;
    EXPECT_EQ(
        submitted->unconfirmed_leaves,
        row.named ? std::vector<std::string>{policy::kCalendarOverlay} : std::vector<std::string>{})
        << row.day;
  }
}

TEST(Clocks, DoNotStartWhereThePolicyHasNoSuchPeriod) {
  Life life;
  life.Remove(policy::kRegistrationDecideDays);
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION), nullptr);
  EXPECT_THAT(life.Until("2027-03-20"), IsEmpty());
}

TEST(Clocks, KeepThePolicyOfTheirDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  life.Set(Period(policy::kRegistrationDecideDays, 1));
  std::vector<std::string> moved;
  RecomputeClocks(life.document(), calendar::Calendar(), &moved);
  EXPECT_THAT(moved, IsEmpty());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->due_date(), "2026-03-31");
}

// domain.md 3.6: the period starts on receipt of a complete set. One that ran out before the return
// was answered by it, late; the mended set begins a new one.
TEST(Clocks, OfTheRegistrarThatHadRunOutBeginsAnewWithTheMendedSet) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  life.document().set_effective_date("2026-07-01");
  ASSERT_EQ(life.Until("2026-04-08").size(), 1u) << "marked overdue";
  ASSERT_TRUE(life.Do(Action::kReturn).ok());
  const auto of_registrar = [&] {
    std::vector<v1::Clock> clocks;
    for (const v1::Clock& clock : life.document().clocks()) {
      if (clock.kind() == v1::CLOCK_KIND_REGISTRATION_DECISION) clocks.push_back(clock);
    }
    return clocks;
  };
  ASSERT_EQ(of_registrar().size(), 1u);
  EXPECT_EQ(of_registrar()[0].state(), v1::CLOCK_STATE_STOPPED) << "the office owes nothing now";
  life.Until("2026-04-10");
  ASSERT_TRUE(life.Do(Action::kSubmit).ok());
  ASSERT_EQ(of_registrar().size(), 2u);
  EXPECT_TRUE(of_registrar()[0].overdue()) << "late for ever";
  EXPECT_EQ(of_registrar()[1].state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(of_registrar()[1].start_date(), "2026-04-10");
  EXPECT_FALSE(of_registrar()[1].overdue());
}

TEST(Clocks, OfTheRegistrarRestWhileTheIssuerMends) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  life.document().set_effective_date("2026-07-01");
  life.Until("2026-03-24");  // two of seven working days are gone
  ASSERT_TRUE(life.Do(Action::kReturn).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->state(), v1::CLOCK_STATE_SUSPENDED);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_CORRECTION)->due_date(), "2026-04-03");
  EXPECT_THAT(life.Until("2026-04-02"), IsEmpty()) << "a suspended clock does not run out";
  ASSERT_TRUE(life.Do(Action::kSubmit).ok());
  const v1::Clock& clock = *life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION);
  EXPECT_EQ(clock.state(), v1::CLOCK_STATE_RUNNING);
  ASSERT_EQ(clock.pauses_size(), 1);
  EXPECT_EQ(clock.pauses(0).from_date(), "2026-03-24");
  EXPECT_EQ(clock.pauses(0).to_date(), "2026-04-03");
  // One day (03-23) was counted before the return: six remain, from 04-03 on.
  EXPECT_EQ(clock.due_date(), "2026-04-10");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_CORRECTION)->state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_CORRECTION)->overdue());
}

TEST(Clocks, ReturnedOnTheLastDayLeaveTheRegistrarADay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  life.document().set_effective_date("2026-07-01");
  life.Until("2026-03-31");
  ASSERT_TRUE(life.Do(Action::kReturn).ok());
  life.Until("2026-04-02");
  ASSERT_TRUE(life.Do(Action::kSubmit).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->due_date(), "2026-04-03");
}

TEST(Clocks, OfTheIssuerRunFromSignatureToApplication) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  life.document().set_effective_date("2026-07-01");
  const v1::Clock& clock = *life.clock(v1::CLOCK_KIND_APPLICATION);
  EXPECT_EQ(clock.start_date(), "2026-03-02") << "the day of signature, not of its entry";
  EXPECT_EQ(clock.due_date(), "2026-04-01");
  ASSERT_TRUE(life.Do(Action::kUpdate).ok());
  EXPECT_EQ(life.document().clocks_size(), 1) << "one signature, one clock";
  const std::vector<SystemAct> happened = life.Until("2026-04-02");
  ASSERT_EQ(happened.size(), 1u);
  EXPECT_EQ(happened[0].clock, v1::CLOCK_KIND_APPLICATION);
  EXPECT_TRUE(life.Do(Action::kSubmit).ok()) << "late, and marked, but accepted";
}

TEST(Clocks, OfTheIssuerRunFromTheSignatureThatStandsAlsoWhenItsDayIsSetBack) {
  Life life;
  life.To(v1::DOCUMENT_STATE_DRAFT);
  for (const char* day : {"2026-03-04", "2026-03-02"}) {
    Case update = life.Prepare(Action::kUpdate);
    update.evidence(v1::EVIDENCE_KIND_SIGNATURE).set_date(day);
    ASSERT_TRUE(life.Do(update).ok());
    std::vector<std::string> running;
    for (const v1::Clock& clock : life.document().clocks()) {
      if (clock.state() == v1::CLOCK_STATE_RUNNING) running.push_back(clock.start_date());
    }
    EXPECT_THAT(running, ElementsAre(day));
  }
}

TEST(Clocks, LateActsAreMarkedOverdueForEver) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  const std::string due = life.clock(v1::CLOCK_KIND_PUBLICATION)->due_date();
  EXPECT_EQ(due, "2026-03-30");
  life.Until("2026-04-20");
  Case update = life.Prepare(Action::kUpdate);
  update.act.proposed.set_effective_date("2026-06-01");
  ASSERT_TRUE(life.Do(update).ok());
  ASSERT_TRUE(life.Do(Action::kPublish).ok());
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_PUBLICATION)->overdue());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_PUBLICATION)->state(), v1::CLOCK_STATE_STOPPED)
      << "done late, it asks nothing more";
  life.Until("2026-07-01");
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_PUBLICATION)->overdue());
}

// 政府信息公开条例 article 26: from the day on which the information came to be (domain.md 3.8).
TEST(Clocks, OfPublicationRunFromTheSignatureNotFromTheRegistration) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  EXPECT_EQ(life.document().registered_date(), "2026-03-20");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_PUBLICATION)->start_date(), "2026-03-02");
}

// What was published in time was, though nobody recorded it before the period had run out.
TEST(Clocks, OfPublicationAreJudgedByTheDayOfPublication) {
  for (const char* published : {"2026-03-30", "2026-03-31"}) {
    Life life;
    life.To(v1::DOCUMENT_STATE_REGISTERED);
    ASSERT_EQ(life.clock(v1::CLOCK_KIND_PUBLICATION)->due_date(), "2026-03-30");
    life.Until("2026-04-20");
    ASSERT_EQ(life.clock(v1::CLOCK_KIND_PUBLICATION)->state(), v1::CLOCK_STATE_EXPIRED);
    Case update = life.Prepare(Action::kUpdate);
    update.act.proposed.set_effective_date("2026-06-01");
    ASSERT_TRUE(life.Do(update).ok());
    Case publish = life.Prepare(Action::kPublish);
    publish.act.publication.set_date(published);
    ASSERT_TRUE(life.Do(publish).ok());
    EXPECT_EQ(life.clock(v1::CLOCK_KIND_PUBLICATION)->overdue(),
              published == std::string("2026-03-31"));
  }
}

TEST(Clocks, AnActOnTheDueDayIsInTime) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  EXPECT_THAT(life.Until("2026-03-31"), IsEmpty());
  ASSERT_TRUE(life.Do(Action::kRegister).ok());
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->overdue());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->end_date(), "2026-03-31");
}

TEST(Clocks, OfFilingRunFromPublicationForDepartmentsByTheirOwnPeriod) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  life.Until("2026-03-25");
  Case publish = life.Prepare(Action::kPublish);
  publish.act.publication.set_date("2026-03-22");
  ASSERT_TRUE(publish.Decide().ok());
  EXPECT_EQ(publish.Decide()->change.document.clocks().rbegin()->leaf(), "filing.days");
  publish.leaves[policy::kFilingDepartmentDays] = Period(policy::kFilingDepartmentDays, 10);
  ASSERT_TRUE(life.Do(publish).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_FILING)->leaf(), "filing.department_days");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_FILING)->due_date(), "2026-04-01");
}

TEST(Clocks, OfEvaluationCountBackFromTheLastValidDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_PUBLISHED);
  EXPECT_EQ(life.document().term().last_valid_date(), "2031-04-30");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->due_date(), "2030-10-30");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->leaf(), "eval.lead_days");
}

TEST(Clocks, CountBackToTheEndOfAShortMonth) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  Case publish = life.Prepare(Action::kPublish);
  publish.document.mutable_term()->set_last_valid_date("2030-08-31");
  publish.document.mutable_term()->set_computed(false);
  ASSERT_TRUE(life.Do(publish).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->due_date(), "2030-02-28");
}

// Three months before the end of a term of one: nobody could have evaluated it by then.
TEST(Clocks, OfEvaluationAreNotStartedWhereTheTermIsTooShortForThem) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  Case publish = life.Prepare(Action::kPublish);
  publish.document.mutable_term()->set_last_valid_date("2026-05-31");
  publish.document.mutable_term()->set_computed(false);
  ASSERT_TRUE(life.Do(publish).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION), nullptr);
  for (const SystemAct& act : life.Until("2026-06-01"))
    EXPECT_NE(act.clock, v1::CLOCK_KIND_EVALUATION);
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LAPSED);
}

TEST(Clocks, EndWithTheDocument) {
  for (v1::DocumentState end : {v1::DOCUMENT_STATE_REPEALED, v1::DOCUMENT_STATE_SUPERSEDED,
                                v1::DOCUMENT_STATE_REVOKED, v1::DOCUMENT_STATE_LAPSED}) {
    Life life;
    life.To(end);
    ASSERT_EQ(life.document().state(), end);
    for (const v1::Clock& clock : life.document().clocks()) {
      EXPECT_TRUE(clock.state() == v1::CLOCK_STATE_STOPPED ||
                  clock.state() == v1::CLOCK_STATE_EXPIRED)
          << StateName(end) << " " << v1::ClockKind_Name(clock.kind());
    }
    EXPECT_THAT(life.Until("2040-01-01"), IsEmpty());
  }
}

// Its years are those of the new term: by them the mark of its clock goes once they are confirmed.
TEST(Lapse, OfATermThatWasContinuedCountsTheYearsOfThePolicy) {
  Life life;
  Case create = life.Prepare(Action::kCreate);
  create.act.proposed.mutable_term()->set_years(3);
  ASSERT_TRUE(life.Do(create).ok());
  for (const Action action :
       {Action::kSubmit, Action::kDetermineNormative, Action::kRegister, Action::kPublish}) {
    ASSERT_TRUE(life.Do(action).ok()) << ActionName(action);
  }
  ASSERT_EQ(life.document().term().years(), 3);
  life.Until("2028-09-01");
  const auto extended = life.Do(Action::kContinueExtend);
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(life.document().term().years(), 5);  // before: 3, of the term that was
  EXPECT_EQ(extended->change.facts.at("years_before"), "3");
  EXPECT_EQ(extended->change.facts.at("computed_before"), "true");
  EXPECT_EQ(extended->change.facts.at("by_stated_years_before"), "true");
}

// A term is the text's where the text states its years; the policy's default where it does not, and
// where it is continued without a day.
TEST(Lapse, CitesWhatGaveTheYears) {
  Life stated;
  stated.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(stated.document().term().computed());
  EXPECT_TRUE(stated.document().term().by_stated_years());
  EXPECT_EQ(stated.clock(v1::CLOCK_KIND_LAPSE)->leaf(), "");
  EXPECT_EQ(stated.clock(v1::CLOCK_KIND_LAPSE)->article(), "文件载明的有效期");
  EXPECT_FALSE(stated.clock(v1::CLOCK_KIND_LAPSE)->unconfirmed());
  stated.Until("2030-09-01");
  ASSERT_TRUE(stated.Do(Action::kContinueExtend).ok());
  EXPECT_FALSE(stated.document().term().by_stated_years());
  EXPECT_EQ(stated.clock(v1::CLOCK_KIND_LAPSE)->leaf(), policy::kTermDefaultYears);

  Life silent;
  Case create = silent.Prepare(Action::kCreate);
  create.act.proposed.mutable_term()->clear_years();
  ASSERT_TRUE(silent.Do(create).ok());
  for (const Action action : {Action::kSubmit, Action::kDetermineNormative, Action::kRegister}) {
    ASSERT_TRUE(silent.Do(action).ok()) << ActionName(action);
  }
  EXPECT_EQ(silent.document().term().years(), 5);
  EXPECT_FALSE(silent.document().term().by_stated_years());
  ASSERT_TRUE(silent.Do(Action::kPublish).ok());
  EXPECT_EQ(silent.clock(v1::CLOCK_KIND_LAPSE)->leaf(), policy::kTermDefaultYears);
  EXPECT_EQ(silent.clock(v1::CLOCK_KIND_LAPSE)->article(), "article of term.default_years");
}

// The amendment that a cleanup asked for is made, or a later cleanup takes its demand back: the
// term is what it was, and rests on what it rested on.
TEST(Lapse, CitesTheSameOnceATermThatWasCutIsWholeAgain) {
  for (const bool stated : {true, false}) {
    for (const auto& [cut, whole] :
         {std::pair(Action::kCleanUpAmend, Action::kAmend),
          std::pair(Action::kCleanUpAmend, Action::kCleanUpKeep),
          std::pair(Action::kCleanUpAnnounceEnd, Action::kCleanUpKeep)}) {
      SCOPED_TRACE(ActionName(whole));
      Life life;
      life.To(v1::DOCUMENT_STATE_IN_EFFECT);
      life.document().mutable_term()->set_by_stated_years(stated);
      const v1::Term term = life.document().term();
      ASSERT_TRUE(life.Do(cut).ok());
      EXPECT_FALSE(life.document().term().computed()) << "the result set its day";
      EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->leaf(), "");
      ASSERT_TRUE(life.Do(whole).ok());
      EXPECT_EQ(life.document().term().SerializeAsString(), term.SerializeAsString());
      const v1::Clock& lapse = *life.clock(v1::CLOCK_KIND_LAPSE);
      EXPECT_EQ(lapse.due_date(), term.last_valid_date());
      EXPECT_EQ(lapse.article(), stated ? "文件载明的有效期" : "article of term.default_years");
      EXPECT_EQ(lapse.leaf(), stated ? "" : policy::kTermDefaultYears);
    }
  }
}

// A document that was registered before the register kept what gave the years: as it would have
// been published then.
TEST(Lapse, CitesTheDefaultWhereNothingSaysThatTheTextGaveTheYears) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  life.document().mutable_term()->clear_by_stated_years();
  ASSERT_TRUE(life.Do(Action::kUpdate).ok());
  ASSERT_TRUE(life.Do(Action::kPublish).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->leaf(), policy::kTermDefaultYears);
}

// The day rests on the rule of ends in either case.
TEST(Lapse, IsUnconfirmedWhereTheRuleOfEndsIs) {
  Life life;
  v1::PolicyLeaf rule = Choice(policy::kTermEndRule, "day_before");
  rule.clear_confirmed_by();
  life.Set(rule);
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  const auto published = life.Do(Action::kPublish);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_LAPSE)->unconfirmed());
  EXPECT_THAT(published->unconfirmed_leaves, ElementsAre(policy::kTermEndRule));
}

// Its day passed between the announcement of an end and the cleanup that took it back.
TEST(Clocks, AnEvaluationThatNobodyWasAskedForIsNotOverdue) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  life.Until("2030-10-20");
  ASSERT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->due_date(), "2030-10-30");
  ASSERT_TRUE(life.Do(Action::kCleanUpAnnounceEnd).ok());
  life.Until("2030-12-20");
  ASSERT_TRUE(life.Do(Action::kCleanUpKeep).ok());
  ASSERT_EQ(life.document().term().last_valid_date(), "2031-04-30");
  for (const SystemAct& act : life.Until("2031-01-10"))
    EXPECT_NE(act.clock, v1::CLOCK_KIND_EVALUATION);
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_EVALUATION)->overdue());
}

TEST(Recompute, MovesRunningClocksWhenHolidaysAreAnnounced) {
  Life life;
  life.now().today = Day("2026-04-24");
  Case create = life.Prepare(Action::kCreate);
  create.act.proposed.set_effective_date("2026-07-01");
  ASSERT_TRUE(life.Do(create).ok());
  ASSERT_TRUE(life.Do(Action::kSubmit).ok());
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->due_date(), "2026-05-05");
  EXPECT_TRUE(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->provisional());
  std::vector<std::string> moved;
  EXPECT_TRUE(RecomputeClocks(life.document(), MayHolidays(), &moved));
  EXPECT_THAT(moved, ElementsAre("REGISTRATION_DECISION"));
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->due_date(), "2026-05-08");
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_REGISTRATION_DECISION)->provisional());
  moved.clear();
  EXPECT_FALSE(RecomputeClocks(life.document(), MayHolidays(), &moved)) << "once";
  EXPECT_THAT(moved, IsEmpty());
}

// A cleanup cut the term to the day for the amendment; holidays were announced, and the evaluation
// was due before the document had been published.
TEST(Recompute, LeavesTheEvaluationOfATermThatIsCutUntilTheAmendment) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  const std::string due = life.clock(v1::CLOCK_KIND_EVALUATION)->due_date();
  ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());
  ASSERT_LT(life.document().term().last_valid_date(), due);
  std::vector<std::string> moved;
  RecomputeClocks(life.document(), MayHolidays(), &moved);
  EXPECT_THAT(moved, Not(Contains("EVALUATION")));
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->due_date(), due);
  ASSERT_TRUE(life.Do(Action::kAmend).ok());
  RecomputeClocks(life.document(), MayHolidays(), &moved);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_EVALUATION)->due_date(), due);
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_EVALUATION)->overdue());
}

TEST(Recompute, LeavesPastClocksAndFixedDaysAlone) {
  Life life;
  life.To(v1::DOCUMENT_STATE_PUBLISHED);
  const std::string before = life.document().SerializeAsString();
  life.document().mutable_clocks(0)->set_due_date("2020-01-01");  // stopped: history
  ASSERT_NE(life.document().clocks(0).state(), v1::CLOCK_STATE_RUNNING);
  std::vector<std::string> moved;
  RecomputeClocks(life.document(), MayHolidays(/*announced=*/false), &moved);
  EXPECT_THAT(moved, IsEmpty());
  EXPECT_EQ(life.document().clocks(0).due_date(), "2020-01-01");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_TAKE_EFFECT)->due_date(), "2026-05-01");
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->due_date(), "2031-04-30");
}

}  // namespace
}  // namespace santong::document
