// What happens to objections by itself, also while the server is down, and the day on which nothing
// personal is left; and the route on which the issuer answers first.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/verify.h"
#include "tests/server/services/log_fixture.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

class LaterServer : public ::testing::Test {
 protected:
  std::string data_dir() const { return folder_.path() + "/data"; }
  TempFolder folder_;
};

// The server is down while the days pass, and comes back on a later one.
TEST_F(LaterServer, WhatRanOutMeanwhileIsMarkedOnceAndForEver) {
  Tokens tokens;
  std::string waiting, reviewed, corrected, document;
  v1::Receipt supplementing;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    Desk desk(server.Channel(), tokens);
    document = registry.Published("平安区临时救助办法").name();
    const v1::LodgeObjectionResponse lodged = desk.Lodge(document, "甲某某");
    waiting = lodged.objection().name();
    supplementing = lodged.receipt();
    v1::RequestObjectionSupplementRequest ask;
    ask.set_name(waiting);
    ask.add_items("身份证明");
    v1::Objection objection;
    ASSERT_TRUE(
        desk.stub().RequestObjectionSupplement(As(tokens.reviewer).get(), ask, &objection).ok());
    reviewed = desk.Lodge(document, "乙某某").objection().name();
    ASSERT_TRUE(desk.Accept(reviewed).ok());
    corrected = desk.Lodge(document, "丙某某").objection().name();
    ASSERT_TRUE(desk.Accept(corrected).ok());
    const std::string soon =
        absl::FormatCivilTime(absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()) + 5);
    ASSERT_TRUE(desk.Decide(corrected, v1::OBJECTION_OUTCOME_CORRECT, soon).ok());
  }
  RunningServer server(data_dir(), {"--clock-offset-days", "40"});
  Desk desk(server.Channel(), tokens);
  desk.WaitFor(corrected, "ObjectionOverdue");
  // In the order of their days: the correction's, then that of the answer to the lodger.
  EXPECT_EQ(desk.Events(corrected),
            (Strings{"ObjectionLodged", "ObjectionAccepted", "ObjectionDecided",
                     "ObjectionCorrectionRunOut", "ObjectionOverdue"}));
  desk.WaitFor(reviewed, "ObjectionOverdue");
  EXPECT_EQ(desk.Events(waiting).size(), 4u);  // lodged, asked, run out, form check overdue
  EXPECT_EQ(desk.Events(reviewed),
            (Strings{"ObjectionLodged", "ObjectionAccepted", "ObjectionOverdue"}));
  EXPECT_EQ(desk.Tasks(tokens.reviewer, reviewed), Strings{"完成异议审查，作出决定!"});
  // The level above sees to it: it has the task, and may read the case.
  EXPECT_EQ(desk.Tasks(tokens.city_reviewer, reviewed),
            Strings{"督办下列逾期事项：完成异议审查，作出决定!"});
  EXPECT_EQ(desk.Get(reviewed, tokens.city_reviewer).clocks(3).escalated_to(), kCity);
  EXPECT_TRUE(desk.Get(reviewed, tokens.city_reviewer).has_internal());
  EXPECT_FALSE(desk.Get(reviewed, tokens.city_reviewer).internal().has_lodger());
  // The issuer's correction is seen to by the office that ordered it.
  EXPECT_THAT(desk.Tasks(tokens.reviewer, corrected),
              ::testing::Contains("督办下列逾期事项：按异议审查决定改正文件并报告!"));

  v1::SupplementObjectionRequest late;
  *late.mutable_receipt() = supplementing;
  late.set_supplement("身份证明");
  v1::Objection objection;
  EXPECT_TRUE(
      Names(desk.stub().SupplementObjection(As("").get(), late, &objection), "SupplementIsInTime"));
  v1::ExtendObjectionRequest extend;
  extend.set_name(reviewed);
  extend.set_reason("需要论证");
  extend.set_approved_by("区司法局局长");
  EXPECT_TRUE(Names(desk.stub().ExtendObjection(As(tokens.reviewer).get(), extend, &objection),
                    "ReplyIsNotOverdue"));
  ASSERT_TRUE(desk.Decide(reviewed, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  objection = desk.Get(reviewed, tokens.reviewer);
  int breaches = 0;
  for (const v1::Clock& clock : objection.clocks()) breaches += clock.overdue();
  EXPECT_EQ(breaches, 1);
  EXPECT_EQ(desk.Tasks(tokens.reviewer, reviewed), Strings{"把决定或者答复送达异议人，记录送达"});
  EXPECT_EQ(desk.Tasks(tokens.city_reviewer, reviewed), Strings{}) << "what was late is done";

  ASSERT_TRUE(desk.Revoke(corrected, /*suspend=*/true, "2026-01-05").ok());
  EXPECT_EQ(desk.StateOf(document), v1::DOCUMENT_STATE_SUSPENDED);
  ASSERT_TRUE(desk.Revoke(corrected, /*suspend=*/false, "2026-01-05").ok());
  EXPECT_EQ(desk.StateOf(document), v1::DOCUMENT_STATE_REVOKED);
  desk.ExpectSoundStore();
}

// 北京第25条、第17条: told within ten days. Who is told later is told late, and who takes the case
// up later breaks nothing.
TEST_F(LaterServer, ARefusalOrATransferAfterItsDaysIsLateForEver) {
  Tokens tokens;
  std::string refused, transferred, accepted;
  {
    RunningServer server(data_dir(), {});
    tokens = server.registry().tokens();
    Desk desk(server.Channel(), tokens);
    const std::string document = server.registry().Published("平安区临时救助办法").name();
    refused = desk.Lodge(document, "甲某某").objection().name();
    transferred = desk.Lodge(document, "乙某某").objection().name();
    accepted = desk.Lodge(document, "丙某某").objection().name();
  }
  RunningServer server(data_dir(), {"--clock-offset-days", "25"});
  Desk desk(server.Channel(), tokens);
  for (const std::string& name : {refused, transferred, accepted})
    desk.WaitFor(name, "ObjectionOverdue");
  v1::Objection objection;
  v1::RejectObjectionRequest reject;
  reject.set_name(refused);
  reject.set_refusal(v1::OBJECTION_REFUSAL_UNFOUNDED);
  ASSERT_TRUE(desk.stub().RejectObjection(As(tokens.reviewer).get(), reject, &objection).ok());
  v1::TransferObjectionRequest transfer;
  transfer.set_name(transferred);
  transfer.set_transfer_to("海东市司法局");
  ASSERT_TRUE(desk.stub().TransferObjection(As(tokens.reviewer).get(), transfer, &objection).ok());
  ASSERT_TRUE(desk.Accept(accepted).ok());
  const auto late = [&](const std::string& name) {
    std::vector<v1::ClockKind> kinds;
    const v1::Objection now = desk.Get(name, tokens.reviewer);
    for (const v1::Clock& clock : now.clocks()) {
      if (clock.overdue()) kinds.push_back(clock.kind());
    }
    return kinds;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(late(refused), ElementsAre(v1::CLOCK_KIND_OBJECTION_FORM_CHECK,
                                         v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE));
  EXPECT_THAT(late(transferred),
              ElementsAre(v1::CLOCK_KIND_OBJECTION_FORM_CHECK, v1::CLOCK_KIND_OBJECTION_TRANSFER));
  EXPECT_THAT(late(accepted), ElementsAre(v1::CLOCK_KIND_OBJECTION_FORM_CHECK));
  desk.ExpectSoundStore();
}

std::string BytesOf(const std::string& folder) {
  std::string bytes;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  return bytes;
}

std::vector<std::string> LeavesOf(v1::LogService::Stub& log) {
  v1::ListEntriesResponse entries;
  EXPECT_TRUE(log.ListEntries(As("").get(), v1::ListEntriesRequest(), &entries).ok());
  std::vector<std::string> leaves;
  for (const v1::LogEntry& entry : entries.entries()) leaves.push_back(entry.leaf());
  return leaves;
}

proof::Checkpoint CheckpointOf(const std::string& bytes, const proof::VerifierKey& key) {
  auto note = proof::ParseNote(bytes);
  EXPECT_TRUE(note.ok() && proof::VerifyNote(*note, {key}).ok());
  return *proof::ParseCheckpoint(note->text);
}

// 个人信息保护法 arts. 19, 47: after the period the key of the case is destroyed; the case and its
// history stay whole.
TEST_F(LaterServer, NothingPersonalIsLeftAfterTheRetentionPeriod) {
  Tokens tokens;
  std::string name;
  v1::LodgeObjectionResponse lodged;
  v1::Document document;
  v1::LogReceipt receipt;
  std::string text, checkpoint;
  std::vector<std::string> leaves;
  std::vector<proof::VerifierKey> keys;
  {
    RunningServer server(data_dir(), {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    Desk desk(server.Channel(), tokens);
    document = registry.Published("平安区临时救助办法");
    lodged = desk.Lodge(document.name(), "甲某某某");
    name = lodged.objection().name();
    ASSERT_TRUE(desk.AddEvidence(lodged.receipt(), kPdf).ok());
    ASSERT_TRUE(desk.Accept(name).ok());
    ASSERT_TRUE(desk.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
    EXPECT_EQ(desk.Get(name, tokens.reviewer).internal().lodger().display_name(), "甲某某某");
    const auto log = v1::LogService::NewStub(server.Channel());
    const v1::Checkpoint newest = FreshCheckpoint(*log);
    checkpoint = newest.note();
    keys = KeysOf(newest);
    receipt = ReceiptOf(*log, document);
    text = TextOf(registry, document);
    leaves = LeavesOf(*log);
  }
  {
    RunningServer server(data_dir(), {"--clock-offset-days", "1850"});
    Desk desk(server.Channel(), tokens);
    desk.WaitFor(name, "ObjectionPersonalDataErased");
    const v1::Objection objection = desk.Get(name, tokens.reviewer);
    EXPECT_FALSE(objection.internal().has_lodger());
    EXPECT_EQ(objection.internal().reasons(), "");
    EXPECT_FALSE(objection.erased_date().empty());
    EXPECT_EQ(objection.decision().outcome(), v1::OBJECTION_OUTCOME_LAWFUL);
    EXPECT_EQ(desk.Track(lodged.receipt()).state(), v1::OBJECTION_STATE_DECIDED);
    EXPECT_EQ(desk.Events(name),
              (Strings{"ObjectionLodged", "ObjectionEvidenceAdded", "ObjectionAccepted",
                       "ObjectionDecided", "ObjectionOverdue", "ObjectionPersonalDataErased"}));
    v1::ObjectionLetter letter;
    ASSERT_TRUE(desk.Letter(lodged.receipt(), v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
    EXPECT_NE(letter.text().find("异议提出人："), std::string::npos);
    v1::GetObjectionEvidenceRequest get;
    get.set_name(name);
    get.set_number(1);
    v1::ObjectionEvidenceFile file;
    EXPECT_EQ(desk.stub().GetObjectionEvidence(As(tokens.reviewer).get(), get, &file).error_code(),
              grpc::StatusCode::NOT_FOUND);
    desk.ExpectSoundStore();

    // Every proof that was given before holds after it, and the log goes on from where it was.
    const auto log = v1::LogService::NewStub(server.Channel());
    const auto result = proof::VerifyText(text, receipt, keys, "");
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->verdict, proof::Verdict::kInForce) << result->reason;
    const std::vector<std::string> after = LeavesOf(*log);
    ASSERT_GE(after.size(), leaves.size());
    EXPECT_TRUE(std::equal(leaves.begin(), leaves.end(), after.begin()));
    const proof::Checkpoint before = CheckpointOf(checkpoint, keys.front());
    const proof::Checkpoint now = CheckpointOf(FreshCheckpoint(*log).note(), keys.front());
    for (size_t i = 0; i < leaves.size(); ++i) {
      v1::GetInclusionProofRequest asked;
      asked.set_leaf_index(static_cast<int64_t>(i));
      v1::GetInclusionProofResponse proved;
      ASSERT_TRUE(log->GetInclusionProof(As("").get(), asked, &proved).ok());
      EXPECT_TRUE(proof::VerifyInclusion(
                      i, now.size, proof::LeafHash(leaves[i]),
                      std::vector<std::string>(proved.hashes().begin(), proved.hashes().end()),
                      now.root)
                      .ok())
          << i;
    }
    v1::GetConsistencyProofRequest asked;
    asked.set_first_size(static_cast<int64_t>(before.size));
    asked.set_second_size(static_cast<int64_t>(now.size));
    v1::GetConsistencyProofResponse proved;
    ASSERT_TRUE(log->GetConsistencyProof(As("").get(), asked, &proved).ok());
    EXPECT_TRUE(proof::VerifyConsistency(
                    before.size, now.size,
                    std::vector<std::string>(proved.hashes().begin(), proved.hashes().end()),
                    before.root, now.root)
                    .ok());
  }
  const std::string bytes = BytesOf(data_dir());
  for (const char* personal : {"甲某某某", "13900001234", "身份证", "%PDF", "相抵触"})
    EXPECT_EQ(bytes.find(personal), std::string::npos) << personal;
}

// 河北省政府令〔2016〕第5号: the issuer answers first, within its own period; the re-check is the
// office's above the issuer, here that of the department's own government.
TEST(TwoStepRoute, TheIssuerAnswersFirstAndTheLevelAboveRechecks) {
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens& tokens = registry.tokens();
  Desk desk(server.Channel(), tokens);
  SetTwoStepRoute(registry);
  const std::string document = registry.Published("平安区临时救助办法").name();
  const v1::LodgeObjectionResponse lodged = desk.Lodge(document, "甲某某");
  const v1::LodgeObjectionResponse joined = desk.Lodge(document, "乙某某");
  const std::string name = lodged.objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  ASSERT_TRUE(desk.Join(joined.objection().name(), name).ok());
  EXPECT_EQ(desk.Tasks(tokens.drafter, name), Strings{"答复异议人"});
  EXPECT_EQ(desk.Tasks(tokens.reviewer, name), Strings{});
  v1::AnswerObjectionRequest answer;
  answer.set_name(name);
  answer.set_answer("本机关认为合法。");
  v1::Objection objection;
  ASSERT_TRUE(desk.stub().AnswerObjection(As(tokens.drafter).get(), answer, &objection).ok());
  v1::ObjectionLetter letter;
  ASSERT_TRUE(desk.Letter(lodged.receipt(), v1::OBJECTION_LETTER_KIND_REPLY, &letter).ok());
  EXPECT_NE(letter.text().find("本机关认为合法。"), std::string::npos);
  // Who was joined sees the answer too, and may ask for the re-check.
  EXPECT_EQ(desk.Track(joined.receipt()).internal().issuer_answers(0), "本机关认为合法。");
  v1::RequestRecheckRequest recheck;
  *recheck.mutable_receipt() = joined.receipt();
  recheck.set_reasons("答复没有说明依据");
  ASSERT_TRUE(desk.stub().RequestRecheck(As("").get(), recheck, &objection).ok());
  EXPECT_EQ(objection.name(), name);
  EXPECT_EQ(objection.state(), v1::OBJECTION_STATE_REVIEWING);
  EXPECT_EQ(objection.jurisdiction(), kDistrict);
  // Neither reads what the other wrote.
  EXPECT_EQ(objection.internal().reasons(), "");  // before: 甲某某认为第二条与上位法相抵触
  EXPECT_EQ(desk.Track(lodged.receipt()).internal().recheck_reasons(), "");  // before: 乙某某's
  EXPECT_EQ(desk.Get(name, tokens.reviewer).internal().recheck_reasons(), "答复没有说明依据");
  EXPECT_EQ(desk.Tasks(tokens.reviewer, name), Strings{"完成异议复核，作出决定"});
  ASSERT_TRUE(desk.Decide(name, v1::OBJECTION_OUTCOME_LAWFUL).ok());
  EXPECT_EQ(desk.Track(joined.receipt()).state(), v1::OBJECTION_STATE_CLOSED);
  desk.ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
