// The desk's lists that go out by the calendar: the task leads to one, its lines are the
// register's, the form records it, and what is wrong stands beside its field.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(DeskLists, LeadFromTheTaskToWhatRecordsIt) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  absl::CivilDay today;
  {
    RunningServer server(data_dir, {});
    tokens = server.registry().tokens();
    ASSERT_TRUE(absl::ParseCivilTime(server.registry().today(), &today));
    server.registry().Published("养老服务办法");
  }
  const absl::CivilDay day(today.year() + 1, 1, 10);
  const std::string iso = absl::FormatCivilTime(day);
  RunningServer server(data_dir, {"--clock-offset-days", absl::StrCat(day - today)});
  Clerk clerk(server.Channel(), iso);
  const std::string name = absl::StrCat(kCivilAffairs, "/filingLists/", today.year());
  const gateway::Fields list = {{"name", name}};
  EXPECT_EQ(clerk.Get("/desk/lists").status, 303) << "only who is logged in";
  EXPECT_EQ(clerk.Get("/desk/list", list).status, 303);
  clerk.LogIn(tokens.drafter);
  EXPECT_THAT(clerk.Get("/desk/tasks.ics").body, HasSubstr("filingLists"));
  EXPECT_THAT(clerk.Get("/desk").body, AllOf(HasSubstr("报送上一年度制定、修改、废止文件目录"),
                                             HasSubstr("/desk/list?name=")));
  EXPECT_THAT(clerk.Get("/desk/lists", {{"missing", "yes"}}).body,
              AllOf(HasSubstr("平安区民政局 年度文件目录"), HasSubstr("还有21天")));
  EXPECT_THAT(clerk.Get("/desk/list", list).body,
              AllOf(HasSubstr("养老服务办法"), HasSubstr("制定"), HasSubstr("id=\"act\"")));
  EXPECT_EQ(clerk.Get("/desk/list", {{"name", "documents/1"}}).status, 404);
  const gateway::Fields this_year = {
      {"name", absl::StrCat(kCivilAffairs, "/filingLists/", today.year() + 1)}};
  EXPECT_THAT(clerk.Get("/desk/list", this_year).body, Not(HasSubstr("id=\"act\"")))
      << "nothing to send before the year is over";
  clerk.LogIn(tokens.reviewer);
  EXPECT_THAT(clerk.Get("/desk/list", list).body,
              AllOf(HasSubstr("养老服务办法"), Not(HasSubstr("id=\"act\""))))
      << "theirs to receive";
  clerk.LogIn(tokens.drafter);

  const gateway::HttpResponse wrong =
      clerk.Send("/desk/list", {{"document_title", "平民函〔2027〕1号"}}, list);
  EXPECT_EQ(wrong.status, 400);
  EXPECT_THAT(wrong.body, AllOf(HasSubstr("请填写负责人"), HasSubstr("不得晚于今天"),
                                HasSubstr("平民函〔2027〕1号")))
      << "what was typed is still there";
  const gateway::HttpResponse done = clerk.Send(
      "/desk/list",
      {{"document_title", "平民函〔2027〕1号"}, {"date", iso}, {"person", "办公室 某某"}}, list);
  ASSERT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(clerk.Get("/desk/list", list).body,
              AllOf(HasSubstr(absl::StrCat("已于", iso, "送出")), HasSubstr("平民函〔2027〕1号"),
                    Not(HasSubstr("id=\"act\""))));
  EXPECT_THAT(clerk.Get("/desk/lists", {{"missing", "yes"}}).body, HasSubstr("没有事项"));
  EXPECT_THAT(clerk.Get("/desk").body, Not(HasSubstr("/desk/list?name=")));
}

}  // namespace
}  // namespace santong::testing
