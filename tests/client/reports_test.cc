// What leaves the office: the annual report and the calendar of due days.
#include <libical/ical.h>

#include <memory>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/catalog_service.pb.h"
#include "santong/v1/statistics.pb.h"
#include "tests/client/fake_registry.h"
#include "tests/client/program.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Reports : public ::testing::Test {
 protected:
  Output Santong(const std::vector<std::string>& arguments) {
    return RunProgram(arguments, environment_);
  }

  FakeRegistry fake_;
  Folder folder_;
  std::map<std::string, std::string> environment_ = fake_.Environment();
};

v1::Statistics OneFiledOfThree() {
  v1::Statistics statistics;
  statistics.set_display_name("平安区");
  statistics.set_start_date("2026-01-01");
  statistics.set_end_date("2026-12-31");
  v1::Indicator* rate = statistics.mutable_total()->add_indicators();
  rate->set_kind(v1::INDICATOR_KIND_FILING_RATE);
  rate->set_title_zh("报备率");
  rate->set_title_en("filing rate");
  rate->set_definition_zh("已报送 ÷ 应报送");
  rate->set_numerator(1);
  rate->set_denominator(3);
  rate->set_basis_points(3333);
  rate->add_counted("filings/1");
  rate->add_not_counted("documents/2");
  rate->add_not_counted("documents/3");
  v1::CaseCount* count = statistics.mutable_total()->add_objections();
  count->set_group("objections.open");
  count->set_title_zh("办理中<b>");
  count->set_count(4);
  return statistics;
}

// Before, whoever has no jurisdiction of their own was told that "" is none of the register's.
TEST_F(Reports, StatisticsAreOfTheDefaultJurisdictionUnlessAnotherIsNamed) {
  environment_["SANTONG_JURISDICTION"] = "630203";
  const std::vector<std::string> asked = {"statistics", "--from", "2026-01-01", "--to",
                                          "2026-12-31"};
  Santong(asked);
  std::vector<std::string> of_another = asked;
  of_another.insert(of_another.end(), {"--jurisdiction", "630200"});
  Santong(of_another);
  // The default is not of whatever organ is asked for: the register refuses one from elsewhere.
  std::vector<std::string> of_organ = asked;
  of_organ.insert(of_organ.end(), {"--organ", "630202/finance"});
  Santong(of_organ);
  const auto requests = fake_.Requests<v1::GetStatisticsRequest>("GetStatistics");
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(requests[2].jurisdiction(), "jurisdictions/630202");
  EXPECT_EQ(requests[0].jurisdiction(), "jurisdictions/630203");
  EXPECT_EQ(requests[1].jurisdiction(), "jurisdictions/630200");
}

TEST_F(Reports, StatisticsAsAskedForWithoutCasesUnlessAReportIsWritten) {
  fake_.Answer("GetStatistics", OneFiledOfThree());
  const Output output = Santong({"statistics", "--from", "2026-01-01", "--to", "2026-12-31",
                                 "--jurisdiction", "630203", "--organ", "630203/government"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out,
              AllOf(HasSubstr("报备率"), HasSubstr("33.33 %"), HasSubstr("异议：办理中")));
  const auto requests = fake_.Requests<v1::GetStatisticsRequest>("GetStatistics");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].jurisdiction(), "jurisdictions/630203");
  EXPECT_EQ(requests[0].organ(), "jurisdictions/630203/organs/government");
  EXPECT_EQ(requests[0].start_date(), "2026-01-01");
  EXPECT_FALSE(requests[0].with_cases());
}

TEST_F(Reports, TheYearBeforeStandsBesideEachFigureWhereAsked) {
  v1::Statistics statistics = OneFiledOfThree();
  statistics.set_year_before_start_date("2025-01-01");
  v1::Indicator* rate = statistics.mutable_total()->mutable_indicators(0);
  rate->set_numerator_before(4);
  rate->set_change_basis_points(-7500);
  statistics.mutable_total()->mutable_objections(0)->set_count_before(0);
  fake_.Answer("GetStatistics", statistics);
  const std::vector<std::string> asked = {"statistics", "--from",       "2026-01-01",
                                          "--to",       "2026-12-31",   "--jurisdiction",
                                          "630203",     "--year-before"};
  const Output output = Santong(asked);
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("上年同期"), HasSubstr("-75.00 %")));
  EXPECT_TRUE(fake_.Requests<v1::GetStatisticsRequest>("GetStatistics")[0].with_year_before());
  std::vector<std::string> as_csv = asked;
  as_csv.insert(as_csv.end(), {"-o", "csv"});
  EXPECT_THAT(Santong(as_csv).out, AllOf(HasSubstr("INDICATOR_KIND_FILING_RATE,1,3,3333,4,-7500"),
                                         HasSubstr("objections.open,4,,,0,")));
}

TEST_F(Reports, TheAnnualReportNamesEveryFigureItsMeaningAndItsCases) {
  fake_.Answer("GetStatistics", OneFiledOfThree());
  const std::string path = folder_.Path("report.html");
  const Output output = Santong({"statistics", "--from", "2026-01-01", "--to", "2026-12-31",
                                 "--jurisdiction", "630203", "--html", path, "-o", "csv"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("INDICATOR_KIND_FILING_RATE,1,3,3333"));
  EXPECT_TRUE(fake_.Requests<v1::GetStatisticsRequest>("GetStatistics")[0].with_cases());
  const std::string html = ReadAll(path);
  EXPECT_THAT(html, AllOf(HasSubstr("平安区行政规范性文件备案审查工作报告"), HasSubstr("33.33 %"),
                          HasSubstr("已报送 ÷ 应报送"), HasSubstr("filings/1"),
                          HasSubstr("documents/2 documents/3"), HasSubstr("办理中&lt;b&gt;"),
                          Not(HasSubstr("办理中<b>"))));
}

TEST_F(Reports, AReportToStandardOutputIsTheWholePageAndNothingElse) {
  fake_.Answer("GetStatistics", OneFiledOfThree());
  const std::vector<std::string> asked = {"statistics", "--from",         "2026-01-01", "--to",
                                          "2026-12-31", "--jurisdiction", "630203",     "--html"};
  std::vector<std::string> to_file = asked, to_output = asked;
  const std::string path = folder_.Path("report.html");
  to_file.push_back(path);
  to_output.push_back("-");
  EXPECT_EQ(Santong(to_file).exit_code, 0);
  const Output output = Santong(to_output);
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("</html>"));
  EXPECT_EQ(output.out, ReadAll(path));
}

TEST_F(Reports, AReportThatCannotBeWrittenIsAnError) {
  fake_.Answer("GetStatistics", OneFiledOfThree());
  const Output output = Santong({"statistics", "--from", "2026-01-01", "--to", "2026-12-31",
                                 "--jurisdiction", "630203", "--html", "/nonexistent/report.html"});
  EXPECT_NE(output.exit_code, 0);
  EXPECT_THAT(output.err, HasSubstr("/nonexistent/report.html"));
}

TEST_F(Reports, AResultOfWhichAProposalWasRefusedIsTakenInPart) {
  v1::LookupDocumentResponse found;
  found.add_matches()->set_field(v1::LOOKUP_FIELD_TITLE);
  found.mutable_matches(0)->mutable_document()->set_name("documents/1");
  fake_.Answer("LookupDocument", found);
  const std::string result =
      folder_.Write("result.jsonl", "{\"disposition\":\"保留\",\"title\":\"《甲办法》\"}\n");
  EXPECT_EQ(Santong({"cleanup", "import-result", result}).exit_code, 0) << "only matched";
  // The fake knows no cleanup and takes no proposal.
  EXPECT_EQ(Santong({"cleanup", "import-result", result, "--campaign", "3"}).exit_code, 7);
}

// RFC 5545, read back by a parser of its own.
TEST_F(Reports, TheCalendarHoldsEveryDueDayAsAWholeDayAndOthersNot) {
  v1::ListTasksResponse tasks;
  v1::Task* due = tasks.add_tasks();
  due->set_resource("filings/3");
  due->set_todo_zh("审查");
  due->set_title("《养老,服务;办法》");
  due->mutable_clock()->set_kind(v1::CLOCK_KIND_FILING_REVIEW);
  due->mutable_clock()->set_start_date("2026-12-01");
  due->mutable_clock()->set_due_date("2026-12-31");
  due->mutable_clock()->set_article("第11条");
  tasks.add_tasks()->set_resource("documents/9");  // waits without a day
  fake_.Answer("ListTasks", tasks);
  const std::string path = folder_.Path("tasks.ics");
  const Output output = Santong({"task", "calendar", path});
  ASSERT_EQ(output.exit_code, 0) << output.err;

  const std::string text = ReadAll(path);
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalparser_parse_string(text.c_str()), &icalcomponent_free);
  ASSERT_NE(calendar, nullptr) << text;
  EXPECT_EQ(icalcomponent_count_components(calendar.get(), ICAL_VEVENT_COMPONENT), 1);
  EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0) << text;
  icalcomponent* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
  EXPECT_STREQ(icalcomponent_get_summary(event), "审查 《养老,服务;办法》");
  EXPECT_STREQ(icalcomponent_get_uid(event),
               "filings/3//CLOCK_KIND_FILING_REVIEW/2026-12-01@santong");
  const icaltimetype start = icalcomponent_get_dtstart(event);
  EXPECT_EQ(start.is_date, 1);
  EXPECT_EQ(start.year * 10000 + start.month * 100 + start.day, 20261231);
  const icaltimetype end = icalcomponent_get_dtend(event);
  EXPECT_EQ(end.year * 10000 + end.month * 100 + end.day, 20270101);
  EXPECT_THAT(icalcomponent_get_description(event), HasSubstr("第11条"));
  EXPECT_THAT(Santong({"task", "calendar"}).out,
              AllOf(HasSubstr("BEGIN:VCALENDAR"), HasSubstr("DTSTART;VALUE=DATE:20261231")));
}

// domain.md 3.16: of a duty whose day moved off a holiday both days are shown, and the alarm rings
// on the earlier.
// Before, a file of the name "-" was written.
TEST_F(Reports, AHyphenIsStandardOutput) {
  EXPECT_THAT(Santong({"task", "calendar", "-"}).out, HasSubstr("BEGIN:VCALENDAR"));
}

TEST_F(Reports, TheCalendarRingsOnTheDayBeforeTheRollAndNamesBoth) {
  v1::ListTasksResponse tasks;
  v1::Clock* clock = tasks.add_tasks()->mutable_clock();
  clock->set_kind(v1::CLOCK_KIND_FILING);
  clock->set_start_date("2026-09-16");
  clock->set_due_date_before_roll("2026-10-01");
  clock->set_due_date("2026-10-08");
  fake_.Answer("ListTasks", tasks);
  const std::string text = Santong({"task", "calendar"}).out;
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalparser_parse_string(text.c_str()), &icalcomponent_free);
  ASSERT_NE(calendar, nullptr) << text;
  icalcomponent* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
  ASSERT_NE(event, nullptr) << text;
  const icaltimetype start = icalcomponent_get_dtstart(event);
  EXPECT_EQ(start.year * 10000 + start.month * 100 + start.day, 20261008);
  EXPECT_THAT(icalcomponent_get_description(event),
              AllOf(HasSubstr("2026-10-01"), HasSubstr("2026-10-08")));
  icalcomponent* alarm = icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT);
  ASSERT_NE(alarm, nullptr) << text;
  icalproperty* trigger = icalcomponent_get_first_property(alarm, ICAL_TRIGGER_PROPERTY);
  ASSERT_NE(trigger, nullptr) << text;
  EXPECT_EQ(icaldurationtype_as_int(icalproperty_get_trigger(trigger).duration), -7 * 86'400);
}

TEST_F(Reports, CitationsOfAnIndexThatIsBuiltAnewAreSaidToBeIncomplete) {
  v1::ListCitationsResponse list;
  fake_.Answer("ListCitations", list);
  EXPECT_THAT(Santong({"catalog", "citations", "7"}).err, HasSubstr("引用索引正在重建"));
  list.set_complete_to_sequence(9);
  fake_.Answer("ListCitations", list);
  EXPECT_THAT(Santong({"catalog", "citations", "7"}).err, Not(HasSubstr("引用索引正在重建")));
}

TEST_F(Reports, TheGraphShowsBothDirectionsOnceAndEscapesTitles) {
  v1::Document document;
  document.set_name("documents/7");
  document.set_title("养老服务办法");
  document.set_registration_number("测登〔2026〕1号");
  fake_.Answer("GetDocument", document);
  v1::ListCitationsResponse list;
  for (int times = 0; times < 2; ++times) {
    v1::CatalogCitation* citation = list.add_citations();
    citation->set_from("documents/9");
    citation->set_from_title("细则<script>&");
    citation->set_title("中华人民共和国老年人权益保障法");
  }
  fake_.Answer("ListCitations", list);
  const Output output = Santong({"catalog", "graph", "7"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.out, AllOf(HasSubstr("<svg"), HasSubstr("测登〔2026〕1号"),
                                HasSubstr("细则&lt;script&gt;&amp;"), Not(HasSubstr("<script>"))));
  const auto boxes = [&] {
    size_t count = 0;
    for (size_t at = 0; (at = output.out.find("<rect", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  EXPECT_EQ(boxes(), 3u) << "the document, one that cites it, one that it cites";
  const auto requests = fake_.Requests<v1::ListCitationsRequest>("ListCitations");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_NE(requests[0].direction(), requests[1].direction());
  EXPECT_EQ(output.err, "");
}

TEST_F(Reports, AGraphThatIsCutSaysSo) {
  v1::ListCitationsResponse list;
  for (int i = 1; i <= 200; ++i) list.add_citations()->set_from("documents/" + std::to_string(i));
  list.set_next_page_token("more");
  fake_.Answer("ListCitations", list);
  const Output output = Santong({"catalog", "graph", "7"});
  EXPECT_EQ(output.exit_code, 0) << output.err;
  EXPECT_THAT(output.err, AllOf(HasSubstr("200"), HasSubstr("santong catalog citations --all")));
}

}  // namespace
}  // namespace santong::testing
