// Filing with the standing committee of the same level through the real server: who owes it, what
// records it, what is late, and what was never sent.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr v1::ClockKind kKind = v1::CLOCK_KIND_CONGRESS_FILING;

class Office {
 public:
  Office(const std::shared_ptr<grpc::Channel>& channel, Tokens tokens)
      : documents_(v1::DocumentService::NewStub(channel)),
        filings_(v1::FilingService::NewStub(channel)),
        tasks_(v1::TaskService::NewStub(channel)),
        admin_(v1::AdminService::NewStub(channel)),
        tokens_(std::move(tokens)) {}

  static v1::RecordCongressFilingRequest Receipt(const std::string& document,
                                                 const std::string& date) {
    v1::RecordCongressFilingRequest request;
    request.set_name(document);
    request.mutable_filing()->set_document_title("区人大常委会备案回执第3号");
    request.mutable_filing()->set_date(date);
    request.mutable_filing()->set_person("办公室 某某");
    return request;
  }
  grpc::Status Record(const v1::RecordCongressFilingRequest& request, v1::Document* document,
                      const std::string& token) {
    return documents_->RecordCongressFiling(As(token).get(), request, document);
  }
  v1::Document Get(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(documents_->GetDocument(As(tokens_.auditor).get(), request, &document).ok());
    return document;
  }
  const v1::Clock* ClockOf(const v1::Document& document) {
    for (const v1::Clock& clock : document.clocks()) {
      if (clock.kind() == kKind) return &clock;
    }
    return nullptr;
  }
  // Returns when the scheduler has told the level above; fails after a minute.
  void WaitForEscalation(const std::string& name) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    std::string to;
    do {
      const v1::Document document = Get(name);
      to = ClockOf(document)->escalated_to();
    } while (to.empty() && absl::Now() < give_up);
    EXPECT_EQ(to, kCity) << name;
  }
  std::vector<std::string> Missing(const std::string& token) {
    v1::ListFilingsRequest request;
    request.set_missing(true);
    v1::ListFilingsResponse response;
    EXPECT_TRUE(filings_->ListFilings(As(token).get(), request, &response).ok());
    std::vector<std::string> names;
    for (const auto& one : response.missing()) {
      if (one.kind() == kKind)
        names.push_back(absl::StrCat(one.document(), one.overdue() ? " overdue" : ""));
    }
    return names;
  }
  std::vector<std::string> Todos(const std::string& token) {
    v1::ListTasksRequest request;
    v1::ListTasksResponse response;
    EXPECT_TRUE(tasks_->ListTasks(As(token).get(), request, &response).ok());
    std::vector<std::string> todos;
    for (const v1::Task& task : response.tasks()) {
      if (task.clock().kind() == kKind) todos.push_back(task.todo_zh());
    }
    return todos;
  }
  v1::Indicator Rate(v1::IndicatorKind kind) {
    v1::GetStatisticsRequest request;
    request.set_jurisdiction(kDistrict);
    request.set_start_date("2020-01-01");
    request.set_end_date("2039-12-31");
    request.set_with_cases(true);
    v1::Statistics statistics;
    EXPECT_TRUE(tasks_->GetStatistics(As(tokens_.reviewer).get(), request, &statistics).ok());
    for (const v1::Indicator& indicator : statistics.total().indicators()) {
      if (indicator.kind() == kind) return indicator;
    }
    ADD_FAILURE() << "no indicator " << kind;
    return {};
  }
  std::vector<std::string> Events(const std::string& name) {
    return EventTypes(*documents_, tokens_.auditor, name);
  }
  void ExpectSoundStore() { testing::ExpectSoundStore(*admin_, tokens_.admin); }

 private:
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::FilingService::Stub> filings_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  Tokens tokens_;
};

TEST(CongressFiling, IsOwedByAGovernmentFromPublicationUntilItIsRecorded) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  Office office(server.Channel(), tokens);
  const std::string departments = registry.Published("养老服务办法").name();
  const v1::Document published = registry.Published(registry.GovernmentDraft());
  const v1::Clock* duty = office.ClockOf(published);
  ASSERT_NE(duty, nullptr);
  EXPECT_EQ(duty->start_date(), registry.today());
  EXPECT_EQ(duty->limit(), 30);
  EXPECT_EQ(duty->leaf(), "filing.congress_days");
  EXPECT_TRUE(duty->unconfirmed());
  EXPECT_EQ(office.ClockOf(office.Get(departments)), nullptr) << "no policy names departments";
  EXPECT_EQ(office.Todos(tokens.government_drafter),
            std::vector<std::string>{"报送本级人大常委会备案，并登记报送情况"});
  EXPECT_EQ(office.Missing(tokens.reviewer), std::vector<std::string>{published.name()});
  EXPECT_EQ(office.Missing(tokens.city_reviewer), std::vector<std::string>{})
      << "not the business of the level above while it is in time";

  // Every wrong turn is refused and changes nothing.
  const auto good = Office::Receipt(published.name(), registry.today());
  v1::Document document;
  grpc::Status refused = office.Record(good, &document, tokens.reviewer);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  refused = office.Record(good, &document, tokens.drafter);
  EXPECT_FALSE(refused.ok()) << "another organ's";
  refused =
      office.Record(Office::Receipt(departments, registry.today()), &document, tokens.drafter);
  EXPECT_TRUE(Names(refused, "CongressFilingIsOwed")) << refused.error_message();
  auto wrong = good;
  wrong.mutable_filing()->clear_document_title();
  EXPECT_THAT(FieldsOf(office.Record(wrong, &document, tokens.government_drafter)),
              ElementsAre("filing.document_title"));
  for (const char* date : {"2099-01-01", "2020-01-01"}) {  // after today, before publication
    wrong = Office::Receipt(published.name(), date);
    refused = office.Record(wrong, &document, tokens.government_drafter);
    EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(FieldsOf(refused), ElementsAre("filing.date"));
  }
  wrong = good;
  wrong.mutable_options()->set_etag("\"1\"");
  EXPECT_EQ(office.Record(wrong, &document, tokens.government_drafter).error_code(),
            grpc::StatusCode::ABORTED);
  wrong = good;
  wrong.mutable_options()->set_validate_only(true);
  EXPECT_TRUE(office.Record(wrong, &document, tokens.government_drafter).ok());
  EXPECT_EQ(office.Get(published.name()).etag(), published.etag()) << "nothing was changed";

  auto request = good;
  request.mutable_options()->set_request_id("0f8e1c2a-7a54-4c55-9b6d-9a1f6d1c0a01");
  for (int round = 0; round < 2; ++round) {  // repeatable
    const grpc::Status recorded = office.Record(request, &document, tokens.government_drafter);
    ASSERT_TRUE(recorded.ok()) << recorded.error_message();
  }
  duty = office.ClockOf(document);
  EXPECT_EQ(duty->state(), v1::CLOCK_STATE_STOPPED);
  EXPECT_FALSE(duty->overdue());
  const v1::Document now = office.Get(published.name());
  const v1::Evidence& receipt = *now.internal().evidence().rbegin();
  EXPECT_EQ(receipt.kind(), v1::EVIDENCE_KIND_CONGRESS_FILING);
  EXPECT_EQ(receipt.date(), registry.today());
  EXPECT_EQ(office.Events(published.name()).back(), "DocumentFiledWithCongress");
  EXPECT_TRUE(office.Todos(tokens.government_drafter).empty());
  EXPECT_TRUE(office.Missing(tokens.reviewer).empty());
  EXPECT_TRUE(
      Names(office.Record(good, &document, tokens.government_drafter), "CongressFilingIsOwed"))
      << "once";
  EXPECT_EQ(office.Rate(v1::INDICATOR_KIND_CONGRESS_TIMELINESS_RATE).basis_points(), 10000);
  office.ExpectSoundStore();
}

TEST(CongressFiling, IsLateForEverWhenItIsSentLateAndMissingWhenNever) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string late, in_time, never, due_date;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    const v1::Document first = registry.Published(registry.GovernmentDraft());
    late = first.name();
    for (const v1::Clock& clock : first.clocks()) {
      if (clock.kind() != v1::CLOCK_KIND_CONGRESS_FILING) continue;
      due_date = clock.due_date();
      // Thirty days, moved off a holiday.
      EXPECT_EQ(clock.due_date_before_roll(),
                text::FormatIsoDay(*text::ParseIsoDay(registry.today()) + 30));
    }
    in_time = registry.Published(registry.GovernmentDraft("平安区人民政府托育服务办法", 2)).name();
    never = registry.Published(registry.GovernmentDraft("平安区人民政府殡葬服务办法", 3)).name();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "60"});
  Office office(server.Channel(), tokens);
  for (const std::string& name : {late, in_time, never}) office.WaitForEscalation(name);
  EXPECT_THAT(office.Missing(tokens.reviewer),
              UnorderedElementsAre(late + " overdue", in_time + " overdue", never + " overdue"));
  v1::Document document;
  const auto record = [&](const std::string& name, const std::string& date) {
    const grpc::Status status =
        office.Record(Office::Receipt(name, date), &document, tokens.government_drafter);
    ASSERT_TRUE(status.ok()) << status.error_message();
  };
  record(in_time, due_date);
  EXPECT_EQ(office.ClockOf(document)->due_date(), due_date);
  EXPECT_FALSE(office.ClockOf(document)->overdue()) << "its letter was sent on the last day";
  record(late, text::FormatIsoDay(*text::ParseIsoDay(due_date) + 1));
  EXPECT_TRUE(office.ClockOf(document)->overdue());
  EXPECT_EQ(office.ClockOf(document)->escalated_to(), kCity);
  EXPECT_EQ(office.Missing(tokens.reviewer), std::vector<std::string>{never + " overdue"});
  EXPECT_EQ(office.Missing(tokens.city_reviewer), std::vector<std::string>{never + " overdue"})
      << "the level above sees to it now";
  EXPECT_EQ(office.Todos(tokens.city_reviewer),
            std::vector<std::string>{"督办下列逾期事项：报送本级人大常委会备案，并登记报送情况"});
  const v1::Indicator rate = office.Rate(v1::INDICATOR_KIND_CONGRESS_FILING_RATE);
  EXPECT_EQ(rate.basis_points(), 6666);
  ASSERT_EQ(rate.not_counted_size(), 1);
  EXPECT_EQ(rate.not_counted(0), never);
  const v1::Indicator timely = office.Rate(v1::INDICATOR_KIND_CONGRESS_TIMELINESS_RATE);
  EXPECT_EQ(timely.basis_points(), 5000);
  EXPECT_THAT(timely.not_counted(), ElementsAre(late));
  office.ExpectSoundStore();
}

// A place whose rule says so asks for none, and one that names departments asks them, too.
TEST(CongressFiling, IsWhatThePolicySays) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  Office office(server.Channel(), tokens);
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* organs = request.mutable_policy_set()->add_leaves();
  organs->set_key("filing.congress_organs");
  organs->set_source("a sample of the tests");
  organs->set_confidence(v1::CONFIDENCE_DESIGN);
  organs->mutable_list()->add_items("DEPARTMENT");
  v1::SetPolicyResponse reply;
  ASSERT_TRUE(registry.admin().SetPolicy(As(tokens.admin).get(), request, &reply).ok());
  EXPECT_NE(office.ClockOf(registry.Published("养老服务办法")), nullptr);
  EXPECT_EQ(office.ClockOf(registry.Published(registry.GovernmentDraft())), nullptr);
  organs->clear_list();
  organs->set_absent(true);
  ASSERT_TRUE(registry.admin().SetPolicy(As(tokens.admin).get(), request, &reply).ok());
  EXPECT_EQ(office.ClockOf(registry.Published("殡葬服务办法")), nullptr);
}

}  // namespace
}  // namespace santong::testing
