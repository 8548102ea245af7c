// The rates of an office on the public page of statistics: what all organs add up to, and no case.
#include <vector>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/pages/visitor.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class StatisticsPage : public ::testing::Test {
 protected:
  std::string File(const std::string& document) {
    const auto filings = v1::FilingService::NewStub(server_.Channel());
    return testing::File(*filings, registry_.tokens(), document);
  }
  std::string YearOfTheDuty(const v1::Document& document) {
    for (const v1::Clock& clock : document.clocks()) {
      if (clock.kind() == v1::CLOCK_KIND_FILING) return clock.due_date().substr(0, 4);
    }
    return "";
  }

  RunningServer server_{{"--public-reads-per-minute", "0"}};
  Registry& registry_ = server_.registry();
  // Two years on, so that the year of a period which begins today is over.
  Visitor visitor_{server_.Channel(), {.today = [today = *text::ParseIsoDay(registry_.today())] {
                     return absl::CivilDay(today.year() + 2, 1, 1);
                   }}};
};

TEST_F(StatisticsPage, ShowsTheRatesOfAPlaceInAYearWithoutTheirCases) {
  const v1::Document document = registry_.Published("平安区养老服务补贴办法");
  const std::string year = YearOfTheDuty(document);
  const std::string filing = File(document.name());
  const gateway::HttpResponse page =
      visitor_.Get("/statistics", {{"jurisdiction", kDistrict}, {"year", year}});
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(Found(page, "(?s)>报备率 .*?(100.00 %)<br>1 / 1<"), "100.00 %") << page.body;
  EXPECT_EQ(Found(page, "(?s)>规范率 .*?(0.00 %)<br>0 / 1<"), "0.00 %");
  EXPECT_THAT(page.body, HasSubstr("上年同期 0 件，同比 –"));
  EXPECT_THAT(visitor_.Get("/statistics", {{"jurisdiction", kDistrict}}).body,
              AllOf(HasSubstr("报备率"), Not(HasSubstr("上年同期"))))
      << "the year runs: half of one is not compared with a whole one";
  EXPECT_EQ(Found(page, "(?s)>审查率 .*?(–)<br>0 / 0<"), "–");
  EXPECT_EQ(Found(page, "(?s)>不予受理</th>.*?<td class=\"amount\">(\\d)<"), "0");
  EXPECT_THAT(page.body, AllOf(HasSubstr("已报送备案的文件数 ÷ 应当报送备案的文件数"),
                               HasSubstr(absl::StrCat("value=\"", year, "\" selected")),
                               HasSubstr(absl::StrCat("value=\"", kDistrict, "\" selected")),
                               Not(HasSubstr(filing)), Not(HasSubstr("filings/"))));
  EXPECT_THAT(visitor_.Get("/statistics", {{"year", year}, {"lang", "en"}}).body,
              AllOf(HasSubstr("filing rate"), HasSubstr("100.00 %")))
      << "the topmost place counts those below it";
  EXPECT_THAT(visitor_.Get("/statistics", {{"jurisdiction", kDistrict}, {"year", "2010"}}).body,
              Not(HasSubstr("100.00 %")));
  EXPECT_THAT(visitor_.Get("/statistics", {{"year", "<b>"}}).status, 200);
  EXPECT_EQ(visitor_.Get("/statistics", {{"jurisdiction", "jurisdictions/999999"}}).status, 400);
}

// Whoever asks soon after a count is told that one again, which may lack the last act. Before, it
// was kept as if it had it, until the next one came.
TEST_F(StatisticsPage, KeepsNoCountForAStateThatItWasNotMadeFrom) {
  constexpr int64_t kLaterThanAnyCount = 1'000'000;
  Visitor visitor(server_.Channel(), {.state =
                                          [day = registry_.today()] {
                                            return gateway::RegisterState{kLaterThanAnyCount, day};
                                          },
                                      .today =
                                          [today = *text::ParseIsoDay(registry_.today())] {
                                            return absl::CivilDay(today.year() + 2, 1, 1);
                                          }});
  const v1::Document document = registry_.Published("平安区养老服务补贴办法");
  const auto shows_the_filing = [&] {
    return absl::StrContains(
        visitor.Get("/statistics", {{"jurisdiction", kDistrict}, {"year", YearOfTheDuty(document)}})
            .body,
        "<br>0 / 1<");  // 规范率
  };
  EXPECT_FALSE(shows_the_filing());
  File(document.name());
  EXPECT_TRUE(Eventually(shows_the_filing));
}

TEST_F(StatisticsPage, OffersEachPlaceThatNoOtherIsAboveOf) {
  EXPECT_THAT(visitor_.Get("/statistics").body, Not(HasSubstr("统计范围")))
      << "one counts all others";
  v1::CreateJurisdictionRequest create;
  create.set_jurisdiction_id("630100");
  create.mutable_jurisdiction()->set_display_name("西宁市");
  v1::Jurisdiction created;
  const grpc::Status status =
      registry_.admin().CreateJurisdiction(As(registry_.tokens().admin).get(), create, &created);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const gateway::HttpResponse page = visitor_.Get("/statistics", {{"year", "2026"}});
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("统计范围"), HasSubstr("value=\"jurisdictions/630100\" selected")));
  EXPECT_NE(
      Found(page, R"re(<a href="(/statistics\?[^"]*630100[^"]*)" aria-current="true">西宁市)re"),
      "");
  EXPECT_NE(Found(page, R"re(<a href="(/statistics\?[^"]*630200[^"]*2026[^"]*)">海东市</a>)re"),
            "");
  EXPECT_EQ(Found(page, R"re(<a href="(/statistics\?[^"]*630203[^"]*)">平安区</a>)re"), "")
      << "the city's figures have it in them";
  const gateway::HttpResponse other = visitor_.Get("/statistics", {{"jurisdiction", kCity}});
  EXPECT_NE(
      Found(other, R"re(<a href="(/statistics\?[^"]*630200[^"]*)" aria-current="true">海东市)re"),
      "");
}

TEST_F(StatisticsPage, TheApiTellsAnyoneTheSumAndNoMore) {
  File(registry_.Published("平安区临时救助办法").name());
  v1::GetStatisticsRequest request;
  request.set_jurisdiction(kDistrict);
  request.set_start_date("2020-01-01");
  request.set_end_date("2039-12-31");
  v1::Statistics office, anyone;
  const auto get = [&](const std::string& token, v1::Statistics* reply) {
    return registry_.tasks().GetStatistics(As(token).get(), request, reply).error_code();
  };
  ASSERT_EQ(get(registry_.tokens().reviewer, &office), grpc::StatusCode::OK);
  EXPECT_EQ(office.organs_size(), 1);
  for (const std::string& token : {std::string(), registry_.tokens().drafter}) {
    ASSERT_EQ(get(token, &anyone), grpc::StatusCode::OK);
    EXPECT_EQ(anyone.total().ShortDebugString(), office.total().ShortDebugString());
    EXPECT_EQ(anyone.organs_size(), 0);
  }
  request.set_organ(kCivilAffairs);
  EXPECT_EQ(get("", &anyone), grpc::StatusCode::UNAUTHENTICATED);
  request.clear_organ();
  request.set_with_cases(true);
  EXPECT_EQ(get("", &anyone), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(get(registry_.tokens().drafter, &anyone), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace santong::testing
