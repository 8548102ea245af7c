// What waits: page by page the same as at once, in order, for those who must act; what was done
// late is no task any more.
#include "server/queries/tasks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/case_index.h"
#include "server/acts/document_acts.h"
#include "server/acts/task_index.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/queries/cleanup_reads.h"
#include "server/queries/verify.h"
#include "server/settings/settings.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"

namespace santong::queries {
namespace {

using testing::Office;

class Tasks : public ::testing::Test {
 protected:
  std::vector<v1::Task> All(const access::Caller& caller, int page_size,
                            bool overdue_only = false) {
    v1::ListTasksRequest request;
    request.set_page_size(page_size);
    request.set_overdue_only(overdue_only);
    std::vector<v1::Task> tasks;
    while (true) {
      auto page =
          ListTasks(*store_.Snapshot(), office_.settings(), caller, office_.today(), request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return tasks;
      EXPECT_LE(page->tasks_size(), page_size);
      tasks.insert(tasks.end(), page->tasks().begin(), page->tasks().end());
      if (page->next_page_token().empty()) return tasks;
      request.set_page_token(page->next_page_token());
    }
  }
  static std::vector<std::string> Lines(const std::vector<v1::Task>& tasks) {
    std::vector<std::string> lines;
    for (const v1::Task& task : tasks)
      lines.push_back(
          absl::StrCat(task.clock().due_date(), " ", task.resource(), " ", task.todo_zh()));
    return lines;
  }
  void ExpectSound() {
    auto verified = VerifyStore(*store_.Snapshot(), {});
    ASSERT_TRUE(verified.ok());
    EXPECT_EQ(verified->problems_size(), 0) << verified->ShortDebugString();
  }

  kv::MemoryStore store_;
  Office office_{store_, absl::CivilDay(2026, 3, 2)};
};

TEST_F(Tasks, ComePageByPageAsTheyComeAtOnceInTheOrderOfTheirDays) {
  for (int i = 0; i < 12; ++i) {
    office_.set_today(absl::CivilDay(2026, 3, 2) + i * 3 % 10);
    ASSERT_TRUE((i % 3 == 0 ? office_.Registered(absl::StrCat("办法", i))
                            : office_.Published(absl::StrCat("办法", i)))
                    .ok());
  }
  for (int later : {0, 200}) {
    office_.set_today(absl::CivilDay(2026, 3, 12) + later);
    ASSERT_TRUE(office_.RunRound().ok());
    for (const access::Caller& caller :
         {testing::Reviewer(), testing::Drafter(), testing::Publisher(), testing::Auditor()}) {
      const std::vector<std::string> whole = Lines(All(caller, 1000));
      EXPECT_GE(whole.size(), 12u) << caller.principal;
      for (int size : {1, 5, 7}) EXPECT_EQ(Lines(All(caller, size)), whole) << caller.principal;
      std::string last;
      std::vector<std::string> overdue;
      for (const v1::Task& task : All(caller, 1000)) {
        if (task.clock().due_date().empty()) continue;
        EXPECT_GE(task.clock().due_date(), last);
        last = task.clock().due_date();
      }
      for (const v1::Task& task : All(caller, 1000)) {
        if (task.overdue()) overdue.push_back(Lines({task})[0]);
      }
      if (later > 0) EXPECT_FALSE(overdue.empty());
      EXPECT_EQ(Lines(All(caller, 4, /*overdue_only=*/true)), overdue);
    }
  }
  ExpectSound();
}

TEST_F(Tasks, ACleanupStandsAmongTheClocksByItsDay) {
  for (int i = 0; i < 6; ++i) {
    office_.set_today(absl::CivilDay(2026, 3, 2) + i);
    ASSERT_TRUE(office_.Published(absl::StrCat("办法", i)).ok());
  }
  // Filings are due from 17 to 22 March.
  const auto plan = office_.Plan(office_.today(), absl::CivilDay(2026, 3, 20));
  ASSERT_TRUE(plan.ok());
  ASSERT_TRUE(office_.Open(plan->name()).ok());
  const std::vector<std::string> whole = Lines(All(testing::Reviewer(), 1000));
  EXPECT_TRUE(
      std::is_sorted(whole.begin(), whole.end(), [](const std::string& a, const std::string& b) {
        return a.substr(0, 10) < b.substr(0, 10);
      }));
  const auto cleanup = std::find_if(whole.begin(), whole.end(), [](const std::string& line) {
    return line.rfind("2026-03-20 campaigns/", 0) == 0;
  });
  ASSERT_NE(cleanup, whole.end());
  EXPECT_NE(cleanup, whole.begin());
  EXPECT_NE(cleanup + 1, whole.end());
  for (int size : {1, 2, 3}) EXPECT_EQ(Lines(All(testing::Reviewer(), size)), whole);
  for (v1::TaskKind kind : {v1::TASK_KIND_CLEANUP, v1::TASK_KIND_CLOCK}) {
    v1::ListTasksRequest request;
    request.add_kinds(kind);
    const auto page = ListTasks(*store_.Snapshot(), office_.settings(), testing::Reviewer(),
                                office_.today(), request);
    ASSERT_TRUE(page.ok());
    EXPECT_GT(page->tasks_size(), 0);
    for (const v1::Task& task : page->tasks()) EXPECT_EQ(task.kind(), kind);
  }
}

// 上一次清理结果公布之日, as cleanup.interval_months says.
TEST_F(Tasks, TheNextCleanupIsDueFromTheDayOnWhichTheLastResultWasPublished) {
  const v1::Document document = *office_.Published("办法");
  const auto due_day = [&] {
    std::string day;
    for (const v1::Task& task : All(testing::Reviewer(), 1000)) {
      if (task.clock().leaf() == "cleanup.interval_months") day = task.clock().due_date();
    }
    return day;
  };
  const auto plan = office_.Plan(office_.today(), absl::CivilDay(2026, 3, 20));
  ASSERT_TRUE(plan.ok()) << plan.status();
  ASSERT_TRUE(office_.Open(plan->name()).ok());
  v1::CleanupDecision keep;
  keep.set_disposition(v1::DISPOSITION_KEEP);
  keep.set_reason("仍需执行");
  const std::string item = absl::StrCat(plan->name(), "/items/",
                                        document.name().substr(std::string("documents/").size()));
  ASSERT_TRUE(office_.Propose(item, keep).ok());
  ASSERT_TRUE(office_.Review(item).ok());
  ASSERT_TRUE(office_.Close(plan->name()).ok());
  office_.set_today(absl::CivilDay(2026, 6, 1));
  ASSERT_TRUE(office_.RunRound().ok());
  const v1::Document notice = *office_.Published("清理结果公告");
  const auto published = office_.PublishResult(plan->name(), notice.name());
  ASSERT_TRUE(published.ok()) << published.status();
  office_.set_today(absl::CivilDay(2028, 5, 31));
  EXPECT_EQ(due_day(), "");
  office_.set_today(absl::CivilDay(2028, 6, 1));
  EXPECT_EQ(due_day(), "2028-06-01");
}

TEST_F(Tasks, WhatWasDoneLateIsNoTaskAndStaysOverdue) {
  const v1::Document registered = *office_.Registered("迟公布的办法");
  office_.set_today(office_.today() + 60);
  ASSERT_TRUE(office_.RunRound().ok());
  const auto asks_to_publish = [&] {
    int found = 0;
    for (const v1::Task& task : All(testing::Publisher(), 50)) {
      found +=
          task.resource() == registered.name() && task.clock().kind() == v1::CLOCK_KIND_PUBLICATION;
    }
    return found;
  };
  EXPECT_EQ(asks_to_publish(), 1);
  v1::UpdateDocumentRequest update;
  *update.mutable_document() = registered;
  update.mutable_document()->set_effective_date("2026-05-20");
  update.mutable_update_mask()->add_paths("effective_date");
  ASSERT_TRUE(office_.Do(testing::Drafter(), acts::IntentOf(update)).ok());
  const auto published = office_.Publish(registered);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(asks_to_publish(), 0);
  for (const v1::Clock& clock : published->clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_PUBLICATION) EXPECT_TRUE(clock.overdue());
  }
  ExpectSound();
}

// It is put before the legal office, which may not read it: not even what it is called.
TEST_F(Tasks, ADraftIsItsOrgansOwnAlsoWhereItsApplicationIsOverdue) {
  const auto draft = office_.Do(
      testing::Drafter(),
      acts::IntentOf(testing::CompleteDraft("未申请的办法", "平民〔2026〕90号", "2026-03-02")));
  ASSERT_TRUE(draft.ok()) << draft.status();
  office_.set_today(absl::CivilDay(2026, 4, 1));
  ASSERT_TRUE(office_.RunRound().ok());
  const auto told = [&](const access::Caller& caller) {
    int found = 0;
    for (const v1::Task& task : All(caller, 50)) found += task.resource() == draft->name();
    return found;
  };
  EXPECT_EQ(told(testing::Drafter()), 1);
  EXPECT_EQ(told(testing::Auditor()), 1);
  EXPECT_EQ(told(testing::Reviewer()), 0);
  EXPECT_EQ(told(testing::Publisher()), 0);
  ExpectSound();
}

// Objections to what the legal office issued by itself wait for its own answer.
TEST_F(Tasks, AnOfficeThatIsTheIssuerHasItsOwnAnswersToGive) {
  v1::Objection objection;
  objection.set_name("objections/1");
  objection.set_state(v1::OBJECTION_STATE_WITH_ISSUER);
  objection.set_jurisdiction(testing::kDistrict);
  objection.set_issuer(testing::kLegalOffice);
  v1::Clock* clock = objection.add_clocks();
  clock->set_kind(v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY);
  clock->set_state(v1::CLOCK_STATE_RUNNING);
  clock->set_due_date("2026-03-20");
  const absl::Status put = kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
    tables::PutCase(txn, schema::CaseKind::kObjection, 1, objection);
    for (const std::string& key : acts::CaseEntries(acts::ViewOf(1, objection))) txn.Put(key, "");
    return absl::OkStatus();
  });
  ASSERT_TRUE(put.ok()) << put;
  const auto asked = [&](const access::Caller& caller) {
    const std::vector<std::string> lines = Lines(All(caller, 50));
    return std::count(lines.begin(), lines.end(), "2026-03-20 objections/1 答复异议人");
  };
  EXPECT_EQ(asked(testing::Reviewer()), 1);
  access::Caller other = testing::Reviewer();
  other.organ = testing::kGovernmentOffice;
  EXPECT_EQ(asked(other), 0) << "that is the issuer's";
}

// domain.md 7: duties pass to the successor.
TEST_F(Tasks, OfASuccessorAreThoseOfItsPredecessorToo) {
  for (int i = 0; i < 5; ++i) {
    office_.set_today(absl::CivilDay(2026, 3, 2) + i);
    ASSERT_TRUE(office_.Published(absl::StrCat("民政办法", i)).ok());
    ASSERT_TRUE(office_.Published(absl::StrCat("政府办法", i), testing::GovernmentDrafter()).ok());
  }
  access::Caller successor = testing::GovernmentDrafter();
  std::vector<std::string> expected = Lines(All(successor, 1000));
  ASSERT_GE(expected.size(), 5u);
  const std::vector<std::string> merged = Lines(All(testing::Drafter(), 1000));
  ASSERT_GE(merged.size(), 5u);
  expected.insert(expected.end(), merged.begin(), merged.end());
  std::sort(expected.begin(), expected.end());
  successor.predecessors = {testing::kCivilAffairs};
  const std::vector<std::string> both = Lines(All(successor, 1000));
  std::vector<std::string> sorted = both;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted, expected);
  EXPECT_TRUE(std::is_sorted(
      both.begin(), both.end(),
      [](const std::string& a, const std::string& b) { return a.substr(0, 10) < b.substr(0, 10); }))
      << "by day, whosever they were";
  for (int page_size : {1, 3}) EXPECT_EQ(Lines(All(successor, page_size)), both) << page_size;
}

TEST_F(Tasks, OfAStoreFromBeforeTheirEntriesAreBuilt) {
  ASSERT_TRUE(office_.Published("办法").ok());
  ASSERT_TRUE(office_.Plan(office_.today(), office_.today() + 30).ok());
  const std::vector<std::string> before = Lines(All(testing::Reviewer(), 50));
  ASSERT_FALSE(before.empty());
  ASSERT_TRUE(kv::TransactAndWait(store_, [](kv::Transaction& txn) {
                std::vector<std::string> keys;
                absl::Status scanned = txn.Scan("D", schema::PrefixEnd("D"),
                                                [&](absl::string_view key, absl::string_view) {
                                                  keys.emplace_back(key);
                                                  return true;
                                                });
                for (const std::string& key : keys) txn.Delete(key);
                return scanned;
              }).ok());
  EXPECT_LT(All(testing::Reviewer(), 50).size(), before.size());
  ASSERT_TRUE(acts::BuildEntries(store_).ok());
  EXPECT_EQ(Lines(All(testing::Reviewer(), 50)), before);
  ExpectSound();
}

// The calendar is the place's own: a day off of the place moves the day, and is named 待核定.
TEST(CleanupDue, FallsOnAWorkingDayOfThePlace) {
  v1::PolicyLeaf interval, start, days;
  interval.set_key(policy::kCleanupIntervalMonths);
  interval.set_number(12);
  interval.set_unit(v1::PERIOD_UNIT_MONTHS);
  interval.set_roll_forward(true);
  interval.set_confirmed_by("an officer");
  start.set_key(policy::kRegimeStart);
  start.set_text("2025-07-16");
  days.set_key(policy::kCalendarOverlay);
  days.mutable_list()->add_items("2026-07-16");  // a Thursday
  auto policies = policy::PolicyBook::Create({{testing::kDistrict, ""}}, {interval, start, days});
  ASSERT_TRUE(policies.ok()) << policies.status();
  settings::Settings settings;
  settings.policies = *policies;
  kv::MemoryStore store;
  std::vector<v1::Task> tasks;
  ASSERT_TRUE(AddCleanupTasks(*store.Snapshot(), settings, testing::Reviewer(),
                              absl::CivilDay(2026, 7, 20), &tasks)
                  .ok());
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].clock().due_date_before_roll(), "2026-07-16");
  EXPECT_EQ(tasks[0].clock().due_date(), "2026-07-17");
  EXPECT_TRUE(tasks[0].clock().unconfirmed());
  // It explains itself, as each clock does: a day that was counted, by weekends alone.
  EXPECT_EQ(tasks[0].clock().start_date(), "2025-07-16");
  EXPECT_EQ(tasks[0].clock().limit(), 12);
  EXPECT_EQ(tasks[0].clock().unit(), v1::PERIOD_UNIT_MONTHS);
  EXPECT_TRUE(tasks[0].clock().provisional());
}

}  // namespace
}  // namespace santong::queries
