// The office records at the desk what started a review and did not come through the portal.
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLetter[] = "（2026）青0203行初1号司法建议书";

class DeskSource : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new RunningServer({"--public-writes-per-minute", "0"}); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  DeskSource() { clerk_.LogIn(registry_.tokens().reviewer); }

  std::string Day(int from_today) const {
    return absl::FormatCivilTime(*text::ParseIsoDay(registry_.today()) + from_today);
  }
  gateway::Fields Advice() const {
    return {{"origin", "OBJECTION_ORIGIN_JUDICIAL_ADVICE"},
            {"source_document", kLetter},
            {"received_date", Day(-3)},
            {"lodger.display_name", "平安区人民法院"},
            {"lodger.contact", "0972-8610000"},
            {"articles", "第二条\r\n第三条"},
            {"ground", "OBJECTION_GROUND_CONFLICTS_WITH_LAW"},
            {"reasons", "第二条与上位法相抵触"}};
  }
  // Every case about the document, as its reviewer reads it.
  std::vector<v1::Objection> Cases(const v1::Document& document) {
    v1::ListObjectionsRequest list;
    list.set_document(document.name());
    v1::ListObjectionsResponse response;
    const grpc::Status status =
        stub_->ListObjections(As(registry_.tokens().reviewer).get(), list, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<v1::Objection> cases;
    for (const v1::Objection& objection : response.objections()) {
      v1::GetObjectionRequest get;
      get.set_name(objection.name());
      EXPECT_TRUE(
          stub_->GetObjection(As(registry_.tokens().reviewer).get(), get, &cases.emplace_back())
              .ok());
    }
    return cases;
  }
  static std::string FormOf(const v1::Document& document) {
    return absl::StrCat("/desk/", document.name(), "/objection");
  }
  static std::string PaperOf(const v1::Document& document) {
    return absl::StrCat("/desk/", document.name(), "/paper");
  }

  static RunningServer* server_;
  Registry& registry_ = server_->registry();
  std::unique_ptr<v1::ObjectionService::Stub> stub_ =
      v1::ObjectionService::NewStub(server_->Channel());
  Clerk clerk_{server_->Channel(), registry_.today()};
};
RunningServer* DeskSource::server_ = nullptr;

TEST_F(DeskSource, ACourtsAdviceIsRecordedWithTheDayOnWhichItCame) {
  const v1::Document document = registry_.Published("平安区临时救助办法");
  const std::string form = FormOf(document);
  EXPECT_THAT(clerk_.Get(absl::StrCat("/desk/", document.name())).body,
              HasSubstr(absl::StrCat("href=\"", form, "\"")));
  EXPECT_THAT(clerk_.Get(form).body,
              AllOf(HasSubstr("登记来件"), HasSubstr("检察建议"), HasSubstr("匿名线索"),
                    HasSubstr(absl::StrCat("value=\"", registry_.today(), "\""))));
  gateway::Fields rehearsal = Advice();
  rehearsal.emplace_back("rehearse", "yes");
  const gateway::HttpResponse rehearsed = clerk_.Send(form, rehearsal);
  EXPECT_EQ(rehearsed.status, 200) << rehearsed.body;
  EXPECT_THAT(rehearsed.body, AllOf(HasSubstr("检查通过"), HasSubstr(kLetter)));
  EXPECT_TRUE(Cases(document).empty()) << "a rehearsal records nothing";

  const gateway::HttpResponse recorded = clerk_.Send(form, Advice());
  ASSERT_EQ(recorded.status, 200) << recorded.body;
  EXPECT_THAT(recorded.body, AllOf(HasSubstr("来件已登记"), HasSubstr("查询码")));
  const std::vector<v1::Objection> cases = Cases(document);
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_THAT(recorded.body, HasSubstr(absl::StrCat("href=\"/desk/", cases[0].name(), "\"")));
  EXPECT_EQ(cases[0].origin(), v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  EXPECT_EQ(cases[0].lodged_date(), Day(-3));
  EXPECT_EQ(cases[0].articles_size(), 2);
  EXPECT_EQ(cases[0].internal().source_document(), kLetter);
  EXPECT_EQ(cases[0].internal().lodger().display_name(), "平安区人民法院");
  EXPECT_EQ(cases[0].internal().lodger().kind(), v1::LODGER_KIND_OTHER_ORGANISATION);
  // The receipt opens the case, for whoever sent the letter.
  v1::TrackObjectionRequest track;
  track.mutable_receipt()->set_number(Found(recorded, "回执号</dt><dd><code>([^<]+)"));
  track.mutable_receipt()->set_code(Found(recorded, "查询码</dt><dd><code>([^<]+)"));
  v1::Objection tracked;
  EXPECT_TRUE(stub_->TrackObjection(As("").get(), track, &tracked).ok());
  EXPECT_EQ(tracked.name(), cases[0].name());
  // The list tells what started it and when.
  EXPECT_THAT(clerk_.Get("/desk/objections").body,
              HasSubstr(absl::StrCat("司法建议 · ", Day(-3), " · 与上位法相抵触")));
}

TEST_F(DeskSource, EveryMistakeIsSaidAtOnceAtItsField) {
  const v1::Document document = registry_.Published("平安区医疗救助办法");
  // Nothing is chosen and nothing filled in, and the day is yet to come: a field's fault and a
  // condition's are two refusals of the register.
  const gateway::HttpResponse refused = clerk_.Send(FormOf(document), {{"received_date", Day(1)}});
  EXPECT_EQ(refused.status, 400);
  for (const char* field :
       {"origin", "received_date", "lodger.display_name", "lodger.contact", "ground", "reasons"}) {
    EXPECT_THAT(refused.body, HasSubstr(absl::StrCat("href=\"#", field, "\""))) << field;
    EXPECT_THAT(refused.body, HasSubstr(absl::StrCat("id=\"", field, "\""))) << field;
  }
  EXPECT_THAT(refused.body, AllOf(HasSubstr("\">审查来源：没有选择，请选择</a>"),
                                  HasSubstr("不晚于今天"), HasSubstr("<title>错误：")));
  // Of an advice the letter is named; what was typed stays.
  const gateway::HttpResponse unnamed =
      clerk_.Send(FormOf(document), {{"origin", "OBJECTION_ORIGIN_PROCURATORIAL_ADVICE"},
                                     {"lodger.display_name", "平安区人民检察院"},
                                     {"received_date", Day(0)}});
  EXPECT_EQ(unnamed.status, 400);
  EXPECT_THAT(unnamed.body,
              AllOf(HasSubstr("href=\"#source_document\""), HasSubstr("href=\"#reasons\""),
                    HasSubstr("平安区人民检察院"), Not(HasSubstr("href=\"#received_date\"")),
                    Not(HasSubstr("href=\"#origin\""))));
  EXPECT_TRUE(Cases(document).empty());
}

TEST_F(DeskSource, ALeadNeedsNoLetterAndItsFilesAreKeptWithIt) {
  const v1::Document document = registry_.Published("平安区就业援助办法");
  const std::string program =
      "\x7F"
      "ELF\x02\x01\x01 no PDF at all";
  const std::string pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";
  const gateway::HttpResponse recorded =
      clerk_.Upload(FormOf(document), {{"信封.pdf", pdf}, {"程序.exe", program}},
                    {{"origin", "OBJECTION_ORIGIN_LEAD"},
                     {"lodger.display_name", "匿名"},
                     {"lodger.contact", "信件"},
                     {"ground", "OBJECTION_GROUND_PROCEDURE"},
                     {"reasons", "没有征求意见"}});
  ASSERT_EQ(recorded.status, 200) << recorded.body;
  EXPECT_THAT(recorded.body, AllOf(HasSubstr("证据材料已收到：信封.pdf"),
                                   HasSubstr("来件已经登记，但是有附件没有收到"),
                                   HasSubstr("“程序.exe”没有收到")));
  const std::vector<v1::Objection> cases = Cases(document);
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases[0].origin(), v1::OBJECTION_ORIGIN_LEAD);
  EXPECT_EQ(cases[0].lodged_date(), registry_.today());
  EXPECT_EQ(cases[0].internal().evidence_size(), 1);
}

TEST_F(DeskSource, OnlyTheReviewerOfThePlaceRecordsAndWithAFormOfTheDesk) {
  const v1::Document document = registry_.Published("平安区住房救助办法");
  const std::string form = FormOf(document);
  EXPECT_EQ(clerk_.Post(form, Advice()).status, 403) << "without the seal";
  for (const std::string& token : {registry_.tokens().drafter, registry_.tokens().city_reviewer}) {
    clerk_.LogIn(token);
    EXPECT_THAT(clerk_.Get(absl::StrCat("/desk/", document.name())).body, Not(HasSubstr(form)));
    const gateway::HttpResponse refused = clerk_.Send(form, Advice());
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("href=\"#act\""));
  }
  clerk_.set_cookie("");
  EXPECT_EQ(clerk_.Get(form).status, 303);
  EXPECT_EQ(clerk_.Get("/desk/objections/new").status, 303);
  EXPECT_TRUE(Cases(document).empty());
}

TEST_F(DeskSource, TheDocumentIsFoundByTheNumberInTheLetter) {
  const v1::Document document = registry_.Published("平安区教育救助办法");
  EXPECT_THAT(clerk_.Get("/desk/objections").body, HasSubstr("href=\"/desk/objections/new\""));
  EXPECT_THAT(clerk_.Get("/desk/objections/new", {{"q", document.registration_number()}}).body,
              AllOf(HasSubstr("平安区教育救助办法"),
                    HasSubstr(absl::StrCat("href=\"", FormOf(document), "\""))));
  EXPECT_THAT(clerk_.Get("/desk/objections/new", {{"q", "查无此文zzqq"}}).body,
              HasSubstr("没有找到这份文件"));
  // What a citizen objects to on paper is recorded as theirs.
  EXPECT_THAT(clerk_.Get(FormOf(document)).body,
              HasSubstr(absl::StrCat("href=\"", PaperOf(document), "\"")));
}

// It counts from the day on which it came, and its lodger has the receipt.
TEST_F(DeskSource, AnObjectionOnPaperStaysItsLodgersAndCountsFromItsReceipt) {
  const v1::Document document = registry_.Published("平安区临时安置办法");
  const std::string form = PaperOf(document);
  EXPECT_THAT(clerk_.Get(form).body,
              AllOf(HasSubstr("<h1>登记书面异议</h1>"), HasSubstr("提出人身份"),
                    HasSubstr(absl::StrCat("value=\"", registry_.today(), "\"")),
                    Not(HasSubstr("id=\"origin\""))));
  const gateway::HttpResponse refused = clerk_.Send(form, {{"received_date", Day(1)}});
  EXPECT_EQ(refused.status, 400);
  for (const char* field : {"received_date", "lodger.kind", "lodger.display_name", "lodger.contact",
                            "ground", "reasons"})
    EXPECT_THAT(refused.body, HasSubstr(absl::StrCat("href=\"#", field, "\""))) << field;
  EXPECT_TRUE(Cases(document).empty());
  gateway::Fields paper = {{"received_date", Day(-3)},
                           {"lodger.kind", "LODGER_KIND_CITIZEN"},
                           {"lodger.display_name", "甲某某"},
                           {"lodger.contact", "13900001234"},
                           {"ground", "OBJECTION_GROUND_CONFLICTS_WITH_LAW"},
                           {"reasons", "第二条与上位法相抵触"}};
  const gateway::HttpResponse recorded = clerk_.Send(form, paper);
  ASSERT_EQ(recorded.status, 200) << recorded.body;
  EXPECT_THAT(recorded.body, AllOf(HasSubstr("查询码"), HasSubstr(Day(-3))));
  // Without a day it came today; it is the office's record all the same.
  paper[0].second = "";
  EXPECT_EQ(clerk_.Send(form, paper).status, 200);
  const std::vector<v1::Objection> cases = Cases(document);
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].origin(), v1::OBJECTION_ORIGIN_UNSPECIFIED);
  EXPECT_EQ(cases[0].lodged_date(), Day(-3));
  EXPECT_EQ(cases[0].internal().lodger().kind(), v1::LODGER_KIND_CITIZEN);
  for (const v1::Clock& clock : cases[0].clocks()) EXPECT_EQ(clock.start_date(), Day(-3));
  EXPECT_EQ(cases[1].lodged_date(), registry_.today());
  clerk_.LogIn(registry_.tokens().drafter);
  EXPECT_THAT(clerk_.Send(form, paper).body, HasSubstr("href=\"#act\""));
  EXPECT_EQ(clerk_.Post(form, paper).status, 403) << "without the seal";
  EXPECT_EQ(Cases(document).size(), 2u);
}

}  // namespace
}  // namespace santong::testing
