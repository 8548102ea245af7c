// What follows from an objection, through the real server: tasks, a decision that acts on the
// document, letters, evidence, and cases that are joined.
#include <gmock/gmock.h>

#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::UnorderedElementsAre;

void Repeal(Desk& desk, const Tokens& tokens, const std::string& document,
            const std::string& today) {
  v1::RepealDocumentRequest repeal;
  repeal.set_name(document);
  repeal.set_reason("异议审查后废止");
  repeal.set_ended_date(today);
  repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  repeal.mutable_decision()->set_document_title("区人民政府决定");
  repeal.mutable_decision()->set_person("区长");
  repeal.mutable_decision()->set_date(today);
  v1::Document repealed;
  const grpc::Status ended =
      desk.documents().RepealDocument(As(tokens.reviewer).get(), repeal, &repealed);
  ASSERT_TRUE(ended.ok()) << ended.error_message();
}

class ObjectionLife : public ::testing::Test {
 protected:
  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Desk desk_{server_.Channel(), tokens_};
  const std::string document_ = registry_.Published("平安区临时救助办法").name();
};

TEST_F(ObjectionLife, TasksGoToWhoeverMustActAndToNobodyElse) {
  const std::string name = desk_.Lodge(document_, "甲某某").objection().name();
  EXPECT_THAT(desk_.Tasks(tokens_.reviewer, name),
              UnorderedElementsAre("审查异议形式：受理、通知补正、移送或者不予受理",
                                   "异议不属于本机关办理的：移送有权办理的机关",
                                   "异议不予受理的：告知异议人"));
  EXPECT_EQ(desk_.Tasks(tokens_.drafter, name), Strings{});
  ASSERT_TRUE(desk_.Accept(name).ok());
  EXPECT_EQ(desk_.Tasks(tokens_.reviewer, name), Strings{"完成异议审查，作出决定"});
  v1::RequestOpinionRequest opinion;
  opinion.set_name(name);
  opinion.set_question("第二条的依据？");
  v1::Objection objection;
  ASSERT_TRUE(desk_.stub().RequestOpinion(As(tokens_.reviewer).get(), opinion, &objection).ok());
  EXPECT_EQ(desk_.Tasks(tokens_.drafter, name), Strings{"就异议提出意见"});
  EXPECT_EQ(desk_.Tasks(tokens_.other_drafter, name), Strings{});
  EXPECT_EQ(desk_.Tasks(tokens_.city_reviewer, name), Strings{});
  EXPECT_EQ(desk_.Tasks(tokens_.auditor, name).size(), 2u);
}

TEST_F(ObjectionLife, ACorrectionIsMadeInTheDocumentsOwnWorkflowAndClosesTheCase) {
  const v1::LodgeObjectionResponse lodged = desk_.Lodge(document_, "甲某某");
  const std::string name = lodged.objection().name();
  ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_CORRECT, "2199-01-01").ok());
  EXPECT_EQ(desk_.Tasks(tokens_.drafter, name), Strings{"按异议审查决定改正文件并报告"});
  EXPECT_TRUE(Names(desk_.Report(name, tokens_.drafter), "CorrectionIsMade"));
  EXPECT_TRUE(Names(desk_.Revoke(name, false, registry_.today()), "CorrectionHasRunOut"));
  EXPECT_EQ(desk_.StateOf(document_), v1::DOCUMENT_STATE_IN_EFFECT);
  Repeal(desk_, tokens_, document_, registry_.today());
  // The document's own workflow made the correction, and nobody has to say so.
  desk_.WaitFor(name, "ObjectionCorrectionNoticed");
  v1::Objection closed = desk_.Track(lodged.receipt());
  EXPECT_EQ(closed.state(), v1::OBJECTION_STATE_CLOSED);
  EXPECT_EQ(closed.settled_date(), registry_.today());
  EXPECT_EQ(closed.correction(), absl::StrCat("文件自", registry_.today(), "起废止"));
  EXPECT_EQ(desk_.Tasks(tokens_.drafter, name), Strings{});
  // The issuer may still say it in its own words; a stranger may not.
  EXPECT_FALSE(desk_.Report(name, tokens_.other_drafter).ok());
  ASSERT_TRUE(desk_.Report(name, tokens_.drafter).ok());
  EXPECT_EQ(desk_.Track(lodged.receipt()).correction(), "已经废止");
  EXPECT_EQ(desk_.Events(name),
            (Strings{"ObjectionLodged", "ObjectionAccepted", "ObjectionDecided",
                     "ObjectionCorrectionNoticed", "ObjectionCorrectionReported"}));
  desk_.ExpectSoundStore();
}

// An amendment closes a case that demanded a correction, not one that demanded the document's end.
TEST_F(ObjectionLife, ANewVersionAnswersACorrectionAndNoRevocation) {
  const std::string corrected = desk_.Lodge(document_, "甲某某").objection().name();
  const std::string revoked = desk_.Lodge(document_, "乙某某").objection().name();
  for (const std::string& name : {corrected, revoked}) ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Decide(corrected, v1::OBJECTION_OUTCOME_CORRECT, "2199-01-01").ok());
  ASSERT_TRUE(desk_.Decide(revoked, v1::OBJECTION_OUTCOME_REVOKE).ok());
  // The decision that amends it, and names it.
  v1::CreateDocumentRequest decision = registry_.CompleteDraft("关于修改平安区临时救助办法的决定");
  v1::Relation* relation = decision.mutable_document()->add_relations();
  relation->set_kind(v1::RELATION_KIND_AMENDS);
  relation->set_target(document_);
  v1::AmendDocumentRequest amend;
  amend.set_name(document_);
  amend.set_amended_by(registry_.Published(decision).name());
  amend.set_text("第一条 为了临时救助，制定本办法。\n第二条 依照法律办理。\n");
  v1::Document amended;
  const grpc::Status done =
      desk_.documents().AmendDocument(As(tokens_.publisher).get(), amend, &amended);
  ASSERT_TRUE(done.ok()) << done.error_message();
  desk_.WaitFor(corrected, "ObjectionCorrectionNoticed");
  EXPECT_EQ(desk_.Get(corrected, tokens_.reviewer).correction(), "文件已经修改，现行文本为第2版");
  EXPECT_EQ(desk_.Get(revoked, tokens_.reviewer).state(), v1::OBJECTION_STATE_REVOKING);
  desk_.ExpectSoundStore();
}

TEST_F(ObjectionLife, TheAnswerIsHandedToItsLodgerOnceAndThatEndsTheFeedback) {
  const v1::LodgeObjectionResponse lodged = desk_.Lodge(document_, "甲某某");
  const std::string name = lodged.objection().name();
  ASSERT_TRUE(desk_.Accept(name).ok());
  EXPECT_TRUE(desk_.Reply(name, "邮寄").error_code() == grpc::StatusCode::FAILED_PRECONDITION);
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  EXPECT_EQ(desk_.Tasks(tokens_.reviewer, name), Strings{"把决定或者答复送达异议人，记录送达"});
  EXPECT_FALSE(desk_.Reply(name, "").ok());
  ASSERT_TRUE(desk_.Reply(name, "挂号信 XA12345678963").ok());
  EXPECT_TRUE(Names(desk_.Reply(name, "当面"), "IsNotRepliedYet"));
  EXPECT_EQ(desk_.Tasks(tokens_.reviewer, name), Strings{});
  const v1::Objection tracked = desk_.Track(lodged.receipt());
  EXPECT_EQ(tracked.replied_date(), registry_.today());
  EXPECT_EQ(tracked.internal().reply_manner(), "挂号信 XA12345678963");
  // How the lodger was reached is not for the public, nor for the history.
  EXPECT_FALSE(desk_.Get(name, "").has_internal());
  EXPECT_EQ(desk_.Events(name).back(), "ObjectionReplied");
  desk_.ExpectSoundStore();
}

// Of the document the same decision is evidence, which the staff alone reads.
TEST_F(ObjectionLife, WhoAnsweredForTheDecisionIsToldToTheOfficesAlone) {
  const v1::LodgeObjectionResponse lodged = desk_.Lodge(document_, "甲某某");
  const std::string name = lodged.objection().name();
  ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_REVOKE).ok());
  ASSERT_TRUE(desk_.Revoke(name, /*suspend=*/true, registry_.today()).ok());
  EXPECT_EQ(desk_.Get(name, tokens_.reviewer).authority_decision().person(), "区长");
  for (const v1::Objection& seen : {desk_.Get(name, ""), desk_.Track(lodged.receipt())}) {
    EXPECT_EQ(seen.authority_decision().document_title(), "区人民政府决定");
    EXPECT_EQ(seen.authority_decision().date(), registry_.today());
    EXPECT_EQ(seen.authority_decision().person(), "");
  }
}

TEST_F(ObjectionLife, ADocumentThatIsLawfulStaysAsItIs) {
  const std::string name = desk_.Lodge(document_, "甲某某").objection().name();
  ASSERT_TRUE(desk_.Accept(name).ok());
  const Strings before = desk_.Events(document_);
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  EXPECT_EQ(desk_.Events(document_), before);
}

TEST_F(ObjectionLife, ARevocationNeedsTheDecisionOfTheBodyThatHasThePower) {
  const std::string name = desk_.Lodge(document_, "甲某某").objection().name();
  ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_REVOKE).ok());
  EXPECT_THAT(desk_.Tasks(tokens_.reviewer, name),
              UnorderedElementsAre("按异议审查决定提请撤销或者中止执行",
                                   "把决定或者答复送达异议人，记录送达"));
  EXPECT_TRUE(Names(desk_.Revoke(name, false, "2199-01-01"), "AuthorityHasDecided"));
  EXPECT_TRUE(Names(desk_.Report(name, tokens_.drafter), "DocumentIsEnded"));
  const grpc::Status revoked = desk_.Revoke(name, false, registry_.today());
  ASSERT_TRUE(revoked.ok()) << revoked.error_message();
  EXPECT_EQ(desk_.StateOf(document_), v1::DOCUMENT_STATE_REVOKED);
  EXPECT_EQ(desk_.Events(document_).back(), "DocumentRevoked");
  EXPECT_EQ(desk_.Get(name, "").state(), v1::OBJECTION_STATE_CLOSED);
  desk_.ExpectSoundStore();
}

TEST_F(ObjectionLife, LettersStandForTheLodgerAndTheOfficesOnceTheirActIsDone) {
  const v1::LodgeObjectionResponse lodged = desk_.Lodge(document_, "<b>甲某某</b>");
  const std::string name = lodged.objection().name();
  v1::ObjectionLetter letter;
  EXPECT_EQ(
      desk_.Letter(lodged.receipt(), v1::OBJECTION_LETTER_KIND_ACCEPTANCE, &letter).error_code(),
      grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(desk_.Accept(name).ok());
  ASSERT_TRUE(desk_.Letter(lodged.receipt(), v1::OBJECTION_LETTER_KIND_ACCEPTANCE, &letter).ok());
  EXPECT_EQ(letter.date(), registry_.today());
  EXPECT_NE(letter.text().find("<b>甲某某</b>："), std::string::npos) << letter.text();
  EXPECT_NE(letter.text().find("《平安区临时救助办法》"), std::string::npos);
  EXPECT_NE(letter.html().find("&lt;b&gt;甲某某&lt;/b&gt;："), std::string::npos);
  ASSERT_TRUE(desk_.Decide(name, v1::OBJECTION_OUTCOME_CORRECT, "2199-01-01").ok());
  EXPECT_TRUE(desk_.Letter(lodged.receipt(), v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
  // What the office writes to the issuer is not the lodger's, nor the lodger's name the issuer's.
  EXPECT_FALSE(desk_.Letter(lodged.receipt(), v1::OBJECTION_LETTER_KIND_OPINION, &letter).ok());
  ASSERT_TRUE(desk_.Letter(name, tokens_.drafter, v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
  EXPECT_EQ(letter.text().find("甲某某"), std::string::npos);
  EXPECT_TRUE(desk_.Letter(name, tokens_.drafter, v1::OBJECTION_LETTER_KIND_OPINION, &letter).ok());
  EXPECT_FALSE(desk_.Letter(name, "", v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
  EXPECT_FALSE(
      desk_.Letter(name, tokens_.other_drafter, v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
  v1::Receipt forged = lodged.receipt();
  forged.set_code("AAAAAAAAAA");
  EXPECT_EQ(desk_.Letter(forged, v1::OBJECTION_LETTER_KIND_REPLY, &letter).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ObjectionLife, EvidenceIsTakenByItsContentAndShownToTheReviewerAlone) {
  const v1::LodgeObjectionResponse lodged = desk_.Lodge(document_, "甲某某");
  const std::string name = lodged.objection().name();
  const Strings before = desk_.Events(name);
  EXPECT_TRUE(Names(desk_.AddEvidence(lodged.receipt(), "<html><script></script></html>"),
                    "EvidenceTypeIsAllowed"));
  EXPECT_TRUE(Names(desk_.AddEvidence(lodged.receipt(), std::string("\x7f"
                                                                    "ELF\x02\x01\x01",
                                                                    7)),
                    "EvidenceTypeIsAllowed"));
  EXPECT_TRUE(Names(desk_.AddEvidence(lodged.receipt(), kPdf + std::string(5 << 20, ' ')),
                    "EvidenceIsSmallEnough"));
  v1::Receipt forged = lodged.receipt();
  forged.set_code("AAAAAAAAAA");
  EXPECT_EQ(desk_.AddEvidence(forged, kPdf).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(desk_.Events(name), before);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(desk_.AddEvidence(lodged.receipt(), kPdf).ok());
  EXPECT_TRUE(Names(desk_.AddEvidence(lodged.receipt(), kPdf), "EvidenceIsNotTooMuch"));
  const v1::Objection tracked = desk_.Track(lodged.receipt());
  ASSERT_EQ(tracked.internal().evidence_size(), 5);
  EXPECT_EQ(tracked.internal().evidence(0).media_type(), "application/pdf");
  EXPECT_EQ(tracked.SerializeAsString().find("身份证"), std::string::npos);
  EXPECT_FALSE(desk_.Get(name, "").has_internal());

  v1::GetObjectionEvidenceRequest get;
  get.set_name(name);
  get.set_number(2);
  v1::ObjectionEvidenceFile file;
  ASSERT_TRUE(desk_.stub().GetObjectionEvidence(As(tokens_.reviewer).get(), get, &file).ok());
  EXPECT_EQ(file.content(), kPdf);
  EXPECT_EQ(file.file_name(), "身份证甲某.pdf");
  for (const std::string& token :
       {std::string(), tokens_.drafter, tokens_.city_reviewer, tokens_.auditor, tokens_.admin}) {
    EXPECT_FALSE(desk_.stub().GetObjectionEvidence(As(token).get(), get, &file).ok());
  }
  get.set_number(6);
  EXPECT_EQ(desk_.stub().GetObjectionEvidence(As(tokens_.reviewer).get(), get, &file).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

// The office saw of its own case what everybody sees: neither its question nor what came of it.
TEST_F(ObjectionLife, TheOfficesConcernedSeeTheWholeCourseAndNobodyElse) {
  const v1::LodgeObjectionResponse lodged = desk_.Lodge(document_, "甲某某");
  const std::string& name = lodged.objection().name();
  v1::RequestObjectionSupplementRequest ask;
  ask.set_name(name);
  ask.add_items("请写明上位法的条款");
  v1::Objection objection;
  ASSERT_TRUE(
      desk_.stub().RequestObjectionSupplement(As(tokens_.reviewer).get(), ask, &objection).ok());
  const Strings whole = {"ObjectionLodged", "ObjectionSupplementRequested"};
  EXPECT_EQ(EventTypes(desk_.documents(), tokens_.reviewer, name), whole);
  EXPECT_EQ(EventTypes(desk_.documents(), tokens_.drafter, name), whole);
  for (const std::string& token : {std::string(), tokens_.other_drafter})
    EXPECT_EQ(EventTypes(desk_.documents(), token, name), Strings{"ObjectionLodged"});
}

TEST_F(ObjectionLife, EachOfThoseWhoAreJoinedFollowsByTheOwnReceiptAndIsAnswered) {
  const v1::LodgeObjectionResponse first = desk_.Lodge(document_, "甲某某");
  const v1::LodgeObjectionResponse second = desk_.Lodge(document_, "乙某某");
  const v1::LodgeObjectionResponse third = desk_.Lodge(document_, "丙某某");
  const std::string lead = first.objection().name();
  EXPECT_TRUE(Names(desk_.Join(second.objection().name(), lead), "LeadTakesIt"));  // not accepted
  ASSERT_TRUE(desk_.Accept(lead).ok());
  ASSERT_TRUE(desk_.Join(second.objection().name(), lead).ok());
  ASSERT_TRUE(desk_.Join(third.objection().name(), lead).ok());
  EXPECT_FALSE(desk_.Join(lead, second.objection().name()).ok());
  v1::Objection tracked = desk_.Track(second.receipt());
  EXPECT_EQ(tracked.state(), v1::OBJECTION_STATE_JOINED);
  EXPECT_EQ(tracked.lead_state(), v1::OBJECTION_STATE_REVIEWING);
  EXPECT_GT(tracked.clocks_size(), 0);
  // One of them goes; the case goes on for the others, and its own lodger may go too.
  v1::WithdrawObjectionRequest withdraw;
  *withdraw.mutable_receipt() = third.receipt();
  v1::Objection objection;
  ASSERT_TRUE(desk_.stub().WithdrawObjection(As("").get(), withdraw, &objection).ok());
  *withdraw.mutable_receipt() = first.receipt();
  ASSERT_TRUE(desk_.stub().WithdrawObjection(As("").get(), withdraw, &objection).ok());
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  EXPECT_TRUE(objection.lodger_withdrew());
  // Who has gone acts on it no more.
  EXPECT_TRUE(Names(desk_.stub().WithdrawObjection(As("").get(), withdraw, &objection),
                    "LodgerHasNotWithdrawn"));
  EXPECT_TRUE(Names(desk_.AddEvidence(first.receipt(), kPdf), "LodgerHasNotWithdrawn"));

  ASSERT_TRUE(desk_.Decide(lead, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  tracked = desk_.Track(second.receipt());
  EXPECT_EQ(tracked.state(), v1::OBJECTION_STATE_CLOSED);
  EXPECT_EQ(tracked.decision().outcome(), v1::OBJECTION_OUTCOME_LAWFUL);
  EXPECT_EQ(desk_.Track(third.receipt()).state(), v1::OBJECTION_STATE_WITHDRAWN);
  EXPECT_EQ(desk_.Events(second.objection().name()),
            (Strings{"ObjectionLodged", "ObjectionJoined", "ObjectionAnsweredJointly"}));
  v1::ObjectionLetter letter;
  ASSERT_TRUE(desk_.Letter(second.receipt(), v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
  EXPECT_NE(letter.text().find("乙某某："), std::string::npos);
  desk_.ExpectSoundStore();
}

// Nobody is left who objects: the case ends, and says nothing against the document any more.
TEST_F(ObjectionLife, AJointCaseThatAllWithdrewFromEnds) {
  const v1::LodgeObjectionResponse first = desk_.Lodge(document_, "甲某某");
  const v1::LodgeObjectionResponse second = desk_.Lodge(document_, "乙某某");
  const std::string lead = first.objection().name();
  ASSERT_TRUE(desk_.Accept(lead).ok());
  ASSERT_TRUE(desk_.Join(second.objection().name(), lead).ok());
  for (const v1::LodgeObjectionResponse& lodged : {first, second}) {
    v1::WithdrawObjectionRequest withdraw;
    *withdraw.mutable_receipt() = lodged.receipt();
    v1::Objection objection;
    ASSERT_TRUE(desk_.stub().WithdrawObjection(As("").get(), withdraw, &objection).ok());
  }
  EXPECT_EQ(desk_.Track(first.receipt()).state(), v1::OBJECTION_STATE_WITHDRAWN);
  EXPECT_EQ(desk_.Tasks(tokens_.reviewer, lead), Strings{});
  EXPECT_EQ(desk_.Events(lead).back(), "ObjectionWithdrawn");
  desk_.ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
