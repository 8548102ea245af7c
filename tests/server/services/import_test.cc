// Imports through the real server: what goes in comes out, gaps are a work list, and a killed
// import resumes.
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/services/import_fixture.h"
#include "tests/server/services/objection_desk.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST_F(Import, WhatGoesInComesOutByteForByteAndIsNotThreeUnified) {
  v1::ImportDocumentsRequest batch;
  *batch.add_rows() = Row(1);
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_TAKEN) << results[0].ShortDebugString();
  v1::GetDocumentRequest get;
  get.set_name(results[0].document());
  v1::Document document;
  ASSERT_TRUE(registry_.documents().GetDocument(As("").get(), get, &document).ok());
  EXPECT_EQ(document.current_version().text(), Row(1).text());
  EXPECT_EQ(digest::Sha256Hex(document.current_version().text()), results[0].text_sha256());
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_LEGACY);
  v1::CheckBasisRequest check;
  check.set_number(document.name());
  v1::Basis basis;
  ASSERT_TRUE(registry_.catalog().CheckBasis(As("").get(), check, &basis).ok());
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_NO) << "not three unified until someone registers it";
}

TEST_F(Import, ALegacyDocumentIsRegisteredWithoutEverLeavingThePublicView) {
  v1::ImportDocumentsRequest batch;
  *batch.add_rows() = Row(1);
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_EQ(results.size(), 1u);
  v1::Document document;
  v1::DetermineDocumentRequest determine;
  determine.set_name(results[0].document());
  determine.set_normative(true);
  ASSERT_TRUE(registry_.documents()
                  .DetermineDocument(As(registry_.tokens().reviewer).get(), determine, &document)
                  .ok());
  v1::RegisterDocumentRequest request;
  request.set_name(results[0].document());
  request.mutable_legacy_publication()->set_date("2012-03-02");
  request.mutable_legacy_publication()->set_channel("区政府公报");
  grpc::Status status = registry_.documents().RegisterDocument(
      As(registry_.tokens().reviewer).get(), request, &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_NE(document.registration_number(), "");
  v1::GetDocumentRequest get;
  get.set_name(document.name());
  EXPECT_TRUE(registry_.documents().GetDocument(As("").get(), get, &document).ok());
}

// A copy leaves such a case out, too.
TEST_F(Import, AnObjectionToWhatIsWithheldSinceIsShownToTheOfficesAlone) {
  v1::ImportDocumentsRequest batch;
  *batch.add_rows() = Row(1);
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_EQ(results.size(), 1u);
  const Tokens& tokens = registry_.tokens();
  Desk desk(server_.Channel(), tokens);
  const std::string name = desk.Lodge(results[0].document(), "甲某某").objection().name();
  v1::UpdateDocumentRequest withhold;
  withhold.mutable_document()->set_name(results[0].document());
  withhold.mutable_document()->set_openness(v1::OPENNESS_NOT_PUBLIC);
  withhold.mutable_document()->set_openness_basis("政府信息公开条例第十四条");
  v1::Document document;
  ASSERT_TRUE(
      registry_.documents().UpdateDocument(As(tokens.reviewer).get(), withhold, &document).ok());
  EXPECT_EQ(desk.Get(name, tokens.reviewer).title(), Row(1).title());
  for (const std::string& who : {std::string(), tokens.other_drafter}) {
    v1::GetObjectionRequest get;
    v1::ListObjectionsRequest list;
    list.set_document(results[0].document());
    v1::Objection unseen;
    v1::ListObjectionsResponse listed;
    v1::ObjectionLetter letter;
    for (const std::string& asked : {name, std::string("objections/999")}) {
      get.set_name(asked);
      EXPECT_EQ(desk.stub().GetObjection(As(who).get(), get, &unseen).error_code(),
                grpc::StatusCode::NOT_FOUND);
      const grpc::Status refused =
          desk.Letter(asked, who, v1::OBJECTION_LETTER_KIND_REPLY, &letter);
      EXPECT_EQ(refused.error_message().find("/letters/"), std::string::npos);
    }
    ASSERT_TRUE(desk.stub().ListObjections(As(who).get(), list, &listed).ok());
    EXPECT_EQ(listed.objections_size(), 0);
  }
  v1::AnswerObjectionRequest answer;
  answer.set_name(name);
  answer.set_answer("合法。");
  v1::Objection answered;
  EXPECT_EQ(
      ReasonOf(desk.stub().AnswerObjection(As(tokens.other_drafter).get(), answer, &answered)),
      "RESOURCE_NOT_FOUND");
  EXPECT_TRUE(desk.Accept(name).ok());
}

TEST_F(Import, TheLegalOfficeMendsWhatAnImportedDocumentLacks) {
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* row = batch.add_rows();
  *row = Row(1);
  row->clear_effective_date();
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 1u);
  ASSERT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS);
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(results[0].document());
  update.mutable_document()->set_effective_date("2012-04-01");
  v1::Document document;
  EXPECT_EQ(registry_.documents()
                .UpdateDocument(As(registry_.tokens().drafter).get(), update, &document)
                .error_code(),
            grpc::StatusCode::PERMISSION_DENIED)
      << "the stock is the legal office's";
  const grpc::Status mended = registry_.documents().UpdateDocument(
      As(registry_.tokens().reviewer).get(), update, &document);
  ASSERT_TRUE(mended.ok()) << mended.error_message();
  EXPECT_EQ(document.effective_date(), "2012-04-01");
  EXPECT_EQ(document.gaps_size(), 0) << document.ShortDebugString();
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_LEGACY);
}

TEST_F(Import, AWrongRowIsRefusedByNameAndTheOthersGoOn) {
  v1::ImportDocumentsRequest batch;
  *batch.add_rows() = Row(1);
  v1::ImportRow* wrong = batch.add_rows();
  *wrong = Row(2);
  wrong->set_title(std::string(600, 'x'));
  v1::ImportRow* classified = batch.add_rows();
  *classified = Row(3);
  classified->set_text("秘密★5年\n关于某事的通知");
  v1::ImportRow* gaps = batch.add_rows();
  gaps->set_row(4);
  gaps->set_text("只有正文");
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_TAKEN);
  EXPECT_EQ(results[1].outcome(), v1::IMPORT_OUTCOME_REFUSED);
  EXPECT_NE(results[1].reason_en().find("title"), std::string::npos) << results[1].reason_en();
  EXPECT_EQ(results[2].outcome(), v1::IMPORT_OUTCOME_REFUSED) << "classified text is never stored";
  EXPECT_EQ(results[3].outcome(), v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS);
  v1::ListTasksRequest list;
  list.add_kinds(v1::TASK_KIND_IMPORT_GAP);
  v1::ListTasksResponse tasks;
  ASSERT_TRUE(
      registry_.tasks().ListTasks(As(registry_.tokens().reviewer).get(), list, &tasks).ok());
  EXPECT_EQ(tasks.tasks_size(), 1) << "the gaps are a work list";
}

TEST_F(Import, AKilledImportResumesWhereItWasDurable) {
  v1::ImportDocumentsRequest first, second;
  for (int64_t row = 1; row <= 50; ++row) *first.add_rows() = Row(row);
  for (int64_t row = 51; row <= 80; ++row) *second.add_rows() = Row(row);
  ASSERT_EQ(Run({StartOf("stock"), first}).size(), 50u);
  server_.KillAndRestart();
  int64_t resumed_after_row = -1;
  const auto results = Run({StartOf("stock"), first, second}, &resumed_after_row);
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_EQ(resumed_after_row, 50);
  ASSERT_EQ(results.size(), 80u);
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].outcome(),
              i < 50 ? v1::IMPORT_OUTCOME_ALREADY_TAKEN : v1::IMPORT_OUTCOME_TAKEN)
        << i;
  }
}

// Who lost the answers asks again: --verify needs the documents, a report the refusals.
TEST_F(Import, ARowThatIsSentAgainIsAnsweredWithItsDocumentOrItsRefusal) {
  v1::ImportDocumentsRequest batch;
  *batch.add_rows() = Row(1);
  *batch.add_rows() = Row(2);
  batch.mutable_rows(1)->clear_text();
  const auto first = Run({StartOf("stock"), batch});
  ASSERT_EQ(first.size(), 2u);
  ASSERT_EQ(first[1].outcome(), v1::IMPORT_OUTCOME_REFUSED);
  const auto again = Run({StartOf("stock"), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].outcome(), v1::IMPORT_OUTCOME_ALREADY_TAKEN);
  EXPECT_EQ(again[0].document(), first[0].document());
  EXPECT_EQ(again[0].text_sha256(), first[0].text_sha256());
  EXPECT_EQ(again[1].outcome(), v1::IMPORT_OUTCOME_REFUSED);
  EXPECT_EQ(again[1].reason_en(), first[1].reason_en());
}

TEST_F(Import, ARowBehindOneOfAHigherNumberIsRefusedNotTakenForTaken) {
  v1::ImportDocumentsRequest batch;
  for (const int64_t row : {2, 1, 2, 3}) *batch.add_rows() = Row(row);
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_TAKEN);
  EXPECT_EQ(results[1].outcome(), v1::IMPORT_OUTCOME_REFUSED);
  EXPECT_NE(results[1].reason_zh(), "");
  EXPECT_EQ(results[2].outcome(), v1::IMPORT_OUTCOME_REFUSED);
  EXPECT_EQ(results[3].outcome(), v1::IMPORT_OUTCOME_TAKEN);
}

TEST_F(Import, AnImportIsResumedAsWhatItWasBegunAs) {
  v1::ImportDocumentsRequest batch;
  *batch.add_rows() = Row(1);
  ASSERT_EQ(Run({StartOf("stock"), batch}).size(), 1u);
  v1::ImportDocumentsRequest elsewhere = StartOf("stock");
  elsewhere.mutable_start()->set_jurisdiction(kCity);
  for (const v1::ImportDocumentsRequest& start :
       {elsewhere, StartOf("stock", v1::IMPORT_KIND_ISSUE_REGISTER)}) {
    EXPECT_EQ(Run({start, batch}).size(), 0u) << "its rows are not those that were taken";
    EXPECT_THAT(FieldsOf(status_), ElementsAre("start.import_id"));
  }
  EXPECT_EQ(Run({StartOf("stock"), batch}).size(), 1u);
  EXPECT_TRUE(status_.ok()) << status_.error_message();
}

TEST_F(Import, BatchesKeepTheirOrder) {
  std::vector<v1::ImportDocumentsRequest> messages = {StartOf("stock")};
  constexpr int64_t kRows = 600;
  for (int64_t row = 1; row <= kRows; row += 7) {
    v1::ImportDocumentsRequest& batch = messages.emplace_back();
    for (int64_t i = row; i < std::min(row + 7, kRows + 1); ++i) *batch.add_rows() = Row(i);
    // The one after it is received, and could be prepared, long before it.
    if (row % 2 == 1) batch.mutable_rows(0)->set_text(std::string(100'000, 'x'));
  }
  const auto results = Run(messages);
  ASSERT_EQ(results.size(), static_cast<size_t>(kRows));
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].row(), static_cast<int64_t>(i + 1));
    EXPECT_EQ(results[i].outcome(), v1::IMPORT_OUTCOME_TAKEN) << i;
  }
}

TEST_F(Import, ARehearsalStoresNothing) {
  v1::ImportDocumentsRequest start = StartOf("rehearsal"), batch;
  start.mutable_start()->set_validate_only(true);
  *batch.add_rows() = Row(1);
  const auto results = Run({start, batch});
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_TAKEN);
  v1::ListDocumentsResponse listed;
  ASSERT_TRUE(registry_.documents().ListDocuments(As("").get(), {}, &listed).ok());
  EXPECT_EQ(listed.documents_size(), 0);
}

TEST_F(Import, ARehearsalNamesADuplicateThatIsThereAlready) {
  v1::ImportDocumentsRequest start = StartOf("rehearsal"), batch;
  *batch.add_rows() = Row(1);
  ASSERT_EQ(Run({StartOf("stock"), batch}).size(), 1u);
  start.mutable_start()->set_validate_only(true);
  const auto results = Run({start, batch});
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_TAKEN_WITH_GAPS);
  ASSERT_EQ(results[0].gaps_size(), 1);
  EXPECT_EQ(results[0].gaps(0), v1::IMPORT_GAP_POSSIBLE_DUPLICATE);
}

// Else whoever imports would find every draft by its title, and everybody would read of it.
TEST_F(Import, NoDuplicateIsNamedOfWhatIsNotPublic) {
  const v1::Document hidden = registry_.Submitted("尚未公布的办法");
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* by_title = batch.add_rows();
  *by_title = Row(1);
  by_title->set_title(hidden.title());
  by_title->set_written_date(hidden.written_date());
  v1::ImportRow* by_number = batch.add_rows();
  *by_number = Row(2);
  by_number->set_document_number(hidden.document_number());
  const auto results = Run({StartOf("stock"), batch});
  ASSERT_EQ(results.size(), 2u);
  for (const v1::ImportResult& result : results)
    EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_TAKEN) << result.ShortDebugString();
}

// A row behind a higher one was never taken, and nobody is told that it was.
TEST_F(Import, ARowThatComesTooLateIsRefusedInItsBatchAndAfterIt) {
  for (const bool rehearses : {true, false}) {
    v1::ImportDocumentsRequest start = StartOf("order"), first, second;
    start.mutable_start()->set_validate_only(rehearses);
    for (int64_t row : {1, 4, 3}) *first.add_rows() = Row(row);
    for (int64_t row : {2, 5}) *second.add_rows() = Row(row);
    const auto results = Run({start, first, second});
    ASSERT_TRUE(status_.ok()) << status_.error_message();
    std::vector<v1::ImportOutcome> outcomes;
    for (const v1::ImportResult& result : results) outcomes.push_back(result.outcome());
    EXPECT_THAT(outcomes, ElementsAre(v1::IMPORT_OUTCOME_TAKEN, v1::IMPORT_OUTCOME_TAKEN,
                                      v1::IMPORT_OUTCOME_REFUSED, v1::IMPORT_OUTCOME_REFUSED,
                                      v1::IMPORT_OUTCOME_TAKEN))
        << rehearses;
  }
}

// A token "takes effect on its next use" also where its stream was open: before, whoever had a
// stolen one went on writing for as long as that was.
TEST_F(Import, ATokenThatIsRevokedEndsTheImportThatItBegan) {
  v1::CreateTokenRequest create;
  create.set_parent("principals/admin");
  v1::Token token, revoked;
  ASSERT_TRUE(
      registry_.admin().CreateToken(As(registry_.tokens().admin).get(), create, &token).ok());
  auto documents = v1::DocumentService::NewStub(server_.Channel());
  const auto context = As(token.secret());
  const auto stream = documents->ImportDocuments(context.get());
  v1::ImportDocumentsRequest first = StartOf("stock"), second;
  *first.add_rows() = Row(1);
  *second.add_rows() = Row(2);
  ASSERT_TRUE(stream->Write(first));
  v1::ImportDocumentsResponse response;
  while (response.results().empty()) ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.results(0).outcome(), v1::IMPORT_OUTCOME_TAKEN);
  v1::RevokeTokenRequest revoke;
  revoke.set_name(token.name());
  ASSERT_TRUE(
      registry_.admin().RevokeToken(As(registry_.tokens().admin).get(), revoke, &revoked).ok());
  stream->Write(second);
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response)) << response.ShortDebugString();
  EXPECT_EQ(ReasonOf(stream->Finish()), "TOKEN_INVALID");
}

}  // namespace
}  // namespace santong::testing
