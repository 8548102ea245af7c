// domain.md §3.16: local festivals need a local overlay on the national arrangement.
#include "server/domain/policy/local_calendar.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/domain/policy/leaves.h"

namespace santong::policy {
namespace {

v1::PolicyLeaf Overlay(const std::vector<std::string>& days) {
  v1::PolicyLeaf leaf;
  leaf.set_key("calendar.overlay");
  for (const std::string& day : days) leaf.mutable_list()->add_items(day);
  return leaf;
}

TEST(LocalCalendar, ALocalFestivalIsNoWorkingDayHere) {
  const absl::CivilDay festival(2026, 7, 16);  // a Thursday
  const calendar::Calendar national;
  const calendar::Calendar local = LocalCalendar(national, ViewOf({Overlay({"2026-07-16"})}));
  EXPECT_TRUE(national.IsWorkingDay(festival));
  EXPECT_FALSE(local.IsWorkingDay(festival));
  EXPECT_EQ(local.AddWorkingDays(absl::CivilDay(2026, 7, 15), 1).day, absl::CivilDay(2026, 7, 17));
}

// A day off decides where it would be worked without it, and is marked while nobody confirmed it.
TEST(LocalCalendar, WhatRestsOnUnconfirmedDaysSaysSo) {
  v1::PolicyLeaf overlay = Overlay({"2026-07-16", "2026-07-18"});  // a Thursday and a Saturday
  const calendar::Calendar local = LocalCalendar(calendar::Calendar(), ViewOf({overlay}));
  EXPECT_TRUE(local.AddWorkingDays(absl::CivilDay(2026, 7, 15), 1).unconfirmed);
  EXPECT_FALSE(local.AddWorkingDays(absl::CivilDay(2026, 7, 16), 3).unconfirmed)
      << "a Saturday is off anyhow";
  EXPECT_FALSE(local.AddWorkingDays(absl::CivilDay(2026, 7, 14), 1).unconfirmed) << "before it";
  EXPECT_TRUE(local.AddCalendarDays(absl::CivilDay(2026, 7, 1), 15, true).unconfirmed);
  EXPECT_FALSE(local.AddCalendarDays(absl::CivilDay(2026, 7, 1), 15, false).unconfirmed);
  overlay.set_confirmed_by("an officer");
  const calendar::Calendar confirmed = LocalCalendar(calendar::Calendar(), ViewOf({overlay}));
  EXPECT_FALSE(confirmed.AddWorkingDays(absl::CivilDay(2026, 7, 15), 1).unconfirmed);
}

TEST(LocalCalendar, ItStandsAboveTheNationalArrangement) {
  const absl::CivilDay worked(2026, 10, 10);  // a Saturday that is worked
  const auto national = calendar::Calendar::Create({{worked, "国庆节", false}}, {2026});
  ASSERT_TRUE(national.ok());
  EXPECT_TRUE(national->IsWorkingDay(worked));
  const calendar::Calendar local = LocalCalendar(*national, ViewOf({Overlay({"2026-10-10"})}));
  EXPECT_FALSE(local.IsWorkingDay(worked));
  EXPECT_EQ(local.Find(worked)->name, "地方性节假日");
  EXPECT_TRUE(local.IsAnnounced(worked));
}

TEST(LocalCalendar, WithoutDaysItIsTheNationalOne) {
  const auto national =
      calendar::Calendar::Create({{absl::CivilDay(2026, 10, 1), "国庆节", true}}, {2026});
  ASSERT_TRUE(national.ok());
  const calendar::Calendar local = LocalCalendar(*national, ViewOf({}));
  EXPECT_EQ(local.Find(absl::CivilDay(2026, 10, 1)), national->Find(absl::CivilDay(2026, 10, 1)));
}

}  // namespace
}  // namespace santong::policy
