// What the desk says of duties that wait: what was never filed, with whom, how late; the act that
// ends it; and a legality opinion that came late.
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMissing[] = "/desk/filings/missing";

// 15 and 30 days from today; a last day that is no working day ends with the next one.
TEST(DeskMissing, ListsBothKindsWithTheirDaysAndTheActEndsOne) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  Clerk clerk(server.Channel(), registry.today());
  EXPECT_EQ(clerk.Get(kMissing).status, 303) << "only who is logged in";
  clerk.LogIn(tokens.reviewer);
  EXPECT_THAT(clerk.Get(kMissing).body, HasSubstr("没有事项"));
  EXPECT_THAT(clerk.Get("/desk/filings").body, HasSubstr(kMissing));

  registry.Published("未报送的办法");
  const std::string name = registry.Published(registry.GovernmentDraft()).name();
  const std::string record = absl::StrCat("/desk/", name, "/RecordCongressFiling");
  EXPECT_THAT(clerk.Get(kMissing).body,
              AllOf(HasSubstr("共2项，其中逾期0项"), ContainsRegex("还有(1[5-9]|2[0-9])天"),
                    ContainsRegex("还有3[0-9]天"), HasSubstr("<td>备案机关"),
                    HasSubstr("本级人大常委会"), HasSubstr(record)))
      << "the government's filing with the level above is the business of that level";
  EXPECT_THAT(clerk.Get(kMissing, {{"overdue", "yes"}}).body, HasSubstr("共0项"));

  clerk.LogIn(tokens.government_drafter);
  EXPECT_THAT(clerk.Get(kMissing).body, AllOf(HasSubstr("共2项"), Not(HasSubstr("未报送的办法"))));
  EXPECT_THAT(clerk.Get(absl::StrCat("/desk/", name)).body, HasSubstr(record));
  const std::string form = clerk.Get(record).body;
  for (const char* asked : {"document_title", "date", "person", "note"})
    EXPECT_THAT(form, HasSubstr(absl::StrCat("name=\"filing.", asked, "\""))) << asked;
  for (const char* other :
       {"kind", "organ", "conclusion", "start_date", "end_date", "channel", "attachment_sha256"})
    EXPECT_THAT(form, Not(HasSubstr(absl::StrCat("filing.", other)))) << other;
  const gateway::HttpResponse wrong =
      clerk.Send(record, {{"filing.document_title", "区人大常委会备案回执第3号"},
                          {"filing.date", "2020-01-01"},
                          {"filing.person", "办公室 某某"}});
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("href=\"#filing.date\""), HasSubstr("文件当时尚未公布")));
  const gateway::HttpResponse done =
      clerk.Send(record, {{"filing.document_title", "区人大常委会备案回执第3号"},
                          {"filing.date", registry.today()},
                          {"filing.person", "办公室 某某"}});
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(clerk.Get(kMissing).body, AllOf(HasSubstr("共1项"), Not(HasSubstr(record))));
}

// A call answers a thousand tasks: the days of the others were missing in the desk's weeks.
TEST(DeskMissing, TheWeeksHaveWhatTheCalendarFileHas) {
  RunningServer server;
  Registry& registry = server.registry();
  for (int n = 1; n <= 501; ++n)  // each is to be filed twice
    registry.Published(registry.GovernmentDraft(absl::StrCat("平安区第", n, "号办法"), n));
  Clerk clerk(server.Channel(), registry.today());
  clerk.LogIn(registry.tokens().government_drafter);
  const auto events = [file = clerk.Get("/desk/tasks.ics").body](const std::string& day) {
    const std::string line =
        absl::StrCat("DTSTART;VALUE=DATE:", absl::StrReplaceAll(day, {{"-", ""}}));
    return std::vector<std::string>(absl::StrSplit(file, line)).size() - 1;
  };
  ASSERT_GT(events(""), 1000);
  static const RE2 due(R"re(<time datetime="([0-9-]+)">\d+</time> <strong>(\d+))re");
  const std::string weeks = clerk.Get("/desk").body;
  std::string day;
  size_t count = 0;
  for (re2::StringPiece left = weeks; RE2::FindAndConsume(&left, due, &day, &count);)
    EXPECT_EQ(count, events(day)) << day;
  EXPECT_GT(count, 0);
}

TEST(DeskMissing, SaysHowLateAndToWhomItWasPut) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string late;
  {
    RunningServer server(data_dir, {});
    tokens = server.registry().tokens();
    late = server.registry().Published(server.registry().GovernmentDraft()).name();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "45"});
  const std::string today =
      text::FormatIsoDay(absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(8 * 60 * 60)) + 45);
  Clerk clerk(server.Channel(), today);
  clerk.LogIn(tokens.city_reviewer);
  const auto overdue = [&] { return clerk.Get(kMissing, {{"overdue", "yes"}}).body; };
  Eventually([&] { return absl::StrContains(overdue(), "共2项，其中逾期2项"); });
  EXPECT_THAT(overdue(), AllOf(HasSubstr("共2项，其中逾期2项"), ContainsRegex("逾期(2[0-9]|30)天"),
                               ContainsRegex("逾期([6-9]|1[0-5])天"), HasSubstr(late)));
  // The record says it, too: it told only that the day was past.
  clerk.LogIn(tokens.government_drafter);
  EXPECT_TRUE(Eventually([&] {
    return RE2::PartialMatch(clerk.Get("/desk/" + late).body, "已届满</span>[^/]*逾期[0-9]+天");
  }));
  clerk.LogIn(tokens.city_reviewer);
  // The list of filings is cut to the overdue by the register, page by page; these were never made.
  EXPECT_THAT(clerk.Get("/desk/filings").body, HasSubstr("/desk/filings?overdue=yes"));
  EXPECT_THAT(clerk.Get("/desk/filings", {{"overdue", "yes"}}).body, HasSubstr("没有事项"));
}

TEST(DeskRecord, SaysThatTheLegalityOpinionCameLate) {
  RunningServer server;
  Registry& registry = server.registry();
  v1::CreateDocumentRequest draft = registry.CompleteDraft("审核逾期的办法");
  for (v1::Evidence& evidence : *draft.mutable_document()->mutable_internal()->mutable_evidence()) {
    if (evidence.kind() == v1::EVIDENCE_KIND_LEGALITY_REVIEW)
      evidence.set_start_date(text::FormatIsoDay(*text::ParseIsoDay(evidence.date()) - 60));
  }
  const std::string late = registry.Published(draft).name();
  const std::string in_time = registry.Published("审核按期的办法").name();
  Clerk clerk(server.Channel(), registry.today());
  clerk.LogIn(registry.tokens().reviewer);
  EXPECT_THAT(clerk.Get("/desk/" + late).body, HasSubstr("合法性审核意见逾期（应于"));
  EXPECT_THAT(clerk.Get("/desk/" + in_time).body, Not(HasSubstr("合法性审核意见逾期")));
}

}  // namespace
}  // namespace santong::testing
