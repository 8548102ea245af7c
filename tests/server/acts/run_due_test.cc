// One resource that fails among many that are due: the others are carried out, each once and in
// order, and it is when it is asked for again.
//
// Method: the transactions write down themselves what was done, also before they fail, so that what
// was rolled back leaves no trace.
#include "server/acts/run_due.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/schema/keys.h"
#include "tests/support/interrupted_store.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using ::testing::ElementsAre;
using testing::IsOk;
using testing::StatusIs;

constexpr char kDone[] = "~done";
constexpr absl::CivilDay kFirst(2026, 3, 2);
constexpr absl::CivilDay kSecond(2026, 3, 3);

std::string ThingName(uint64_t id) { return absl::StrCat("things/", id); }

constexpr DueKind kThings{.id_of = schema::IndexedDocument, .name_of = ThingName};

std::vector<std::string> NamesOf(const DueStep& step) {
  std::vector<std::string> names;
  for (const SetAside& one : step.set_aside) names.push_back(one.name);
  return names;
}

class DueRuns : public ::testing::Test {
 protected:
  DueAsk Ask(int limit) const {
    return {.now = absl::UnixEpoch(), .today = kSecond, .until = kSecond, .limit = limit};
  }
  absl::StatusOr<DueStep> TryRun(std::vector<DueEntry> entries) {
    FoundDue found;
    found.entries = std::move(entries);
    absl::StatusOr<DueStep> step = absl::UnknownError("not answered");
    RunFound(
        store_, office_.settings(), kThings, Ask(300), std::move(found),
        [this](kv::Transaction& txn, const std::shared_ptr<const settings::Settings>&,
               const Request&, DueEntry entry) -> absl::StatusOr<int> {
          auto done = txn.Get(kDone);
          txn.Put(kDone, absl::StrCat(done.value_or(""), entry.id, "@", entry.day.day(), " "));
          if (failing_.count(entry.id) > 0) return absl::InternalError("it is refused");
          return 1;
        },
        [&](absl::StatusOr<DueStep> answer) { step = std::move(answer); });
    return step;
  }
  DueStep Run(std::vector<DueEntry> entries) {
    auto step = TryRun(std::move(entries));
    EXPECT_THAT(step, IsOk());
    return step.ok() ? *std::move(step) : DueStep();
  }
  std::string Done() const { return store_.Snapshot()->Get(kDone).value_or(""); }

  testing::InterruptedStore store_;
  testing::Office office_{store_, kFirst};
  std::set<uint64_t> failing_;
};

TEST_F(DueRuns, OneThatFailsIsSetAsideAndHoldsUpNoOther) {
  failing_ = {2};
  const DueStep step = Run({{1, kFirst}, {2, kFirst}, {3, kFirst}, {2, kSecond}, {4, kSecond}});
  EXPECT_EQ(step.acts, 3);
  EXPECT_EQ(Done(), "1@2 3@2 4@3 ");
  ASSERT_THAT(NamesOf(step), ElementsAre("things/2")) << "once, and nothing of it out of its turn";
  EXPECT_EQ(step.set_aside[0].id, 2u);
  EXPECT_EQ(step.set_aside[0].reason.message(), "it is refused");

  failing_.clear();
  EXPECT_THAT(NamesOf(Run({{2, kFirst}, {2, kSecond}})), ElementsAre());
  EXPECT_EQ(Done(), "1@2 3@2 4@3 2@2 2@3 ");
}

TEST_F(DueRuns, SeveralAreSetAsideWhereverTheyStand) {
  failing_ = {1, 3, 4, 6};
  const DueStep step =
      Run({{1, kFirst}, {2, kFirst}, {3, kFirst}, {4, kFirst}, {5, kSecond}, {6, kSecond}});
  EXPECT_EQ(step.acts, 2);
  EXPECT_EQ(Done(), "2@2 5@3 ");
  EXPECT_THAT(NamesOf(step), ElementsAre("things/1", "things/3", "things/4", "things/6"));
}

// Then no resource is at fault.
TEST_F(DueRuns, AStoreThatTakesNoWritesIsToldAsThat) {
  failing_ = {2};
  for (int after : {0, 1, 2}) {
    store_.Interrupt(after, [] { return absl::UnavailableError("the store is closing"); });
    EXPECT_THAT(TryRun({{1, kFirst}, {2, kFirst}, {3, kFirst}}),
                StatusIs(absl::StatusCode::kUnavailable));
  }
}

// Of 1 to 4, each on its day; 2 cannot be read, and 3 was set aside before.
TEST_F(DueRuns, WhatCannotBeReadIsPassedOver) {
  ASSERT_THAT(kv::TransactAndWait(store_,
                                  [](kv::Transaction& txn) {
                                    for (uint64_t id : {1, 2, 3, 4})
                                      txn.Put(
                                          schema::DocumentIndexKey(
                                              schema::DueDayPrefix(id < 3 ? kFirst : kSecond), id),
                                          "");
                                    return absl::OkStatus();
                                  }),
              IsOk());
  const auto find = [&](const DueAsk& ask) {
    return FindDue(
        *store_.Snapshot(), schema::DocumentIndexPrefix(schema::DocumentIndex::kByDueDay),
        schema::DueDayPrefix(kSecond + 1), kThings, ask, [](uint64_t id) -> absl::StatusOr<bool> {
          if (id == 2) return absl::DataLossError("it is damaged");
          return true;
        });
  };
  DueAsk ask = Ask(300);
  ask.set_aside = {3};
  const auto found = find(ask);
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->entries, ElementsAre(DueEntry{1, kFirst}, DueEntry{4, kSecond}));
  EXPECT_THAT(NamesOf(found->step), ElementsAre("things/2"));
  EXPECT_FALSE(found->step.next_day.has_value());

  ask.limit = 1;
  const auto one = find(ask);
  ASSERT_THAT(one, IsOk());
  EXPECT_THAT(one->entries, ElementsAre(DueEntry{1, kFirst}));
  EXPECT_EQ(one->step.next_day, kSecond);
}

}  // namespace
}  // namespace santong::acts
