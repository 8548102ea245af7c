// Filing with the standing committee: who owes it, what proves it, when it is late
// (domain.md 3.10).
#include "server/domain/document/congress_filing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// A document that was published on 2026-03-20 and owes it until 2026-04-19.
Life Owed() {
  Life life;
  life.Set(Period(policy::kFilingCongressDays, 30));
  life.Set(List(policy::kFilingCongressOrgans, {"DEPARTMENT"}));
  life.To(v1::DOCUMENT_STATE_PUBLISHED);
  EXPECT_EQ(life.clock(v1::CLOCK_KIND_CONGRESS_FILING)->due_date(), "2026-04-19");
  return life;
}

// Those of the event that recorded it.
std::map<std::string, std::string> FactsOfRecord(const Life& life) {
  for (const auto& facts : life.facts()) {
    if (facts.count("filed_date") > 0) return facts;
  }
  return {};
}

// Who files with the standing committee is policy; where it says nothing, nobody.
TEST(CongressFiling, IsOwedByTheOrgansThatThePolicyNames) {
  for (const char* kind : {"", "GOVERNMENT", "DEPARTMENT"}) {
    Life life;  // a department's
    life.Set(Period(policy::kFilingCongressDays, 30));
    if (*kind != '\0') life.Set(List(policy::kFilingCongressOrgans, {kind}));
    life.To(v1::DOCUMENT_STATE_REGISTERED);
    life.Until("2026-03-25");
    Case publish = life.Prepare(Action::kPublish);
    publish.act.publication.set_date("2026-03-22");
    ASSERT_TRUE(life.Do(publish).ok());
    const v1::Clock* clock = life.clock(v1::CLOCK_KIND_CONGRESS_FILING);
    if (kind != std::string("DEPARTMENT")) {
      EXPECT_EQ(clock, nullptr) << kind;
      continue;
    }
    ASSERT_NE(clock, nullptr);
    EXPECT_EQ(clock->leaf(), "filing.congress_days");
    EXPECT_EQ(clock->start_date(), "2026-03-22");
    EXPECT_EQ(clock->due_date(), "2026-04-21");
  }
}

// The statutory act is the sending: its day counts, whenever it is recorded.
TEST(CongressFiling, IsInTimeByTheDayOfItsLetter) {
  struct Row {
    const char* recorded;
    const char* sent;
    bool late;
  };
  for (const Row& row : {Row{"2026-04-19", "2026-04-19", false},
                         Row{"2026-04-25", "2026-04-19", false},  // had run out meanwhile
                         Row{"2026-04-25", "2026-04-20", true}}) {
    SCOPED_TRACE(absl::StrCat(row.recorded, " ", row.sent));
    Life life = Owed();
    life.Until(row.recorded);
    Case record = life.Prepare(Action::kRecordCongressFiling);
    record.act.decision.set_date(row.sent);
    ASSERT_TRUE(life.Do(record).ok());
    life.Until("2026-12-31");
    const v1::Clock* clock = life.clock(v1::CLOCK_KIND_CONGRESS_FILING);
    EXPECT_EQ(clock->state(), v1::CLOCK_STATE_STOPPED);
    EXPECT_EQ(clock->end_date(), row.sent);
    EXPECT_EQ(clock->overdue(), row.late) << "for ever";
    EXPECT_EQ(FactsOfRecord(life).at("late"), row.late ? "true" : "false");
    EXPECT_EQ(FactsOfRecord(life).at("filed_date"), row.sent);
    EXPECT_NE(CongressFilingOf(life.document(), *clock), nullptr);
    EXPECT_THAT(Failed(life.Do(Action::kRecordCongressFiling).status()),
                Contains("CongressFilingIsOwed"))
        << "once";
  }
}

TEST(CongressFiling, NamesEveryFieldThatDoesNotProveIt) {
  Life life = Owed();
  const auto fields = [](const Case& record) {
    std::vector<std::string> names;
    for (const auto& violation : error::FieldViolationsOf(record.Decide().status()))
      names.push_back(violation.field);
    return names;
  };
  Case record = life.Prepare(Action::kRecordCongressFiling);
  EXPECT_THAT(fields(record), IsEmpty());
  for (const char* date : {"2026-03-21", "2026-03-19"}) {  // after today, before publication
    record.act.decision.set_date(date);
    EXPECT_THAT(fields(record), ElementsAre("filing.date")) << date;
  }
  record.act.decision.Clear();
  record.act.decision.set_kind(v1::EVIDENCE_KIND_SIGNATURE);
  EXPECT_THAT(fields(record), UnorderedElementsAre("filing.document_title", "filing.person",
                                                   "filing.kind", "filing.date"));
  for (v1::Clock& clock : *record.document.mutable_clocks())
    clock.set_state(v1::CLOCK_STATE_STOPPED);
  EXPECT_THAT(Failed(record.Decide().status()), Contains("CongressFilingIsOwed"))
      << "to mend the fields would not help";
}

TEST(CongressFiling, IsMetByTheReceiptOfItsOwnDays) {
  v1::Document document;
  for (const auto& [start, end] :
       {std::pair("2026-01-01", "2026-01-20"), std::pair("2026-03-01", "2026-03-10")}) {
    v1::Clock* duty = document.add_clocks();
    duty->set_kind(v1::CLOCK_KIND_CONGRESS_FILING);
    duty->set_state(v1::CLOCK_STATE_STOPPED);
    duty->set_start_date(start);
    duty->set_end_date(end);
  }
  v1::Evidence* receipt = document.mutable_internal()->add_evidence();
  receipt->set_kind(v1::EVIDENCE_KIND_CONGRESS_FILING);
  receipt->set_date("2026-03-10");
  EXPECT_EQ(CongressFilingOf(document, document.clocks(0)), nullptr) << "ended before";
  EXPECT_EQ(CongressFilingOf(document, document.clocks(1)), receipt);
}

}  // namespace
}  // namespace santong::document
