// The paper behind a piece of evidence is uploaded where the piece is recorded: at the form of the
// evidence, and at the acts whose decision is one.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "server/pages/request_id.h"
#include "tests/server/pages/clerk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHash[] = "attachment_sha256";
constexpr char kDecisionHash[] = "decision.attachment_sha256";
constexpr size_t kTooLargeBytes = (size_t{32} << 20) + 1;

class DeskEvidence : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new RunningServer; }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }
  DeskEvidence() { clerk_.LogIn(registry_.tokens().drafter); }

  gateway::Fields Minutes() const {
    return {{"kind", "EVIDENCE_KIND_COLLECTIVE_DECISION"},
            {"document_title", "区政府常务会议纪要"},
            {"date", registry_.today()},
            {"person", "某某"}};
  }
  gateway::Fields Order() const {
    return {{"reason", "正在审查，先停止执行"},
            {"decision.document_title", "平政决〔2026〕1号"},
            {"decision.date", registry_.today()},
            {"decision.person", "区长"}};
  }
  static gateway::Fields With(gateway::Fields fields, const char* name, const std::string& value) {
    fields.emplace_back(name, value);
    return fields;
  }
  v1::Document Read(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(registry_.documents()
                    .GetDocument(As(registry_.tokens().drafter).get(), request, &document)
                    .ok());
    return document;
  }
  int Pieces(const v1::Document& document) {
    return Read(document.name()).internal().evidence_size();
  }
  // Where the desk gives it out.
  static std::string FileOf(const v1::Document& document, const std::string& bytes) {
    return absl::StrCat("/desk/", document.name(), "/attachments/", digest::Sha256Hex(bytes));
  }

  static RunningServer* server_;
  Registry& registry_ = server_->registry();
  Clerk clerk_{server_->Channel(), registry_.today()};
};
RunningServer* DeskEvidence::server_ = nullptr;

TEST_F(DeskEvidence, AFileIsAttachedAndItsPieceNamesIt) {
  const v1::Document document = registry_.Drafted("附会议纪要的办法");
  const std::string record = absl::StrCat("/desk/", document.name());
  const std::string form = record + "/evidence";
  EXPECT_THAT(clerk_.Get(form).body,
              AllOf(HasSubstr("enctype=\"multipart/form-data\""),
                    HasSubstr("name=\"attachment_sha256\" type=\"file\""),
                    HasSubstr("附会议纪要的办法</a>"), Not(HasSubstr("材料原件"))));
  const std::string bytes = "会议纪要，第三项。";
  const int before = Pieces(document);
  // A button that is pressed twice.
  const gateway::Fields fields = With(Minutes(), "request_id", pages::NewRequestId());
  for (int press = 0; press < 2; ++press) {
    const gateway::HttpResponse added =
        clerk_.Upload(form, {{"会议纪要.pdf", bytes}}, fields, kHash);
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_THAT(Location(added), HasSubstr(record));
  }
  const v1::Document read = Read(document.name());
  ASSERT_EQ(read.internal().evidence_size(), before + 1);
  EXPECT_EQ(read.internal().evidence(before).attachment_sha256(), digest::Sha256Hex(bytes));
  EXPECT_EQ(read.published_files_size(), 0) << "it is a paper of the office";
  const std::string file = FileOf(document, bytes);
  EXPECT_EQ(clerk_.Get(file).body, bytes);
  for (const std::string& page : {record, form}) {
    EXPECT_THAT(clerk_.Get(page).body,
                AllOf(HasSubstr("材料原件"), HasSubstr(absl::StrCat("href=\"", file, "\"")),
                      HasSubstr("：区政府常务会议纪要</a>")));
  }
}

TEST_F(DeskEvidence, AFileComesLaterToThePieceThatNamesIt) {
  const v1::Document document = registry_.Drafted("先登记后附件的办法");
  const std::string form = absl::StrCat("/desk/", document.name(), "/evidence");
  const std::string bytes = "会议纪要，第五项。";
  const int before = Pieces(document);
  const gateway::Fields named = With(Minutes(), kHash, digest::Sha256Hex(bytes));
  ASSERT_EQ(clerk_.Send(form, named).status, 303);
  EXPECT_EQ(clerk_.Get(FileOf(document, bytes)).status, 404);
  ASSERT_EQ(clerk_.Upload(form, {{"会议纪要.pdf", bytes}}, Minutes(), kHash).status, 303);
  EXPECT_EQ(clerk_.Get(FileOf(document, bytes)).body, bytes);
  EXPECT_EQ(Pieces(document), before + 1);
}

TEST_F(DeskEvidence, WhatIsRehearsedOrRefusedAttachesNothing) {
  const v1::Document document = registry_.Drafted("先演练再附件的办法");
  const std::string form = absl::StrCat("/desk/", document.name(), "/evidence");
  const std::string bytes = "会议纪要，第四项。";
  const int before = Pieces(document);
  const auto upload = [&](const gateway::Fields& fields) {
    return clerk_.Upload(form, {{"会议纪要.pdf", bytes}}, fields, kHash);
  };
  const gateway::HttpResponse rehearsed = upload(With(Minutes(), "rehearse", "yes"));
  EXPECT_EQ(rehearsed.status, 200);
  EXPECT_THAT(rehearsed.body, AllOf(HasSubstr("检查通过"), HasSubstr("区政府常务会议纪要")));
  const gateway::HttpResponse refused =
      upload({{"kind", "EVIDENCE_KIND_COLLECTIVE_DECISION"}, {"date", "2026-02-30"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("href=\"#date\""));
  const gateway::HttpResponse unchosen = upload({{"date", registry_.today()}});
  EXPECT_EQ(unchosen.status, 400);
  EXPECT_THAT(unchosen.body, HasSubstr("href=\"#kind\""));
  for (const gateway::HttpResponse* page : {&rehearsed, &refused, &unchosen}) {
    EXPECT_THAT(page->body, AllOf(HasSubstr("刚才选择的文件没有保存，请重新选择"),
                                  Not(HasSubstr(digest::Sha256Hex(bytes)))))
        << "or the hash alone would be sent, of a file that is not there";
  }
  EXPECT_EQ(clerk_.Get(FileOf(document, bytes)).status, 404);
  EXPECT_EQ(Pieces(document), before);
}

TEST_F(DeskEvidence, AFileThatIsRefusedLeavesNoPiece) {
  const v1::Document document = registry_.Drafted("附件过大的办法");
  const int before = Pieces(document);
  const gateway::HttpResponse refused =
      clerk_.Upload(absl::StrCat("/desk/", document.name(), "/evidence"),
                    {{"扫描件.pdf", std::string(kTooLargeBytes, 'x')}}, Minutes(), kHash);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("href=\"#attachment_sha256-file\""),
                                  HasSubstr("id=\"attachment_sha256-file\""),
                                  HasSubstr("“扫描件.pdf”没有收到：附件超过33554432字节")));
  EXPECT_EQ(Pieces(document), before);
}

// With a scan attached to its signature a document could never be submitted.
TEST_F(DeskEvidence, ASignatureTakesNoFileButTheSignedText) {
  const v1::Document document = registry_.Drafted("附签批单的办法");
  const std::string form = absl::StrCat("/desk/", document.name(), "/evidence");
  const gateway::Fields signature = {
      {"kind", "EVIDENCE_KIND_SIGNATURE"}, {"date", registry_.today()}, {"person", "局长"}};
  const std::string scan = "签批单";
  const gateway::HttpResponse refused =
      clerk_.Upload(form, {{"签批单.pdf", scan}}, signature, kHash);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("href=\"#attachment_sha256-file\""),
                                  HasSubstr("签发记录所附的必须是所签的正文本身")));
  EXPECT_EQ(clerk_.Get(FileOf(document, scan)).status, 404);
  const int before = Pieces(document);
  const std::string text = Read(document.name()).current_version().text();
  EXPECT_EQ(clerk_.Upload(form, {{"正文.txt", text}}, signature, kHash).status, 303);
  EXPECT_EQ(Pieces(document), before + 1);
}

TEST_F(DeskEvidence, WhatGoesOutWithTheDocumentStillDoes) {
  const v1::Document document = registry_.Drafted("附件随文公布的办法");
  const std::string record = absl::StrCat("/desk/", document.name());
  const std::string bytes = "起草说明，全文。";
  ASSERT_EQ(clerk_.Upload(record + "/files", {{"起草说明.docx", bytes}}).status, 303);
  ASSERT_EQ(clerk_
                .Upload(record + "/evidence", {{"说明.docx", bytes}},
                        {{"kind", "EVIDENCE_KIND_DRAFTING_EXPLANATION"}}, kHash)
                .status,
            303);
  const v1::Document read = Read(document.name());
  EXPECT_EQ(read.internal().evidence().rbegin()->attachment_sha256(), digest::Sha256Hex(bytes));
  ASSERT_EQ(read.published_files_size(), 1);
  EXPECT_EQ(read.published_files(0).file_name(), "起草说明.docx");
}

TEST_F(DeskEvidence, AnActBringsTheFileOfItsDecision) {
  const v1::Document document = registry_.Published("停止执行的办法");
  clerk_.LogIn(registry_.tokens().reviewer);
  const std::string form = absl::StrCat("/desk/", document.name(), "/SuspendDocument");
  EXPECT_THAT(clerk_.Get(form).body,
              AllOf(HasSubstr("enctype=\"multipart/form-data\""),
                    HasSubstr("name=\"decision.attachment_sha256\" type=\"file\"")));
  const std::string bytes = "中止执行决定，第一项。";
  const auto upload = [&](const gateway::Fields& fields) {
    return clerk_.Upload(form, {{"决定.pdf", bytes}}, fields, kDecisionHash);
  };
  const gateway::HttpResponse refused = upload({{"reason", "没有写明决定"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, AllOf(HasSubstr("<details class=\"fold\" open>"),
                                  HasSubstr("刚才选择的文件没有保存，请重新选择")));
  EXPECT_EQ(clerk_.Get(FileOf(document, bytes)).status, 404);

  gateway::Fields order = With(Order(), "request_id", pages::NewRequestId());
  order.emplace_back("etag", Read(document.name()).etag());
  // The second time the state has no such act any more, and the identifier has its answer.
  for (int press = 0; press < 2; ++press) {
    const gateway::HttpResponse done = upload(order);
    ASSERT_EQ(done.status, 303) << done.body;
  }
  const v1::Document read = Read(document.name());
  EXPECT_EQ(read.state(), v1::DOCUMENT_STATE_SUSPENDED);
  EXPECT_EQ(read.suspensions_size(), 1);
  EXPECT_EQ(read.internal().evidence().rbegin()->attachment_sha256(), digest::Sha256Hex(bytes));
  EXPECT_EQ(clerk_.Get(FileOf(document, bytes)).body, bytes);
}

}  // namespace
}  // namespace santong::testing
