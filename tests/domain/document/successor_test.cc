// What passes to the successor of an organ that was merged or renamed (domain.md 7): it acts on
// what that one leads as on its own, and is kept from judging it as from judging its own.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "server/domain/document/decide.h"
#include "server/domain/document/scope.h"
#include "server/domain/policy/leaf.h"
#include "tests/domain/document/life.h"

namespace santong::document {
namespace {

using ::testing::ElementsAre;

constexpr char kSuccessor[] = "jurisdictions/630203/organs/economy";

TEST(Successor, MayDoInEveryRowWhatItsPredecessorsPeopleMay) {
  const policy::PolicyView policy = policy::ViewOf({});
  const calendar::Calendar calendar;
  v1::Document document = CompleteDraft();
  Act act{};
  act.proposed = document;
  int tried = 0;
  for (const Row& row : Table()) {
    document.set_state(row.from);
    act.action = row.action;
    for (const v1::Role role : {v1::ROLE_DRAFTER, v1::ROLE_REGISTRAR}) {
      if (std::find(row.roles.begin(), row.roles.end(), role) == row.roles.end()) continue;
      access::Caller caller{"principals/successor", kSuccessor, kDistrict, {role}};
      const auto may = [&] {
        return MayAct(row, Facts{.document = document,
                                 .act = act,
                                 .caller = caller,
                                 .today = Day("2026-03-20"),
                                 .now = absl::UnixEpoch(),
                                 .policy = policy,
                                 .calendar = calendar,
                                 .issuers = {},
                                 .caller_organ = nullptr,
                                 .parent_jurisdiction = kCity,
                                 .other = nullptr,
                                 .related = {}});
      };
      SCOPED_TRACE(ActionName(row.action) + std::string(" ") + v1::Role_Name(role));
      EXPECT_FALSE(may());
      caller.predecessors = {kCoIssuer};
      EXPECT_FALSE(may()) << "what was one of several issuers leads nothing";
      caller.predecessors.push_back(kLead);
      EXPECT_TRUE(may());
      ++tried;
    }
  }
  EXPECT_GT(tried, 10);
}

TEST(Successor, OfAnIssuerRegistersNothingThatItIssued) {
  Life life;
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  ASSERT_TRUE(reg.Decide().ok()) << reg.Decide().status();
  reg.caller.predecessors = {kCoIssuer};
  EXPECT_THAT(Failed(reg.Decide().status()), ElementsAre("RegistrarIsNoIssuer"));
}

// domain.md 3.6, model B: otherwise nobody could.
TEST(Successor, RegistersByItsOwnUnitWhereIssuersDo) {
  Life life;
  life.Set(Choice(policy::kRegistrarModel, "issuer"));
  life.To(v1::DOCUMENT_STATE_SUBMITTED);
  ASSERT_TRUE(life.Do(Action::kDetermineNormative).ok());
  Case reg = life.Prepare(Action::kRegister);
  reg.caller.roles = {v1::ROLE_REGISTRAR};
  reg.caller.organ = kSuccessor;
  reg.caller.predecessors = {kLead};
  EXPECT_TRUE(reg.Decide().ok()) << reg.Decide().status();
}

}  // namespace
}  // namespace santong::document
