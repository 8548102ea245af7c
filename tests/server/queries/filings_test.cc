// What was never filed: a list that is cut off says so, and what is to be filed again stands on it.
#include "server/queries/filings.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/case_index.h"
#include "server/acts/document_index.h"
#include "server/acts/filing_list.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/policy.h"
#include "server/settings/settings.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::queries {
namespace {

using testing::IsOk;
using testing::Office;

class MissingFilings : public ::testing::Test {
 protected:
  // Published documents that wait to be filed, as the acts would leave them.
  void PutWaiting(uint64_t first, uint64_t last) {
    const absl::Status put = kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
      for (uint64_t id = first; id <= last; ++id) {
        v1::Document document;
        document.set_name(tables::DocumentName(id));
        document.set_title("某办法");
        document.set_state(v1::DOCUMENT_STATE_PUBLISHED);
        document.set_jurisdiction(testing::kDistrict);
        document.add_issuers()->set_organ(testing::kCivilAffairs);
        v1::Clock* clock = document.add_clocks();
        clock->set_kind(v1::CLOCK_KIND_FILING);
        clock->set_state(v1::CLOCK_STATE_RUNNING);
        clock->set_due_date("2026-04-01");
        tables::PutDocument(txn, id, document, /*anyone_may_read=*/true, /*internal_changed=*/true);
        acts::WriteDocumentEntries(txn, id, v1::Document(), document);
      }
      return absl::OkStatus();
    });
    ASSERT_THAT(put, IsOk());
  }
  v1::ListFilingsResponse Missing() {
    v1::ListFilingsRequest request;
    request.set_missing(true);
    auto listed = ListFilings(*store_.Snapshot(), office_.settings(), testing::Auditor(),
                              office_.today(), request);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? *std::move(listed) : v1::ListFilingsResponse();
  }

  kv::MemoryStore store_;
  Office office_{store_, absl::CivilDay(2026, 3, 2)};
};

TEST_F(MissingFilings, MoreThanAThousandAreSaidToBeMore) {
  PutWaiting(1, 1000);
  v1::ListFilingsResponse all = Missing();
  EXPECT_EQ(all.missing_size(), 1000);
  EXPECT_FALSE(all.more_missing());
  PutWaiting(1001, 1001);
  all = Missing();
  EXPECT_EQ(all.missing_size(), 1000);
  EXPECT_TRUE(all.more_missing());
}

// 重新登记: it is published again and to be filed again, whatever was filed before.
TEST_F(MissingFilings, WhatWasPublishedAgainWaitsThoughItWasFiledBefore) {
  PutWaiting(7, 7);
  const auto put = [&](const char* published, const char* filed) {
    const absl::Status stored = kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
      auto before = tables::GetDocument(txn, 7);
      if (!before.ok()) return before.status();
      v1::Document after = *before;
      after.mutable_clocks(0)->set_start_date(published);
      tables::PutDocument(txn, 7, after, /*anyone_may_read=*/true, /*internal_changed=*/true);
      v1::Filing filing;
      filing.set_name("filings/1");
      filing.set_document(after.name());
      filing.set_jurisdiction(testing::kDistrict);
      filing.set_organ(testing::kCivilAffairs);
      filing.set_state(v1::FILING_STATE_PASSED);
      filing.set_filed_date(filed);
      tables::PutCase(txn, schema::CaseKind::kFiling, 1, filing);
      for (const std::string& key : acts::CaseEntries(acts::ViewOf(1, filing))) txn.Put(key, "");
      return absl::OkStatus();
    });
    ASSERT_THAT(stored, IsOk());
  };
  put("2026-03-01", "2025-02-01");
  ASSERT_EQ(Missing().missing_size(), 1);
  EXPECT_EQ(Missing().missing(0).document(), tables::DocumentName(7));
  put("2026-03-01", "2026-03-01");
  EXPECT_EQ(Missing().missing_size(), 0);
}

// Where the district's public lists are due so many months after one another.
settings::Settings PublishedEvery(int months) {
  v1::PolicyLeaf leaf;
  leaf.set_key(policy::kFilingListMonths);
  leaf.set_number(months);
  leaf.set_unit(v1::PERIOD_UNIT_MONTHS);
  settings::Settings settings;
  settings.policies = policy::PolicyBook::Create({{testing::kDistrict, ""}}, {leaf}).value();
  return settings;
}

// Six months from 30 and from 31 August end on one day; the list of the first was published on the
// second, and is no bar to the next.
TEST(PublicFilingList, ThatFallsDueOnTheDayOfAnotherHasANameOfItsOwn) {
  const settings::Settings settings = PublishedEvery(6);
  v1::Jurisdiction district;
  district.set_name(testing::kDistrict);
  kv::MemoryStore store;
  v1::FilingList published;
  published.set_name(absl::StrCat(testing::kDistrict, "/filingLists/2026-02-28"));
  published.set_kind(v1::FILING_LIST_KIND_PUBLIC);
  published.set_parent(testing::kDistrict);
  published.set_end_date("2025-08-31");
  ASSERT_THAT(kv::TransactAndWait(store,
                                  [&](kv::Transaction& txn) {
                                    txn.Put(schema::FilingListKey(published.name()),
                                            tables::Encode(published));
                                    return absl::OkStatus();
                                  }),
              IsOk());
  auto next =
      acts::DuePublicList(*store.Snapshot(), settings, absl::CivilDay(2026, 1, 5), district);
  ASSERT_THAT(next, IsOk());
  ASSERT_TRUE(next->has_value());
  EXPECT_EQ((*next)->due_date(), "2026-02-28");
  EXPECT_EQ((*next)->start_date(), "2025-09-01");
  EXPECT_EQ((*next)->name(), absl::StrCat(testing::kDistrict, "/filingLists/2026-03-01"));
}

// A rule that begins later asks for nothing before; one that is set anew puts off nothing: before,
// a list that was late was none the moment that somebody set its period once more.
TEST(PublicFilingList, ThatIsLateIsNotPutOffByTheSameRuleSetAnew) {
  v1::PolicyLeaf leaf;
  leaf.set_key(policy::kFilingListMonths);
  leaf.set_number(1);
  leaf.set_unit(v1::PERIOD_UNIT_MONTHS);
  leaf.set_valid_from("2026-02-10");
  v1::PolicyLeaf anew = leaf;
  anew.set_valid_from("2026-04-01");
  v1::Jurisdiction district;
  district.set_name(testing::kDistrict);
  district.mutable_create_time()->set_seconds(1767571200);  // 2026-01-05
  kv::MemoryStore store;
  for (const std::vector<v1::PolicyLeaf>& leaves : {std::vector{leaf}, std::vector{leaf, anew}}) {
    settings::Settings settings;
    settings.policies = policy::PolicyBook::Create({{testing::kDistrict, ""}}, leaves).value();
    auto due =
        acts::DuePublicList(*store.Snapshot(), settings, absl::CivilDay(2026, 4, 2), district);
    ASSERT_THAT(due, IsOk());
    ASSERT_TRUE(due->has_value());
    EXPECT_EQ((*due)->due_date(), "2026-03-09");
    EXPECT_EQ((*due)->start_date(), "2026-01-05");
    EXPECT_TRUE((*due)->overdue());
  }
}

// What is published late holds what was filed until then; else that would stand on no list ever.
TEST(PublicFilingList, ThatIsLateCoversTheDaysUntilToday) {
  const settings::Settings settings = PublishedEvery(1);
  v1::Jurisdiction district;
  district.set_name(testing::kDistrict);
  district.mutable_create_time()->set_seconds(1767571200);  // 2026-01-05
  kv::MemoryStore store;
  const auto end_on = [&](absl::CivilDay today) {
    auto due = acts::DuePublicList(*store.Snapshot(), settings, today, district);
    EXPECT_THAT(due, IsOk());
    return due.ok() && due->has_value() ? (*due)->end_date() : "";
  };
  EXPECT_EQ(end_on(absl::CivilDay(2026, 2, 4)), "2026-02-04");
  EXPECT_EQ(end_on(absl::CivilDay(2026, 2, 20)), "2026-02-20");
}

}  // namespace
}  // namespace santong::queries
