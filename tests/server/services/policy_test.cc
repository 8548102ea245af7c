// Policy through the real server: a leaf that the office confirms leaves the list of what is still
// to be confirmed, for that jurisdiction alone; and a step that was taken keeps the policy of its
// day.
#include <gmock/gmock.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kKey[] = "filing.department_days";

class Policy : public ::testing::Test {
 protected:
  v1::ListPolicyLeavesResponse Leaves(const std::string& jurisdiction, bool unconfirmed) {
    v1::ListPolicyLeavesRequest request;
    request.set_jurisdiction(jurisdiction);
    request.set_unconfirmed_only(unconfirmed);
    request.set_page_size(1000);
    v1::ListPolicyLeavesResponse response;
    auto admin = v1::AdminService::NewStub(server_.Channel());
    const grpc::Status status = admin->ListPolicyLeaves(As("").get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  std::set<std::string> Unconfirmed(const std::string& jurisdiction) {
    const v1::ListPolicyLeavesResponse listed = Leaves(jurisdiction, true);
    std::set<std::string> keys;
    for (const v1::PolicyLeaf& leaf : listed.leaves()) keys.insert(leaf.key());
    return keys;
  }
  v1::PolicyLeaf InForce(const std::string& key) {
    const v1::ListPolicyLeavesResponse listed = Leaves(kDistrict, false);
    for (const v1::PolicyLeaf& leaf : listed.leaves()) {
      if (leaf.key() == key) return leaf;
    }
    ADD_FAILURE() << key << " is not in force";
    return {};
  }
  grpc::Status Confirm(const std::string& token, const std::string& key, v1::PolicyLeaf* leaf) {
    v1::ConfirmPolicyLeafRequest request;
    request.set_jurisdiction(kDistrict);
    request.set_key(key);
    request.set_confirmed_by("某某 法制科科长");
    request.set_confirmed_source("区政府规范性文件管理办法第二十条");
    auto admin = v1::AdminService::NewStub(server_.Channel());
    return admin->ConfirmPolicyLeaf(As(token).get(), request, leaf);
  }
  void SetDays(int64_t days) {
    v1::SetPolicyRequest request;
    request.mutable_policy_set()->set_jurisdiction(kDistrict);
    v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
    leaf->set_key(kKey);
    leaf->set_number(days);
    leaf->set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
    leaf->set_source("a sample of the tests");
    leaf->set_confidence(v1::CONFIDENCE_DESIGN);
    v1::SetPolicyResponse reply;
    const grpc::Status status =
        registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, &reply);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // The clock of filing of a document, as it stands now.
  v1::Clock FilingClock(const std::string& document) {
    v1::GetDocumentRequest request;
    request.set_name(document);
    v1::Document found;
    EXPECT_TRUE(registry_.documents()
                    .GetDocument(As(registry_.tokens().reviewer).get(), request, &found)
                    .ok());
    for (const v1::Clock& clock : found.clocks()) {
      if (clock.kind() == v1::CLOCK_KIND_FILING) return clock;
    }
    ADD_FAILURE() << document << " has no clock of filing";
    return {};
  }
  Output Santong(const std::vector<std::string>& arguments) {
    return RunProgram(arguments,
                      {{"SANTONG_ADDRESS", server_.process().address()},
                       {"SANTONG_JURISDICTION", "630203"},
                       {"SANTONG_LANG", "zh"},
                       {"SANTONG_TOKEN_FILE", folder_.Write("token", registry_.tokens().admin)}});
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Folder folder_;
};

TEST_F(Policy, AConfirmedLeafLeavesTheListOfWhatIsToBeConfirmedHereAlone) {
  const std::set<std::string> before = Unconfirmed(kDistrict);
  ASSERT_TRUE(before.contains(kKey));
  const v1::PolicyLeaf inherited = InForce(kKey);
  EXPECT_EQ(inherited.jurisdiction(), "");
  v1::PolicyLeaf leaf;
  EXPECT_EQ(ReasonOf(Confirm(registry_.tokens().reviewer, kKey, &leaf)), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(Unconfirmed(kDistrict), before);

  const grpc::Status status = Confirm(registry_.tokens().admin, kKey, &leaf);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(leaf.confirmed_by(), "某某 法制科科长");
  EXPECT_TRUE(leaf.has_confirm_time());
  std::set<std::string> rest = before;
  rest.erase(kKey);
  EXPECT_EQ(Unconfirmed(kDistrict), rest);
  EXPECT_TRUE(Unconfirmed(kCity).contains(kKey)) << "the city has confirmed nothing";
  // What is in force is what it was, and is this jurisdiction's own now.
  const v1::PolicyLeaf own = InForce(kKey);
  EXPECT_EQ(own.jurisdiction(), kDistrict);
  EXPECT_EQ(own.number(), inherited.number());
  EXPECT_EQ(own.unit(), inherited.unit());
  EXPECT_EQ(own.valid_from(), inherited.valid_from());
  EXPECT_THAT(EventTypes(registry_.documents(), registry_.tokens().auditor, leaf.name()),
              ElementsAre("PolicyLeafConfirmed"));

  server_.KillAndRestart();
  EXPECT_EQ(Unconfirmed(kDistrict), rest);
}

// The copy of the inherited leaf lay before the place's own and was ended by it: it was answered as
// confirmed and stayed to be confirmed; or it took the place of the own one, and days past got its
// value.
TEST_F(Policy, AnInheritedLeafIsConfirmedAfterAnOwnOneThatIsPast) {
  for (const std::string first_day : {"", "2020-01-01"}) {
    SCOPED_TRACE(first_day);
    v1::SetPolicyRequest request;
    request.mutable_policy_set()->set_jurisdiction(kDistrict);
    v1::PolicyLeaf* past = request.mutable_policy_set()->add_leaves();
    past->set_key(first_day.empty() ? kKey : "filing.congress_days");
    past->set_number(40);
    past->set_unit(v1::PERIOD_UNIT_CALENDAR_DAYS);
    past->set_valid_from(first_day);
    past->set_valid_to("2023-12-31");
    past->set_source("a sample of the tests");
    v1::SetPolicyResponse reply;
    ASSERT_TRUE(
        registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, &reply).ok());
    const std::string key = past->key();
    const v1::PolicyLeaf inherited = InForce(key);
    ASSERT_EQ(inherited.jurisdiction(), "");
    v1::PolicyLeaf leaf;
    ASSERT_TRUE(Confirm(registry_.tokens().admin, key, &leaf).ok());
    EXPECT_EQ(leaf.valid_from(), "2024-01-01");
    EXPECT_FALSE(Unconfirmed(kDistrict).contains(key));
    EXPECT_EQ(InForce(key).number(), inherited.number());
    v1::ListPolicyLeavesRequest then;
    then.set_jurisdiction(kDistrict);
    then.set_date("2021-06-01");
    then.set_page_size(1000);
    v1::ListPolicyLeavesResponse listed;
    ASSERT_TRUE(registry_.admin().ListPolicyLeaves(As("").get(), then, &listed).ok());
    for (const v1::PolicyLeaf& one : listed.leaves()) {
      if (one.key() != key) continue;
      EXPECT_EQ(one.number(), 40) << "the past is what it was";
    }
  }
}

TEST_F(Policy, ASetThatIsSentAgainIsAnsweredWithItsOwnLeaves) {
  SetDays(40);  // the place has another leaf
  v1::SetPolicyRequest request;
  request.set_request_id("5a0f52c8-3f0e-4d2f-8a57-2f4e0f1b7c12");
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
  leaf->set_key("number.scope");
  leaf->set_text("organ");
  leaf->set_source("a sample of the tests");
  leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  v1::SetPolicyResponse first, again;
  for (v1::SetPolicyResponse* reply : {&first, &again}) {
    const grpc::Status status =
        registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, reply);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  ASSERT_EQ(first.leaves_size(), 1);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

// An instant that is none made every list of the place's leaves one without a form in JSON.
TEST_F(Policy, WhenALeafWasConfirmedIsTheServersToSay) {
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
  leaf->set_key("filing.copies");
  leaf->set_number(3);
  leaf->mutable_confirm_time()->set_seconds(1'000'000'000'000'000);
  v1::SetPolicyResponse reply;
  ASSERT_TRUE(
      registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, &reply).ok());
  ASSERT_EQ(reply.leaves_size(), 1);
  EXPECT_FALSE(reply.leaves(0).has_confirm_time());
  EXPECT_FALSE(InForce("filing.copies").has_confirm_time());
}

// The answer told of both as stored.
TEST_F(Policy, ASetHasALeafOnce) {
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  for (int copies : {3, 4}) {
    v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
    leaf->set_key("filing.copies");
    leaf->set_number(copies);
  }
  v1::SetPolicyResponse reply;
  const auto set = [&] {
    return registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, &reply);
  };
  EXPECT_EQ(FieldsOf(set()), std::vector<std::string>{"policy_set.leaves[1].key"});
  request.mutable_policy_set()->mutable_leaves(1)->set_valid_from("2030-01-01");
  EXPECT_TRUE(set().ok());
}

// The event of a set within the limits of its fields was 30 MB, four bytes for each of a Chinese
// text: no client took it, so nobody could list, watch or copy the history any more.
TEST_F(Policy, TheEventOfASetIsReadableAndNoLongerThanAClientTakes) {
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  std::string item;
  for (int i = 0; i < 500; ++i) item += "字";
  for (int day = 10; day < 20; ++day) {
    v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
    leaf->set_key("filing.materials");
    leaf->set_valid_from(absl::StrCat("2001-01-", day));
    leaf->set_valid_to(leaf->valid_from());
    for (int i = 0; i < 100; ++i) leaf->mutable_list()->add_items(item);
  }
  v1::SetPolicyResponse reply;
  const auto set = [&] {
    return registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, &reply);
  };
  EXPECT_EQ(FieldsOf(set()), std::vector<std::string>{"policy_set.leaves"});
  request.mutable_policy_set()->mutable_leaves()->DeleteSubrange(6, 4);
  ASSERT_TRUE(set().ok());

  v1::ListHistoryRequest history;
  history.set_parent(kDistrict);
  history.set_page_size(1);
  history.set_newest_first(true);
  v1::ListHistoryResponse listed;
  ASSERT_TRUE(registry_.documents()
                  .ListHistory(As(registry_.tokens().auditor).get(), history, &listed)
                  .ok());
  ASSERT_EQ(listed.events_size(), 1);
  EXPECT_LT(listed.ByteSizeLong(), size_t{2} << 20);
  for (const auto& [name, leaf] : listed.events(0).facts()) EXPECT_THAT(leaf, HasSubstr(item));
}

TEST_F(Policy, TheProgramConfirmsAndListsWhatIsLeft) {
  const Output before = Santong({"policy", "list", "--unconfirmed"});
  EXPECT_EQ(before.exit_code, 0) << before.err;
  EXPECT_THAT(before.out, HasSubstr(kKey));
  const Output confirmed = Santong({"policy", "confirm", kKey, "--by", "某某 法制科科长",
                                    "--source", "区政府规范性文件管理办法第二十条"});
  EXPECT_EQ(confirmed.exit_code, 0) << confirmed.err;
  const Output after = Santong({"policy", "list", "--unconfirmed"});
  EXPECT_EQ(after.exit_code, 0) << after.err;
  EXPECT_THAT(after.out, Not(HasSubstr(kKey)));
  EXPECT_THAT(Santong({"policy", "list"}).out, HasSubstr("某某 法制科科长"));
}

TEST_F(Policy, AStepKeepsThePolicyOfItsDay) {
  SetDays(20);
  const std::string earlier = registry_.Published("先公布的办法").name();
  const v1::Clock started = FilingClock(earlier);
  EXPECT_EQ(started.leaf(), kKey);
  EXPECT_EQ(started.limit(), 20);
  SetDays(7);
  EXPECT_EQ(FilingClock(earlier).SerializeAsString(), started.SerializeAsString())
      << "a clock that runs goes on as it began";
  const v1::Clock later = FilingClock(registry_.Published("后公布的办法").name());
  EXPECT_EQ(later.limit(), 7);
  EXPECT_LT(later.due_date(), started.due_date());
  // Nor is it counted anew when the server starts again.
  server_.KillAndRestart();
  v1::GetDocumentRequest request;
  request.set_name(earlier);
  v1::Document found;
  auto documents = v1::DocumentService::NewStub(server_.Channel());
  ASSERT_TRUE(documents->GetDocument(As(registry_.tokens().reviewer).get(), request, &found).ok());
  bool unchanged = false;
  for (const v1::Clock& clock : found.clocks())
    unchanged = unchanged || clock.SerializeAsString() == started.SerializeAsString();
  EXPECT_TRUE(unchanged);
  auto admin = v1::AdminService::NewStub(server_.Channel());
  ExpectSoundStore(*admin, registry_.tokens().admin);
}

}  // namespace
}  // namespace santong::testing
