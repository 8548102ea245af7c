// Clocks that run out between a backup and the start of the register that is restored from it: each
// fires exactly once and in order, whatever part of them the first register had fired and archived
// before it was lost.
//
// Method: a register with duties of every kind is backed up, ended, and started sixty days later,
// so that all of them fire. Then it is restored into new folders as it was at the backup, after
// each event that fired, and at the end; each is started on the same later day and held against
// what the first one wrote. A server carries out one whole round at its start, also when it is told
// to end at once: nothing here waits for a clock.
#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "santong/v1/backup_service.grpc.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/santongd_command.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Strings = std::vector<std::string>;

constexpr int kLaterDays = 60;

// What a register shows on the later day.
struct Seen {
  Strings events;  // all of them, in order, without the moments of writing
  // Those of the system after the backup: type, resource, clock, to whom; and their due days.
  Strings fired, due_days;
  // What waits for the reviewers here and above and for the drafters, list by list: whole, and what
  // is to be done.
  Strings tasks, todos;
  Strings problems;
};

class RestoredClocks : public ::testing::Test {
 protected:
  std::string first_dir() const { return folder_.path() + "/first"; }
  std::string backup_dir() const { return folder_.path() + "/backups"; }

  std::unique_ptr<ServerProcess> Start(const std::string& data_dir, int days) const {
    std::vector<std::string> more = {"--clock-offset-days", absl::StrCat(days)};
    if (data_dir == first_dir()) more.insert(more.end(), {"--backup-dir", backup_dir()});
    return std::make_unique<ServerProcess>(
        [&](const std::string& port_file) { return SantongdArguments(data_dir, port_file, more); });
  }

  // One document of each kind of duty, an open campaign, a filing and an objection nobody takes up.
  void SetUpDuties(const std::shared_ptr<grpc::Channel>& channel) {
    Registry registry(channel, AdminToken(first_dir()));
    tokens_ = registry.tokens();
    registry.Submitted("未登记的办法");
    registry.Registered("未公布的办法");
    const std::string filed = registry.Published("已报送的办法").name();
    registry.Published("未报送的办法");
    v1::CreateDocumentRequest draft = registry.GovernmentDraft();
    registry.Published(draft);

    v1::CreateFilingRequest create;
    create.set_document(filed);
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
      create.add_materials()->set_title(paper);
    v1::Filing filing;
    ASSERT_TRUE(v1::FilingService::NewStub(channel)
                    ->CreateFiling(As(tokens_.drafter).get(), create, &filing)
                    .ok());

    v1::LodgeObjectionRequest lodge;
    lodge.set_document(filed);
    lodge.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    lodge.set_reasons("第二条与上位法相抵触");
    lodge.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
    lodge.mutable_lodger()->set_display_name("甲某某");
    lodge.mutable_lodger()->set_contact("13900001234");
    v1::LodgeObjectionResponse lodged;
    ASSERT_TRUE(
        v1::ObjectionService::NewStub(channel)->LodgeObjection(As("").get(), lodge, &lodged).ok());

    v1::CreateCampaignRequest plan;
    plan.mutable_campaign()->set_title("定期清理");
    plan.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    plan.mutable_campaign()->set_jurisdiction(kDistrict);
    plan.mutable_campaign()->set_cutoff_date(registry.today());
    plan.mutable_campaign()->set_proposal_due_date(
        absl::FormatTime("%Y-%m-%d", absl::Now() + absl::Hours(24 * 20), absl::UTCTimeZone()));
    v1::Campaign campaign;
    ASSERT_TRUE(
        registry.cleanups().CreateCampaign(As(tokens_.reviewer).get(), plan, &campaign).ok());
    v1::OpenCampaignRequest open;
    open.set_name(campaign.name());
    ASSERT_TRUE(registry.cleanups().OpenCampaign(As(tokens_.reviewer).get(), open, &campaign).ok());
  }

  // Starts the register over this folder on the later day, twice, and reads it.
  Seen ReadLater(const std::string& data_dir) {
    EXPECT_EQ(Start(data_dir, kLaterDays)->Terminate(), 0);
    const auto server = Start(data_dir, kLaterDays);
    const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
    Seen seen;
    auto documents = v1::DocumentService::NewStub(channel);
    v1::ListHistoryRequest history;
    history.set_page_size(1000);
    v1::ListHistoryResponse events;
    EXPECT_TRUE(documents->ListHistory(As(tokens_.auditor).get(), history, &events).ok());
    EXPECT_EQ(events.next_page_token(), "");
    for (v1::Event event : events.events()) {
      event.clear_event_time();
      seen.events.push_back(event.ShortDebugString());
      if (event.sequence() <= backed_up_) continue;
      EXPECT_EQ(event.principal(), "system");
      const auto& facts = event.facts();
      const auto fact = [&](const char* key) {
        const auto found = facts.find(key);
        return found == facts.end() ? "-" : found->second;
      };
      seen.fired.push_back(absl::StrJoin(
          {event.type(), event.resource(), fact("clock"), fact("escalated_to")}, " "));
      seen.due_days.push_back(fact("due_date"));
    }
    auto tasks = v1::TaskService::NewStub(channel);
    for (const std::string& token :
         {tokens_.reviewer, tokens_.city_reviewer, tokens_.drafter, tokens_.government_drafter}) {
      v1::ListTasksRequest request;
      request.set_page_size(1000);
      v1::ListTasksResponse response;
      EXPECT_TRUE(tasks->ListTasks(As(token).get(), request, &response).ok());
      for (const v1::Task& task : response.tasks()) {
        seen.tasks.push_back(task.ShortDebugString());
        seen.todos.push_back(task.todo_zh());
      }
    }
    v1::VerifyStoreResponse verified;
    EXPECT_TRUE(v1::AdminService::NewStub(channel)
                    ->VerifyStore(As(tokens_.admin).get(), {}, &verified)
                    .ok());
    seen.problems.assign(verified.problems().begin(), verified.problems().end());
    return seen;
  }

  std::string PathOf(const std::string& name) const { return folder_.path() + "/" + name; }
  // Restores into a new folder and puts the first register's keys beside it, which are kept apart.
  Output Restore(const std::string& name, const Strings& more) const {
    Strings words = {"restore", "--from", backup_dir(), "--to", PathOf(name)};
    words.insert(words.end(), more.begin(), more.end());
    const Output restored = RunSantongd(words);
    for (const char* key : {".key", ".log-key"})
      std::filesystem::copy_file(first_dir() + key, PathOf(name) + key);
    return restored;
  }

  TempFolder folder_;
  Tokens tokens_;
  int64_t backed_up_ = 0;  // the last event of the backup
};

TEST_F(RestoredClocks, FireExactlyOnceAndInOrderWhateverHadFiredBefore) {
  {
    const auto server = Start(first_dir(), 0);
    const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
    SetUpDuties(channel);
    v1::Backup backup;
    ASSERT_TRUE(v1::BackupService::NewStub(channel)
                    ->CreateBackup(As(tokens_.admin).get(), {}, &backup)
                    .ok());
    backed_up_ = backup.last_event_sequence();
  }
  Seen first = ReadLater(first_dir());
  EXPECT_THAT(first.problems, IsEmpty());
  const std::string here = kDistrict, above = kCity;
  EXPECT_THAT(first.fired,
              ElementsAre("DocumentOverdue documents/1 REGISTRATION_DECISION " + above,
                          "FilingOverdue filings/1 FILING_FORM_CHECK " + above,
                          "ObjectionOverdue objections/1 OBJECTION_FORM_CHECK " + above,
                          "CampaignReminded campaigns/1 CLEANUP_REMINDER -",
                          "DocumentOverdue documents/4 FILING " + here,
                          "DocumentOverdue documents/5 FILING " + above,
                          "CampaignProposalsRanOut campaigns/1 CLEANUP_PROPOSAL -",
                          "CampaignOverdue campaigns/1 CLEANUP_REVIEW -",
                          "DocumentOverdue documents/2 PUBLICATION " + here,
                          "DocumentOverdue documents/5 CONGRESS_FILING " + above));
  // The review began when the proposals ran out, and comes with them.
  first.due_days.erase(first.due_days.begin() + 7);
  EXPECT_TRUE(std::is_sorted(first.due_days.begin(), first.due_days.end()))
      << "documents/5 waits with its later day for documents/2";
  for (const char* todo : {"报送备案", "督办下列逾期事项：报送备案",
                           "督办下列逾期事项：报送本级人大常委会备案，并登记报送情况"})
    EXPECT_THAT(first.todos, Contains(todo));

  const auto expect_the_same = [&](const std::string& name, const Output& restored) {
    SCOPED_TRACE(name);
    ASSERT_EQ(restored.exit_code, 0) << restored.out << restored.err;
    for (int round = 0; round < 2; ++round) {
      const Seen seen = ReadLater(PathOf(name));
      EXPECT_THAT(seen.fired, ElementsAreArray(first.fired));
      EXPECT_THAT(seen.events, ElementsAreArray(first.events));
      EXPECT_THAT(seen.tasks, ElementsAreArray(first.tasks));
      EXPECT_THAT(seen.problems, IsEmpty());
    }
  };
  expect_the_same("none", Restore("none", {"--at-sequence", absl::StrCat(backed_up_)}));
  // After every transaction in between: what fired in one is restored whole or not at all.
  int between = 0;
  for (size_t fired = 1; fired < first.fired.size(); ++fired) {
    const std::string name = absl::StrCat("fired-", fired);
    const int64_t event = backed_up_ + static_cast<int64_t>(fired);
    const Output restored = Restore(name, {"--to-sequence", absl::StrCat(event)});
    if (restored.exit_code != 0) {
      EXPECT_THAT(restored.err, HasSubstr("are one act"));
      continue;
    }
    expect_the_same(name, restored);
    ++between;
  }
  EXPECT_GT(between, 2);
  expect_the_same("all", Restore("all", {}));
}

}  // namespace
}  // namespace santong::testing
