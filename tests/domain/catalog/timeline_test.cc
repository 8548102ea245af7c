#include "server/domain/catalog/timeline.h"

#include <gtest/gtest.h>

#include "server/domain/basis/check_basis.h"
#include "tests/domain/basis/history.h"

namespace santong::catalog {
namespace {

using absl::CivilDay;

v1::Document InEffect() {
  v1::Document document;
  document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  document.set_registered_date("2020-01-10");
  document.mutable_publication()->set_date("2020-01-15");
  document.set_effective_date("2020-03-01");
  document.mutable_term()->set_last_valid_date("2025-02-28");
  v1::VersionSummary* version = document.add_versions();
  version->set_number(1);
  version->set_kind(v1::VERSION_KIND_ORIGINAL);
  version->set_effective_date("2020-03-01");
  return document;
}

void Amend(v1::Document* document, const std::string& date, const std::string& day_before) {
  document->mutable_versions(document->versions_size() - 1)->set_last_effective_date(day_before);
  v1::VersionSummary* version = document->add_versions();
  version->set_number(document->versions_size());
  version->set_kind(v1::VERSION_KIND_AMENDMENT);
  version->set_effective_date(date);
}

TEST(Timeline, EachDayHasItsState) {
  v1::Document document = InEffect();
  v1::Suspension* suspension = document.add_suspensions();
  suspension->set_from_date("2021-01-01");
  suspension->set_to_date("2021-01-31");
  struct Case {
    CivilDay day;
    v1::DocumentState state;
  };
  for (const Case& c : {
           Case{CivilDay(2020, 1, 15), v1::DOCUMENT_STATE_PUBLISHED},
           Case{CivilDay(2020, 2, 29), v1::DOCUMENT_STATE_PUBLISHED},
           Case{CivilDay(2020, 3, 1), v1::DOCUMENT_STATE_IN_EFFECT},
           Case{CivilDay(2021, 1, 1), v1::DOCUMENT_STATE_SUSPENDED},
           Case{CivilDay(2021, 1, 31), v1::DOCUMENT_STATE_SUSPENDED},
           Case{CivilDay(2021, 2, 1), v1::DOCUMENT_STATE_IN_EFFECT},
           Case{CivilDay(2025, 2, 28), v1::DOCUMENT_STATE_IN_EFFECT},
           Case{CivilDay(2025, 3, 1), v1::DOCUMENT_STATE_LAPSED},
       }) {
    EXPECT_EQ(StateOn(document, c.day), c.state) << c.day;
  }
  document.set_state(v1::DOCUMENT_STATE_REPEALED);
  document.set_ended_date("2022-05-01");
  EXPECT_EQ(StateOn(document, CivilDay(2022, 4, 30)), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(StateOn(document, CivilDay(2022, 5, 1)), v1::DOCUMENT_STATE_REPEALED);
}

TEST(Timeline, TheSpansCoverEveryDayOnceAndAgreeWithEachDay) {
  v1::Document document = InEffect();
  Amend(&document, "2022-01-01", "2021-12-31");
  v1::Suspension* suspension = document.add_suspensions();
  suspension->set_from_date("2023-01-01");
  const auto spans = Timeline(document);
  ASSERT_GE(spans.size(), 4u);
  EXPECT_EQ(spans.front().from_day, CivilDay(2020, 1, 15));
  EXPECT_EQ(spans.back().to_day, kLastDay);
  for (size_t i = 0; i + 1 < spans.size(); ++i) {
    EXPECT_EQ(spans[i].to_day + 1, spans[i + 1].from_day);
  }
  for (CivilDay day(2020, 1, 15); day < CivilDay(2026, 1, 1); ++day) {
    for (const Span& span : spans) {
      if (day < span.from_day || day > span.to_day) continue;
      EXPECT_EQ(span.state, StateOn(document, day)) << day;
      EXPECT_EQ(span.version, VersionShownOn(document, day)) << day;
    }
  }
}

// What a search finds as valid is what may be relied on.
void ExpectCheckBasis(const v1::Document& document, CivilDay first, CivilDay last) {
  const auto spans = Timeline(document);
  for (CivilDay day = std::max(first, PublicSince(document)); day <= last; ++day) {
    for (const Span& span : spans) {
      if (day < span.from_day || day > span.to_day) continue;
      const v1::BasisAnswer answer = basis::CheckBasis(document, day, day).answer();
      ASSERT_EQ(span.valid, answer == v1::BASIS_ANSWER_YES) << day << "\n"
                                                            << document.DebugString();
    }
  }
}

TEST(Timeline, ADayIsValidWhereCheckBasisSaysYes) {
  for (int seed = 1; seed <= 100; ++seed) {
    const v1::Document document = basis::LifeMaker(seed).Make(CivilDay(2020, 1, 1)).document;
    ASSERT_NO_FATAL_FAILURE(
        ExpectCheckBasis(document, CivilDay(2020, 1, 1), CivilDay(2024, 12, 31)));
  }
}

// Registered again under a new number, it is in effect, and counts from its publication on only.
TEST(Timeline, WhatWasRegisteredAgainIsNotValidBeforeItIsPublishedAgain) {
  v1::Document document = InEffect();
  document.set_openness(v1::OPENNESS_PUBLIC);
  document.set_registration_number("PAB00-2025-0009");
  document.set_registered_date("2025-02-10");
  document.mutable_term()->set_last_valid_date("2030-02-28");
  v1::FormerNumber* former = document.add_former_numbers();
  former->set_registration_number("PAB00-2020-0001");
  former->set_registered_date("2020-01-10");
  former->set_last_valid_date("2025-02-28");
  const auto valid_on = [&](CivilDay day) {
    for (const Span& span : Timeline(document)) {
      if (span.from_day <= day && day <= span.to_day) return span.valid;
    }
    return false;
  };
  EXPECT_TRUE(valid_on(CivilDay(2025, 2, 28)));
  EXPECT_EQ(StateOn(document, CivilDay(2025, 3, 1)), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_FALSE(valid_on(CivilDay(2025, 3, 1)));
  document.add_republications()->set_date("2025-03-20");
  EXPECT_FALSE(valid_on(CivilDay(2025, 3, 19)));
  EXPECT_TRUE(valid_on(CivilDay(2025, 3, 20)));
  ExpectCheckBasis(document, CivilDay(2020, 1, 1), CivilDay(2030, 12, 31));
}

TEST(Timeline, ATextIsShownFromItsPublicationAndUntilTheNext) {
  v1::Document document = InEffect();
  Amend(&document, "2022-01-01", "2021-12-31");
  EXPECT_EQ(VersionShownOn(document, CivilDay(2020, 1, 15)), 1u) << "published, not in effect";
  EXPECT_EQ(VersionShownOn(document, CivilDay(2021, 12, 31)), 1u);
  EXPECT_EQ(VersionShownOn(document, CivilDay(2022, 1, 1)), 2u);
}

TEST(Timeline, AnImportedDocumentIsLegacyUntilItIsRegistered) {
  v1::Document document;
  document.set_legacy(true);
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_written_date("2012-03-01");
  document.add_versions()->set_number(1);
  EXPECT_EQ(PublicSince(document), CivilDay(2012, 3, 1));
  EXPECT_EQ(StateOn(document, CivilDay(2015, 1, 1)), v1::DOCUMENT_STATE_LEGACY);
  EXPECT_EQ(VersionShownOn(document, CivilDay(2015, 1, 1)), 1u);
  document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  document.set_registered_date("2026-01-01");
  document.set_effective_date("2012-04-01");
  EXPECT_EQ(StateOn(document, CivilDay(2015, 1, 1)), v1::DOCUMENT_STATE_LEGACY);
  EXPECT_EQ(StateOn(document, CivilDay(2026, 1, 1)), v1::DOCUMENT_STATE_IN_EFFECT);
  document.clear_written_date();
  document.clear_effective_date();
  EXPECT_EQ(PublicSince(document), kFirstDay);
}

TEST(AsOf, KnowsNothingThatCameLater) {
  v1::Document document = InEffect();
  Amend(&document, "2022-01-01", "2021-12-31");
  document.set_state(v1::DOCUMENT_STATE_REPEALED);
  document.set_ended_date("2023-05-01");
  document.set_ended_by("documents/9");
  EXPECT_FALSE(AsOf(document, CivilDay(2020, 1, 14)).has_value());
  const auto then = AsOf(document, CivilDay(2021, 6, 1));
  ASSERT_TRUE(then.has_value());
  EXPECT_EQ(then->state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(then->versions_size(), 1);
  EXPECT_EQ(then->ended_date(), "");
  EXPECT_EQ(then->ended_by(), "");
  EXPECT_EQ(then->versions(0).last_effective_date(), "") << "what ends it was not written yet";
  EXPECT_EQ(AsOf(document, CivilDay(2023, 5, 1))->ended_by(), "documents/9");
  EXPECT_EQ(AsOf(document, CivilDay(2023, 5, 1))->versions(0).last_effective_date(), "2021-12-31");
}

TEST(AsOf, HasTheNumberOfTheDay) {
  v1::Document document = InEffect();
  document.set_registration_number("PAB00-2025-0009");
  document.set_registered_date("2025-01-10");
  v1::FormerNumber* former = document.add_former_numbers();
  former->set_registration_number("PAB00-2020-0001");
  former->set_registered_date("2020-01-10");
  auto then = AsOf(document, CivilDay(2025, 1, 9));
  ASSERT_TRUE(then.has_value());
  EXPECT_EQ(then->registration_number(), "PAB00-2020-0001");
  EXPECT_EQ(then->registered_date(), "2020-01-10");
  EXPECT_EQ(then->former_numbers_size(), 0);
  then = AsOf(document, CivilDay(2025, 1, 10));
  EXPECT_EQ(then->registration_number(), "PAB00-2025-0009");
  EXPECT_EQ(then->former_numbers_size(), 1);
}

TEST(AsOf, AnImportedDocumentHasNoNumberBeforeItsRegistration) {
  v1::Document document;
  document.set_legacy(true);
  document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  document.set_written_date("2012-03-01");
  document.set_effective_date("2012-04-01");
  document.set_registration_number("PAB00-2026-0001");
  document.set_registered_date("2026-01-01");
  const auto then = AsOf(document, CivilDay(2015, 1, 1));
  ASSERT_TRUE(then.has_value());
  EXPECT_EQ(then->state(), v1::DOCUMENT_STATE_LEGACY);
  EXPECT_EQ(then->registration_number(), "");
  EXPECT_EQ(then->registered_date(), "");
}

TEST(AsOf, WhatWasDoneLaterIsNotDoneYet) {
  v1::Document document = InEffect();
  v1::Clock* stopped = document.add_clocks();
  stopped->set_kind(v1::CLOCK_KIND_LAPSE);
  stopped->set_start_date("2020-03-01");
  stopped->set_end_date("2024-01-01");
  stopped->set_state(v1::CLOCK_STATE_EXPIRED);
  stopped->set_overdue(true);
  document.add_clocks()->set_start_date("2023-01-01");
  document.add_relations()->set_applied(true);  // from its first day of effect
  v1::Relation* later = document.add_relations();
  later->set_date("2023-01-01");
  later->set_applied(true);
  document.mutable_cleanup()->set_campaign("campaigns/1");
  document.mutable_cleanup()->set_recorded_date("2023-06-01");
  document.mutable_cleanup()->set_on_miss(v1::ON_MISS_LAPSES);
  document.mutable_cleanup()->set_former_last_valid_date("2026-02-28");
  const auto then = AsOf(document, CivilDay(2022, 6, 1));
  ASSERT_TRUE(then.has_value());
  ASSERT_EQ(then->clocks_size(), 1);
  EXPECT_EQ(then->clocks(0).state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(then->clocks(0).end_date(), "");
  EXPECT_FALSE(then->clocks(0).overdue());
  EXPECT_TRUE(then->relations(0).applied());
  EXPECT_FALSE(then->relations(1).applied());
  EXPECT_FALSE(then->has_cleanup());
  EXPECT_EQ(then->term().last_valid_date(), "2026-02-28");
  EXPECT_TRUE(AsOf(document, CivilDay(2023, 6, 1))->has_cleanup());
}

TEST(AsOf, TheTermIsWholeBeforeItsEndWasAnnounced) {
  v1::Document document = InEffect();
  document.mutable_term()->set_last_valid_date("2024-05-31");
  document.mutable_cleanup()->set_recorded_date("2023-06-01");
  document.mutable_cleanup()->set_end_date("2024-06-01");
  EXPECT_EQ(AsOf(document, CivilDay(2022, 6, 1))->term().last_valid_date(), "");
  document.mutable_cleanup()->set_former_last_valid_date("2026-02-28");
  document.mutable_cleanup()->set_former_computed(true);
  EXPECT_EQ(AsOf(document, CivilDay(2022, 6, 1))->term().last_valid_date(), "2026-02-28");
  EXPECT_TRUE(AsOf(document, CivilDay(2022, 6, 1))->term().computed());
  EXPECT_EQ(AsOf(document, CivilDay(2023, 6, 1))->term().last_valid_date(), "2024-05-31");
  EXPECT_FALSE(AsOf(document, CivilDay(2023, 6, 1))->term().computed());
}

// Older versions put the day of the end in the place of that of its announcement.
TEST(AsOf, TheTermStaysCutBetweenAnAnnouncementAndItsEndThatAnOlderVersionRecorded) {
  v1::Document document = InEffect();
  document.set_state(v1::DOCUMENT_STATE_REPEALED);
  document.set_ended_date("2024-06-01");
  document.mutable_term()->set_last_valid_date("2024-05-31");
  document.mutable_cleanup()->set_recorded_date("2024-06-01");
  document.mutable_cleanup()->set_former_last_valid_date("2026-02-28");
  EXPECT_EQ(AsOf(document, CivilDay(2023, 12, 1))->term().last_valid_date(), "2024-05-31");
}

TEST(AsOf, ASuspensionHasNoLastDayBeforeItWasLifted) {
  v1::Document document = InEffect();
  v1::Suspension* suspension = document.add_suspensions();
  suspension->set_from_date("2021-01-01");
  suspension->set_to_date("2021-01-31");  // lifted on the day after
  EXPECT_EQ(AsOf(document, CivilDay(2020, 12, 31))->suspensions_size(), 0);
  for (const CivilDay day : {CivilDay(2021, 1, 1), CivilDay(2021, 1, 31)}) {
    const auto then = AsOf(document, day);
    ASSERT_EQ(then->suspensions_size(), 1) << day;
    EXPECT_EQ(then->suspensions(0).to_date(), "") << day;
    EXPECT_EQ(then->state(), v1::DOCUMENT_STATE_SUSPENDED) << day;
  }
  EXPECT_EQ(AsOf(document, CivilDay(2021, 2, 1))->suspensions(0).to_date(), "2021-01-31");
}

// A relation's own day counts where it is not before its bearer's first day.
TEST(AsOf, HasDoneNothingToOthersBeforeItsOwnFirstDay) {
  v1::Document document = InEffect();
  v1::Relation* relation = document.add_relations();
  relation->set_kind(v1::RELATION_KIND_AMENDS);
  relation->set_target("documents/9");
  relation->set_date("2020-02-01");
  relation->set_applied(true);
  EXPECT_FALSE(AsOf(document, CivilDay(2020, 2, 29))->relations(0).applied());
  EXPECT_TRUE(AsOf(document, CivilDay(2020, 3, 1))->relations(0).applied());
}

TEST(AsOf, HasNoPublicationThatCameLater) {
  v1::Document document = InEffect();
  document.add_republications()->set_date("2025-02-01");
  EXPECT_EQ(AsOf(document, CivilDay(2025, 1, 31))->republications_size(), 0);
  EXPECT_EQ(AsOf(document, CivilDay(2025, 2, 1))->republications_size(), 1);
}

// As it stood: who read it before the decision read nothing of it.
TEST(AsOf, HasNoArticleRevokedThatWasRevokedLater) {
  v1::Document document = InEffect();
  document.add_revoked_articles()->set_date("2022-06-01");
  document.add_revoked_articles()->set_date("2023-06-01");
  EXPECT_EQ(AsOf(document, CivilDay(2022, 5, 31))->revoked_articles_size(), 0);
  EXPECT_EQ(AsOf(document, CivilDay(2022, 6, 1))->revoked_articles_size(), 1);
  EXPECT_EQ(AsOf(document, CivilDay(2024, 1, 1))->revoked_articles_size(), 2);
}

TEST(AsOf, SaysNothingOfAFindingThatCameLater) {
  v1::Document document = InEffect();
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_legacy(true);
  document.clear_registered_date();
  document.set_not_normative_date("2022-06-01");
  EXPECT_EQ(AsOf(document, CivilDay(2022, 5, 31))->not_normative_date(), "");
  EXPECT_EQ(AsOf(document, CivilDay(2022, 6, 1))->not_normative_date(), "2022-06-01");
}

}  // namespace
}  // namespace santong::catalog
