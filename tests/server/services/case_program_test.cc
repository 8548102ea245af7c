// Filings and objections as people work on them with the program, against the real server: what the
// program prints, what it writes to files, and that the task list, the calendar and the case name
// one due day.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <libical/ical.h>

#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "santong/v1/filing_service.pb.h"
#include "santong/v1/objection_service.pb.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPdf[] = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";
const std::vector<std::string> kPapers = {"备案报告", "正式文本及电子文本", "起草说明", "制定依据",
                                          "合法性审核意见"};

class CaseProgram : public ::testing::Test {
 protected:
  Output Santong(const std::string& token, std::vector<std::string> arguments,
                 const std::string& input = "") {
    Program::Environment environment = {{"SANTONG_ADDRESS", server_.process().address()},
                                        {"SANTONG_LANG", "zh"}};
    if (!token.empty()) environment["SANTONG_TOKEN_FILE"] = folder_.Write("token", token + "\n");
    return RunProgram(arguments, environment, input);
  }
  // What the command prints for programs; the test fails when it does not succeed.
  template <typename Message>
  Message Json(const std::string& token, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"-o", "json"});
    const Output output = Santong(token, arguments);
    EXPECT_EQ(output.exit_code, 0) << arguments[0] << " " << arguments[1] << ": " << output.err;
    Message message;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(output.out, &message).ok())
        << output.out;
    return message;
  }
  v1::Filing Filed(const std::string& document) {
    std::vector<std::string> create = {"filing", "create", document};
    for (const std::string& paper : kPapers) create.insert(create.end(), {"--material", paper});
    return Json<v1::Filing>(tokens_.drafter, create);
  }
  std::string Path(const std::string& name) { return folder_.Path(name); }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Folder folder_;
};

TEST_F(CaseProgram, AFilingIsBroughtFromTheMissingToItsPass) {
  const std::string document = registry_.Published("养老服务办法").name();
  const Output missing = Santong(tokens_.reviewer, {"filing", "list", "--missing"});
  EXPECT_THAT(missing.out, HasSubstr("养老服务办法"));
  const v1::Filing filed = Filed(document);
  const std::string number = filed.name().substr(8);
  EXPECT_EQ(filed.materials_size(), static_cast<int>(kPapers.size()));
  EXPECT_THAT(Santong(tokens_.reviewer, {"filing", "list", "--missing"}).out,
              Not(HasSubstr("养老服务办法")));

  const Output early = Santong(
      tokens_.reviewer, {"filing", "pass", number, "--ground", "no-problem", "--reason", "无"});
  EXPECT_NE(early.exit_code, 0) << "not accepted yet";
  EXPECT_EQ(Json<v1::Filing>(tokens_.reviewer, {"filing", "accept", number}).state(),
            v1::FILING_STATE_UNDER_REVIEW);
  const Output unreasoned = Santong(tokens_.reviewer, {"filing", "extend", number});
  EXPECT_NE(unreasoned.exit_code, 0);
  EXPECT_EQ(Json<v1::Filing>(tokens_.reviewer, {"filing", "extend", number, "--reason", "需要论证"})
                .extension_reason(),
            "需要论证");
  EXPECT_NE(Santong(tokens_.reviewer, {"filing", "extend", number, "--reason", "再次"}).exit_code,
            0);
  Json<v1::Filing>(tokens_.reviewer,
                   {"filing", "request-explanation", number, "--item", "第二条的依据"});
  EXPECT_EQ(Json<v1::Filing>(tokens_.drafter,
                             {"filing", "explain", number, "--explanation", "依据养老条例第三条"})
                .explanation(),
            "依据养老条例第三条");
  EXPECT_THAT(Santong(tokens_.drafter, {"doc", "letter", document, "--kind", "registration"}).out,
              HasSubstr("行政规范性文件登记通知书"));
  EXPECT_THAT(Santong(tokens_.drafter, {"filing", "letter", number, "--kind", "receipt"}).out,
              HasSubstr("行政规范性文件备案回执"));
  EXPECT_EQ(Santong(tokens_.drafter, {"filing", "letter", number, "--kind", "请予说明函", "--html",
                                      Path("letter.html")})
                .exit_code,
            0);
  EXPECT_THAT(ReadAll(Path("letter.html")), HasSubstr("第二条的依据"));
  EXPECT_NE(Santong(tokens_.drafter, {"filing", "letter", number, "--kind", "refusal"}).exit_code,
            0)
      << "it was accepted";
  std::vector<std::string> pass = {"filing",     "pass",     number,      "--ground",
                                   "no-problem", "--reason", "未发现问题"};
  const v1::Filing now = Json<v1::Filing>(tokens_.reviewer, {"filing", "get", number});
  for (int finding = 1; finding <= now.findings_size(); ++finding)
    pass.insert(pass.end(), {"--verdict", absl::StrCat(finding, ":dismissed")});
  EXPECT_EQ(Json<v1::Filing>(tokens_.reviewer, pass).state(), v1::FILING_STATE_PASSED);
  const Output listed = Santong(tokens_.drafter, {"filing", "list"});
  EXPECT_THAT(listed.out, HasSubstr(filed.name()));
  EXPECT_THAT(Santong(tokens_.reviewer,
                      {"filing", "list", "--organ", "630203/civil-affairs", "--newest-first"})
                  .out,
              HasSubstr(filed.name()));
  for (const std::vector<std::string>& none : {std::vector<std::string>{"--overdue-only"},
                                               {"--jurisdiction", "630200"},
                                               {"--organ", "630203/government"}}) {
    std::vector<std::string> list = {"filing", "list"};
    list.insert(list.end(), none.begin(), none.end());
    EXPECT_THAT(Santong(tokens_.reviewer, list).out, Not(HasSubstr(filed.name()))) << none[0];
  }
  EXPECT_NE(Santong(tokens_.other_drafter, {"filing", "get", number}).exit_code, 0)
      << "not an issuer's who has nothing to do with it";
}

TEST_F(CaseProgram, EachOutcomeOfAReviewHasAVerb) {
  struct Row {
    std::vector<std::string> verb;  // and what it takes besides the filing and the reason
    v1::FilingOutcome outcome;
    v1::FilingState state;
    bool judges_findings = false;
  };
  const Row rows[] = {
      {{"remind", "--ground", "drafting"},
       v1::FILING_OUTCOME_REMIND,
       v1::FILING_STATE_PASSED,
       true},
      {{"advise", "--ground", "higher-law"},
       v1::FILING_OUTCOME_ADVISE,
       v1::FILING_STATE_ADVISED,
       true},
      {{"pause", "--ground", "higher-law", "--plan-date", "2099-12-31"},
       v1::FILING_OUTCOME_PAUSE,
       v1::FILING_STATE_PAUSED},
      {{"transfer", "--to", "市人大常委会"},
       v1::FILING_OUTCOME_TRANSFER,
       v1::FILING_STATE_TRANSFERRED},
      {{"coordinate", "--ground", "same-level", "--with", "平财〔2026〕3号"},
       v1::FILING_OUTCOME_COORDINATE,
       v1::FILING_STATE_COORDINATING},
  };
  for (const Row& row : rows) {
    const std::string document = registry_.Published(row.verb[0] + "办法").name();
    const std::string number = Filed(document).name().substr(8);
    const v1::Filing open = Json<v1::Filing>(tokens_.reviewer, {"filing", "accept", number});
    EXPECT_NE(Santong(tokens_.reviewer, {"filing", "terminate", number, "--reason", "已经改正"})
                  .exit_code,
              0)
        << "nothing was corrected";
    std::vector<std::string> decide = {"filing", row.verb[0], number, "--reason", "第二条的表述"};
    decide.insert(decide.end(), row.verb.begin() + 1, row.verb.end());
    for (int i = 1; row.judges_findings && i <= open.findings_size(); ++i)
      decide.insert(decide.end(), {"--verdict", absl::StrCat(i, ":dismissed")});
    const auto decided = Json<v1::Filing>(tokens_.reviewer, decide);
    EXPECT_EQ(decided.outcome(), row.outcome) << row.verb[0];
    EXPECT_EQ(decided.state(), row.state) << row.verb[0];
  }
}

TEST_F(CaseProgram, ACoordinationThatFailedIsSettledByTheGovernmentsDecision) {
  const std::string document = registry_.Published("高龄津贴办法").name();
  const std::string number = Filed(document).name().substr(8);
  const v1::Filing open = Json<v1::Filing>(tokens_.reviewer, {"filing", "accept", number});
  const auto begun = Json<v1::Filing>(
      tokens_.reviewer, {"filing", "coordinate", number, "--ground", "same-level", "--reason",
                         "津贴标准不一致", "--with", "平财〔2026〕3号"});
  EXPECT_EQ(begun.conflicts_with(), "平财〔2026〕3号");
  std::vector<std::string> order = {"filing",         "order-correction", number,
                                    "--ground",       "same-level",       "--reason",
                                    "以财政文件为准", "--decision",       "平政函〔2026〕8号"};
  for (int i = 1; i <= open.findings_size(); ++i)
    order.insert(order.end(), {"--verdict", absl::StrCat(i, ":dismissed")});
  EXPECT_NE(Santong(tokens_.reviewer, order).exit_code, 0) << "whose decision, and of what day";
  order.insert(order.end(),
               {"--decision-date", registry_.today(), "--decision-person", "区长某某"});
  const auto settled = Json<v1::Filing>(tokens_.reviewer, order);
  EXPECT_EQ(settled.state(), v1::FILING_STATE_CORRECTING);
  EXPECT_EQ(settled.decision().kind(), v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  EXPECT_EQ(settled.decision().document_title(), "平政函〔2026〕8号");
}

TEST_F(CaseProgram, AFilingWithTheStandingCommitteeIsRecorded) {
  v1::CreateDocumentRequest draft = registry_.GovernmentDraft();
  const std::string name = registry_.Published(draft).name();
  const Output missing = Santong(tokens_.reviewer, {"filing", "list", "--missing"});
  EXPECT_THAT(missing.out, HasSubstr("报送人大常委会备案期限"));
  EXPECT_THAT(Santong(tokens_.government_drafter, {"task", "list"}).out,
              HasSubstr("报送本级人大常委会备案"));
  const auto recorded = Json<v1::Document>(
      tokens_.government_drafter, {"filing", "record-congress", name, "--receipt", "备案回执第3号",
                                   "--date", registry_.today(), "--person", "某某"});
  EXPECT_EQ(recorded.internal().evidence().rbegin()->document_title(), "备案回执第3号");
  EXPECT_THAT(Santong(tokens_.reviewer, {"filing", "list", "--missing"}).out,
              Not(HasSubstr("报送人大常委会备案期限")));
}

TEST_F(CaseProgram, AnObjectionIsLodgedProvedDecidedAndAnsweredByLetter) {
  const std::string document = registry_.Published("平安区临时救助办法").name();
  const auto lodged = Json<v1::LodgeObjectionResponse>(
      "", {"objection", "lodge", document, "--article", "第二条", "--ground", "conflicts-with-law",
           "--reasons", "与上位法相抵触", "--kind", "citizen", "--lodger", "甲某某", "--contact",
           "13900001234", "--address", "平安街道1号"});  // the lodger's, not the server's
  const std::string number = lodged.receipt().number(), code = lodged.receipt().code();
  const std::string name = lodged.objection().name().substr(11);

  const std::string evidence = folder_.Write("证据.pdf", kPdf);
  EXPECT_EQ(Santong("", {"objection", "add-evidence", number, evidence, "--code", code}).exit_code,
            0);
  const Output markup = Santong("", {"objection", "add-evidence", number,
                                     folder_.Write("a.pdf", "<html></html>"), "--code", code});
  EXPECT_NE(markup.exit_code, 0) << "the content says what a file is";
  EXPECT_EQ(
      Santong("", {"objection", "add-evidence", number, folder_.root(), "--code", code}).exit_code,
      2)
      << "a folder is no file";
  EXPECT_THAT(Santong("", {"objection", "letter", number, "--kind", "nothing", "--code", code}).err,
              HasSubstr("“nothing”不在可选范围内"));
  EXPECT_NE(Santong("", {"objection", "add-evidence", number, evidence, "--code", "AAAAAAAAAA"})
                .exit_code,
            0);
  EXPECT_EQ(Santong(tokens_.reviewer, {"objection", "fetch-evidence", name, "1", "--to", Path("b")})
                .exit_code,
            0);
  EXPECT_EQ(ReadAll(Path("b")), kPdf);
  EXPECT_NE(Santong(tokens_.drafter, {"objection", "fetch-evidence", name, "1", "--to", Path("c")})
                .exit_code,
            0);

  EXPECT_NE(Santong("", {"objection", "letter", number, "--kind", "acceptance", "--code", code})
                .exit_code,
            0)
      << "it is not accepted";
  EXPECT_EQ(Santong(tokens_.reviewer, {"objection", "accept", name}).exit_code, 0);
  const Output letter =
      Santong("", {"objection", "letter", number, "--kind", "acceptance", "--code", code});
  EXPECT_THAT(letter.out, HasSubstr("行政规范性文件异议受理通知书"));
  EXPECT_THAT(letter.out, HasSubstr("甲某某："));
  EXPECT_THAT(letter.out, Not(HasSubstr("objection."))) << "no key of the policy";
  EXPECT_EQ(Santong(tokens_.reviewer, {"objection", "decide", name, "--outcome", "lawful",
                                       "--reasons", "第二条有上位法依据。"})
                .exit_code,
            0);
  EXPECT_EQ(Santong("", {"objection", "letter", number, "--kind", "reply", "--code", code, "--html",
                         Path("reply.html")})
                .exit_code,
            0);
  EXPECT_THAT(ReadAll(Path("reply.html")), HasSubstr("第二条有上位法依据"));
  const auto replied = Json<v1::Objection>(
      tokens_.reviewer, {"objection", "reply", name, "--manner", "挂号信 XA12345678963"});
  EXPECT_EQ(replied.replied_date(), registry_.today());
  EXPECT_NE(Santong(tokens_.reviewer, {"objection", "reply", name, "--manner", "当面"}).exit_code,
            0);
  const Output tracked = Santong("", {"objection", "track", number, "--code", code});
  EXPECT_THAT(tracked.out, HasSubstr(registry_.today()));
  // What stands on the command line is seen by all on the machine.
  const std::string file = folder_.Write("code", code + "\n");
  EXPECT_EQ(Santong("", {"objection", "track", number, "--code-file", file}).out, tracked.out);
  EXPECT_EQ(Santong("", {"objection", "track", number, "--code-file", "-"}, code + "\n").out,
            tracked.out);
  const std::vector<std::string> reply = {"objection", "letter", number, "--kind", "reply"};
  const auto reply_with = [&](const std::string& path) {
    std::vector<std::string> arguments = reply;
    arguments.insert(arguments.end(), {"--code-file", path});
    return Santong("", arguments);
  };
  EXPECT_EQ(reply_with(file).exit_code, 0);
  EXPECT_EQ(reply_with(folder_.Write("empty", "")).exit_code, 2) << "it is no office that asks";
}

TEST_F(CaseProgram, TheOfficeRecordsACourtsAdviceByItsOrigin) {
  std::vector<std::string> record = {"objection",
                                     "record",
                                     registry_.Published("平安区临时救助办法").name(),
                                     "--source",
                                     "（2026）青0203行初1号司法建议书",
                                     "--ground",
                                     "conflicts-with-law",
                                     "--reasons",
                                     "第二条与上位法相抵触",
                                     "--sender",
                                     "平安区人民法院",
                                     "--contact",
                                     "0972-8610000"};
  const Output unnamed = Santong(tokens_.reviewer, record);
  EXPECT_NE(unnamed.exit_code, 0) << "it would be the objection of the court";
  EXPECT_THAT(unnamed.err, HasSubstr("--origin"));
  record.insert(record.end(), {"--origin", "judicial-advice"});
  EXPECT_NE(Santong("", record).exit_code, 0) << "no court is believed";
  const auto recorded = Json<v1::LodgeObjectionResponse>(tokens_.reviewer, record).objection();
  EXPECT_EQ(recorded.origin(), v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  EXPECT_EQ(Json<v1::Objection>(tokens_.reviewer, {"objection", "get", recorded.name()})
                .internal()
                .lodger()
                .kind(),
            v1::LODGER_KIND_OTHER_ORGANISATION);
}

// product: santong task list, the calendar and a column in every list show the same date.
TEST_F(CaseProgram, TheTaskListTheCalendarAndTheCaseNameOneDueDay) {
  const v1::Filing filed = Filed(registry_.Published("养老服务办法").name());
  registry_.Published("殡葬服务办法");
  std::multiset<std::string> in_list, in_calendar;
  std::string due_of_filing;
  const auto tasks = Json<v1::ListTasksResponse>(tokens_.reviewer, {"task", "list"});
  std::string before;
  for (const v1::Task& task : tasks.tasks()) {
    if (task.clock().due_date().empty()) continue;
    EXPECT_LE(before, task.clock().due_date()) << "most urgent first";
    before = task.clock().due_date();
    in_list.insert(task.clock().due_date());
    if (task.resource() == filed.name()) due_of_filing = task.clock().due_date();
  }
  ASSERT_GE(in_list.size(), 2u);
  EXPECT_EQ(due_of_filing, filed.clocks(0).due_date());
  EXPECT_THAT(Santong(tokens_.reviewer, {"task", "list"}).out, HasSubstr(due_of_filing));

  ASSERT_EQ(Santong(tokens_.reviewer, {"task", "calendar", Path("tasks.ics")}).exit_code, 0);
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalparser_parse_string(ReadAll(Path("tasks.ics")).c_str()), &icalcomponent_free);
  ASSERT_NE(calendar, nullptr);
  for (icalcomponent* event =
           icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
       event != nullptr;
       event = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT)) {
    const icaltimetype day = icalcomponent_get_dtstart(event);
    in_calendar.insert(absl::StrFormat("%04d-%02d-%02d", day.year, day.month, day.day));
  }
  EXPECT_EQ(in_calendar, in_list);
}

}  // namespace
}  // namespace santong::testing
