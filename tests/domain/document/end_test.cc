// How documents end (domain.md 3.9, 3.15), and those from before the registry (domain.md 7), rule
// by rule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

TEST(Lapse, ComesByItselfOnTheDayAfterTheLastValidDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  life.Until("2031-04-30");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  life.Until("2031-05-01");
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LAPSED);
  EXPECT_EQ(life.document().ended_date(), "2031-05-01");
  EXPECT_FALSE(life.clock(v1::CLOCK_KIND_LAPSE)->overdue());
}

TEST(Lapse, HappensOnceAlsoWhenTheServerWasDown) {
  Life life;
  life.To(v1::DOCUMENT_STATE_PUBLISHED);
  life.now().today = Day("2035-01-01");  // nobody looked for nine years
  std::vector<Action> happened;
  while (auto next = NextSystemAct(life.document(), life.now().today)) {
    ASSERT_LT(happened.size(), 10u);
    Case act = life.Prepare(next->action);
    act.act.clock = next->clock;
    const auto decision = act.Decide();
    ASSERT_TRUE(decision.ok()) << decision.status();
    life.document() = decision->change.document;
    happened.push_back(next->action);
  }
  EXPECT_THAT(happened, ElementsAre(Action::kTakeEffect, Action::kLapse));
  EXPECT_EQ(life.document().ended_date(), "2031-05-01")
      << "from its day, not from when someone looked";
}

// The term of the document ends before the day that a cleanup announced.
TEST(Lapse, ComesBeforeALaterAnnouncedEndAlsoWhenTheServerWasDown) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case announce = life.Prepare(Action::kCleanUpAnnounceEnd);
  announce.act.date = Day("2031-12-31");
  ASSERT_TRUE(life.Do(announce).ok());
  ASSERT_EQ(life.document().term().last_valid_date(), "2031-04-30");
  for (const char* today : {"2031-05-01", "2032-01-05"}) {
    const auto next = NextSystemAct(life.document(), Day(today));
    ASSERT_TRUE(next.has_value()) << today;
    EXPECT_EQ(ActionName(next->action), ActionName(Action::kLapse)) << today;
  }
}

TEST(Repeal, WorksFromItsDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REPEALED);
  EXPECT_EQ(life.document().ended_date(), "2026-06-01");
  EXPECT_EQ(life.document().ended_by(), "documents/9");
  EXPECT_EQ(life.facts().back().at("ended_date"), "2026-06-01");
}

TEST(Revocation, WorksFromTheStart_RepealFromItsDay) {
  Life repealed;
  repealed.To(v1::DOCUMENT_STATE_REPEALED);
  EXPECT_GT(repealed.document().ended_date(), repealed.document().effective_date());
  Life revoked;
  revoked.To(v1::DOCUMENT_STATE_REVOKED);
  EXPECT_EQ(revoked.document().ended_date(), revoked.document().effective_date());
}

TEST(Revocation, ReachesBackBehindARepeal) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REPEALED);
  ASSERT_TRUE(life.Do(Action::kRevoke).ok());
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_REVOKED);
  EXPECT_EQ(life.document().ended_date(), "2026-05-01");
  EXPECT_EQ(life.document().ended_by(), "");  // before: still what had repealed it
}

// 河南省实施监督法办法 article 58: the rest stays in force.
TEST(Revocation, OfSingleArticlesLeavesTheRestInForce) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  ASSERT_TRUE(life.Do(Action::kRevokeArticles).ok());
  const v1::Document& document = life.document();
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(document.ended_date(), "");
  ASSERT_EQ(document.revoked_articles_size(), 1);
  EXPECT_THAT(document.revoked_articles(0).articles(), ElementsAre("第三条"));
  EXPECT_EQ(document.revoked_articles(0).version(), 1u);
  EXPECT_EQ(document.revoked_articles(0).decision(), "材料1号");
  EXPECT_EQ(life.facts().back().at("revoked_articles"), "第三条");
  ASSERT_TRUE(life.Do(Action::kRevoke).ok()) << "the whole may still follow";
}

TEST(Revocation, IsOpenToTheLegalOfficeAbove) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case revoke = life.Prepare(Action::kRevoke);
  revoke.caller = CityReviewer();
  EXPECT_TRUE(revoke.Decide().ok());
  for (Action action : {Action::kRepeal, Action::kSuspend, Action::kContinueExtend}) {
    Case other = life.Prepare(action);
    other.caller = CityReviewer();
    EXPECT_EQ(error::ReasonOf(other.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED)
        << ActionName(action);
  }
}

// 北京第29条: a clearly unlawful clause of what the level above reviews stops at once.
TEST(Suspension, IsOpenToTheLegalOfficeAboveInACaseOfItsOwn) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case suspend = life.Prepare(Action::kSuspend);
  suspend.caller = CityReviewer();
  EXPECT_EQ(error::ReasonOf(suspend.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  suspend.act.by_case = true;
  EXPECT_TRUE(suspend.Decide().ok()) << suspend.Decide().status();
  Case repeal = life.Prepare(Action::kRepeal);
  repeal.caller = CityReviewer();
  repeal.act.by_case = true;
  EXPECT_EQ(error::ReasonOf(repeal.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

TEST(Revocation, KeepsTheNumberInSight) {
  Life life;
  life.To(v1::DOCUMENT_STATE_REGISTERED);
  const std::string number = life.document().registration_number();
  ASSERT_TRUE(life.Do(Action::kRevoke).ok());
  EXPECT_EQ(life.document().registration_number(), number) << "a voided number is never used again";
}

TEST(Repeal, ByADecisionNeedsItWhole) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case repeal = life.Prepare(Action::kRepeal);
  repeal.other.reset();
  repeal.act.date = Day("2026-05-20");
  EXPECT_THAT(Failed(repeal.Decide().status()), ElementsAre("EndIsDecided"));
  repeal.act.decision = Proof(v1::EVIDENCE_KIND_AUTHORITY_DECISION, "2026-05-18");
  EXPECT_TRUE(repeal.Decide().ok());
  repeal.act.date = Day("2026-05-17");
  EXPECT_THAT(Failed(repeal.Decide().status()), ElementsAre("EndIsNotBackdated"));
}

TEST(Repeal, WaitsForItsDay) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case repeal = life.Prepare(Action::kRepeal);
  repeal.act.date = Day("2026-06-02");
  EXPECT_THAT(Failed(repeal.Decide().status()), ElementsAre("EndDateHasCome"));
}

// The write path marks the relation on the other document: it would write the old one back.
TEST(Repeal, IsNotOfTheDocumentByItself) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case repeal = life.Prepare(Action::kRepeal);
  repeal.other->set_name(life.document().name());
  EXPECT_THAT(Failed(repeal.Decide().status()), ElementsAre("EndIsDecided"));
}

TEST(Supersession, NamesItsSuccessor) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUPERSEDED);
  EXPECT_EQ(life.document().ended_by(), "documents/9");
}

TEST(Supersession, OnTheDayOfTheClause) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  Case supersede = life.Prepare(Action::kSupersede);
  supersede.other->mutable_relations(0)->set_date("2026-06-05");
  EXPECT_THAT(Failed(supersede.Decide().status()), ElementsAre("EndIsNotBackdated"));
}

// 不溯及既往: what repeals is not in force yet, whatever day its clause names.
TEST(Repeal, IsNotBeforeTheRepealingDocumentCountsItself) {
  Life life;
  life.To(v1::DOCUMENT_STATE_IN_EFFECT);
  for (const Action action : {Action::kRepeal, Action::kSupersede}) {
    SCOPED_TRACE(ActionName(action));
    Case end = life.Prepare(action);
    end.other->set_state(v1::DOCUMENT_STATE_PUBLISHED);
    end.other->set_effective_date("2026-07-01");
    end.other->mutable_relations(0)->set_date("2026-01-01");
    end.act.date = Day("2026-01-01");
    EXPECT_THAT(Failed(end.Decide().status()), ElementsAre("EndIsNotBackdated"));
    end.today = Day("2026-07-01");
    end.act.date = Day("2026-06-30");
    EXPECT_THAT(Failed(end.Decide().status()), ElementsAre("EndIsNotBackdated"));
    end.act.date = Day("2026-07-01");
    EXPECT_TRUE(end.Decide().ok()) << end.Decide().status();
  }
}

// --- from before the registry

TEST(Legacy, IsPublicAndNotThreeUnifiedUntilSomeoneRegistersIt) {
  Life life;
  life.To(v1::DOCUMENT_STATE_LEGACY);
  EXPECT_TRUE(IsPublicState(life.document().state()));
  EXPECT_TRUE(life.document().legacy());
  EXPECT_EQ(life.document().registration_number(), "");
  EXPECT_EQ(life.document().registered_date(), "");
  EXPECT_EQ(life.document().versions_size(), 1);
  EXPECT_TRUE(life.Until("2040-01-01").empty()) << "nothing happens to it by itself";
}

TEST(Legacy, RegisteredComesIntoEffectAtOnceWithTodaysRegistration) {
  Life life;
  life.To(v1::DOCUMENT_STATE_LEGACY);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  const auto decision = life.Do(Action::kRegister);
  ASSERT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(life.document().registered_date(), "2026-03-20") << "no backdating";
  EXPECT_EQ(life.document().publication().date(), "2024-06-10");
  EXPECT_EQ(life.document().term().last_valid_date(), "2029-06-30");
  EXPECT_TRUE(life.document().legacy()) << "where it comes from stays visible";
}

TEST(Legacy, RegisteredAfterACleanupHasOneLastDayToWaitFor) {
  for (const Action result :
       {Action::kCleanUpExtend, Action::kCleanUpAmend, Action::kCleanUpAnnounceEnd}) {
    SCOPED_TRACE(ActionName(result));
    Life life;
    life.To(v1::DOCUMENT_STATE_LEGACY);
    ASSERT_TRUE(life.Do(result).ok());
    ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
    ASSERT_TRUE(life.Do(Action::kRegister).ok());
    const auto& clocks = life.document().clocks();
    EXPECT_EQ(std::count_if(clocks.begin(), clocks.end(),
                            [](const v1::Clock& clock) {
                              return clock.kind() == v1::CLOCK_KIND_LAPSE &&
                                     clock.state() == v1::CLOCK_STATE_RUNNING;
                            }),
              1);
    EXPECT_EQ(life.clock(v1::CLOCK_KIND_LAPSE)->due_date(),
              life.document().term().last_valid_date());
  }
}

TEST(Legacy, OverItsTermLapsesAtOnce) {
  Life life;
  Case import = life.Prepare(Action::kImport);
  import.act.proposed.set_effective_date("2013-01-01");
  ASSERT_TRUE(life.Do(import).ok());
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  ASSERT_TRUE(life.Do(Action::kRegister).ok());
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LAPSED);
  EXPECT_EQ(life.document().ended_date(), "2018-01-01");
}

// Documents from before the regime have their default term from the regime's first day (Hebei 2016;
// Qinghai from 2014-03-01).
TEST(Legacy, WithoutATermCountsFromTheFirstDayOfTheRegime) {
  Life life;
  life.Set(Choice(policy::kRegimeStart, "2014-03-01"));
  Case import = life.Prepare(Action::kImport);
  import.act.proposed.set_effective_date("2013-01-01");
  ASSERT_TRUE(life.Do(import).ok());
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  ASSERT_TRUE(life.Do(Action::kRegister).ok());
  EXPECT_EQ(life.document().term().last_valid_date(), "2019-02-28");
}

TEST(Legacy, IsMendedBeforeItIsRegistered) {
  Life life;
  Case import = life.Prepare(Action::kImport);
  import.act.proposed.clear_effective_date();
  import.act.proposed.add_gaps(v1::IMPORT_GAP_EFFECTIVE_DATE);
  import.act.proposed.add_gaps(v1::IMPORT_GAP_POSSIBLE_DUPLICATE);
  ASSERT_TRUE(life.Do(import).ok());
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  EXPECT_THAT(Failed(life.Prepare(Action::kRegister).Decide().status()),
              Contains("EffectiveDateIsStated"));
  Case update = life.Prepare(Action::kUpdate);
  update.act.proposed.set_effective_date("2024-07-01");
  ASSERT_TRUE(life.Do(update).ok());
  EXPECT_THAT(life.document().gaps(), ElementsAre(v1::IMPORT_GAP_POSSIBLE_DUPLICATE));
  EXPECT_TRUE(life.Do(Action::kRegister).ok());
}

// What it says of others is public at once, beside them.
TEST(Legacy, SaysOnlyWhatItCanDoToOthers) {
  Life life;
  life.To(v1::DOCUMENT_STATE_LEGACY);
  Case update = life.Prepare(Action::kUpdate);
  v1::Relation* relation = update.act.proposed.add_relations();
  relation->set_kind(v1::RELATION_KIND_REPEALS);
  relation->set_target(life.document().name());
  update.related = {{life.document().name(), v1::DOCUMENT_STATE_LEGACY, kDistrict}};
  EXPECT_THAT(Failed(update.Decide().status()), ElementsAre("RelationsAreResolved")) << "itself";
  relation->set_target("documents/9");
  update.related = {{"documents/9", v1::DOCUMENT_STATE_IN_EFFECT, kCity}};
  EXPECT_THAT(Failed(update.Decide().status()), ElementsAre("RelationsAreResolved")) << "another's";
  update.related[0].jurisdiction = kDistrict;
  ASSERT_TRUE(life.Do(update).ok());
  Case later = life.Prepare(Action::kUpdate);
  later.related = {{"documents/9", v1::DOCUMENT_STATE_REVOKED, kDistrict}};
  EXPECT_TRUE(later.Decide().ok()) << "it said so when that document stood";
}

TEST(Legacy, FoundNotNormativeStaysLegacyAndSaysSoUntilItIsFoundOtherwise) {
  Life life;
  life.To(v1::DOCUMENT_STATE_LEGACY);
  ASSERT_TRUE(life.Do(Action::kDetermineNotNormative).ok());
  EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LEGACY);
  EXPECT_EQ(life.document().not_normative_date(), "2026-03-20");
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  EXPECT_EQ(life.document().not_normative_date(), "");
}

// What a cleanup announced for a later day is no more done to it than what it would do at once.
TEST(Legacy, FoundNotNormativeIsNotEndedByWhatACleanupAnnounced) {
  for (const Action result :
       {Action::kCleanUpAnnounceEnd, Action::kCleanUpAmend, Action::kCleanUpExtend}) {
    SCOPED_TRACE(ActionName(result));
    Life life;
    life.To(v1::DOCUMENT_STATE_LEGACY);
    ASSERT_TRUE(life.Do(result).ok());  // its day is 2026-06-28
    ASSERT_TRUE(life.Do(Action::kDetermineNotNormative).ok());
    EXPECT_TRUE(life.Until("2026-12-31").empty());
    EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LEGACY);
    ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
    EXPECT_NE(life.document().state(), v1::DOCUMENT_STATE_LEGACY) << "it is one after all";
  }
}

// 限期修改、逾期继续执行: what its paper says of a last day ends nothing before it is registered.
TEST(Legacy, ThatIsToBeAmendedAndStaysDoesNotLapseByItself) {
  for (const char* printed : {"2025-12-31", "2028-12-31"}) {
    Life life;
    Case import = life.Prepare(Action::kImport);
    import.act.proposed.mutable_term()->set_last_valid_date(printed);
    ASSERT_TRUE(life.Do(import).ok());
    Case amend = life.Prepare(Action::kCleanUpAmend);
    amend.act.cleanup.set_on_miss(v1::ON_MISS_STAYS);
    ASSERT_TRUE(life.Do(amend).ok());
    EXPECT_EQ(life.clock(v1::CLOCK_KIND_CLEANUP_AMENDMENT)->state(), v1::CLOCK_STATE_RUNNING);
    life.Until("2030-01-01");
    EXPECT_EQ(life.document().state(), v1::DOCUMENT_STATE_LEGACY) << printed;
  }
}

// A later cleanup takes back what an earlier one asked for: then it is as it was, without an end or
// with the one that a cleanup had set.
TEST(Legacy, HasNoEndOfItsOwnWhenACleanupGivesWay) {
  for (const bool was_extended : {false, true}) {
    for (const Action after : {Action::kCleanUpKeep, Action::kCleanUpAmend}) {
      SCOPED_TRACE(ActionName(after));
      Life life;
      Case import = life.Prepare(Action::kImport);
      import.act.proposed.mutable_term()->set_last_valid_date("2028-12-31");
      ASSERT_TRUE(life.Do(import).ok());
      if (was_extended) {
        Case extend = life.Prepare(Action::kCleanUpExtend);
        extend.act.date = Day("2029-06-30");
        ASSERT_TRUE(life.Do(extend).ok());
      }
      ASSERT_TRUE(life.Do(Action::kCleanUpAmend).ok());  // else it lapses after 2026-06-28
      Case later = life.Prepare(after);
      later.act.cleanup.set_on_miss(v1::ON_MISS_STAYS);
      ASSERT_TRUE(life.Do(later).ok());
      EXPECT_EQ(life.document().term().last_valid_date(),
                was_extended ? "2029-06-30" : "2028-12-31");
      life.Until("2030-01-01");
      EXPECT_EQ(life.document().state(),
                was_extended ? v1::DOCUMENT_STATE_LAPSED : v1::DOCUMENT_STATE_LEGACY);
    }
  }
}

TEST(Legacy, MayShareItsNumberForARecordedReason) {
  Life life;
  life.To(v1::DOCUMENT_STATE_LEGACY);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  reg.document_number_taken = true;
  EXPECT_THAT(Failed(reg.Decide().status()), ElementsAre("DocumentNumberIsFree"));
  reg.act.override_reason = "原文即为同号两件";
  ASSERT_TRUE(life.Do(reg).ok());
  EXPECT_THAT(life.document().internal().overrides(),
              ElementsAre("DocumentNumberIsFree: 原文即为同号两件"));
}

TEST(Legacy, IsImportedByReviewersIntoTheirOwnJurisdictionOnly) {
  Case import = Life().Prepare(Action::kImport);
  import.caller = Reviewer();
  EXPECT_TRUE(import.Decide().ok());
  import.caller = CityReviewer();
  EXPECT_EQ(error::ReasonOf(import.Decide().status()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

TEST(PublicStates, AreThoseThatWerePublished) {
  std::vector<std::string> names;
  for (int state = v1::DocumentState_MIN; state <= v1::DocumentState_MAX; ++state) {
    if (IsPublicState(static_cast<v1::DocumentState>(state))) {
      names.push_back(StateName(static_cast<v1::DocumentState>(state)));
    }
  }
  EXPECT_THAT(names, ElementsAre("PUBLISHED", "IN_EFFECT", "SUSPENDED", "LAPSED", "REPEALED",
                                 "SUPERSEDED", "REVOKED", "LEGACY"));
}

}  // namespace
}  // namespace santong::document
