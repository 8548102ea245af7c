// The files that no public page gives out are read at the desk, by whoever may read them.
#include "gmock/gmock.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeskFetch : public ::testing::Test {
 protected:
  RunningServer server_;
  Registry& registry_ = server_.registry();
  Clerk clerk_{server_.Channel(), registry_.today()};
};

TEST_F(DeskFetch, TheReviewerReadsWhatALodgerSentAndNobodyElseDoes) {
  Desk desk(server_.Channel(), registry_.tokens());
  const v1::LodgeObjectionResponse lodged =
      desk.Lodge(registry_.Published("平安区犬只管理办法").name(), "甲某某");
  v1::AddObjectionEvidenceRequest add;
  *add.mutable_receipt() = lodged.receipt();
  add.set_file_name("处罚决定书.pdf");
  add.set_content(kPdf);
  v1::Objection objection;
  ASSERT_TRUE(desk.stub().AddObjectionEvidence(As("").get(), add, &objection).ok());
  const std::string record = absl::StrCat("/desk/", lodged.objection().name());
  const std::string file = record + "/evidence/1";

  clerk_.LogIn(registry_.tokens().reviewer);
  EXPECT_THAT(
      clerk_.Get(record).body,
      AllOf(HasSubstr("材料原件"), HasSubstr(absl::StrCat("href=\"", file, "\" download"))));
  const gateway::HttpResponse read = clerk_.Get(file);
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.body, kPdf);
  EXPECT_EQ(gateway::FieldOf(read.headers, "Content-Type"), "application/octet-stream");
  EXPECT_EQ(gateway::FieldOf(read.headers, "Cache-Control"), "no-store");
  EXPECT_THAT(std::string(gateway::FieldOf(read.headers, "Content-Disposition")),
              HasSubstr("attachment; filename*=UTF-8''%E5%A4%84"));
  EXPECT_EQ(clerk_.Get(record + "/evidence/2").status, 404);
  EXPECT_EQ(clerk_.Get(record + "/evidence/x").status, 404);

  clerk_.LogIn(registry_.tokens().drafter);
  EXPECT_THAT(clerk_.Get(record).body, Not(HasSubstr("/evidence/1")));
  EXPECT_NE(clerk_.Get(file).status, 200) << "what a citizen sends is not the issuer's to read";
  clerk_.set_cookie("");
  EXPECT_EQ(clerk_.Get(file).status, 303);
}

TEST_F(DeskFetch, ThePaperBehindADocumentsEvidenceIsReadFromItsRecord) {
  const v1::Document document = registry_.Drafted("平安区养犬登记办法");
  const std::string bytes = "会议纪要，第一项。";
  registry_.Attached(document.name(), "会议纪要.docx", bytes);
  const std::string record = absl::StrCat("/desk/", document.name());
  const std::string file = absl::StrCat(record, "/attachments/", digest::Sha256Hex(bytes));
  clerk_.LogIn(registry_.tokens().drafter);
  const gateway::HttpResponse added =
      clerk_.Send(record + "/evidence", {{"kind", "EVIDENCE_KIND_COLLECTIVE_DECISION"},
                                         {"document_title", "区政府常务会议纪要"},
                                         {"date", registry_.today()},
                                         {"person", "某某"},
                                         {"attachment_sha256", digest::Sha256Hex(bytes)}});
  ASSERT_EQ(added.status, 303) << added.body;
  EXPECT_THAT(clerk_.Get(record).body, AllOf(HasSubstr(absl::StrCat("href=\"", file, "\"")),
                                             HasSubstr("：区政府常务会议纪要</a>")));
  EXPECT_EQ(clerk_.Get(file).body, bytes);
  clerk_.LogIn(registry_.tokens().other_drafter);
  EXPECT_EQ(clerk_.Get(file).status, 404);
}

}  // namespace
}  // namespace santong::testing
