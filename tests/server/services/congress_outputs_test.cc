// The duty to file with the standing committee in everything that leaves the register: the task
// list, the calendar file, the annual report as a page and as a table.
#include <gmock/gmock.h>
#include <libical/ical.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

constexpr char kTodo[] = "报送本级人大常委会备案，并登记报送情况";

class CongressOutputs : public ::testing::Test {
 protected:
  Output Santong(const std::string& token, const std::vector<std::string>& arguments) {
    return RunProgram(arguments, {{"SANTONG_ADDRESS", server_.process().address()},
                                  {"SANTONG_LANG", "zh"},
                                  {"SANTONG_TOKEN_FILE", folder_.Write("token", token + "\n")}});
  }
  // A government's document; number is that of its document number.
  v1::Document Published(const std::string& title, int number) {
    v1::CreateDocumentRequest draft = registry_.CompleteDraft(title);
    draft.mutable_document()->mutable_issuers(0)->set_organ(kGovernment);
    draft.mutable_document()->set_document_number(absl::StrCat("平政〔2026〕", number, "号"));
    return registry_.Published(draft);
  }
  static std::string DueDay(const v1::Document& document) {
    for (const v1::Clock& clock : document.clocks()) {
      if (clock.kind() == v1::CLOCK_KIND_CONGRESS_FILING) return clock.due_date();
    }
    return "";
  }
  // The entries of a calendar file: summary, day.
  static std::multimap<std::string, std::string> Entries(const std::string& text) {
    std::multimap<std::string, std::string> entries;
    const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
        icalparser_parse_string(text.c_str()), &icalcomponent_free);
    EXPECT_NE(calendar, nullptr);
    for (icalcomponent* event =
             icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
         event != nullptr;
         event = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT)) {
      const icaltimetype day = icalcomponent_get_dtstart(event);
      entries.emplace(icalcomponent_get_summary(event),
                      absl::StrFormat("%04d-%02d-%02d", day.year, day.month, day.day));
    }
    return entries;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Folder folder_;
};

TEST_F(CongressOutputs, TheTaskListAndTheCalendarHaveTheDutyUntilItIsRecorded) {
  const v1::Document document = Published("平安区人民政府养老服务办法", 1);
  const std::string due = DueDay(document);
  ASSERT_NE(due, "");
  for (const std::string& who : {tokens_.government_drafter, tokens_.reviewer}) {
    EXPECT_THAT(Santong(who, {"task", "list"}).out, AllOf(HasSubstr(kTodo), HasSubstr(due)));
    EXPECT_THAT(Santong(who, {"task", "list", "-o", "csv"}).out,
                AllOf(HasSubstr(absl::StrCat(due, ",")), HasSubstr(document.name())));
    EXPECT_THAT(Santong(who, {"task", "list", "-o", "json"}).out,
                HasSubstr("CLOCK_KIND_CONGRESS_FILING"));
    ASSERT_EQ(Santong(who, {"task", "calendar", folder_.Path("tasks.ics")}).exit_code, 0);
    EXPECT_THAT(Entries(ReadAll(folder_.Path("tasks.ics"))),
                Contains(Pair(AllOf(HasSubstr(kTodo), HasSubstr(document.title())), due)));
  }
  ASSERT_EQ(Santong(tokens_.government_drafter,
                    {"filing", "record-congress", document.name(), "--receipt", "备案回执第3号",
                     "--date", registry_.today(), "--person", "某某"})
                .exit_code,
            0);
  EXPECT_THAT(Santong(tokens_.reviewer, {"task", "list"}).out, Not(HasSubstr(kTodo)));
  ASSERT_EQ(Santong(tokens_.reviewer, {"task", "calendar", folder_.Path("after.ics")}).exit_code,
            0);
  EXPECT_THAT(Entries(ReadAll(folder_.Path("after.ics"))),
              Not(Contains(Pair(HasSubstr(kTodo), due))));
}

TEST_F(CongressOutputs, TheAnnualReportHasBothRatesWithTheirMeaningAndTheirCases) {
  const v1::Document document = Published("平安区人民政府养老服务办法", 1);
  const std::vector<std::string> ask = {"statistics",
                                        "--from",
                                        "2020-01-01",
                                        "--to",
                                        "2039-12-31",
                                        "--html",
                                        folder_.Path("report.html"),
                                        "-o",
                                        "csv"};
  EXPECT_THAT(Santong(tokens_.reviewer, ask).out,
              HasSubstr(",INDICATOR_KIND_CONGRESS_FILING_RATE,0,0,"))
      << "what is not due yet and not sent is neither good nor bad";
  ASSERT_EQ(Santong(tokens_.government_drafter,
                    {"filing", "record-congress", document.name(), "--receipt", "备案回执第3号",
                     "--date", registry_.today(), "--person", "某某"})
                .exit_code,
            0);
  const Output output = Santong(tokens_.reviewer, ask);
  ASSERT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr(",INDICATOR_KIND_CONGRESS_FILING_RATE,1,1,10000"),
                                HasSubstr(",INDICATOR_KIND_CONGRESS_TIMELINESS_RATE,1,1,10000"),
                                HasSubstr(absl::StrCat(kGovernment, ","))));
  const std::string html = ReadAll(folder_.Path("report.html"));
  EXPECT_THAT(html, AllOf(HasSubstr("报人大备案率"), HasSubstr("报人大备案及时率"),
                          HasSubstr("100.00 %"), HasSubstr(document.name())));
  const std::string table =
      Santong(tokens_.reviewer, {"statistics", "--from", "2020-01-01", "--to", "2039-12-31"}).out;
  EXPECT_THAT(table, AllOf(HasSubstr("报人大备案率"), HasSubstr("报人大备案及时率")));
}

}  // namespace
}  // namespace santong::testing
