// A case that is joined to another while its lodger's words are under way: they are sealed by the
// key of the case in which they come to stand, which can be read after it as before.
#include "server/acts/objection_case.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "server/acts/admin_acts.h"
#include "server/acts/objection_seal.h"
#include "server/sniff/media_type.h"
#include "server/vault/vault.h"
#include "storage/tables/case_table.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/draft.h"
#include "tests/support/interrupted_store.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using testing::IsOk;

class Objections : public ::testing::Test {
 protected:
  void SetUp() override {
    auto vault = vault::Vault::Open(folder_.path() + "/key");
    ASSERT_THAT(vault, IsOk());
    vault_ = *std::move(vault);
    auto types = sniff::MediaTypes::Open();
    ASSERT_THAT(types, IsOk());
    types_ = *std::move(types);
    writer_ = std::make_unique<ObjectionWriter>(store_, office_.settings(),
                                                ObjectionCase(*vault_, *types_));
    v1::SetPolicyRequest policy;
    policy.mutable_policy_set()->set_jurisdiction(testing::kDistrict);
    v1::PolicyLeaf* route = policy.mutable_policy_set()->add_leaves();
    route->set_key("objection.route");
    route->set_text("two_step");
    route->set_source("a sample of the tests");
    absl::Status set = absl::UnknownError("not answered");
    const access::Caller admin{.principal = "principals/admin", .roles = {v1::ROLE_ADMIN}};
    SetPolicy(
        store_, office_.RequestOf(admin), policy,
        [&](absl::StatusOr<v1::SetPolicyResponse> answer) { set = std::move(answer).status(); });
    ASSERT_THAT(set, IsOk());
    auto document = office_.Published("临时救助办法");
    ASSERT_THAT(document, IsOk());
    document_ = document->name();
  }
  absl::StatusOr<v1::Objection> Do(const access::Caller& caller, ObjectionIntent intent) {
    absl::StatusOr<v1::Objection> got = absl::UnknownError("not answered");
    writer_->Run(office_.RequestOf(caller), std::move(intent),
                 [&](absl::StatusOr<v1::Objection> answer) { got = std::move(answer); });
    return got;
  }
  // Lodged, and sent to the issuer; its name.
  std::string WithIssuer(const char* who) {
    v1::LodgeObjectionRequest lodge;
    lodge.set_document(document_);
    lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    lodge.set_reasons("第二条与上位法相抵触");
    lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    lodge.mutable_lodger()->set_display_name(who);
    lodge.mutable_lodger()->set_contact("13900001234");
    auto lodged = Do(access::PublicCaller(), IntentOf(lodge));
    EXPECT_THAT(lodged, IsOk());
    if (!lodged.ok()) return "";
    EXPECT_THAT(Do(testing::Reviewer(), On(lodged->name(), objection::Action::kAccept)), IsOk());
    return lodged->name();
  }
  static ObjectionIntent On(const std::string& name, objection::Action action) {
    ObjectionIntent intent;
    intent.name = name;
    intent.act.action = action;
    return intent;
  }
  static uint64_t IdOf(const std::string& name) {
    return tables::CaseId(ObjectionCase::kKind, name).value_or(0);
  }

  const testing::TempFolder folder_;
  testing::InterruptedStore store_;
  testing::Office office_{store_, absl::CivilDay(2026, 3, 2)};
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<sniff::MediaTypes> types_;
  std::unique_ptr<ObjectionWriter> writer_;
  std::string document_;
};

TEST_F(Objections, WordsThatComeToAnotherCaseAreReadThere) {
  const std::string lead = WithIssuer("甲某某");
  const std::string joined = WithIssuer("乙某某");
  ObjectionIntent recheck = On("", objection::Action::kRequestRecheck);
  recheck.act.text = "答复没有说明依据";
  auto receipt = ReceiptOf(*store_.Snapshot(), *vault_, IdOf(joined));
  ASSERT_THAT(receipt, IsOk());
  recheck.receipt = *std::move(receipt);
  // After the words were sealed, and before they are written.
  absl::Status between = absl::UnknownError("nothing came between");
  store_.Interrupt(0, [&] {
    ObjectionIntent join = On(joined, objection::Action::kJoin);
    join.lead = lead;
    between = Do(testing::Reviewer(), std::move(join)).status();
    if (!between.ok()) return absl::OkStatus();
    ObjectionIntent answer = On(lead, objection::Action::kAnswer);
    answer.act.text = "本机关认为合法。";
    between = Do(testing::Drafter(), std::move(answer)).status();
    return absl::OkStatus();
  });
  auto rechecked = Do(access::PublicCaller(), std::move(recheck));
  ASSERT_THAT(between, IsOk());
  ASSERT_THAT(rechecked, IsOk());
  EXPECT_EQ(rechecked->name(), lead);
  auto opened = GetOpenObjection(*store_.Snapshot(), *vault_, IdOf(lead));
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->state(), v1::OBJECTION_STATE_REVIEWING);
  EXPECT_EQ(opened->internal().recheck_reasons(), "答复没有说明依据");
  EXPECT_EQ(opened->internal().reasons(), "第二条与上位法相抵触");
}

// No delivery to anybody begins a period there, and so none would ever end it.
TEST_F(Objections, WhatGoesOnOfTheOfficesOwnMotionEndsWithTheIssuersAnswerToTheOther) {
  const std::string lead = WithIssuer("甲某某");
  const std::string own = WithIssuer("乙某某");
  const std::string theirs = WithIssuer("丙某某");
  ObjectionIntent withdraw = On("", objection::Action::kWithdraw);
  auto receipt = ReceiptOf(*store_.Snapshot(), *vault_, IdOf(own));
  ASSERT_THAT(receipt, IsOk());
  withdraw.receipt = *std::move(receipt);
  ASSERT_THAT(Do(access::PublicCaller(), std::move(withdraw)), IsOk());
  ObjectionIntent go_on = On(own, objection::Action::kAccept);
  go_on.act.text = "涉及公共利益";
  ASSERT_THAT(Do(testing::Reviewer(), std::move(go_on)), IsOk());
  for (const std::string& joined : {own, theirs}) {
    ObjectionIntent join = On(joined, objection::Action::kJoin);
    join.lead = lead;
    ASSERT_THAT(Do(testing::Reviewer(), std::move(join)), IsOk());
  }
  // As a case in which nobody asked for a re-check in time.
  v1::Objection ended =
      *tables::GetCase<v1::Objection>(*store_.Snapshot(), ObjectionCase::kKind, IdOf(lead));
  ended.set_state(v1::OBJECTION_STATE_CLOSED);
  ended.set_answered_date("2026-03-02");
  auto following = ObjectionCase(*vault_, *types_).Following(*store_.Snapshot(), ended);
  ASSERT_THAT(following, IsOk());
  std::map<uint64_t, objection::Action> actions;
  for (const auto& [id, due] : *following) actions[id] = due.action;
  EXPECT_EQ(actions,
            (std::map<uint64_t, objection::Action>{{IdOf(own), objection::Action::kAnswerJoined},
                                                   {IdOf(theirs), objection::Action::kGoOnAlone}}));
}

// The events of an answer and of an extension are public; their words are internal to the case.
TEST(ObjectionHistory, DoesNotSayWhatIsForTheLodgerAlone) {
  using objection::Action;
  for (const Action action :
       {Action::kLodge, Action::kRecordSource, Action::kRecordPaper, Action::kSupplement,
        Action::kRequestRecheck, Action::kAddEvidence, Action::kWithdraw,
        Action::kWithdrawFromJoint, Action::kReply, Action::kAnswer, Action::kExtend}) {
    objection::Act act{.action = action};
    act.text = "致某某：您反映的情况";
    EXPECT_EQ(ObjectionCase::ReasonOf(act), "") << objection::ActionName(action);
  }
  objection::Act refused{.action = objection::Action::kReject};
  refused.text = "不属于受理范围";
  EXPECT_EQ(ObjectionCase::ReasonOf(refused), "不属于受理范围");
}

}  // namespace
}  // namespace santong::acts
