// A later arrangement of a year through the real server: every open due day that it moves is told,
// of documents, filings, objections and cleanups, and each resource says so itself, with an event
// and a new etag.
//
// Method: the due days of all resources are read before and after each CreateCalendar; what differs
// must be what the reply names, line by line.
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/objection_desk.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAreArray;
using Clocks = google::protobuf::RepeatedPtrField<v1::Clock>;

// What is read of a resource.
struct Read {
  Clocks clocks;
  std::string etag;
};

class NewCalendar : public ::testing::Test {
 protected:
  template <typename Resource, typename Request, typename Stub, typename Method>
  Read ReadBy(Stub& stub, Method method, const std::string& name) {
    Request request;
    request.set_name(name);
    Resource resource;
    const grpc::Status status = (stub.*method)(As(tokens_.reviewer).get(), request, &resource);
    EXPECT_TRUE(status.ok()) << name << " " << status.error_message();
    return {resource.clocks(), resource.etag()};
  }
  // By name.
  std::map<std::string, Read> ReadAll() {
    std::map<std::string, Read> all;
    for (const std::string& name : documents_)
      all[name] = ReadBy<v1::Document, v1::GetDocumentRequest>(
          registry_.documents(), &v1::DocumentService::Stub::GetDocument, name);
    all[filing_] = ReadBy<v1::Filing, v1::GetFilingRequest>(
        *filings_, &v1::FilingService::Stub::GetFiling, filing_);
    all[objection_] = ReadBy<v1::Objection, v1::GetObjectionRequest>(
        desk_.stub(), &v1::ObjectionService::Stub::GetObjection, objection_);
    all[campaign_] = ReadBy<v1::Campaign, v1::GetCampaignRequest>(
        registry_.cleanups(), &v1::CleanupService::Stub::GetCampaign, campaign_);
    return all;
  }
  static std::set<std::string> Provisional(const std::map<std::string, Read>& all) {
    std::set<std::string> names;
    for (const auto& [name, read] : all) {
      for (const v1::Clock& clock : read.clocks) {
        if (clock.state() == v1::CLOCK_STATE_RUNNING && clock.provisional()) names.insert(name);
      }
    }
    return names;
  }
  // Loads the year with these days off, and compares what the reply names with what moved.
  // Returns the resources that moved.
  std::set<std::string> Load(int year, const std::vector<absl::CivilDay>& off) {
    const std::map<std::string, Read> before = ReadAll();
    v1::CreateCalendarRequest request;
    request.set_request_id(absl::StrCat("5a0f52c8-3f0e-4d2f-8a57-2f4e0f1b8c", 10 + loaded_++));
    request.mutable_calendar()->set_year(year);
    request.mutable_calendar()->set_source("测试用节假日安排");
    for (absl::CivilDay day : off) {
      v1::CalendarDay* added = request.mutable_calendar()->add_days();
      added->set_date(text::FormatIsoDay(day));
      added->set_title("假日");
      added->set_off(true);
    }
    v1::CreateCalendarResponse response;
    const grpc::Status status =
        registry_.admin().CreateCalendar(As(tokens_.admin).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    const auto lines = [](const v1::CreateCalendarResponse& of) {
      std::multiset<std::string> all;
      for (const v1::MovedDueDate& line : of.moved())
        all.insert(absl::StrCat(line.resource(), " ", line.clock(), " ", line.old_due_date(), " ",
                                line.new_due_date()));
      return all;
    };
    const std::multiset<std::string> told = lines(response);
    std::multiset<std::string> found;
    v1::CreateCalendarResponse again;  // who never had the answer is told the same
    EXPECT_TRUE(registry_.admin().CreateCalendar(As(tokens_.admin).get(), request, &again).ok());
    EXPECT_EQ(again.calendar().name(), response.calendar().name());
    EXPECT_THAT(lines(again), ElementsAreArray(told));
    std::set<std::string> moved;
    for (const auto& [name, now] : ReadAll()) {
      const Read& old = before.at(name);
      EXPECT_EQ(old.clocks.size(), now.clocks.size()) << name;
      for (int i = 0; i < now.clocks.size(); ++i) {
        if (old.clocks[i].due_date() == now.clocks[i].due_date()) continue;
        moved.insert(name);
        const std::string kind = v1::ClockKind_Name(now.clocks[i].kind());
        found.insert(absl::StrCat(name, " ", absl::StripPrefix(kind, "CLOCK_KIND_"), " ",
                                  old.clocks[i].due_date(), " ", now.clocks[i].due_date()));
      }
      if (moved.count(name) == 0) continue;
      EXPECT_NE(old.etag, now.etag) << name << ": who read it before must read it again";
      EXPECT_EQ(EventTypes(registry_.documents(), tokens_.auditor, name).back(), "ClocksMoved")
          << name;
    }
    EXPECT_THAT(told, ElementsAreArray(found));
    // Everybody is told of the calendar, and of no case or draft that it moved.
    v1::ListHistoryRequest history;
    history.set_parent(response.calendar().name());
    v1::ListHistoryResponse public_events;
    EXPECT_TRUE(registry_.documents().ListHistory(As("").get(), history, &public_events).ok());
    EXPECT_EQ(public_events.events_size(), 1);
    for (const v1::Event& event : public_events.events()) {
      EXPECT_EQ(event.facts_size(), 1) << event.ShortDebugString();
      EXPECT_EQ(event.facts().at("moved"), absl::StrCat(response.moved_size()));
    }
    return moved;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Desk desk_{server_.Channel(), tokens_};
  const std::unique_ptr<v1::FilingService::Stub> filings_ =
      v1::FilingService::NewStub(server_.Channel());
  const absl::CivilDay today_ = *text::ParseIsoDay(registry_.today());
  std::vector<std::string> documents_;
  std::string filing_, objection_, campaign_;
  int loaded_ = 0;
};

TEST_F(NewCalendar, MovesEveryOpenDueDayAndTellsEach) {
  const std::string published = registry_.Published("养老服务办法").name();
  documents_ = {published, registry_.Submitted("殡葬服务办法").name()};
  filing_ = File(*filings_, tokens_, published);
  objection_ = desk_.Lodge(published, "甲某某").objection().name();
  // A cleanup whose proposals wait for the office: its period is in working days.
  v1::CreateCampaignRequest plan;
  plan.mutable_campaign()->set_title("规范性文件清理");
  plan.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
  plan.mutable_campaign()->set_jurisdiction(kDistrict);
  plan.mutable_campaign()->set_cutoff_date(registry_.today());
  plan.mutable_campaign()->set_proposal_due_date("2099-12-31");
  v1::Campaign campaign;
  ASSERT_TRUE(
      registry_.cleanups().CreateCampaign(As(tokens_.reviewer).get(), plan, &campaign).ok());
  campaign_ = campaign.name();
  v1::OpenCampaignRequest open;
  open.set_name(campaign_);
  ASSERT_TRUE(registry_.cleanups().OpenCampaign(As(tokens_.reviewer).get(), open, &campaign).ok());
  v1::ProposeItemRequest propose;
  propose.set_name(absl::StrCat(campaign_, "/items/", published.substr(10)));
  propose.mutable_proposal()->set_disposition(v1::DISPOSITION_KEEP);
  propose.mutable_proposal()->set_reason("仍需执行");
  v1::CampaignItem item;
  ASSERT_TRUE(registry_.cleanups().ProposeItem(As(tokens_.drafter).get(), propose, &item).ok());

  const std::set<std::string> all = {published, documents_[1], filing_, objection_, campaign_};
  const std::set<std::string> in_working_days = {documents_[1], filing_, objection_, campaign_};
  EXPECT_THAT(Provisional(ReadAll()), ::testing::IsSupersetOf(in_working_days));
  // The years are announced as they are: nothing moves, and nothing is provisional any more.
  const int year = static_cast<int>(today_.year());
  for (int announced : {year, year + 1})
    EXPECT_EQ(Load(announced, {}), std::set<std::string>()) << announced;
  EXPECT_THAT(Provisional(ReadAll()), ElementsAreArray(std::set<std::string>()));

  // The next nine days are off.
  std::map<int, std::vector<absl::CivilDay>> off;
  for (absl::CivilDay day = today_ + 1; day <= today_ + 9; ++day)
    off[static_cast<int>(day.year())].push_back(day);
  std::set<std::string> moved;
  for (const auto& [changed, days] : off) {
    const std::set<std::string> by_this_year = Load(changed, days);
    moved.insert(by_this_year.begin(), by_this_year.end());
  }
  EXPECT_THAT(moved, ::testing::IsSupersetOf(in_working_days));
  EXPECT_THAT(all, ::testing::IsSupersetOf(moved));
  ExpectSoundStore(registry_.admin(), tokens_.admin);
}

TEST(Calendars, AreListedByYearTheNewestVersionOfEachFirst) {
  RunningServer server;
  Registry& registry = server.registry();
  for (int year : {2091, 2090, 2090, 2090}) {
    v1::CreateCalendarRequest request;
    request.mutable_calendar()->set_year(year);
    v1::CreateCalendarResponse response;
    const grpc::Status status =
        registry.admin().CreateCalendar(As(registry.tokens().admin).get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  std::vector<std::string> names;
  v1::ListCalendarsRequest request;
  request.set_page_size(1);
  v1::ListCalendarsResponse page;
  do {
    ASSERT_TRUE(registry.admin().ListCalendars(As("").get(), request, &page).ok());
    for (const v1::Calendar& one : page.calendars()) {
      if (one.year() >= 2090) names.push_back(one.name());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAreArray({"calendars/2090-3", "calendars/2090-2", "calendars/2090-1",
                                       "calendars/2091-1"}));
}

}  // namespace
}  // namespace santong::testing
