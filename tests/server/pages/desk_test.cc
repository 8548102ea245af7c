// The office desk over a real server: only who is logged in, only with forms that the desk gave
// out, and what it does is what the API does.
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/case_acts.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class DeskTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new RunningServer(); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  v1::Document Read(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(registry_.documents()
                    .GetDocument(As(registry_.tokens().reviewer).get(), request, &document)
                    .ok());
    return document;
  }

  static RunningServer* server_;
  Registry& registry_ = server_->registry();
  Clerk clerk_{server_->Channel(), registry_.today()};
};
RunningServer* DeskTest::server_ = nullptr;

TEST_F(DeskTest, NobodySeesItWithoutATokenAndAWrongOneIsRefused) {
  for (const char* path :
       {"/desk", "/desk/documents", "/desk/filings", "/desk/statistics", "/desk/new",
        "/desk/documents/1", "/desk/documents/1/RegisterDocument"}) {
    const gateway::HttpResponse page = clerk_.Get(path);
    EXPECT_EQ(page.status, 303) << path;
    EXPECT_THAT(Location(page), StartsWith("/desk/login")) << path;
  }
  for (const char* token : {"", "wrong", "a;b", "<script>", "a\r\nSet-Cookie: x=y"}) {
    const gateway::HttpResponse page = clerk_.LogIn(token);
    EXPECT_EQ(page.status, 401) << token;
    EXPECT_EQ(gateway::FieldOf(page.headers, "Set-Cookie"), "") << token;
    EXPECT_THAT(page.body, Not(HasSubstr("<script>"))) << token;
  }
  clerk_.set_cookie("santong_desk=revoked");
  EXPECT_EQ(Location(clerk_.Get("/desk")), "/desk/login");
  // Who sends a form after the token has ended is told so, and not that the fault is ours.
  const std::string seal = Found(clerk_.Get("/desk/new"), "name=\"seal\" value=\"([^\"]*)\"");
  ASSERT_FALSE(seal.empty());
  EXPECT_THAT(Location(clerk_.Post("/desk/documents/1/evidence", {{"seal", seal}})),
              StartsWith("/desk/login"));
}

// A link in a calendar file or a letter leads to its page also where nobody is logged in; a link
// from elsewhere leads nowhere else.
TEST_F(DeskTest, TheLogInLeadsBackToThePageThatWasAskedForAndOnlyWithinTheDesk) {
  const std::string to =
      Location(clerk_.Get("/desk/filings", {{"overdue", "yes"}, {"lang", "en"}}));
  EXPECT_THAT(to, AllOf(StartsWith("/desk/login?to="), EndsWith("&lang=en")));
  const std::string token = registry_.tokens().reviewer;
  const auto after = [&](const std::string& asked) {
    return Location(clerk_.Post("/desk/login", {{"token", token}}, {{"to", asked}}));
  };
  EXPECT_EQ(after("/desk/filings?overdue=yes&lang=en"), "/desk/filings?overdue=yes&lang=en");
  EXPECT_EQ(after("/desk?overdue=yes"), "/desk?overdue=yes");
  for (const char* asked : {"//evil.test", "https://evil.test/desk/", "/desk//evil.test",
                            "/desk/\\evil.test", "/desk/\r\nSet-Cookie: x=y", "/documents/1", ""}) {
    EXPECT_EQ(after(asked), "/desk") << asked;
  }
  // A wrong token asks again, and forgets nothing.
  EXPECT_THAT(clerk_.Post("/desk/login", {{"token", "wrong"}}, {{"to", "/desk/filings"}}).body,
              AllOf(HasSubstr("action=\"/desk/login?to="), HasSubstr("id=\"token-wrong\"")));
}

// Any browser may send any bytes, and the token goes on as metadata of a call.
TEST_F(DeskTest, ACookieThatHoldsNoTokenIsNone) {
  for (const char* value : {"", "\x80", "\xE4\xB8\xAD", "a\tb", "a b", "a\x7F", "a=b"}) {
    clerk_.set_cookie(absl::StrCat("santong_desk=", value));
    EXPECT_EQ(Location(clerk_.Get("/desk")), "/desk/login");
    EXPECT_THAT(Location(clerk_.Post("/desk/documents/1/RegisterDocument", {})),
                StartsWith("/desk/login?to="));
  }
}

TEST_F(DeskTest, TheCookieIsForTheDeskAloneAndNoScriptReadsIt) {
  const gateway::HttpResponse page = clerk_.LogIn(registry_.tokens().reviewer);
  ASSERT_EQ(page.status, 303);
  EXPECT_EQ(Location(page), "/desk");
  EXPECT_THAT(std::string(gateway::FieldOf(page.headers, "Set-Cookie")),
              AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Strict"), HasSubstr("Path=/desk")));
  EXPECT_EQ(clerk_.Get("/desk").status, 200);
  const std::string seal = Found(clerk_.Get("/desk"), "name=\"seal\" value=\"([^\"]*)\"");
  const gateway::HttpResponse left = clerk_.Post("/desk/logout", {{"seal", seal}});
  EXPECT_THAT(std::string(gateway::FieldOf(left.headers, "Set-Cookie")), HasSubstr("Max-Age=0"));
}

TEST_F(DeskTest, AnotherSiteLogsNobodyIn) {
  clerk_.set_origin("https://elsewhere.test");
  const gateway::HttpResponse page = clerk_.LogIn(registry_.tokens().reviewer);
  EXPECT_EQ(page.status, 403);
  EXPECT_EQ(gateway::FieldOf(page.headers, "Set-Cookie"), "");
  clerk_.set_origin("https://register.test");
  EXPECT_EQ(clerk_.LogIn(registry_.tokens().reviewer).status, 303);
}

TEST_F(DeskTest, AFormFromElsewhereDoesNothing) {
  const v1::Document document = registry_.Submitted("跨站表单");
  clerk_.LogIn(registry_.tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", document.name(), "/RegisterDocument");
  EXPECT_EQ(clerk_.Post(path, {}).status, 403) << "without the seal";
  EXPECT_EQ(clerk_.Post(path, {{"seal", "guessed"}}).status, 403);
  clerk_.set_origin("https://elsewhere.test");
  EXPECT_EQ(clerk_.Send(path, {}).status, 403) << "with a stolen seal, from another site";
  EXPECT_EQ(Read(document.name()).state(), v1::DOCUMENT_STATE_SUBMITTED);
  clerk_.set_origin("https://register.test");
  EXPECT_EQ(clerk_.Send(path, {}).status, 303);
  EXPECT_EQ(Read(document.name()).state(), v1::DOCUMENT_STATE_REGISTERED);
}

TEST_F(DeskTest, ARehearsalSaysThatItWouldGoThroughAndChangesNothing) {
  const v1::Document document = registry_.Submitted("先试一次");
  clerk_.LogIn(registry_.tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", document.name(), "/RegisterDocument");
  const gateway::HttpResponse page = clerk_.Send(path, {{"rehearse", "yes"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("检查通过"));
  EXPECT_EQ(Read(document.name()).state(), v1::DOCUMENT_STATE_SUBMITTED);
}

TEST_F(DeskTest, ARecordShowsItsStateWhatCanBeDoneAndItsHistory) {
  const v1::Document document = registry_.Submitted("登记页面<script>alert(1)</script>");
  clerk_.LogIn(registry_.tokens().reviewer);
  const gateway::HttpResponse page = clerk_.Get(absl::StrCat("/desk/", document.name()));
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr("登记申请"), HasSubstr("/RegisterDocument"),
                               HasSubstr("/ReturnDocument"), Not(HasSubstr("/PublishDocument")),
                               HasSubstr("<td>申请登记</td>"), Not(HasSubstr("<script>alert"))));
  // One form determines it either way, and its name says so, on the record and above the form.
  EXPECT_THAT(page.body, HasSubstr(">认定是否为规范性文件</a>"));
  EXPECT_THAT(clerk_.Get(absl::StrCat("/desk/", document.name(), "/DetermineDocument")).body,
              HasSubstr("<h1>认定是否为规范性文件</h1>"));
  // The clerk's list and tasks lead to it.
  EXPECT_THAT(clerk_.Get("/desk/documents").body, HasSubstr(document.name()));
  EXPECT_THAT(clerk_.Get("/desk").body, HasSubstr(absl::StrCat("/desk/", document.name())));
}

// product.md §7: a reviewer's verdict on each finding.
TEST_F(DeskTest, AFindingIsChosenByItsWordsAndItsVerdictIsShown) {
  v1::CreateDocumentRequest create = registry_.CompleteDraft("审查提示");
  create.set_text(create.text() + "第九条 乱倒垃圾的，由村民委员会罚款200元。\n");
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .CreateDocument(As(registry_.tokens().drafter).get(), create, &document)
                  .ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(document.name());
  ASSERT_TRUE(registry_.documents()
                  .SubmitDocument(As(registry_.tokens().drafter).get(), submit, &document)
                  .ok());
  clerk_.LogIn(registry_.tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", document.name(), "/ReturnDocument");
  const std::string form = clerk_.Get(path).body;
  const std::string value = "<option value=\"";
  const size_t penalty = form.rfind(value, form.find("罚款200元"));
  ASSERT_NE(penalty, std::string::npos) << form;
  const size_t begin = penalty + value.size();
  const std::string words = form.substr(begin, form.find('"', begin) - begin);
  const gateway::HttpResponse done =
      clerk_.Send(path, {{"items", "删去罚款"},
                         {"verdicts[0].finding", words},
                         {"verdicts[0].verdict", "FINDING_VERDICT_KIND_UPHELD"},
                         {"verdicts[0].note", "无上位法依据"}});
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(clerk_.Get(absl::StrCat("/desk/", document.name())).body,
              HasSubstr("审查结论：成立</b> 无上位法依据"));
}

TEST_F(DeskTest, ARefusalNamesEveryFieldAndKeepsWhatWasTyped) {
  const v1::Document document = registry_.Published("中止执行");
  clerk_.LogIn(registry_.tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", document.name(), "/SuspendDocument");
  const gateway::HttpResponse refused = clerk_.Send(path, {{"decision.note", "改正\"标题\""}});
  EXPECT_EQ(refused.status, 400);
  // A screen reader is told at the field, too.
  EXPECT_THAT(refused.body,
              AllOf(HasSubstr("aria-invalid=\"true\" aria-describedby=\"reason-wrong\""),
                    HasSubstr("<p class=\"field-wrong\" id=\"reason-wrong\">")));
  EXPECT_THAT(refused.body, AllOf(HasSubstr("href=\"#reason\""), HasSubstr("改正&quot;标题&quot;"),
                                  HasSubstr("<details class=\"fold\" open>")));
  EXPECT_EQ(Read(document.name()).state(), v1::DOCUMENT_STATE_IN_EFFECT);
  const gateway::HttpResponse done =
      clerk_.Send(path, {{"reason", "核查"},
                         {"decision.kind", "EVIDENCE_KIND_AUTHORITY_DECISION"},
                         {"decision.document_title", "区人民政府决定"},
                         {"decision.person", "区长"},
                         {"decision.date", registry_.today()}});
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_EQ(Read(document.name()).state(), v1::DOCUMENT_STATE_SUSPENDED);
}

// A decision without an outcome would be an order to correct.
TEST_F(DeskTest, AFilingIsDecidedByAnOutcomeThatIsChosen) {
  const Tokens& tokens = registry_.tokens();
  const auto filings = v1::FilingService::NewStub(server_->Channel());
  v1::AcceptFilingRequest accept;
  accept.set_name(File(*filings, tokens, registry_.Published("选择结论的办法").name()));
  v1::Filing filing;
  ASSERT_TRUE(filings->AcceptFiling(As(tokens.reviewer).get(), accept, &filing).ok());
  clerk_.LogIn(tokens.reviewer);
  const std::string record = absl::StrCat("/desk/", filing.name());
  const std::string path = record + "/DecideFiling";
  EXPECT_THAT(clerk_.Get(record).body, HasSubstr(">作出审查决定</a>"));
  EXPECT_THAT(
      clerk_.Get(path).body,
      AllOf(HasSubstr("<h1>作出审查决定</h1>"), HasSubstr("name=\"outcome\""),
            HasSubstr("name=\"transfer_to\""), HasSubstr("name=\"conflicts_with\""),
            HasSubstr("name=\"authority_decision.person\""), Not(HasSubstr("name=\"passes\""))));
  gateway::Fields decision = {{"grounds", "FILING_GROUND_HIGHER_LAW"},
                              {"reason", "第二条超越权限"}};
  for (int i = 0; i < filing.findings_size(); ++i) {
    decision.emplace_back(absl::StrCat("verdicts[", i, "].number"), absl::StrCat(i + 1));
    decision.emplace_back(absl::StrCat("verdicts[", i, "].verdict"),
                          "FINDING_VERDICT_KIND_DISMISSED");
  }
  const gateway::HttpResponse unchosen = clerk_.Send(path, decision);
  EXPECT_EQ(unchosen.status, 400);
  EXPECT_THAT(unchosen.body, AllOf(HasSubstr("href=\"#outcome\""), HasSubstr("第二条超越权限")));
  v1::GetFilingRequest get;
  get.set_name(filing.name());
  ASSERT_TRUE(filings->GetFiling(As(tokens.reviewer).get(), get, &filing).ok());
  EXPECT_EQ(filing.state(), v1::FILING_STATE_UNDER_REVIEW);
  decision.emplace_back("outcome", "FILING_OUTCOME_ADVISE");
  const gateway::HttpResponse decided = clerk_.Send(path, decision);
  EXPECT_EQ(decided.status, 303) << decided.body;
  ASSERT_TRUE(filings->GetFiling(As(tokens.reviewer).get(), get, &filing).ok());
  EXPECT_EQ(filing.state(), v1::FILING_STATE_ADVISED);
}

// Which parts of a proof an act asks for, its row in the table says.
TEST_F(DeskTest, AFormAsksForWhatTheTableAsksOfEvidenceAndFoldsTheRest) {
  const v1::Document document = registry_.Published("折叠的表单");
  clerk_.LogIn(registry_.tokens().reviewer);
  const std::pair<const char*, const char*> forms[] = {{"RepealDocument", "decision"},
                                                       {"SuspendDocument", "decision"},
                                                       {"RevokeDocument", "decision"},
                                                       {"ContinueDocument", "evaluation"}};
  for (const auto& [method, piece] : forms) {
    const std::string body = clerk_.Get(absl::StrCat("/desk/", document.name(), "/", method)).body;
    const auto at = [&body, piece = piece](const char* part) {
      return body.find(absl::StrCat("name=\"", piece, ".", part, "\""));
    };
    const size_t fold = body.find("<details class=\"fold\">");
    const size_t end = body.find("</details>", fold);
    ASSERT_NE(end, std::string::npos) << method << body;
    for (const char* asked : {"document_title", "date", "person"})
      EXPECT_LT(at(asked), fold) << method << " " << asked;
    for (const char* other : {"kind", "organ", "conclusion", "start_date", "end_date", "channel",
                              "attachment_sha256", "note"}) {
      EXPECT_GT(at(other), fold) << method << " " << other;
      EXPECT_LT(at(other), end) << method << " " << other;
    }
  }
}

// What the table does not allow in a state is not offered there.
TEST_F(DeskTest, ADocumentIsOfferedToBeWrittenWhereItsStateAllowsIt) {
  const auto offers = [&](const v1::Document& document, const char* page) {
    return absl::StrContains(clerk_.Get(absl::StrCat("/desk/", document.name())).body,
                             absl::StrCat("/desk/", document.name(), page, "\""));
  };
  clerk_.LogIn(registry_.tokens().drafter);
  const v1::Document draft = registry_.Drafted("可以修改的草稿");
  EXPECT_TRUE(offers(draft, "/edit") && offers(draft, "/evidence"));
  const v1::Document submitted = registry_.Submitted("已经申请登记的文件");
  EXPECT_FALSE(offers(submitted, "/edit") || offers(submitted, "/evidence"));
  const v1::Document published = registry_.Published("已经施行的文件");
  EXPECT_FALSE(offers(published, "/edit"));
  EXPECT_TRUE(offers(published, "/evidence")) << "its evaluation is recorded so";
}

TEST_F(DeskTest, FilesAreUploadedThatGoOutWithTheDocument) {
  const v1::Document document = registry_.Registered("带申请表的文件");
  clerk_.LogIn(registry_.tokens().drafter);
  const std::string record = absl::StrCat("/desk/", document.name());
  const std::string path = record + "/files";
  EXPECT_THAT(clerk_.Get(record).body, HasSubstr(absl::StrCat("href=\"", path, "\"")));
  EXPECT_THAT(clerk_.Get(path).body,
              AllOf(HasSubstr("随文公布附件"), HasSubstr("enctype=\"multipart/form-data\""),
                    HasSubstr("起草机关的起草人")));
  EXPECT_EQ(clerk_.Post(path, {}).status, 403) << "without the seal";
  const gateway::HttpResponse none = clerk_.Upload(path, {});
  EXPECT_EQ(none.status, 400);
  EXPECT_THAT(none.body, AllOf(HasSubstr("没有选择文件"), HasSubstr("href=\"#files\"")));

  const gateway::HttpResponse sent =
      clerk_.Upload(path, {{"申请表.docx", "申请表，第一栏。"}, {"清单.xlsx", "清单，第一行。"}});
  EXPECT_EQ(sent.status, 303) << sent.body;
  EXPECT_THAT(Location(sent), HasSubstr(record));
  const v1::Document read = Read(document.name());
  ASSERT_EQ(read.published_files_size(), 2);
  EXPECT_EQ(read.published_files(0).file_name(), "申请表.docx");
  EXPECT_EQ(read.published_files(1).file_name(), "清单.xlsx");
  EXPECT_EQ(read.published_files(1).sha256(), digest::Sha256Hex("清单，第一行。"));
  EXPECT_THAT(clerk_.Get(path).body, AllOf(HasSubstr("申请表.docx"), HasSubstr("清单.xlsx")));
}

TEST_F(DeskTest, FilesOfWhatEverybodyReadsAreNotTheDraftersToUpload) {
  const v1::Document document = registry_.Published("公布后补附件的文件");
  const std::string path = absl::StrCat("/desk/", document.name(), "/files");
  clerk_.LogIn(registry_.tokens().drafter);
  const gateway::HttpResponse refused = clerk_.Upload(path, {{"申请表.docx", "申请表，第二栏。"}});
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("“申请表.docx”没有收到"));
  EXPECT_EQ(Read(document.name()).published_files_size(), 0);
  clerk_.LogIn(registry_.tokens().publisher);
  EXPECT_EQ(clerk_.Upload(path, {{"申请表.docx", "申请表，第二栏。"}}).status, 303);
  EXPECT_EQ(Read(document.name()).published_files_size(), 1);
  clerk_.LogIn(registry_.tokens().other_drafter);
  EXPECT_EQ(
      clerk_.Get(absl::StrCat("/desk/", registry_.Drafted("他人的稿").name(), "/files")).status,
      404);
}

TEST_F(DeskTest, ADraftIsMadeFromAPastedTextAndItsEvidenceAdded) {
  clerk_.LogIn(registry_.tokens().drafter);
  const gateway::HttpResponse made =
      clerk_.Send("/desk/new", {{"title", "网页起草的办法"},
                                {"kind", "DOCUMENT_KIND_MEASURES"},
                                {"issuers[0].organ", kCivilAffairs},
                                {"term.kind", "TERM_KIND_GENERAL"},
                                {"term.years", "5"},
                                {"text", "第一条 为了测试。\n第二条 施行。"}});
  ASSERT_EQ(made.status, 303) << made.body;
  const std::string path = Location(made).substr(0, Location(made).find('?'));
  const std::string name = path.substr(sizeof("/desk/") - 1);
  // What is wrong with it stands at its field, not at one of the whole document.
  const gateway::HttpResponse no_day = clerk_.Send(
      path + "/evidence", {{"kind", "EVIDENCE_KIND_SIGNATURE"}, {"date", "2026-02-30"}});
  EXPECT_EQ(no_day.status, 400);
  EXPECT_THAT(no_day.body, AllOf(HasSubstr("href=\"#date\""), HasSubstr("id=\"date-wrong\"")));
  const gateway::HttpResponse added =
      clerk_.Send(path + "/evidence", {{"kind", "EVIDENCE_KIND_SIGNATURE"},
                                       {"document_title", "签发稿"},
                                       {"person", "局长"},
                                       {"date", registry_.today()}});
  ASSERT_EQ(added.status, 303) << added.body;
  v1::GetDocumentRequest request;
  request.set_name(name);
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .GetDocument(As(registry_.tokens().drafter).get(), request, &document)
                  .ok());
  EXPECT_EQ(document.title(), "网页起草的办法");
  EXPECT_EQ(document.term().years(), 5);
  EXPECT_THAT(document.current_version().text(), HasSubstr("第二条 施行。"));
  ASSERT_EQ(document.internal().evidence_size(), 1);
  EXPECT_EQ(document.internal().evidence(0).person(), "局长");
  // Everything that is missing is listed before it is submitted.
  const gateway::HttpResponse missing =
      clerk_.Send(path + "/SubmitDocument", {{"rehearse", "yes"}});
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body, AllOf(HasSubstr("合法性审核意见"), HasSubstr("施行日期")));
  const gateway::HttpResponse edited =
      clerk_.Send(path + "/edit", {{"title", "改了标题的办法"},
                                   {"issuers[0].organ", kCivilAffairs},
                                   {"text", "第一条 改了。\n第二条 施行。"}});
  ASSERT_EQ(edited.status, 303) << edited.body;
  const gateway::HttpResponse shown = clerk_.Get(path + "/edit");
  EXPECT_THAT(shown.body, AllOf(HasSubstr("改了标题的办法"), HasSubstr("第一条 改了。")));
}

// Every line break was shown as a blank: whoever changed a title here made one paragraph of the
// text, which was no more the text that was signed.
TEST_F(DeskTest, ATextThatNobodyChangedStaysByteForByte) {
  const v1::Document draft = registry_.Drafted("逐条分行的办法");
  clerk_.LogIn(registry_.tokens().drafter);
  const std::string path = absl::StrCat("/desk/", draft.name(), "/edit");
  const std::string text =
      Found(clerk_.Get(path), R"re(<textarea id="text"[^>]*>([^<]*)</textarea>)re");
  EXPECT_THAT(text, HasSubstr("制定本办法。\n第二条"));
  const gateway::HttpResponse edited =
      clerk_.Send(path, {{"title", "改了标题的逐条办法"},
                         {"issuers[0].organ", kCivilAffairs},
                         {"text", absl::StrReplaceAll(text, {{"\n", "\r\n"}})}});
  ASSERT_EQ(edited.status, 303) << edited.body;
  v1::GetDocumentRequest request;
  request.set_name(draft.name());
  v1::Document read;
  ASSERT_TRUE(
      registry_.documents().GetDocument(As(registry_.tokens().drafter).get(), request, &read).ok());
  EXPECT_EQ(read.title(), "改了标题的逐条办法");
  EXPECT_EQ(read.versions(0).text_sha256(), draft.versions(0).text_sha256());
}

// What is rehearsed first is done as it was typed: three items on three lines had become one.
TEST_F(DeskTest, ARehearsedFormKeepsItsLines) {
  const v1::Document document = registry_.Submitted("先演练再退回的办法");
  clerk_.LogIn(registry_.tokens().reviewer);
  const gateway::HttpResponse rehearsed =
      clerk_.Send(absl::StrCat("/desk/", document.name(), "/ReturnDocument"),
                  {{"items", "补充起草说明\r\n改正施行日期"}, {"rehearse", "yes"}});
  EXPECT_THAT(rehearsed.body, HasSubstr(">补充起草说明\n改正施行日期</textarea>"));
}

TEST_F(DeskTest, AnotherOrgansDraftIsNotThere) {
  const v1::Document document = registry_.Drafted("他人的草案");
  clerk_.LogIn(registry_.tokens().other_drafter);
  EXPECT_EQ(clerk_.Get(absl::StrCat("/desk/", document.name())).status, 404);
  EXPECT_EQ(clerk_.Get("/desk/documents/999999").status, 404);
  EXPECT_EQ(clerk_.Get("/desk/nothing/1").status, 404);
  EXPECT_EQ(clerk_.Get(absl::StrCat("/desk/", document.name(), "/NoSuchMethod")).status, 404);
}

TEST_F(DeskTest, TheCalendarFileHasTheDaysOfTheList) {
  registry_.Published("有报送备案期限的办法");
  clerk_.LogIn(registry_.tokens().drafter);
  const std::string due =
      Found(clerk_.Get("/desk"), R"re(<td class="day">(\d{4}-\d{2}-\d{2})</td>)re");
  ASSERT_FALSE(due.empty());
  const gateway::HttpResponse file = clerk_.Get("/desk/tasks.ics");
  EXPECT_EQ(gateway::FieldOf(file.headers, "Content-Type"), "text/calendar; charset=utf-8");
  EXPECT_THAT(
      file.body,
      AllOf(HasSubstr("BEGIN:VCALENDAR"),
            HasSubstr(absl::StrCat("DTSTART;VALUE=DATE:", absl::StrReplaceAll(due, {{"-", ""}})))));
  clerk_.set_cookie("");
  EXPECT_EQ(clerk_.Get("/desk/tasks.ics").status, 303);
}

TEST(DeskTasks, TheListEndsBehindManyRowsOfOthers) {
  RunningServer server;
  Registry& registry = server.registry();
  std::vector<v1::ImportRow> rows;
  for (int n = 1; n <= 4'100; ++n) {  // more than two calls read
    rows.push_back(StockRow(n, absl::StrCat("没有日期的办法", n)));
    rows.back().clear_written_date();  // its organ's task
  }
  ImportStock(registry, rows);
  v1::ListTasksResponse one_call;
  ASSERT_TRUE(
      registry.tasks().ListTasks(As(registry.tokens().other_drafter).get(), {}, &one_call).ok());
  ASSERT_NE(one_call.next_page_token(), "") << "or this test proves nothing";
  Clerk clerk(server.Channel(), registry.today());
  clerk.LogIn(registry.tokens().other_drafter);
  EXPECT_THAT(clerk.Get("/desk").body, AllOf(HasSubstr("共0项"), Not(HasSubstr("后面还有"))));
  clerk.LogIn(registry.tokens().drafter);
  EXPECT_THAT(clerk.Get("/desk").body,
              AllOf(HasSubstr("本页50项，其中逾期0项；后面还有"), HasSubstr("缺成文日期或日期有误"),
                    Not(HasSubstr("IMPORT_GAP"))))
      << "what is missing is said in words";
}

TEST_F(DeskTest, TheRatesOfTheYearAreShownWithTheirDefinitions) {
  clerk_.LogIn(registry_.tokens().reviewer);
  const gateway::HttpResponse page = clerk_.Get("/desk/statistics");
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_THAT(page.body, AllOf(HasSubstr("报备率"), HasSubstr("/desk/statistics")));
}

}  // namespace
}  // namespace santong::testing
