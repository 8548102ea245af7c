// Lodging and following an objection through the pages alone, as a browser without script does it:
// each form is sent with what the page before it held.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/pages/visitor.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The hidden fields of the page's first form.
gateway::Fields HiddenOf(const gateway::HttpResponse& page) {
  static const RE2 hidden(R"re(<input type="hidden" name="([^"]+)" value="([^"]*)")re");
  gateway::Fields fields;
  std::string name, value;
  for (re2::StringPiece left = page.body; RE2::FindAndConsume(&left, hidden, &name, &value);)
    fields.emplace_back(name, absl::StrReplaceAll(value, {{"&#39;", "'"}, {"&amp;", "&"}}));
  return fields;
}

class ObjectionPages : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new RunningServer({"--public-writes-per-minute", "0"}); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  // Sends the page's form with these answers.
  gateway::HttpResponse Answer(const gateway::HttpResponse& page, const gateway::Fields& answers) {
    gateway::Fields fields = HiddenOf(page);
    fields.insert(fields.end(), answers.begin(), answers.end());
    return visitor_.Post("/objections/new", fields);
  }
  // All pages up to the one that asks whether the lodger's name may be public.
  gateway::HttpResponse UpToPublicity(const std::string& document) {
    gateway::HttpResponse page = visitor_.Get("/objections/new", {{"document", document}});
    page = Answer(page, {{"go", "next"}});
    page = Answer(page, {{"articles", "第一条"}, {"articles", "第二条"}, {"go", "next"}});
    page = Answer(page, {{"ground", "CONFLICTS_WITH_LAW"}, {"go", "next"}});
    page = Answer(page, {{"reasons", "第二条没有上位法依据。"}, {"go", "next"}});
    if (!absl::StrContains(page.body, "value=\"who\"")) page = Answer(page, {{"go", "next"}});
    page = Answer(page, {{"lodger.kind", "CITIZEN"},
                         {"lodger.display_name", "甲某某"},
                         {"lodger.contact", "13900001234"},
                         {"go", "next"}});
    return Answer(page, {{"go", "next"}});
  }
  // All pages up to the one before it is sent.
  gateway::HttpResponse UpToCheck(const std::string& document) {
    return Answer(UpToPublicity(document), {{"lodger.name_may_be_public", "no"}, {"go", "next"}});
  }
  std::string PublishedId(const std::string& title) {
    return registry_.Published(title).name().substr(std::string("documents/").size());
  }
  v1::Receipt Lodged(const std::string& document) {
    const gateway::HttpResponse page = Answer(UpToCheck(document), {{"go", "next"}});
    v1::Receipt receipt;
    receipt.set_number(Found(page, R"re(name="number" value="([^"]+)")re"));
    receipt.set_code(Found(page, R"re(name="code" value="([^"]+)")re"));
    return receipt;
  }
  gateway::Fields ReceiptFields(const v1::Receipt& receipt, gateway::Fields more = {}) {
    more.emplace_back("number", receipt.number());
    more.emplace_back("code", receipt.code());
    return more;
  }

  static RunningServer* server_;
  Registry& registry_ = server_->registry();
  Visitor visitor_{server_->Channel()};
};
RunningServer* ObjectionPages::server_ = nullptr;

TEST_F(ObjectionPages, IsLodgedWithoutAnAccountAndFollowed) {
  const gateway::HttpResponse check = UpToCheck(PublishedId("平安区节地生态安葬奖补办法"));
  EXPECT_THAT(check.body, AllOf(HasSubstr("第一条、第二条"), HasSubstr("甲某某"),
                                HasSubstr("提交审查申请"), HasSubstr("change:who")));
  const gateway::HttpResponse receipt = Answer(check, {{"go", "next"}});
  ASSERT_EQ(receipt.status, 200) << receipt.body;
  EXPECT_THAT(receipt.body, AllOf(HasSubstr("个工作日"), HasSubstr("到期日")))
      << "the due day and how it was computed";
  const std::string number = Found(receipt, R"re(name="number" value="([^"]+)")re");
  const std::string code = Found(receipt, R"re(name="code" value="([^"]+)")re");
  EXPECT_FALSE(number.empty());
  // A browser that sends the last form again gets the same receipt.
  EXPECT_THAT(Answer(check, {{"go", "next"}}).body, AllOf(HasSubstr(number), HasSubstr(code)));

  const gateway::HttpResponse tracked =
      visitor_.Post("/objections/track", {{"number", number}, {"code", code}});
  EXPECT_THAT(tracked.body, AllOf(HasSubstr("已收到"), HasSubstr("第二条没有上位法依据。"),
                                  Not(HasSubstr("13900001234"))));
  EXPECT_EQ(gateway::FieldOf(tracked.headers, "Cache-Control"), "no-store");
  // Nobody counts the days that are left by hand.
  Visitor dated(server_->Channel(),
                {.today = [this] { return *text::ParseIsoDay(registry_.today()); }});
  EXPECT_TRUE(RE2::PartialMatch(
      dated.Post("/objections/track", {{"number", number}, {"code", code}}).body, R"(还有\d+天)"));
}

// Whoever went back, changed the reasons and sent them saw the same page again without a word, as
// often as it was sent.
TEST_F(ObjectionPages, WhatIsChangedAfterItWasSentIsSaidToBeSentBefore) {
  const gateway::HttpResponse check = UpToCheck(PublishedId("平安区共享单车管理办法"));
  const std::string number =
      Found(Answer(check, {{"go", "next"}}), R"re(name="number" value="([^"]+)")re");
  ASSERT_FALSE(number.empty());
  gateway::Fields changed = HiddenOf(check);
  for (auto& [name, value] : changed) {
    if (name == "reasons") value = "第二条增加了义务。";
  }
  changed.emplace_back("go", "next");
  const gateway::HttpResponse told = visitor_.Post("/objections/new", changed);
  EXPECT_EQ(told.status, 400);
  EXPECT_THAT(told.body,
              AllOf(HasSubstr("已经提交过"), HasSubstr("href=\"#main\""), HasSubstr("增加了义务")));
  const std::string another =
      Found(Answer(told, {{"go", "next"}}), R"re(name="number" value="([^"]+)")re");
  EXPECT_FALSE(another.empty());
  EXPECT_NE(another, number);
}

// As boxes to tick, of which no is ticked, a yes beside it was taken for a no.
TEST_F(ObjectionPages, WhetherTheNameMayBePublicIsOneChoiceOfTwo) {
  const gateway::HttpResponse page = UpToPublicity(PublishedId("平安区公共停车场管理办法"));
  static const RE2 input(R"re(name="lodger\.name_may_be_public" value="(\w+)" type="(\w+)")re");
  std::vector<std::string> choices;
  std::string value, type;
  for (re2::StringPiece left = page.body; RE2::FindAndConsume(&left, input, &value, &type);)
    choices.push_back(absl::StrCat(value, " ", type));
  EXPECT_THAT(choices, ElementsAre("no radio", "yes radio"));
  EXPECT_THAT(Answer(page, {{"lodger.name_may_be_public", "yes"}, {"go", "next"}}).body,
              HasSubstr("可以公开"));
}

TEST_F(ObjectionPages, ReasonsKeepTheirLinesFromPageToPage) {
  gateway::HttpResponse page =
      visitor_.Get("/objections/new", {{"document", PublishedId("平安区集贸市场管理办法")}});
  page = Answer(page, {{"go", "next"}});
  page = Answer(page, {{"whole", "1"}, {"go", "next"}});
  page = Answer(page, {{"ground", "OTHER"}, {"go", "next"}});
  page = Answer(page, {{"reasons", "一、没有依据。\r\n二、增加义务。"}, {"go", "next"}});
  EXPECT_THAT(page.body, HasSubstr("name=\"reasons\" value=\"一、没有依据。\n二、增加义务。\""));
}

TEST_F(ObjectionPages, EveryMistakeIsSaidWhereItWasMadeAndNothingIsLost) {
  gateway::HttpResponse page =
      visitor_.Get("/objections/new", {{"document", PublishedId("平安区犬只管理办法")}});
  page = Answer(page, {{"go", "next"}});
  page = Answer(page, {{"go", "next"}});
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("错误："), HasSubstr("href=\"#articles\""),
                               HasSubstr("aria-describedby=\"articles-wrong\"")));
  gateway::Fields many = {{"go", "next"}};
  for (int i = 1; i <= 51; ++i) many.emplace_back("articles", absl::StrCat("第", i, "条"));
  EXPECT_THAT(Answer(page, many).body,
              AllOf(HasSubstr("最多50项"), HasSubstr("id=\"articles-wrong\"")))
      << "not at the end, where there is nothing to mend";
  page = Answer(page, {{"whole", "1"}, {"go", "next"}});
  page = Answer(page, {{"ground", "NONE_SUCH"}, {"go", "next"}});
  EXPECT_THAT(page.body, HasSubstr("请选择一项理由"));
  page = Answer(page, {{"ground", "OTHER"}, {"go", "next"}});
  page = Answer(page, {{"reasons", " "}, {"go", "next"}});
  EXPECT_THAT(page.body, HasSubstr("href=\"#reasons\""));
  page = Answer(page, {{"reasons", "不合理"}, {"go", "next"}});
  page = Answer(page, {{"lodger.identity_code", "123"}, {"go", "next"}});
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("href=\"#lodger.display_name\""),
                    HasSubstr("href=\"#lodger.contact\""), HasSubstr("value=\"123\""),
                    HasSubstr("aria-describedby=\"lodger.contact-said\" aria-invalid=\"true\"")));
  page = Answer(page, {{"lodger.kind", "CITIZEN"},
                       {"lodger.display_name", "乙某某"},
                       {"lodger.contact", "13900001235"},
                       {"lodger.identity_code", "123"},
                       {"go", "next"}});
  EXPECT_THAT(page.body, HasSubstr("href=\"#lodger.identity_code\""));
  page = Answer(page, {{"lodger.display_name", "乙某某"}, {"go", "back"}});
  EXPECT_THAT(page.body, AllOf(HasSubstr("不合理"), HasSubstr("value=\"乙某某\"")));
}

TEST_F(ObjectionPages, AWrongNumberAndAWrongCodeLookTheSame) {
  const v1::Receipt receipt = Lodged(PublishedId("平安区户外广告管理办法"));
  const auto ask = [&](const std::string& number, const std::string& code) {
    gateway::HttpResponse page =
        visitor_.Post("/objections/track", {{"number", number}, {"code", code}});
    EXPECT_EQ(page.status, 404);
    return absl::StrReplaceAll(page.body, {{number, "NUMBER"}});
  };
  const std::string wrong_code = ask(receipt.number(), "AAAA-AAAA");
  EXPECT_EQ(wrong_code, ask("YY-2026-999999-A", receipt.code()));
  EXPECT_EQ(visitor_
                .Post("/objections/act", {{"number", receipt.number()},
                                          {"code", "AAAA-AAAA"},
                                          {"act", "withdraw"},
                                          {"sure", "yes"}})
                .status,
            404);
}

TEST_F(ObjectionPages, IsSupplementedReadAndWithdrawn) {
  const v1::Receipt receipt = Lodged(PublishedId("平安区烟花爆竹管理办法"));
  const auto stub = v1::ObjectionService::NewStub(server_->Channel());
  v1::TrackObjectionRequest track;
  *track.mutable_receipt() = receipt;
  v1::Objection objection;
  ASSERT_TRUE(stub->TrackObjection(As("").get(), track, &objection).ok());
  v1::RequestObjectionSupplementRequest ask;
  ask.set_name(objection.name());
  ask.add_items("身份证明<b>复印件</b>");
  ASSERT_TRUE(
      stub->RequestObjectionSupplement(As(registry_.tokens().reviewer).get(), ask, &objection)
          .ok());
  gateway::HttpResponse page = visitor_.Post("/objections/track", ReceiptFields(receipt));
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("补正中"), HasSubstr("身份证明&lt;b&gt;"), HasSubstr("补正通知书")));
  page = visitor_.Post("/objections/letter", ReceiptFields(receipt, {{"kind", "2"}}));
  EXPECT_THAT(page.body, HasSubstr("补正通知书"));
  page = visitor_.Post("/objections/letter",
                       ReceiptFields(receipt, {{"kind", "2"}, {"as_text", "1"}}));
  EXPECT_EQ(gateway::FieldOf(page.headers, "Content-Type"), "text/plain; charset=utf-8");
  // What is refused is not typed again.
  const std::string too_long(10'001, 'x');
  page = visitor_.Post("/objections/act",
                       ReceiptFields(receipt, {{"act", "supplement"}, {"text", too_long}}));
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body,
              AllOf(HasSubstr("<title>错误："), HasSubstr(absl::StrCat(">", too_long, "<")),
                    HasSubstr("href=\"#act-supplement\"")));
  page = visitor_.Post("/objections/act",
                       ReceiptFields(receipt, {{"act", "supplement"}, {"text", "补交身份证明"}}));
  EXPECT_THAT(page.body, AllOf(HasSubstr("补正内容已提交"), HasSubstr("补交身份证明")));
  page = visitor_.Post("/objections/act", ReceiptFields(receipt, {{"act", "withdraw"}}));
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("href=\"#act-withdraw\""));
  page = visitor_.Post("/objections/act",
                       ReceiptFields(receipt, {{"act", "withdraw"}, {"sure", "yes"}}));
  EXPECT_THAT(page.body, AllOf(HasSubstr("异议已撤回"), HasSubstr("已撤回")));
}

constexpr char kMultipart[] = "multipart/form-data; boundary=xyz";

struct File {
  std::string name;
  std::string content;
};

std::string Multipart(const gateway::Fields& fields, const std::vector<File>& files) {
  std::string body;
  for (const auto& [key, value] : fields) {
    absl::StrAppend(&body, "--xyz\r\nContent-Disposition: form-data; name=\"", key, "\"\r\n\r\n",
                    value, "\r\n");
  }
  for (const File& file : files) {
    absl::StrAppend(&body, "--xyz\r\nContent-Disposition: form-data; name=\"files\"; filename=\"",
                    file.name, "\"\r\nContent-Type: application/pdf\r\n\r\n", file.content, "\r\n");
  }
  return body + "--xyz--\r\n";
}

std::string Pdf(const std::string& more = "") {
  return absl::StrCat("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n", more);
}
const char kNoPdf[] =
    "\x7F"
    "ELF\x02\x01\x01 no PDF at all";

TEST_F(ObjectionPages, EvidenceArrivesByteForByte) {
  const v1::Receipt receipt = Lodged(PublishedId("平安区网约车管理办法"));
  std::string content = Pdf();
  // Every byte, and what a boundary looks like.
  for (int i = 0; i < 1024; ++i) content.push_back(static_cast<char>(i * 7));
  content += "\r\n--xy\r\n--xyz-\n\r";
  const auto send = [&](const std::string& name, const std::string& bytes) {
    return visitor_.PostBody(
        "/objections/act", kMultipart,
        Multipart(ReceiptFields(receipt, {{"act", "evidence"}}), {{name, bytes}}));
  };
  EXPECT_THAT(send("证据一.pdf", content).body, HasSubstr("证据材料已收到"));
  const auto stub = v1::ObjectionService::NewStub(server_->Channel());
  v1::TrackObjectionRequest track;
  *track.mutable_receipt() = receipt;
  v1::Objection objection;
  ASSERT_TRUE(stub->TrackObjection(As("").get(), track, &objection).ok());
  v1::GetObjectionEvidenceRequest get;
  get.set_name(objection.name());
  get.set_number(1);
  v1::ObjectionEvidenceFile file;
  ASSERT_TRUE(stub->GetObjectionEvidence(As(registry_.tokens().reviewer).get(), get, &file).ok());
  EXPECT_EQ(file.file_name(), "证据一.pdf");
  EXPECT_TRUE(file.content() == content) << file.content().size() << " of " << content.size();

  // What it is, its content says.
  const gateway::HttpResponse mistyped = send("证据.pdf", kNoPdf);
  EXPECT_EQ(mistyped.status, 400);
  EXPECT_THAT(mistyped.body, HasSubstr("href=\"#act-evidence\""));
  EXPECT_EQ(send("../../etc/passwd", std::string(6 << 20, 'x')).status, 400);
  EXPECT_EQ(visitor_.PostBody("/objections/act", kMultipart, "none").status, 400);
  EXPECT_EQ(visitor_.PostBody("/objections/act", "text/xml", "<a/>").status, 400);
}

TEST_F(ObjectionPages, FilesAreLodgedWithTheObjectionAndARefusedOneLosesNothing) {
  const gateway::HttpResponse check = UpToCheck(PublishedId("平安区电动自行车管理办法"));
  EXPECT_THAT(check.body, AllOf(HasSubstr("formenctype=\"multipart/form-data\""),
                                HasSubstr("name=\"files\""), HasSubstr("每份不超过 5 MB")));
  gateway::Fields answers = HiddenOf(check);
  answers.emplace_back("go", "next");
  const auto send = [&](const std::vector<File>& files) {
    return visitor_.PostBody("/objections/new", kMultipart, Multipart(answers, files));
  };
  const std::vector<File> files = {{"照片<1>.pdf", Pdf("1")},
                                   {"程序.pdf", kNoPdf},
                                   {"太大.pdf", Pdf(std::string(6 << 20, 'x'))},
                                   {"合同.pdf", Pdf("2")}};
  const gateway::HttpResponse receipt = send(files);
  ASSERT_EQ(receipt.status, 200) << receipt.body;
  const std::string number = Found(receipt, R"re(name="number" value="([^"]+)")re");
  const std::string code = Found(receipt, R"re(name="code" value="([^"]+)")re");
  EXPECT_FALSE(number.empty());
  EXPECT_THAT(receipt.body,
              AllOf(HasSubstr("证据材料已收到：照片&lt;1&gt;.pdf、合同.pdf。"),
                    HasSubstr("“程序.pdf”没有收到："), HasSubstr("“太大.pdf”没有收到："),
                    HasSubstr("您的异议已经收到"), HasSubstr("凭回执号和查询码")));
  // Sent again, also with another choice of files, it is the same objection, and no file is twice
  // in it.
  const gateway::HttpResponse again = send({files[3], files[0], {"补充.pdf", Pdf("3")}});
  EXPECT_THAT(again.body,
              AllOf(HasSubstr(number), HasSubstr(code),
                    HasSubstr("证据材料已收到：合同.pdf、照片&lt;1&gt;.pdf、补充.pdf。")));
  const gateway::HttpResponse tracked =
      visitor_.Post("/objections/track", {{"number", number}, {"code", code}});
  EXPECT_THAT(tracked.body, AllOf(HasSubstr("第 3 份："), Not(HasSubstr("第 4 份："))));
}

// What the hint says is what is enforced, also where a place has set something else.
TEST_F(ObjectionPages, SaysWhichFilesThePolicyTakes) {
  const std::string document = PublishedId("平安区河道采砂管理办法");
  const auto set = [&](const std::vector<std::string>& types, int mib, int count) {
    v1::SetPolicyRequest request;
    request.mutable_policy_set()->set_jurisdiction(kDistrict);
    const auto add = [&](const char* key) {
      v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
      leaf->set_key(key);
      leaf->set_source("a sample of the tests");
      leaf->set_confidence(v1::CONFIDENCE_DESIGN);
      return leaf;
    };
    v1::PolicyLeaf* taken = add("objection.evidence_types");
    for (const std::string& type : types) taken->mutable_list()->add_items(type);
    if (types.empty()) taken->set_absent(true);
    add("objection.evidence_mib_max")->set_number(mib);
    add("objection.evidence_max")->set_number(count);
    v1::SetPolicyResponse reply;
    const grpc::Status status =
        registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), request, &reply);
    EXPECT_TRUE(status.ok()) << status.error_message();
  };
  set({"application/pdf", "video/mp4"}, 1, 2);
  const char kSaid[] = "PDF、video/mp4；最多 2 份，每份不超过 1 MB。";
  const gateway::HttpResponse check = UpToCheck(document);
  EXPECT_THAT(check.body, HasSubstr(kSaid));
  gateway::Fields answers = HiddenOf(check);
  answers.emplace_back("go", "next");
  const gateway::HttpResponse receipt =
      visitor_.PostBody("/objections/new", kMultipart,
                        Multipart(answers, {{"照片.pdf", Pdf("1")},
                                            {"太大.pdf", Pdf(std::string(1 << 20, 'x'))},
                                            {"合同.pdf", Pdf("2")},
                                            {"多余.pdf", Pdf("3")}}));
  EXPECT_THAT(receipt.body,
              AllOf(HasSubstr(kSaid), HasSubstr("证据材料已收到：照片.pdf、合同.pdf。"),
                    HasSubstr("“太大.pdf”没有收到："), HasSubstr("“多余.pdf”没有收到：")));
  const gateway::Fields fields = {
      {"number", Found(receipt, R"re(name="number" value="([^"]+)")re")},
      {"code", Found(receipt, R"re(name="code" value="([^"]+)")re")}};
  EXPECT_THAT(visitor_.Post("/objections/track", fields).body, HasSubstr(kSaid));
  // No file is larger than its field, whatever a policy allows.
  set({"application/pdf"}, 20, 2);
  EXPECT_THAT(visitor_.Post("/objections/track", fields, {{"lang", "en"}}).body,
              HasSubstr("Files: PDF; at most 2, none over 8 MB."));
  set({}, 1, 2);
  EXPECT_THAT(visitor_.Post("/objections/track", fields).body, HasSubstr("不收证据材料文件"));
  set({"application/pdf"}, 5, 5);
}

TEST_F(ObjectionPages, FilesAreAskedForAgainWhenAnAnswerIsWrong) {
  gateway::Fields answers = HiddenOf(UpToCheck(PublishedId("平安区停车管理办法")));
  for (auto& [name, value] : answers) {
    if (name == "reasons") value = " ";
  }
  answers.emplace_back("go", "next");
  const gateway::HttpResponse page =
      visitor_.PostBody("/objections/new", kMultipart, Multipart(answers, {{"证据.pdf", Pdf()}}));
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, AllOf(HasSubstr("href=\"#reasons\""), HasSubstr("请重新选择")));
}

// The page said at once that a review had found the document wrong and that it was under review.
TEST(DocumentPage, WhatWasFoundWrongIsNotUnderReview) {
  RunningServer server;
  Registry& registry = server.registry();
  Desk desk(server.Channel(), registry.tokens());
  const std::string document = registry.Published("平安区停车收费办法").name();
  const std::string name = desk.Lodge(document, "甲某某").objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  Visitor visitor(server.Channel());
  EXPECT_THAT(visitor.Get("/" + document).body, HasSubstr("异议正在审查"));
  ASSERT_TRUE(desk.Decide(name, v1::OBJECTION_OUTCOME_CORRECT, "2999-01-01").ok());
  EXPECT_THAT(visitor.Get("/" + document).body,
              AllOf(HasSubstr("审查认为应当改正或者撤销"), Not(HasSubstr("异议正在审查"))));
}

TEST(TrackedPage, WhoWasJoinedReadsTheAnswerAndMayAskForTheRecheck) {
  RunningServer server({"--public-writes-per-minute", "0"});
  Registry& registry = server.registry();
  SetTwoStepRoute(registry);
  Desk desk(server.Channel(), registry.tokens());
  const std::string document = registry.Published("平安区临时救助办法").name();
  const v1::LodgeObjectionResponse lead = desk.Lodge(document, "甲某某");
  const v1::LodgeObjectionResponse joined = desk.Lodge(document, "乙某某");
  const std::string name = lead.objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  ASSERT_TRUE(desk.Join(joined.objection().name(), name).ok());
  Visitor visitor(server.Channel());
  gateway::Fields receipt = {{"number", joined.receipt().number()},
                             {"code", joined.receipt().code()}};
  EXPECT_THAT(visitor.Post("/objections/track", receipt).body,
              AllOf(HasSubstr("合并审查，那一件的状态是“制定机关答复中”"),
                    Not(HasSubstr("value=\"recheck\"")), Not(HasSubstr("上传证据"))));
  v1::AnswerObjectionRequest answer;
  answer.set_name(name);
  answer.set_answer("本机关认为合法。");
  v1::Objection objection;
  ASSERT_TRUE(
      desk.stub().AnswerObjection(As(registry.tokens().drafter).get(), answer, &objection).ok());
  EXPECT_THAT(visitor.Post("/objections/track", receipt).body,
              AllOf(HasSubstr("value=\"recheck\""), HasSubstr("name=\"kind\" value=\"6\""),
                    Not(HasSubstr("上传证据"))));  // 6: OBJECTION_LETTER_KIND_REPLY
  receipt.insert(receipt.end(), {{"act", "recheck"}, {"text", "答复没有说明依据"}});
  EXPECT_EQ(visitor.Post("/objections/act", receipt).status, 200);
  EXPECT_EQ(desk.Get(name, registry.tokens().reviewer).state(), v1::OBJECTION_STATE_REVIEWING);
  ASSERT_TRUE(desk.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  ASSERT_TRUE(desk.Reply(joined.objection().name(), "当面").ok());
  EXPECT_THAT(visitor.Post("/objections/track", receipt).body, HasSubstr("审查结果送达"));
}

}  // namespace
}  // namespace santong::testing
