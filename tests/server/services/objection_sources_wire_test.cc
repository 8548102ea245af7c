// What else starts a review than an objection, recorded by the legal office, through the real
// server.
#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Sources : public ::testing::Test {
 protected:
  v1::LodgeObjectionRequest Asked(const std::string& document, v1::ObjectionOrigin origin,
                                  const std::string& sender) {
    v1::LodgeObjectionRequest request;
    request.set_document(document);
    request.set_ground(v1::OBJECTION_GROUND_CONFLICTS_WITH_LAW);
    request.set_reasons("第二条与上位法相抵触");
    request.mutable_lodger()->set_kind(v1::LODGER_KIND_OTHER_ORGANISATION);
    request.mutable_lodger()->set_display_name(sender);
    request.mutable_lodger()->set_contact("来信");
    request.set_origin(origin);
    return request;
  }
  grpc::Status Record(const v1::LodgeObjectionRequest& request, const std::string& token,
                      v1::Objection* objection) {
    v1::LodgeObjectionResponse response;
    const grpc::Status status = desk_.stub().LodgeObjection(As(token).get(), request, &response);
    *objection = response.objection();
    return status;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  Tokens tokens_ = registry_.tokens();
  Desk desk_{server_.Channel(), tokens_};
};

TEST_F(Sources, ACourtsAdviceIsRecordedByTheOfficeAndAnswered) {
  const std::string document = registry_.Published("平安区临时救助办法").name();
  v1::LodgeObjectionRequest advice =
      Asked(document, v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE, "平安区人民法院");
  v1::Objection objection;
  EXPECT_TRUE(Names(Record(advice, tokens_.reviewer, &objection), "SourceIsNamed"));
  advice.set_source_document("（2026）青0203行初1号司法建议书");
  EXPECT_EQ(ReasonOf(Record(advice, "", &objection)), "ROLE_NOT_ALLOWED") << "no court is believed";
  EXPECT_EQ(ReasonOf(Record(advice, tokens_.city_reviewer, &objection)), "ROLE_NOT_ALLOWED");
  const grpc::Status recorded = Record(advice, tokens_.reviewer, &objection);
  ASSERT_TRUE(recorded.ok()) << recorded.error_message();
  const std::string name = objection.name();
  ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  ASSERT_TRUE(desk_.Reply(name, "书面答复，挂号信").ok());
  objection = desk_.Get(name, tokens_.reviewer);
  EXPECT_EQ(objection.origin(), v1::OBJECTION_ORIGIN_JUDICIAL_ADVICE);
  EXPECT_EQ(objection.internal().source_document(), "（2026）青0203行初1号司法建议书");
  EXPECT_EQ(objection.internal().lodger().display_name(), "平安区人民法院");
  EXPECT_THAT(desk_.Events(name), Contains("ObjectionSourceRecorded"));
  desk_.ExpectSoundStore();
}

// What came on paper some days ago is its lodger's objection, and its days count from there.
TEST_F(Sources, AnObjectionOnPaperCountsFromItsReceiptAndStaysItsLodgers) {
  const std::string document = registry_.Published("平安区医疗救助办法").name();
  v1::LodgeObjectionRequest paper = Asked(document, v1::OBJECTION_ORIGIN_UNSPECIFIED, "甲某某");
  paper.mutable_lodger()->set_kind(v1::LODGER_KIND_CITIZEN);
  const std::string received = absl::FormatCivilTime(*text::ParseIsoDay(registry_.today()) - 4);
  paper.set_received_date(received);
  v1::LodgeObjectionResponse response;
  EXPECT_EQ(ReasonOf(desk_.stub().LodgeObjection(As("").get(), paper, &response)),
            "ROLE_NOT_ALLOWED")
      << "whoever lodges does not date it back";
  EXPECT_EQ(
      ReasonOf(desk_.stub().LodgeObjection(As(tokens_.city_reviewer).get(), paper, &response)),
      "ROLE_NOT_ALLOWED");
  const grpc::Status recorded =
      desk_.stub().LodgeObjection(As(tokens_.reviewer).get(), paper, &response);
  ASSERT_TRUE(recorded.ok()) << recorded.error_message();
  const v1::Objection objection = desk_.Track(response.receipt());
  EXPECT_EQ(objection.origin(), v1::OBJECTION_ORIGIN_UNSPECIFIED);
  EXPECT_EQ(objection.lodged_date(), received);
  ASSERT_EQ(objection.clocks_size(), 3);
  for (const v1::Clock& clock : objection.clocks()) EXPECT_EQ(clock.start_date(), received);
  EXPECT_THAT(desk_.Events(objection.name()), Contains("ObjectionLodged"));
  desk_.ExpectSoundStore();
}

// Nor in what anyone may take away or follow, whether it still waits or was refused.
TEST_F(Sources, ALeadThatIsNotTakenUpIsInNothingThatAnyoneReads) {
  const std::string document = registry_.Published("平安区临时救助办法").name();
  v1::Objection objection;
  ASSERT_TRUE(
      Record(Asked(document, v1::OBJECTION_ORIGIN_LEAD, "匿名"), tokens_.reviewer, &objection)
          .ok());
  const std::string name = objection.name();
  const auto catalog = v1::CatalogService::NewStub(server_.Channel());
  const auto copy = [&] {
    v1::ExportCatalogRequest request;
    request.set_format(v1::EXPORT_FORMAT_COPY);
    const auto context = As("");
    const auto stream = catalog->ExportCatalog(context.get(), request);
    std::string lines;
    v1::ExportCatalogResponse part;
    while (stream->Read(&part)) lines += part.chunk();
    EXPECT_TRUE(stream->Finish().ok());
    return lines;
  };
  EXPECT_THAT(copy(), Not(HasSubstr(name)));
  v1::RejectObjectionRequest reject;
  reject.set_name(name);
  reject.set_refusal(v1::OBJECTION_REFUSAL_OTHER);
  reject.set_reason("线索不成立");
  const grpc::Status rejected =
      desk_.stub().RejectObjection(As(tokens_.reviewer).get(), reject, &objection);
  ASSERT_TRUE(rejected.ok()) << rejected.error_message();
  EXPECT_THAT(desk_.Events(name), Contains("ObjectionRejected"));
  EXPECT_THAT(EventTypes(desk_.documents(), /*token=*/"", name), IsEmpty());
  EXPECT_THAT(copy(), Not(HasSubstr(name)));
  desk_.ExpectSoundStore();
}

TEST_F(Sources, AnAnonymousLeadIsReviewedAndOwesNoReply) {
  const std::string document = registry_.Published("平安区临时救助办法").name();
  v1::Objection objection;
  const grpc::Status recorded =
      Record(Asked(document, v1::OBJECTION_ORIGIN_LEAD, "匿名"), tokens_.reviewer, &objection);
  ASSERT_TRUE(recorded.ok()) << recorded.error_message();
  const std::string name = objection.name();
  EXPECT_EQ(objection.clocks_size(), 0);
  // Before it is taken up there is none for others: it is refused in the words of one that is not.
  const auto refused = [&](const std::string& asked) {
    v1::ObjectionLetter letter;
    const grpc::Status status =
        desk_.Letter(asked, "", v1::OBJECTION_LETTER_KIND_ACCEPTANCE, &letter);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
    return absl::StrReplaceAll(status.error_message(), {{asked, "objections/-"}});
  };
  EXPECT_EQ(refused(name), refused("objections/999999"));
  // Nor is it told by an act, with or without an etag.
  for (const std::string& token : {tokens_.city_reviewer, tokens_.other_drafter}) {
    for (const char* etag : {"", "\"0\""}) {
      v1::ReportCorrectionRequest report;
      report.set_name(name);
      report.set_correction("已经改正");
      report.mutable_options()->set_etag(etag);
      v1::Objection shown;
      EXPECT_EQ(desk_.stub().ReportCorrection(As(token).get(), report, &shown).error_code(),
                grpc::StatusCode::NOT_FOUND);
    }
  }
  v1::Objection another;
  ASSERT_TRUE(
      Record(Asked(document, v1::OBJECTION_ORIGIN_LEAD, "匿名"), tokens_.reviewer, &another).ok());
  EXPECT_EQ(desk_.Get(another.name(), tokens_.reviewer).internal().repeats_size(), 0)
      << "who knows that one person sent both?";
  ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  EXPECT_TRUE(Names(desk_.Reply(name, "挂号信"), "SenderIsKnown"));
  EXPECT_EQ(desk_.Tasks(tokens_.reviewer, name), Strings{});
  desk_.ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
