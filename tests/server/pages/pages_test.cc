// The pages over a real server: what they show is what the API says, in both languages, and nothing
// that anyone typed comes out as markup.
#include <grpcpp/grpcpp.h>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "tests/server/pages/visitor.h"
#include "tests/server/services/read_back.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string PathOf(const v1::Document& document) { return absl::StrCat("/", document.name()); }

// The catalogue takes up what is published within a second.
gateway::HttpResponse SearchUntil(Visitor& visitor, const gateway::Fields& query,
                                  const std::string& wanted) {
  gateway::HttpResponse page;
  Eventually([&] {
    page = visitor.Get("/search", query);
    return absl::StrContains(page.body, wanted);
  });
  return page;
}

class PagesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ =
        new RunningServer({"--public-reads-per-minute", "0", "--public-writes-per-minute", "0"});
  }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  // Repealed today.
  v1::Document Repealed(const std::string& name) {
    v1::RepealDocumentRequest repeal;
    repeal.set_name(name);
    repeal.set_ended_date(registry_.today());
    repeal.set_reason("已有新的规定");
    repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    repeal.mutable_decision()->set_document_title("区人民政府决定");
    repeal.mutable_decision()->set_person("区长");
    repeal.mutable_decision()->set_date(registry_.today());
    v1::Document repealed;
    const grpc::Status status = registry_.documents().RepealDocument(
        As(registry_.tokens().reviewer).get(), repeal, &repealed);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return repealed;
  }
  // From draft to publication; empty where a rule refuses.
  v1::Document Publish(const v1::Document& draft) {
    v1::DocumentService::Stub& documents = registry_.documents();
    const Tokens& tokens = registry_.tokens();
    v1::Document document;
    v1::SubmitDocumentRequest submit;
    submit.set_name(draft.name());
    v1::DetermineDocumentRequest determine;
    determine.set_name(draft.name());
    determine.set_normative(true);
    v1::RegisterDocumentRequest register_it;
    register_it.set_name(draft.name());
    v1::PublishDocumentRequest publish;
    publish.set_name(draft.name());
    publish.mutable_publication()->set_date(registry_.today());
    publish.mutable_publication()->set_channel("<b>区人民政府公报</b>");
    const bool published =
        documents.SubmitDocument(As(tokens.drafter).get(), submit, &document).ok() &&
        documents.DetermineDocument(As(tokens.reviewer).get(), determine, &document).ok() &&
        documents.RegisterDocument(As(tokens.reviewer).get(), register_it, &document).ok() &&
        documents.PublishDocument(As(tokens.publisher).get(), publish, &document).ok();
    return published ? document : v1::Document();
  }

  static RunningServer* server_;
  Registry& registry_ = server_->registry();
  Visitor visitor_{server_->Channel(), {.url = "https://register.test"}};
};
RunningServer* PagesTest::server_ = nullptr;

TEST_F(PagesTest, ADocumentsPageSaysWhatTheApiSays) {
  const v1::Document document = registry_.Published("平安区养老服务补贴办法");
  const gateway::HttpResponse page = visitor_.Get(PathOf(document));
  ASSERT_EQ(page.status, 200) << page.body;
  const std::string facts[] = {document.title(),
                               document.registration_number(),
                               document.document_number(),
                               document.issuers(0).display_name(),
                               document.written_date(),
                               document.publication().date(),
                               document.publication().channel(),
                               document.effective_date(),
                               absl::StrCat("现行有效，至 ", document.term().last_valid_date()),
                               document.versions(0).text_sha256(),
                               "可以作为行政管理的依据",
                               "id=\"art-2\"",
                               "href=\"#art-2\"",
                               "对此文件提出异议"};
  for (const std::string& fact : facts) EXPECT_THAT(page.body, HasSubstr(fact));
  EXPECT_THAT(page.body, HasSubstr(absl::StrCat("https://register.test/v/")));
  EXPECT_EQ(gateway::FieldOf(page.headers, "Cache-Control"), "public, no-cache");

  const gateway::HttpResponse english = visitor_.Get(PathOf(document), {{"lang", "en"}});
  EXPECT_THAT(english.body, AllOf(HasSubstr("<html lang=\"en\""), HasSubstr("In force until"),
                                  HasSubstr("May be relied on"), HasSubstr("lang=en")));
  // WCAG 2.2, 3.1.2: a screen reader reads what is Chinese as such.
  EXPECT_THAT(english.body,
              AllOf(HasSubstr("<h1 lang=\"zh-CN\">"), HasSubstr("id=\"text\" lang=\"zh-CN\"")));
}

// While no event comes and no day passes the same page is served, without a call.
TEST_F(PagesTest, APageIsKeptWhileNothingHappens) {
  const v1::Document document = registry_.Published("平安区文明祭祀管理办法");
  gateway::RegisterState state;
  Visitor visitor(server_->Channel(), {.state = [&state] { return state; }});
  const auto now = [&] {
    v1::CheckBasisRequest request;
    request.set_number(document.registration_number());
    v1::Basis basis;
    EXPECT_TRUE(registry_.catalog().CheckBasis(As("").get(), request, &basis).ok());
    return gateway::RegisterState{basis.event_sequence(), basis.date()};
  };
  state = now();
  gateway::HttpResponse first;
  // The index of citations follows the register within a second.
  ASSERT_TRUE(Eventually([&] {
    first = visitor.Get(PathOf(document));
    return first.kept != nullptr;
  }));
  EXPECT_EQ(visitor.Get(PathOf(document)).kept, first.kept);
  EXPECT_NE(visitor.Get(PathOf(document), {{"lang", "en"}}).kept, first.kept);
  // What else stood in one visitor's address is in nobody else's links.
  (void)visitor.Get(PathOf(document), {{"mode", "elder"}, {"from", "13900001234"}});
  EXPECT_THAT(visitor.Get(PathOf(document), {{"mode", "elder"}}).body,
              Not(HasSubstr("13900001234")));

  registry_.Published("平安区殡葬服务管理办法");
  state = now();
  EXPECT_NE(visitor.Get(PathOf(document)).kept, first.kept);
  state.date = "2099-01-01";
  EXPECT_NE(visitor.Get(PathOf(document)).kept, first.kept);
}

// The page asks six times, for its history last: whoever has five calls left would be shown, and
// leave to everybody, a document without one.
TEST(PagesForOneNetwork, APageThatIsNotWholeIsRefused) {
  RunningServer server({"--public-reads-per-minute", "5"});
  const v1::Document document = server.registry().Published("平安区户外招牌管理办法");
  Visitor visitor(server.Channel());
  const gateway::HttpResponse page = visitor.Get(PathOf(document));
  EXPECT_EQ(page.status, 429) << page.body;
  EXPECT_NE(gateway::FieldOf(page.headers, "Retry-After"), "");
}

// A search asks twice, the second time for what bears the number.
TEST(PagesForOneNetwork, ASearchThatIsNotWholeIsRefused) {
  RunningServer server({"--public-reads-per-minute", "1"});
  const v1::Document document = server.registry().Published("平安区户外招牌管理办法");
  Visitor visitor(server.Channel());
  const gateway::HttpResponse page =
      visitor.Get("/search", {{"q", document.registration_number()}});
  EXPECT_EQ(page.status, 429) << page.body;
}

TEST_F(PagesTest, TheTextIsTheBytesThatWereRegistered) {
  const v1::Document document = registry_.Published("平安区临时救助实施办法");
  v1::GetDocumentRequest request;
  request.set_name(document.name());
  v1::Document whole;
  ASSERT_TRUE(registry_.documents().GetDocument(As("").get(), request, &whole).ok());
  EXPECT_EQ(visitor_.Get(PathOf(document) + "/text").body, whole.current_version().text());
  const gateway::HttpResponse receipt = visitor_.Get(PathOf(document) + "/receipt.json");
  EXPECT_EQ(receipt.status, 200);
  EXPECT_THAT(receipt.body, HasSubstr(document.registration_number()));
}

TEST_F(PagesTest, ADocumentIsAPdfToo) {
  const v1::Document document = registry_.Published("平安区困难群众救助办法");
  EXPECT_THAT(visitor_.Get(PathOf(document)).body, HasSubstr(PathOf(document) + "/pdf\""));
  const gateway::HttpResponse pdf = visitor_.Get(PathOf(document) + "/pdf");
  EXPECT_EQ(pdf.status, 200) << pdf.body;
  EXPECT_EQ(gateway::FieldOf(pdf.headers, "Content-Type"), "application/pdf");
  EXPECT_THAT(gateway::FieldOf(pdf.headers, "Content-Disposition"), HasSubstr("-version-1.pdf"));
  EXPECT_EQ(pdf.body.substr(0, 5), "%PDF-");
  EXPECT_EQ(visitor_.Get(PathOf(registry_.Drafted("平安区未公布的规定")) + "/pdf").status, 404);
}

TEST_F(PagesTest, ADocumentCanBeFollowed) {
  const v1::Document document = registry_.Published("平安区城市低保办法");
  const std::string path = PathOf(document) + ".atom";
  EXPECT_THAT(visitor_.Get(PathOf(document)).body,
              AllOf(HasSubstr("href=\"" + path + "\""), HasSubstr("订阅本文件的变动")));
  const gateway::HttpResponse feed = visitor_.Get(path);
  EXPECT_EQ(feed.status, 200);
  EXPECT_THAT(
      feed.body,
      AllOf(HasSubstr("<feed xmlns=\"http://www.w3.org/2005/Atom\">"), HasSubstr(document.title()),
            HasSubstr("<id>https://register.test" + PathOf(document) + "#events/"),
            HasSubstr("<title>公布</title>")));
  EXPECT_THAT(visitor_.Get(path, {{"lang", "en"}}).body, HasSubstr("<title>Published</title>"));
  EXPECT_EQ(visitor_.Get(PathOf(registry_.Drafted("平安区未公布的细则")) + ".atom").status, 404);
  EXPECT_THAT(visitor_.Get("/documents/.atom").status, ::testing::AnyOf(400, 404));
}

TEST_F(PagesTest, ADayBeforeTheRegisterBeganIsSaidAndLeadsOn) {
  const v1::Document document = registry_.Published("平安区公共租赁住房管理办法");
  const gateway::HttpResponse page = visitor_.Get(PathOf(document), {{"at", "1999-01-01"}});
  EXPECT_EQ(page.status, 404);
  EXPECT_THAT(page.body, AllOf(HasSubstr("1999-01-01 尚未公布"), HasSubstr("href=\"/search\"")));
  EXPECT_EQ(visitor_.Get(PathOf(document), {{"at", "yesterday"}}).status, 400);
  const gateway::HttpResponse today = visitor_.Get(PathOf(document), {{"at", registry_.today()}});
  EXPECT_EQ(today.status, 200);
  EXPECT_THAT(today.body, HasSubstr("查看今天的"));
}

TEST_F(PagesTest, WhatIsNotThereSaysWhatToDo) {
  for (const char* path : {"/documents/999999", "/documents/x", "/nothing", "/cleanups/9",
                           "/documents/1/../../etc/passwd", "/assets/../words/en.json"}) {
    const gateway::HttpResponse page = visitor_.Get(path);
    EXPECT_THAT(page.status, ::testing::AnyOf(400, 404)) << path;
    EXPECT_THAT(page.body, HasSubstr("href=\"/search\"")) << path;
  }
  // A draft is nobody's business.
  EXPECT_EQ(visitor_.Get(PathOf(registry_.Drafted("平安区未公布的办法"))).status, 404);
  gateway::HttpResponse refused = visitor_.Post("/search", {{"q", "x"}});
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(gateway::FieldOf(refused.headers, "Allow"), "GET, HEAD");
}

TEST(Pages, AListOfCitationsThatIsCutSaysSo) {
  RunningServer server({"--public-reads-per-minute", "0"});
  std::vector<v1::ImportRow> rows = {StockRow(1, "平安区景观灯管理办法")};
  for (int i = 2; i <= 102; ++i) {
    rows.push_back(StockRow(i, absl::StrCat("景观灯通知", i)));
    rows.back().set_text("依照《平安区景观灯管理办法》执行。");
  }
  const std::string path = "/" + ImportStock(server.registry(), rows).front();
  Visitor visitor(server.Channel());
  EXPECT_TRUE(Eventually(
      [&] { return absl::StrContains(visitor.Get(path).body, "只列出前 100 处引用，还有更多"); }));
}

// Every page links to itself in the other language.
TEST_F(PagesTest, NoPathLeadsToAnotherSite) {
  for (const char* path : {"//elsewhere.test", "//elsewhere.test/a", "///elsewhere.test"}) {
    const gateway::HttpResponse page = visitor_.Get(path);
    EXPECT_EQ(page.status, 404);
    EXPECT_THAT(page.body, AllOf(HasSubstr("href=\"/%2F"), Not(HasSubstr("href=\"//")))) << path;
  }
}

TEST_F(PagesTest, ASearchFindsWhatBearsTheNumberThatWasTyped) {
  const v1::Document document = registry_.Published("平安区广告牌管理办法");
  for (const std::string& number : {document.registration_number(), document.document_number()}) {
    const gateway::HttpResponse page = visitor_.Get("/search", {{"q", number}});
    EXPECT_THAT(page.body,
                AllOf(HasSubstr("编号为“" + number + "”的文件"),
                      HasSubstr("href=\"" + PathOf(document) + "\""), Not(HasSubstr("没有找到"))))
        << "it stands in no text";
  }
  EXPECT_THAT(visitor_.Get("/search", {{"q", document.title()}}).body, Not(HasSubstr("编号为“")));
}

TEST_F(PagesTest, ASearchFindsNarrowsAndFeeds) {
  const v1::Document document = registry_.Published("平安区停车场管理办法");
  const gateway::HttpResponse page = SearchUntil(visitor_, {{"q", "停车场"}}, PathOf(document));
  EXPECT_THAT(page.body, AllOf(HasSubstr("<mark>停车场</mark>"), HasSubstr(PathOf(document)),
                               HasSubstr("/search.atom?q="), HasSubstr("state=IN_EFFECT")));
  const gateway::HttpResponse feed = visitor_.Get("/search.atom", {{"q", "停车场"}});
  EXPECT_THAT(feed.body, AllOf(HasSubstr("<feed xmlns=\"http://www.w3.org/2005/Atom\">"),
                               HasSubstr("<id>https://register.test" + PathOf(document) + "</id>"),
                               HasSubstr(document.title())));
  EXPECT_THAT(visitor_.Get("/search", {{"q", "停车场"}, {"as_of", registry_.today()}}).body,
              AllOf(HasSubstr("class=\"as-of\" open"), HasSubstr("<span>状态日期：")))
      << "of which day it is, is seen";
  EXPECT_THAT(visitor_.Get("/sitemap.xml").body, HasSubstr("https://register.test/sitemap/"));
  EXPECT_THAT(visitor_.Get("/catalogue").body, HasSubstr("按制定机关"));
  EXPECT_THAT(visitor_.Get("/statistics").body, HasSubstr("<rect"));
}

TEST_F(PagesTest, AFeedSaysWhatItsSearchSaysOfADayPast) {
  const v1::Document repealed =
      Repealed(ImportStock(registry_, {StockRow(1, "平安区路灯管理办法")}).front());
  const std::string ended = absl::StrCat("自 ", registry_.today(), " 起废止");
  SearchUntil(visitor_, {{"q", "路灯"}}, ended);
  const gateway::Fields then = {{"q", "路灯"}, {"as_of", "2020-01-01"}};
  for (const char* path : {"/search", "/search.atom"}) {
    EXPECT_THAT(visitor_.Get(path, then).body,
                AllOf(HasSubstr(PathOf(repealed)), HasSubstr("存量文件"), Not(HasSubstr(ended))))
        << path;
  }
  EXPECT_THAT(visitor_.Get("/search.atom", {{"q", "路灯"}}).body, HasSubstr(ended));
}

TEST_F(PagesTest, AQueryThatIsTooLongIsRefusedWhereItWasTyped) {
  std::string query;
  while (query.size() < 600 * 3) query += "长";
  const gateway::HttpResponse page = visitor_.Get("/search", {{"q", query}});
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("wrong-summary"), HasSubstr("href=\"#q\"")));
  EXPECT_EQ(visitor_.Get("/search", {{"year", "many"}}).status, 400);
  EXPECT_THAT(visitor_.Get("/search", {{"q", "x"}, {"as_of", "yesterday"}}).body,
              HasSubstr("href=\"#as_of\""));
  EXPECT_EQ(visitor_.Get("/search", {{"q", "x"}, {"page", "no token"}}).status, 400);
}

// A catalogue whose index has not come to any document yet.
class BuiltAnew final : public v1::CatalogService::Service {
 public:
  grpc::Status SearchDocuments(grpc::ServerContext*, const v1::SearchDocumentsRequest*,
                               v1::SearchDocumentsResponse* response) override {
    response->set_event_sequence(7);
    return grpc::Status::OK;
  }
};

TEST(Pages, ASearchInAnIndexThatIsBuiltAnewSaysThatItIsNotComplete) {
  BuiltAnew catalog;
  grpc::ServerBuilder builder;
  builder.RegisterService(&catalog);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  Visitor visitor(server->InProcessChannel({}));
  EXPECT_THAT(visitor.Get("/search", {{"q", "停车场"}}).body, HasSubstr("检索索引正在重建"));
  EXPECT_THAT(visitor.Get("/search", {{"q", "停车场"}, {"lang", "en"}}).body,
              HasSubstr("not complete"));
}

TEST_F(PagesTest, ACopyOfTheCatalogueLeadsNobodyIntoAnObjection) {
  Visitor copy(server_->Channel(), {.copy_of_event = 1});
  for (const char* path : {"/", "/help", "/search"})
    EXPECT_THAT(copy.Get(path).body, Not(HasSubstr("/objections/new"))) << path;
}

// The page's script would say of it that nothing can be proved, and why not wrongly.
TEST_F(PagesTest, OfADocumentWithoutARegistrationNumberThereIsNoReceipt) {
  // The first row is another test's.
  ASSERT_FALSE(
      ImportStock(registry_, {StockRow(1, "平安区路灯管理办法"), StockRow(2, "平安区供热管理办法")})
          .back()
          .empty());
  const gateway::HttpResponse receipt =
      visitor_.Get("/verify/receipt.json", {{"number", "平安区供热管理办法"}});
  EXPECT_EQ(receipt.status, 404);
  EXPECT_THAT(receipt.body, HasSubstr("没有登记簿可以证明的登记号"));
  EXPECT_THAT(visitor_.Get("/verify", {{"number", "平安区供热管理办法"}}).body,
              HasSubstr("未经统一登记"));
  const v1::Document registered = registry_.Published("平安区供气管理办法");
  EXPECT_EQ(visitor_.Get("/verify/receipt.json", {{"number", registered.title()}}).status, 200);
}

TEST_F(PagesTest, TheFourAnswersOfVerification) {
  const v1::Document document = registry_.Published("平安区燃气管理办法");
  const std::string path = absl::StrCat("/v/", document.registration_number());
  const std::string hash = document.versions(0).text_sha256();
  EXPECT_THAT(visitor_.Get(path, {{"h", hash.substr(0, 16)}}).body, HasSubstr("真实，现行有效"));
  EXPECT_THAT(visitor_.Get(path, {{"h", std::string(16, '0')}, {"h", hash}}).body,
              HasSubstr("真实，现行有效"));
  EXPECT_THAT(visitor_.Get(path).body, HasSubstr("没有比对内容"));
  EXPECT_THAT(visitor_.Get(path, {{"h", std::string(16, '0')}}).body,
              HasSubstr("编号存在，但内容不一致"));
  const gateway::HttpResponse unknown = visitor_.Get("/v/测登〔2026〕99999号");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("查无此号"));
  EXPECT_THAT(visitor_.Get("/verify", {{"asked", "1"}, {"number", ""}}).body,
              HasSubstr("请输入文件编号"));

  Repealed(document.name());
  EXPECT_THAT(visitor_.Get(path, {{"h", hash}}).body,
              AllOf(HasSubstr("真实，但已不是现行有效文本"), HasSubstr("起废止")));
}

// Each a way out of the place where it may stand: text, attribute, URL, script, template.
constexpr const char* kPayloads[] = {
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "javascript:alert(1)",       "</title><svg onload=alert(1)>",   "<!--<script>alert(1)//-->",
    "{{W_print}}{{#ANY}}",       "]]><x onclick=alert(1)>",         "&lt;script&gt;",
};

bool IsSafe(const std::string& body) {
  static const RE2 markup(
      "<(script>alert|img src=x|svg onload|x onclick)|' onmouseover='|"
      "href=\"javascript:|(href|src)=javascript:");
  return !RE2::PartialMatch(body, markup);
}

TEST_F(PagesTest, NothingThatAClerkFillsInComesOutAsMarkup) {
  int shown = 0;
  for (const char* payload : kPayloads) {
    v1::CreateDocumentRequest draft = registry_.CompleteDraft("平安区办法");
    v1::Document& filled = *draft.mutable_document();
    filled.set_title(absl::StrCat("办法", payload));
    filled.set_drafting_unit(payload);
    filled.set_index_number(payload);
    filled.set_subject_class(payload);
    filled.mutable_legal_bases(0)->set_title(payload);
    filled.mutable_legal_bases(0)->set_number(payload);
    filled.mutable_legal_bases(0)->set_article(payload);
    draft.set_text(absl::StrCat(payload, "\n第一条 ", payload, "\n《", payload, "》（", payload,
                                "）\n第二条 本办法自公布之日起施行，有效期五年。\n"));
    v1::Document document;
    const grpc::Status status = registry_.documents().CreateDocument(
        As(registry_.tokens().drafter).get(), draft, &document);
    // What a field's rule refuses never gets here.
    if (!status.ok()) continue;
    const v1::Document published = Publish(document);
    if (published.name().empty()) continue;
    const gateway::HttpResponse page = visitor_.Get(PathOf(published));
    ASSERT_EQ(page.status, 200) << payload;
    EXPECT_TRUE(IsSafe(page.body)) << payload << page.body;
    EXPECT_THAT(page.body, HasSubstr(Escaped(payload))) << payload;
    ++shown;
  }
  EXPECT_GE(shown, 7);
}

TEST_F(PagesTest, NothingThatAVisitorTypesComesOutAsMarkup) {
  const v1::Document document = registry_.Published("平安区噪声管理办法");
  const std::string id = document.name().substr(std::string("documents/").size());
  for (const char* payload : kPayloads) {
    for (const char* path : {"/search", "/search.atom", "/verify", "/objections/new"}) {
      const gateway::HttpResponse page = visitor_.Get(path, {{"q", payload},
                                                             {"number", payload},
                                                             {"organ", payload},
                                                             {"subject", payload},
                                                             {"as_of", payload},
                                                             {"lang", payload},
                                                             {"mode", payload}});
      EXPECT_TRUE(IsSafe(page.body)) << path << " " << payload;
    }
    EXPECT_TRUE(IsSafe(visitor_.Get(absl::StrCat("/v/", payload), {{"h", payload}}).body));
    EXPECT_TRUE(IsSafe(visitor_.Get(absl::StrCat("/documents/", payload)).body));
    EXPECT_TRUE(IsSafe(visitor_.Get(PathOf(document), {{"at", payload}}).body));
    for (const char* step : {"articles", "reasons", "who", "agent", "publicity", "check"}) {
      const gateway::HttpResponse page =
          visitor_.Post("/objections/new", {{"document", id},
                                            {"step", step},
                                            {"ground", "OTHER"},
                                            {"articles", payload},
                                            {"reasons", payload},
                                            {"lodger.kind", payload},
                                            {"lodger.display_name", payload},
                                            {"lodger.contact", payload},
                                            {"lodger.agent", payload},
                                            {"request_id", payload}});
      EXPECT_TRUE(IsSafe(page.body)) << step << " " << payload;
    }
    EXPECT_TRUE(
        IsSafe(visitor_.Post("/objections/track", {{"number", payload}, {"code", payload}}).body));
  }
}

TEST_F(PagesTest, EveryPageIsThereInBothLanguages) {
  for (const char* path : {"/", "/help", "/search", "/catalogue", "/verify", "/cleanups",
                           "/statistics", "/objections/new", "/objections/track"}) {
    const gateway::HttpResponse chinese = visitor_.Get(path);
    const gateway::HttpResponse english = visitor_.Get(path, {{"lang", "en"}, {"mode", "elder"}});
    EXPECT_EQ(chinese.status, 200) << path;
    EXPECT_THAT(chinese.body, HasSubstr("<html lang=\"zh-CN\" class=\"normal\"")) << path;
    EXPECT_THAT(english.body, HasSubstr("<html lang=\"en\" class=\"elder\"")) << path;
    // No link forgets them.
    EXPECT_THAT(english.body, Not(HasSubstr("href=\"/catalogue\""))) << path;
    for (const gateway::HttpResponse* page : {&chinese, &english}) {
      EXPECT_FALSE(RE2::PartialMatch(
          page->body, "<script>|<style|style=\"| on[a-z]+=\"|(src|href)=\"https?://"))
          << path;
    }
  }
}

}  // namespace
}  // namespace santong::testing
