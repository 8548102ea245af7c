// What the forms of the desk offer to choose from: organs by their names, and the changes of cited
// documents that wait.
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOrganOption[] =
    "<option value=\"jurisdictions/630203/organs/civil-affairs\">平安区民政局</option>";

class DeskOffers : public ::testing::Test {
 protected:
  const Tokens& tokens() { return registry_.tokens(); }
  v1::Document Read(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(
        registry_.documents().GetDocument(As(tokens().drafter).get(), request, &document).ok());
    return document;
  }
  void AddOrgan(int n) {
    v1::CreateOrganRequest request;
    request.set_parent(kDistrict);
    request.set_organ_id(absl::StrCat("organ-", n));
    request.mutable_organ()->set_display_name(absl::StrCat("第", n, "机关"));
    request.mutable_organ()->set_kind(v1::ORGAN_KIND_DEPARTMENT);
    v1::Organ organ;
    ASSERT_TRUE(registry_.admin().CreateOrgan(As(tokens().admin).get(), request, &organ).ok());
  }
  // The event of the task that tells of the repealed one; the follower comes behind.
  std::string AwaitCitationTask() {
    v1::ListTasksRequest request;
    request.add_kinds(v1::TASK_KIND_CITATION);
    v1::ListTasksResponse response;
    for (int tries = 0; response.tasks().empty() && tries < 100000; ++tries)
      EXPECT_TRUE(registry_.tasks().ListTasks(As(tokens().drafter).get(), request, &response).ok());
    return response.tasks().empty() ? "" : response.tasks(0).event();
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

// A method does several acts: the form of a repeal was headed 替代, and so was its button.
TEST_F(DeskOffers, AFormIsCalledAsTheRecordThatLeadsThere) {
  const v1::Document document = registry_.Published("各有名称的办法");
  clerk_.LogIn(tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", document.name());
  EXPECT_THAT(clerk_.Get(path).body, AllOf(HasSubstr("/RepealDocument\">废止</a>"),
                                           HasSubstr("/ContinueDocument\">延长有效期</a>")));
  EXPECT_THAT(
      clerk_.Get(path + "/RepealDocument").body,
      AllOf(HasSubstr("<h1>废止</h1>"), HasSubstr("<button class=\"button\">废止</button>")));
  EXPECT_THAT(clerk_.Get(path + "/ContinueDocument").body, HasSubstr("<h1>延长有效期</h1>"));
}

// A hundred bases are allowed, and the form that shows them is taken.
TEST_F(DeskOffers, ADraftOfManyBasesCanBeEdited) {
  clerk_.LogIn(tokens().drafter);
  gateway::Fields fields = {
      {"title", "依据很多的办法"}, {"issuers[0].organ", kCivilAffairs}, {"text", "第一条 施行。"}};
  for (int i = 0; i < 100; ++i) {
    const std::string basis = absl::StrCat("legal_bases[", i, "].");
    fields.emplace_back(basis + "title", absl::StrCat("第", i, "部法律"));
    fields.emplace_back(basis + "number", absl::StrCat("第", i, "号令"));
    fields.emplace_back(basis + "article", "第一条");
  }
  const gateway::HttpResponse made = clerk_.Send("/desk/new", fields);
  ASSERT_EQ(made.status, 303) << made.body;
  const std::string path = Location(made).substr(0, Location(made).find('?'));
  EXPECT_EQ(Read(path.substr(sizeof("/desk/") - 1)).legal_bases_size(), 100);
  EXPECT_EQ(clerk_.Send(path + "/edit", fields).status, 303);
}

// There was a block for one verdict, whatever was found, and a return is made once.
TEST_F(DeskOffers, EachFindingHasABlockForItsVerdict) {
  v1::CreateDocumentRequest create = registry_.CompleteDraft("两处罚款的办法");
  create.set_text(create.text() +
                  "第九条 乱倒垃圾的，罚款200元。\n第十条 乱贴广告的，罚款300元。\n");
  v1::Document document;
  ASSERT_TRUE(
      registry_.documents().CreateDocument(As(tokens().drafter).get(), create, &document).ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(document.name());
  ASSERT_TRUE(
      registry_.documents().SubmitDocument(As(tokens().drafter).get(), submit, &document).ok());
  clerk_.LogIn(tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", document.name());
  for (const char* act : {"/ReturnDocument", "/RegisterDocument"})
    EXPECT_THAT(clerk_.Get(path + act).body, HasSubstr("name=\"verdicts[1].finding\""));
}

// A button that is pressed twice: the second answer told of a wrong identifier, of what was
// written.
TEST_F(DeskOffers, AFormThatIsSentTwiceIsWrittenOnce) {
  clerk_.LogIn(tokens().drafter);
  gateway::Fields fields = {
      {"title", "两次发送的办法"}, {"issuers[0].organ", kCivilAffairs}, {"text", "第一条 甲。"}};
  const gateway::HttpResponse made = clerk_.Send("/desk/new", fields);
  ASSERT_EQ(made.status, 303) << made.body;
  const std::string path = Location(made).substr(0, Location(made).find('?')) + "/edit";
  const gateway::HttpResponse page = clerk_.Get(path);
  for (const char* hidden : {"seal", "request_id", "etag", "text_sha256"}) {
    const std::string value = Found(page, absl::StrCat("name=\"", hidden, "\" value=\"([^\"]*)\""));
    fields.emplace_back(hidden, absl::StrReplaceAll(value, {{"&quot;", "\""}}));
  }
  fields[2].second = "第一条 乙。";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(clerk_.Post(path, fields).status, 303) << i;
}

// Whoever goes back to a form that was sent and changes it could send it as often as they liked: it
// kept the identifier that was used.
TEST_F(DeskOffers, AFormThatIsChangedAfterItWasSentCanBeSentOnce) {
  clerk_.LogIn(tokens().drafter);
  const gateway::HttpResponse page = clerk_.Get("/desk/new");
  gateway::Fields fields = {
      {"title", "先发送的办法"}, {"issuers[0].organ", kCivilAffairs}, {"text", "第一条 甲。"}};
  for (const char* hidden : {"request_id", "seal"})
    fields.emplace_back(hidden,
                        Found(page, absl::StrCat("name=\"", hidden, "\" value=\"([^\"]*)\"")));
  ASSERT_EQ(clerk_.Post("/desk/new", fields).status, 303);
  fields[0].second = "改后再发送的办法";
  const gateway::HttpResponse told = clerk_.Post("/desk/new", fields);
  EXPECT_EQ(told.status, 400);
  EXPECT_THAT(told.body, AllOf(HasSubstr("已经提交过"), HasSubstr("改后再发送的办法")));
  fields[3].second = Found(told, "name=\"request_id\" value=\"([^\"]*)\"");
  EXPECT_EQ(clerk_.Post("/desk/new", fields).status, 303);
}

// The draft is made before its file is kept: whoever mends what is wrong, be it the file or what
// was typed, has that one draft.
TEST_F(DeskOffers, AFileThatIsRefusedLeavesOneDraftToMend) {
  clerk_.LogIn(tokens().drafter);
  gateway::Fields fields = {{"title", "附原件起草的办法"}, {"issuers[0].organ", kCivilAffairs}};
  const std::string text = "第一条 为了测试。\n第二条 施行。\n";
  const gateway::HttpResponse refused =
      clerk_.Upload("/desk/new", {{absl::StrCat(std::string(200, 'x'), ".txt"), text}}, fields);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("href=\"#file\""), HasSubstr("id=\"file\"")));
  const std::string path = Found(refused, "action=\"(/desk/documents/[0-9]+/edit)\"");
  for (const char* hidden : {"request_id", "etag", "text_sha256"}) {
    const std::string value =
        Found(refused, absl::StrCat("name=\"", hidden, "\" value=\"([^\"]*)\""));
    fields.emplace_back(hidden, absl::StrReplaceAll(value, {{"&quot;", "\""}}));
  }
  fields[0].second = "改了标题的办法";
  const gateway::HttpResponse taken =
      clerk_.Upload(path, {{"原件.txt", text + "第三条 另附。\n"}}, fields);
  ASSERT_EQ(taken.status, 303) << taken.body;
  EXPECT_EQ(Location(taken), path.substr(0, path.rfind('/')) + "?done=UpdateDocument");
  EXPECT_EQ(Read(path.substr(6, path.rfind('/') - 6)).title(), "改了标题的办法");
}

// The form of a draft keeps its file; that took it back where it was to go out with the document.
TEST_F(DeskOffers, AFileThatGoesOutWithTheDocumentDoesSoAlsoWhenItBringsTheText) {
  const std::string name = registry_.Drafted("随文公布原件的办法").name();
  clerk_.LogIn(tokens().drafter);
  const std::string path = absl::StrCat("/desk/", name);
  const std::vector<std::pair<std::string, std::string>> file = {
      {"原件.txt", "第一条 为了测试。\n第二条 施行。\n"}};
  ASSERT_EQ(clerk_.Upload(path + "/files", file).status, 303);
  ASSERT_EQ(Read(name).published_files_size(), 1);
  const gateway::HttpResponse page = clerk_.Get(path + "/edit");
  gateway::Fields fields = {{"title", "随文公布原件的办法"}, {"issuers[0].organ", kCivilAffairs}};
  for (const char* hidden : {"request_id", "etag", "text_sha256"}) {
    const std::string value = Found(page, absl::StrCat("name=\"", hidden, "\" value=\"([^\"]*)\""));
    fields.emplace_back(hidden, absl::StrReplaceAll(value, {{"&quot;", "\""}}));
  }
  const gateway::HttpResponse taken = clerk_.Upload(path + "/edit", file, fields);
  ASSERT_EQ(taken.status, 303) << taken.body;
  EXPECT_EQ(Read(name).published_files_size(), 1);
}

TEST_F(DeskOffers, AnOrganIsChosenByItsNameAndSentAsItsResource) {
  clerk_.LogIn(tokens().drafter);
  EXPECT_THAT(clerk_.Get("/desk/new").body,
              AllOf(HasSubstr("<select id=\"issuers[0].organ\""), HasSubstr(kOrganOption)));
  const gateway::HttpResponse made = clerk_.Send("/desk/new", {{"title", "选择机关的办法"},
                                                               {"issuers[0].organ", kCivilAffairs},
                                                               {"text", "第一条 施行。"}});
  ASSERT_EQ(made.status, 303) << made.body;
  const std::string path = Location(made).substr(0, Location(made).find('?'));
  const std::string edit = clerk_.Get(path + "/edit").body;
  EXPECT_THAT(
      edit, HasSubstr("value=\"jurisdictions/630203/organs/civil-affairs\" selected>平安区民政局"));
  // Where the name of an organ outside the registry may stand, names are proposed.
  const gateway::HttpResponse form = clerk_.Get(path + "/evidence");
  EXPECT_THAT(form.body, AllOf(HasSubstr("list=\"organ-list\""),
                               HasSubstr("<option value=\"平安区民政局\">")));
  for (const char* organ : {"平安区民政局", "某某省法学会"}) {
    const gateway::HttpResponse added =
        clerk_.Send(path + "/evidence", {{"kind", "EVIDENCE_KIND_SIGNATURE"},
                                         {"document_title", "签发稿"},
                                         {"organ", organ},
                                         {"date", registry_.today()}});
    ASSERT_EQ(added.status, 303) << added.body;
  }
  const v1::Document document = Read(path.substr(sizeof("/desk/") - 1));
  EXPECT_EQ(document.issuers(0).organ(), kCivilAffairs);
  ASSERT_EQ(document.internal().evidence_size(), 2);
  EXPECT_EQ(document.internal().evidence(0).organ(), kCivilAffairs);
  EXPECT_EQ(document.internal().evidence(1).organ(), "某某省法学会");
}

// The form of a draft asked for a file and had no place for it; the record led to a page of the
// public that is not there; a piece of evidence of no kind was taken and stayed.
TEST_F(DeskOffers, ADraftIsOfferedWhatItHas) {
  const std::string name = registry_.Drafted("尚未公布的办法").name();
  clerk_.LogIn(tokens().drafter);
  const std::string path = absl::StrCat("/desk/", name);
  for (const std::string& form : {std::string("/desk/new"), path + "/edit"})
    EXPECT_THAT(clerk_.Get(form).body, AllOf(HasSubstr("或者粘贴正文"), HasSubstr("id=\"file\"")));
  EXPECT_THAT(clerk_.Get(path).body, Not(HasSubstr("公众看到的页面")));
  const std::string published = registry_.Published("已经公布的办法").name();
  EXPECT_THAT(clerk_.Get(absl::StrCat("/desk/", published)).body, HasSubstr("公众看到的页面"));
  const int before = Read(name).internal().evidence_size();
  const gateway::HttpResponse sent =
      clerk_.Send(path + "/evidence", {{"document_title", "说明"}, {"person", "某某"}});
  EXPECT_EQ(sent.status, 400);
  EXPECT_THAT(sent.body, HasSubstr("href=\"#kind\""));
  EXPECT_EQ(Read(name).internal().evidence_size(), before);
}

// Two options read 财政局, and whoever took the district's sent the city's.
TEST_F(DeskOffers, OrgansOfOneNameAreToldApartByTheirPlaces) {
  const std::string city =
      std::string(kDistrict).substr(0, sizeof("jurisdictions/6302") - 1) + "00";
  for (const std::string& place : {city, std::string(kDistrict)}) {
    v1::CreateOrganRequest request;
    request.set_parent(place);
    request.set_organ_id("finance");
    request.mutable_organ()->set_display_name("财政局");
    request.mutable_organ()->set_kind(v1::ORGAN_KIND_DEPARTMENT);
    v1::Organ organ;
    ASSERT_TRUE(registry_.admin().CreateOrgan(As(tokens().admin).get(), request, &organ).ok());
  }
  const std::string districts = absl::StrCat(kDistrict, "/organs/finance");
  clerk_.LogIn(tokens().drafter);
  const std::string words =
      Found(clerk_.Get("/desk/new"), absl::StrCat("\"", districts, "\">([^<]+)<"));
  EXPECT_THAT(words, ::testing::StartsWith("财政局 · "));
  const std::string name = registry_.Drafted("送财政局的办法").name();
  const std::string path = absl::StrCat("/desk/", name, "/evidence");
  for (const std::string& typed : {words, std::string("财政局")})
    EXPECT_EQ(clerk_.Send(path, {{"kind", "EVIDENCE_KIND_SIGNATURE"}, {"organ", typed}}).status,
              303);
  const v1::Document read = Read(name);
  const auto& evidence = read.internal().evidence();
  ASSERT_GE(evidence.size(), 2);
  EXPECT_EQ(evidence[evidence.size() - 2].organ(), districts);
  EXPECT_EQ(evidence[evidence.size() - 1].organ(), "财政局");
}

TEST_F(DeskOffers, AnOrganIsTypedWhereTheyAreTooManyToChooseFrom) {
  for (int n = 0; n < 301; ++n) AddOrgan(n);
  clerk_.LogIn(tokens().drafter);
  EXPECT_THAT(clerk_.Get("/desk/new").body,
              AllOf(HasSubstr("<input id=\"issuers[0].organ\""), Not(HasSubstr(kOrganOption))));
}

// The second answer told of a wrong identifier, of a piece that was added; and whoever went back
// and sent the next piece was told so for ever.
TEST_F(DeskOffers, APieceThatIsSentTwiceIsAddedOnceAndTheNextOneFromTheSamePage) {
  clerk_.LogIn(tokens().drafter);
  const std::string name = registry_.Drafted("一再补充的办法").name();
  const std::string path = absl::StrCat("/desk/", name, "/evidence");
  const int before = Read(name).internal().evidence_size();
  gateway::Fields fields = {{"kind", "EVIDENCE_KIND_SIGNATURE"}, {"document_title", "签发单"}};
  for (const char* hidden : {"seal", "request_id"})
    fields.emplace_back(
        hidden, Found(clerk_.Get(path), absl::StrCat("name=\"", hidden, "\" value=\"([^\"]*)\"")));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(clerk_.Post(path, fields).status, 303) << i;
  EXPECT_EQ(Read(name).internal().evidence_size(), before + 1);
  fields[1].second = "另一份签发单";
  EXPECT_EQ(clerk_.Post(path, fields).status, 303);
  EXPECT_EQ(Read(name).internal().evidence_size(), before + 2);
}

// It was typed, and whoever typed a receipt's number was told to write it like documents/7.
TEST_F(DeskOffers, TheCaseThatAnotherIsJoinedToIsChosen) {
  Desk desk(server_.Channel(), tokens());
  const std::string document = registry_.Published("并案的办法").name();
  const std::string lead = desk.Lodge(document, "甲某某").objection().name();
  const std::string joined = desk.Lodge(document, "乙某某").objection().name();
  clerk_.LogIn(tokens().reviewer);
  const std::string path = absl::StrCat("/desk/", joined, "/JoinObjection");
  const std::string option = absl::StrCat("<option value=\"", lead, "\"");
  EXPECT_THAT(clerk_.Get(path).body, Not(HasSubstr(option))) << "not accepted yet";
  ASSERT_TRUE(desk.Accept(lead).ok());
  EXPECT_THAT(clerk_.Get(path).body, HasSubstr(option));
  EXPECT_EQ(clerk_.Send(path, {{"lead", lead}}).status, 303);
}

TEST_F(DeskOffers, AChangeOfACitedDocumentIsPutAwayFromItsTask) {
  const v1::Document cited = registry_.Published("养老服务办法");
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("养老补贴细则");
  draft.set_text(absl::StrCat(draft.text(), "\n第一百条 根据《养老服务办法》（",
                              cited.document_number(), "）制定本细则。\n"));
  const v1::Document citing = registry_.Published(draft);
  clerk_.LogIn(tokens().drafter);
  const std::string form = absl::StrCat("/desk/", citing.name(), "/DismissCitation");
  EXPECT_THAT(clerk_.Get(form).body,
              AllOf(HasSubstr("没有事项"), Not(HasSubstr("<option value=\"events/"))));
  const std::string record = absl::StrCat("/desk/", citing.name());
  EXPECT_THAT(clerk_.Get(record).body,
              AllOf(HasSubstr("RepealDocument"), Not(HasSubstr("DismissCitation"))))
      << "offered though nothing waits";
  v1::RepealDocumentRequest repeal;
  repeal.set_name(cited.name());
  repeal.set_ended_date(registry_.today());
  repeal.set_reason("不再适用");
  repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  repeal.mutable_decision()->set_document_title("区人民政府决定");
  repeal.mutable_decision()->set_date(registry_.today());
  repeal.mutable_decision()->set_person("区长");
  v1::Document repealed;
  ASSERT_TRUE(
      registry_.documents().RepealDocument(As(tokens().reviewer).get(), repeal, &repealed).ok());
  const std::string event = AwaitCitationTask();
  ASSERT_FALSE(event.empty());

  EXPECT_THAT(clerk_.Get(record).body, HasSubstr(form));
  const std::string change =
      absl::StrCat("《养老服务办法》", cited.registration_number(), "：废止，", registry_.today());
  ASSERT_FALSE(cited.registration_number().empty());
  EXPECT_THAT(clerk_.Get("/desk").body,
              AllOf(HasSubstr(change), HasSubstr("无需修改，写明理由"),
                    Not(HasSubstr(cited.name())), HasSubstr(absl::StrCat(form, "?event=", event))));
  EXPECT_THAT(clerk_.Get(form, {{"event", event}}).body,
              AllOf(HasSubstr(absl::StrCat("value=\"", event, "\" selected>", change)),
                    HasSubstr("不需要因此修改或者废止"), HasSubstr("name=\"reason\"")));
  const gateway::HttpResponse without = clerk_.Send(form, {{"event", event}});
  EXPECT_EQ(without.status, 400);
  EXPECT_THAT(without.body, HasSubstr("href=\"#reason\""));
  const gateway::HttpResponse done =
      clerk_.Send(form, {{"event", event}, {"reason", "所引条款仅说明背景"}});
  EXPECT_EQ(done.status, 303) << done.body;
  EXPECT_THAT(clerk_.Get("/desk").body, Not(HasSubstr("DismissCitation")));
  EXPECT_THAT(clerk_.Get(record).body, Not(HasSubstr("DismissCitation")));
  ASSERT_EQ(Read(citing.name()).internal().dismissed_citations_size(), 1);
}

// A clerk who was logged out over a long form found an empty one after the log-in.
TEST_F(DeskOffers, WhatWasTypedIsKeptWhereTheLogInHasEnded) {
  clerk_.LogIn(tokens().drafter);
  const gateway::Fields fields = {
      {"seal", Found(clerk_.Get("/desk/new"), "name=\"seal\" value=\"([^\"]*)\"")},
      {"title", "写了很久的办法"},
      {"issuers[0].organ", kCivilAffairs},
      {"text", "第一条 甲。\n第二条 乙。"}};
  clerk_.set_cookie("");
  const gateway::HttpResponse page = clerk_.Post("/desk/new", fields);
  EXPECT_EQ(page.status, 401);
  EXPECT_THAT(page.body, HasSubstr("action=\"/desk/new\""));
  for (const auto& [name, value] : fields)
    EXPECT_THAT(page.body, HasSubstr(absl::StrCat("name=\"", name, "\" value=\"", value, "\"")));
  // It is still this clerk's form alone.
  clerk_.LogIn(tokens().reviewer);
  EXPECT_EQ(clerk_.Post("/desk/new", fields).status, 403);
  clerk_.LogIn(tokens().drafter);
  EXPECT_EQ(clerk_.Post("/desk/new", fields).status, 303);
}

}  // namespace
}  // namespace santong::testing
