// A round of what is due, with something damaged in it: all else happens on its day.
#include "server/followers/scheduler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::followers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

class DueRounds : public ::testing::Test {
 protected:
  // The documents that were marked overdue after the event `*seen`, in the order in which they
  // were.
  std::vector<std::string> MarkedSince(uint64_t* seen) {
    const auto reader = store_.Snapshot();
    const uint64_t last = tables::LastEvent(*reader).value_or(0);
    std::vector<std::string> names;
    if (last == *seen) return names;
    const absl::Status read =
        tables::ScanEvents(*reader, *seen + 1, last, [&](const v1::Event& event) {
          if (event.action() == "MARK_OVERDUE") names.push_back(event.resource());
          return absl::OkStatus();
        });
    EXPECT_THAT(read, IsOk());
    *seen = last;
    return names;
  }
  void Put(const std::string& key, const std::string& value) {
    ASSERT_THAT(kv::TransactAndWait(store_,
                                    [&](kv::Transaction& txn) {
                                      txn.Put(key, value);
                                      return absl::OkStatus();
                                    }),
                IsOk());
  }

  kv::MemoryStore store_;
  testing::Office office_{store_, absl::CivilDay(2026, 3, 2)};
};

// Each is to be filed by a day of its own, which all of them miss.
TEST_F(DueRounds, ADamagedDocumentHoldsUpNoOther) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) {
    auto published = office_.Published(absl::StrCat("办法", i));
    ASSERT_THAT(published, IsOk());
    names.push_back(published->name());
    office_.set_today(office_.today() + 1);
  }
  const std::string key = schema::DocumentKey(tables::DocumentId(names[1]).value_or(0));
  const auto row = store_.Snapshot()->Get(key);
  ASSERT_THAT(row, IsOk());
  Put(key, "\xff\xff\xff");
  uint64_t seen = tables::LastEvent(*store_.Snapshot()).value_or(0);

  office_.set_today(absl::CivilDay(2026, 6, 1));
  const Round first = office_.TryRound();
  EXPECT_THAT(first.status, IsOk());
  EXPECT_EQ(first.set_aside, 1);
  ASSERT_EQ(first.first_set_aside.size(), 1u);
  EXPECT_EQ(first.first_set_aside[0].name, names[1]);
  EXPECT_FALSE(first.first_set_aside[0].reason.ok());
  EXPECT_THAT(MarkedSince(&seen), ElementsAre(names[0], names[2], names[3], names[4]));

  const Round again = office_.TryRound();
  EXPECT_EQ(again.acts, 0) << "each once";
  EXPECT_EQ(again.set_aside, 1) << "it is tried in every round";
  EXPECT_THAT(MarkedSince(&seen), IsEmpty());

  Put(key, *row);
  const Round mended = office_.TryRound();
  EXPECT_EQ(mended.set_aside, 0);
  EXPECT_THAT(MarkedSince(&seen), ElementsAre(names[1]));
}

TEST(DueKinds, OneThatCannotBeReadHoldsUpNoOther) {
  const Due damaged = [](acts::DueAsk, acts::Reply<acts::DueStep> reply) {
    std::move(reply)(absl::DataLossError("the index is damaged"));
  };
  // One is set aside in the first of two steps, and said to be so in the second.
  int steps = 0;
  bool told = false;
  const Due sound = [&](acts::DueAsk ask, acts::Reply<acts::DueStep> reply) {
    acts::DueStep step;
    if (ask.limit > 0) {
      step.acts = 1;
      told = ask.set_aside.count(7) > 0;
      if (++steps == 1) step.set_aside.push_back({7, "things/7", absl::InternalError("refused")});
    }
    if (steps < 2) step.next_day = ask.today;
    std::move(reply)(std::move(step));
  };
  const Round round =
      RunRound({damaged, sound, damaged}, absl::UnixEpoch(), absl::CivilDay(2026, 3, 2));
  EXPECT_THAT(round.status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(round.acts, 2);
  EXPECT_EQ(round.set_aside, 1);
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace santong::followers
