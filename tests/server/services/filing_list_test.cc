// The lists that go out by the calendar through the real server (domain.md 3.10): who owes them and
// from when, what stands on them, what records them, what is late, who sees to what is not sent.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

absl::CivilDay Day(const std::string& iso) {
  absl::CivilDay day;
  EXPECT_TRUE(absl::ParseCivilTime(iso, &day)) << iso;
  return day;
}

std::vector<std::string> On(absl::CivilDay today, absl::CivilDay day) {
  return {"--clock-offset-days", absl::StrCat(day - today)};
}

class Desk {
 public:
  explicit Desk(const RunningServer& server)
      : documents_(v1::DocumentService::NewStub(server.Channel())),
        filings_(v1::FilingService::NewStub(server.Channel())),
        tasks_(v1::TaskService::NewStub(server.Channel())),
        admin_(v1::AdminService::NewStub(server.Channel())) {}

  // "resource due-day overdue? todo" of each list among the tasks.
  std::vector<std::string> Tasks(const std::string& token) {
    v1::ListTasksRequest request;
    request.add_kinds(v1::TASK_KIND_FILING_LIST);
    v1::ListTasksResponse response;
    EXPECT_TRUE(tasks_->ListTasks(As(token).get(), request, &response).ok());
    std::vector<std::string> tasks;
    for (const v1::Task& task : response.tasks())
      tasks.push_back(absl::StrCat(task.resource(), " ", task.clock().due_date(),
                                   task.overdue() ? " overdue " : " ", task.todo_zh()));
    return tasks;
  }
  std::vector<std::string> Lists(const std::string& token, bool missing) {
    std::vector<std::string> names;
    v1::ListFilingListsRequest request;
    request.set_missing(missing);
    request.set_page_size(2);
    v1::ListFilingListsResponse response;
    do {
      const grpc::Status status = filings_->ListFilingLists(As(token).get(), request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const auto& list : response.lists()) names.push_back(list.name());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  grpc::Status Get(const std::string& name, const std::string& token,
                   v1::GetFilingListResponse* response) {
    v1::GetFilingListRequest request;
    request.set_name(name);
    return filings_->GetFilingList(As(token).get(), request, response);
  }
  // "change title" of each line.
  std::vector<std::string> Entries(const std::string& name, const std::string& token) {
    v1::GetFilingListResponse response;
    const grpc::Status status = Get(name, token, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> lines;
    for (const auto& entry : response.entries())
      lines.push_back(absl::StrCat(v1::FilingListChange_Name(entry.change()), " ", entry.title()));
    return lines;
  }
  static v1::RecordFilingListRequest Letter(const std::string& name, absl::CivilDay day) {
    v1::RecordFilingListRequest request;
    request.set_name(name);
    request.mutable_evidence()->set_document_title("平民函〔2027〕1号");
    request.mutable_evidence()->set_date(absl::FormatCivilTime(day));
    request.mutable_evidence()->set_person("办公室 某某");
    return request;
  }
  grpc::Status Record(const v1::RecordFilingListRequest& request, const std::string& token,
                      v1::FilingList* list) {
    return filings_->RecordFilingList(As(token).get(), request, list);
  }
  std::vector<std::string> Events(const std::string& name, const std::string& token) {
    return EventTypes(*documents_, token, name);
  }
  v1::FilingService::Stub& filings() { return *filings_; }
  void ExpectSoundStore(const std::string& token) { testing::ExpectSoundStore(*admin_, token); }

 private:
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::FilingService::Stub> filings_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
};

class FilingList : public ::testing::Test {
 protected:
  void MergeCivilAffairsInto(const std::string& successor, RunningServer& server) {
    auto admin = v1::AdminService::NewStub(server.Channel());
    v1::GetOrganRequest merged;
    merged.set_name(kCivilAffairs);
    v1::UpdateOrganRequest merge;
    ASSERT_TRUE(admin->GetOrgan(As(tokens_.admin).get(), merged, merge.mutable_organ()).ok());
    merge.mutable_organ()->set_successor(successor);
    v1::Organ organ;
    const grpc::Status status = admin->UpdateOrgan(As(tokens_.admin).get(), merge, &organ);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // A document of a department and one of the government, issued today.
  void SetUp() override {
    RunningServer server(data_dir(), {});
    tokens_ = server.registry().tokens();
    today_ = Day(server.registry().today());
    server.registry().Published("养老服务办法");
    v1::CreateDocumentRequest draft = server.registry().GovernmentDraft("平安区殡葬服务办法");
    server.registry().Published(draft);
    EXPECT_THAT(Desk(server).Tasks(tokens_.drafter), IsEmpty()) << "the year is not over";
    year_ = today_.year();
  }
  std::string data_dir() const { return folder_.path() + "/data"; }
  std::string ListOf(const char* organ) const {
    return absl::StrCat(organ, "/filingLists/", year_);
  }

  TempFolder folder_;
  Tokens tokens_;
  absl::CivilDay today_;
  absl::civil_year_t year_ = 0;
};

TEST_F(FilingList, OfAYearIsOwedFromNewYearUntilItIsRecordedOnce) {
  const absl::CivilDay day(year_ + 1, 1, 10);
  RunningServer server(data_dir(), On(today_, day));
  Desk desk(server);
  const std::string list = ListOf(kCivilAffairs);
  const std::string due = absl::StrCat(year_ + 1, "-01-31");
  EXPECT_THAT(desk.Tasks(tokens_.drafter),
              ElementsAre(absl::StrCat(list, " ", due,
                                       " 报送上一年度制定、修改、废止文件目录，并登记报送情况")));
  EXPECT_THAT(desk.Tasks(tokens_.reviewer), IsEmpty()) << "theirs to receive, and not yet late";
  EXPECT_THAT(desk.Lists(tokens_.reviewer, /*missing=*/true), Contains(list));
  EXPECT_THAT(desk.Lists(tokens_.city_reviewer, true),
              AllOf(Contains(ListOf(kGovernment)), Not(Contains(list))))
      << "the level above receives the government's";
  EXPECT_THAT(desk.Entries(list, tokens_.drafter),
              ElementsAre("FILING_LIST_CHANGE_ISSUED 养老服务办法"));

  // Every wrong turn is refused and changes nothing.
  const v1::RecordFilingListRequest good = Desk::Letter(list, day);
  v1::FilingList recorded;
  EXPECT_EQ(desk.Record(good, tokens_.other_drafter, &recorded).error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "another organ's";
  EXPECT_EQ(desk.Record(good, tokens_.reviewer, &recorded).error_code(),
            grpc::StatusCode::PERMISSION_DENIED)
      << "who receives it does not send it";
  for (const std::string& name :
       {absl::StrCat(kCivilAffairs, "/filingLists/", year_ + 2),
        absl::StrCat(kCivilAffairs, "/filingLists/", year_ - 1),  // before its entry
        absl::StrCat(kDistrict, "/organs/nobody/filingLists/", year_),
        absl::StrCat(kDistrict, "/filingLists/", due), std::string("documents/1")}) {
    EXPECT_EQ(desk.Record(Desk::Letter(name, day), tokens_.drafter, &recorded).error_code(),
              grpc::StatusCode::NOT_FOUND)
        << name;
  }
  for (const absl::CivilDay wrong : {day + 1, absl::CivilDay(year_, 12, 30)}) {
    EXPECT_THAT(FieldsOf(desk.Record(Desk::Letter(list, wrong), tokens_.drafter, &recorded)),
                ElementsAre("evidence.date"))
        << wrong;
  }
  auto wrong = good;
  wrong.mutable_evidence()->clear_person();
  EXPECT_THAT(FieldsOf(desk.Record(wrong, tokens_.drafter, &recorded)),
              ElementsAre("evidence.person"));
  wrong = good;
  wrong.mutable_options()->set_validate_only(true);
  EXPECT_TRUE(desk.Record(wrong, tokens_.drafter, &recorded).ok());
  EXPECT_THAT(desk.Lists(tokens_.drafter, true), ElementsAre(list)) << "nothing was changed";
  EXPECT_THAT(desk.Events(list, tokens_.auditor), IsEmpty());

  auto request = good;
  request.mutable_options()->set_request_id("5a0f52c8-3f0e-4d2f-8a57-2f4e0f1b7c11");
  for (int round = 0; round < 2; ++round) {  // repeatable
    const grpc::Status status = desk.Record(request, tokens_.drafter, &recorded);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(recorded.name(), list);
    EXPECT_FALSE(recorded.overdue());
  }
  EXPECT_THAT(desk.Events(list, tokens_.auditor), ElementsAre("YearlyListSent"));
  EXPECT_EQ(desk.Record(good, tokens_.drafter, &recorded).error_code(),
            grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_THAT(desk.Tasks(tokens_.drafter), IsEmpty());
  EXPECT_THAT(desk.Lists(tokens_.drafter, true), IsEmpty());
  EXPECT_THAT(desk.Lists(tokens_.drafter, false), ElementsAre(list));
  EXPECT_THAT(desk.Lists(tokens_.reviewer, true), Not(Contains(list)));
  EXPECT_THAT(desk.Lists(tokens_.reviewer, false), Contains(list)) << "received";
  desk.ExpectSoundStore(tokens_.admin);
}

// A repeal of last year that was carried out after last year's list had gone out stood on none that
// was sent, and on the sent one as if it had been told.
TEST_F(FilingList, HasWhatCameAfterTheListOfItsYearHadBeenSent) {
  const std::string list = ListOf(kCivilAffairs);
  {
    const absl::CivilDay day(year_ + 1, 1, 10);
    RunningServer server(data_dir(), On(today_, day));
    Desk desk(server);
    v1::FilingList recorded;
    ASSERT_TRUE(desk.Record(Desk::Letter(list, day), tokens_.drafter, &recorded).ok());
    v1::RepealDocumentRequest repeal;
    repeal.set_name("documents/1");
    repeal.set_reason("已不适应");
    repeal.set_ended_date(absl::FormatCivilTime(today_));
    repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    repeal.mutable_decision()->set_document_title("平政〔2026〕3号");
    repeal.mutable_decision()->set_person("某某");
    repeal.mutable_decision()->set_date(absl::FormatCivilTime(today_));
    v1::Document ended;
    auto documents = v1::DocumentService::NewStub(server.Channel());
    const grpc::Status status =
        documents->RepealDocument(As(tokens_.reviewer).get(), repeal, &ended);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_THAT(desk.Entries(list, tokens_.drafter),
                ElementsAre("FILING_LIST_CHANGE_ISSUED 养老服务办法"));
  }
  RunningServer server(data_dir(), On(today_, absl::CivilDay(year_ + 2, 1, 10)));
  Desk desk(server);
  EXPECT_THAT(desk.Entries(list, tokens_.drafter),
              ElementsAre("FILING_LIST_CHANGE_ISSUED 养老服务办法"));
  const std::string next = absl::StrCat(kCivilAffairs, "/filingLists/", year_ + 1);
  EXPECT_THAT(desk.Entries(next, tokens_.drafter),
              ElementsAre("FILING_LIST_CHANGE_ENDED 养老服务办法"));
}

// The organ that was merged owes no list any more: what it issued is on the one of its successor.
TEST_F(FilingList, OfASuccessorHasWhatTheMergedOrganIssued) {
  RunningServer server(data_dir(), On(today_, absl::CivilDay(year_ + 1, 1, 10)));
  Desk desk(server);
  EXPECT_THAT(desk.Entries(ListOf(kEducation), tokens_.other_drafter), IsEmpty());
  ASSERT_NO_FATAL_FAILURE(MergeCivilAffairsInto(kEducation, server));
  EXPECT_THAT(desk.Tasks(tokens_.drafter), IsEmpty());
  for (const bool sent : {false, true}) {
    if (sent) {
      v1::FilingList recorded;
      const auto letter = Desk::Letter(ListOf(kEducation), absl::CivilDay(year_ + 1, 1, 10));
      ASSERT_TRUE(desk.Record(letter, tokens_.other_drafter, &recorded).ok());
      EXPECT_THAT(recorded.covered_organs(), ElementsAre(kEducation, kCivilAffairs));
      EXPECT_THAT(desk.Lists(tokens_.other_drafter, /*missing=*/true), IsEmpty());
    }
    EXPECT_THAT(desk.Entries(ListOf(kEducation), tokens_.other_drafter),
                ElementsAre("FILING_LIST_CHANGE_ISSUED 养老服务办法"));
  }
}

// What was sent says nothing of an organ that was merged later: that one's list is still owed.
TEST_F(FilingList, OfAnOrganThatWasMergedAfterItsSuccessorHadSentItsOwnIsStillOwed) {
  const absl::CivilDay day(year_ + 1, 1, 10);
  RunningServer server(data_dir(), On(today_, day));
  Desk desk(server);
  v1::FilingList recorded;
  grpc::Status status =
      desk.Record(Desk::Letter(ListOf(kEducation), day), tokens_.other_drafter, &recorded);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_NO_FATAL_FAILURE(MergeCivilAffairsInto(kEducation, server));
  EXPECT_THAT(desk.Entries(ListOf(kEducation), tokens_.other_drafter), IsEmpty())
      << "as it was sent";
  const std::string list = ListOf(kCivilAffairs);
  EXPECT_THAT(desk.Lists(tokens_.other_drafter, /*missing=*/true), ElementsAre(list));
  EXPECT_THAT(desk.Entries(list, tokens_.other_drafter),
              ElementsAre("FILING_LIST_CHANGE_ISSUED 养老服务办法"));
  status = desk.Record(Desk::Letter(list, day), tokens_.other_drafter, &recorded);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(desk.Lists(tokens_.other_drafter, true), IsEmpty());
}

// So it is where the successor was founded when that year was over.
TEST_F(FilingList, OfAYearBeforeItWasFoundedIsOwedByTheSuccessorOfWhoSentNone) {
  RunningServer server(data_dir(), On(today_, absl::CivilDay(year_ + 1, 1, 10)));
  Desk desk(server);
  auto admin = v1::AdminService::NewStub(server.Channel());
  v1::CreateOrganRequest founded;
  founded.set_parent(kDistrict);
  founded.set_organ_id("social-affairs");
  founded.mutable_organ()->set_display_name("平安区社会事务局");
  founded.mutable_organ()->set_kind(v1::ORGAN_KIND_DEPARTMENT);
  founded.mutable_organ()->set_document_prefix("平社");
  founded.mutable_organ()->set_entitled_to_issue(true);
  v1::Organ successor;
  const grpc::Status status = admin->CreateOrgan(As(tokens_.admin).get(), founded, &successor);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const std::string list = ListOf(successor.name().c_str());
  EXPECT_THAT(desk.Lists(tokens_.admin, /*missing=*/true), Not(Contains(list)));
  ASSERT_NO_FATAL_FAILURE(MergeCivilAffairsInto(successor.name(), server));
  EXPECT_THAT(desk.Lists(tokens_.admin, true), Contains(list));
  EXPECT_THAT(desk.Entries(list, tokens_.reviewer),
              ElementsAre("FILING_LIST_CHANGE_ISSUED 养老服务办法"));
}

TEST_F(FilingList, ThatIsNotSentIsSeenToByItsReceiverAndLateForEver) {
  const absl::CivilDay day(year_ + 1, 2, 5);
  RunningServer server(data_dir(), On(today_, day));
  Desk desk(server);
  const std::string list = ListOf(kGovernment);
  const std::string due = absl::StrCat(year_ + 1, "-01-31");
  EXPECT_THAT(desk.Tasks(tokens_.government_drafter),
              ElementsAre(absl::StrCat(list, " ", due,
                                       " overdue "
                                       "报送上一年度制定、修改、废止文件目录，并登记报送情况")));
  EXPECT_THAT(desk.Tasks(tokens_.city_reviewer),
              Contains(absl::StrCat(
                  list, " ", due,
                  " overdue "
                  "督办下列逾期事项：报送上一年度制定、修改、废止文件目录，并登记报送情况")));
  v1::FilingList recorded;
  ASSERT_TRUE(desk.Record(Desk::Letter(list, day), tokens_.government_drafter, &recorded).ok());
  EXPECT_TRUE(recorded.overdue());
  EXPECT_THAT(desk.Tasks(tokens_.government_drafter), IsEmpty());
  EXPECT_THAT(desk.Tasks(tokens_.city_reviewer), Not(Contains(::testing::StartsWith(list))));
  v1::GetFilingListResponse later;
  ASSERT_TRUE(desk.Get(list, tokens_.city_reviewer, &later).ok());
  EXPECT_TRUE(later.list().overdue());
  EXPECT_EQ(later.list().evidence().person(), "办公室 某某");
  // What was posted in time and recorded afterwards was in time: its letter proves it.
  ASSERT_TRUE(desk.Record(Desk::Letter(ListOf(kCivilAffairs), absl::CivilDay(year_ + 1, 1, 31)),
                          tokens_.drafter, &recorded)
                  .ok());
  EXPECT_FALSE(recorded.overdue());
  desk.ExpectSoundStore(tokens_.admin);
}

// A rule that comes later says when the next is due: what is late stays late.
TEST_F(FilingList, ThatIsLateIsNotPutOffByALaterRule) {
  const absl::CivilDay day(year_ + 1, 2, 5);
  RunningServer server(data_dir(), On(today_, day));
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* due = request.mutable_policy_set()->add_leaves();
  due->set_key("filing.yearly_list_due");
  due->set_text("12-31");
  due->set_valid_from(absl::FormatCivilTime(day));
  due->set_source("a sample of the tests");
  due->set_confidence(v1::CONFIDENCE_DESIGN);
  v1::SetPolicyResponse reply;
  auto admin = v1::AdminService::NewStub(server.Channel());
  ASSERT_TRUE(admin->SetPolicy(As(tokens_.admin).get(), request, &reply).ok());
  Desk desk(server);
  EXPECT_THAT(desk.Tasks(tokens_.government_drafter),
              ElementsAre(::testing::StartsWith(
                  absl::StrCat(ListOf(kGovernment), " ", year_ + 1, "-01-31 overdue"))));
}

// Whoever goes through the pages and records each list as it comes misses none.
TEST_F(FilingList, RecordedBetweenTwoPagesLeavesTheOthersOnTheNext) {
  for (const bool missing : {true, false}) {
    const absl::CivilDay day(year_ + (missing ? 1 : 2), 1, 10);
    RunningServer server(data_dir(), On(today_, day));
    Desk desk(server);
    const std::vector<std::string> all = desk.Lists(tokens_.admin, /*missing=*/true);
    v1::ListFilingListsRequest request;
    request.set_missing(missing);
    request.set_page_size(1);
    v1::ListFilingListsResponse page;
    std::vector<std::string> seen;
    do {
      const grpc::Status status =
          desk.filings().ListFilingLists(As(tokens_.admin).get(), request, &page);
      ASSERT_TRUE(status.ok()) << status.error_message();
      for (const auto& list : page.lists()) {
        seen.push_back(list.name());
        v1::FilingList recorded;
        if (list.parent() == kCivilAffairs && !list.has_evidence()) {
          ASSERT_TRUE(desk.Record(Desk::Letter(list.name(), day), tokens_.drafter, &recorded).ok());
        }
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    for (const std::string& name : all) EXPECT_THAT(seen, Contains(name));
  }
}

// filing.list_months: the office that receives filings publishes what it received.
TEST_F(FilingList, OfFilingsIsPublishedByTheOfficeEveryPeriodOfThePolicy) {
  {
    RunningServer server(data_dir(), {});
    v1::SetPolicyRequest request;
    request.mutable_policy_set()->set_jurisdiction(kDistrict);
    v1::PolicyLeaf* months = request.mutable_policy_set()->add_leaves();
    months->set_key("filing.list_months");
    months->set_number(1);
    months->set_unit(v1::PERIOD_UNIT_MONTHS);
    months->set_source("a sample of the tests");
    months->set_confidence(v1::CONFIDENCE_DESIGN);
    v1::SetPolicyResponse reply;
    auto admin = v1::AdminService::NewStub(server.Channel());
    ASSERT_TRUE(admin->SetPolicy(As(tokens_.admin).get(), request, &reply).ok());
    Desk desk(server);
    v1::AcceptFilingRequest accept;
    accept.set_name(File(desk.filings(), tokens_, "documents/1"));
    v1::Filing filing;
    const grpc::Status status =
        desk.filings().AcceptFiling(As(tokens_.reviewer).get(), accept, &filing);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  const absl::CivilDay day = today_ + 40;
  RunningServer server(data_dir(), On(today_, day));
  Desk desk(server);
  v1::ListFilingListsRequest missing;
  missing.set_missing(true);
  v1::ListFilingListsResponse due;
  ASSERT_TRUE(desk.filings().ListFilingLists(As(tokens_.publisher).get(), missing, &due).ok());
  std::string list;
  for (const auto& one : due.lists()) {
    if (one.kind() == v1::FILING_LIST_KIND_PUBLIC) list = one.name();
  }
  ASSERT_FALSE(list.empty());
  EXPECT_THAT(desk.Tasks(tokens_.reviewer),
              Contains(::testing::EndsWith(" overdue 公布备案目录，并登记公布情况")));
  EXPECT_THAT(desk.Tasks(tokens_.city_reviewer), Each(Not(::testing::StartsWith(list))))
      << "the city has no such rule";
  EXPECT_THAT(desk.Entries(list, tokens_.reviewer),
              ElementsAre("FILING_LIST_CHANGE_FILED 养老服务办法"));
  v1::FilingList recorded;
  EXPECT_EQ(desk.Record(Desk::Letter(list, day), tokens_.drafter, &recorded).error_code(),
            grpc::StatusCode::NOT_FOUND);
  const grpc::Status status = desk.Record(Desk::Letter(list, day), tokens_.publisher, &recorded);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(recorded.overdue());
  EXPECT_EQ(recorded.end_date(), absl::FormatCivilTime(day));
  EXPECT_THAT(desk.Events(list, /*token=*/""), ElementsAre("FilingListPublished"))
      << "everybody may read that it was";
  EXPECT_THAT(desk.Tasks(tokens_.reviewer), Each(Not(::testing::HasSubstr("overdue 公布"))))
      << "the next is not due yet";
  desk.ExpectSoundStore(tokens_.admin);
}

}  // namespace
}  // namespace santong::testing
