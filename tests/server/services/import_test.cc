// Imports through the real server: what goes in comes out, gaps are a work list, and a killed
// import resumes.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using Stream = grpc::ClientReaderWriter<v1::ImportDocumentsRequest, v1::ImportDocumentsResponse>;

v1::ImportDocumentsRequest StartOf(const std::string& id,
                                   v1::ImportKind kind = v1::IMPORT_KIND_STOCK) {
  v1::ImportDocumentsRequest request;
  request.mutable_start()->set_import_id(id);
  request.mutable_start()->set_kind(kind);
  request.mutable_start()->set_jurisdiction(kDistrict);
  if (kind == v1::IMPORT_KIND_ISSUE_REGISTER) request.mutable_start()->set_organ(kCivilAffairs);
  return request;
}

v1::ImportRow Row(int64_t number) {
  v1::ImportRow row;
  row.set_row(number);
  row.set_title(absl::StrCat("存量办法", number));
  row.set_issuer("平安区民政局");
  row.set_document_number(absl::StrCat("平民〔2012〕", number, "号"));
  row.set_written_date("2012年3月1日");
  row.set_published_date("2012-03-02");
  row.set_effective_date("2012-04-01");
  row.set_text(absl::StrCat("第", number, "号文件的正文\r\n\t　完"));
  return row;
}

class Import : public ::testing::Test {
 protected:
  // Sends the messages and returns every answer.
  std::vector<v1::ImportResult> Run(const std::vector<v1::ImportDocumentsRequest>& messages,
                                    int64_t* resumed_after_row = nullptr) {
    auto documents = v1::DocumentService::NewStub(server_.Channel());
    auto context = As(registry_.tokens().admin);
    auto stream = documents->ImportDocuments(context.get());
    for (const v1::ImportDocumentsRequest& message : messages) stream->Write(message);
    stream->WritesDone();
    std::vector<v1::ImportResult> results;
    v1::ImportDocumentsResponse response;
    while (stream->Read(&response)) {
      if (resumed_after_row != nullptr && results.empty() && response.results().empty()) {
        *resumed_after_row = response.resumed_after_row();
      }
      results.insert(results.end(), response.results().begin(), response.results().end());
    }
    status_ = stream->Finish();
    return results;
  }

  // The titles of what was issued and is not in the register, as the legal office is told.
  std::vector<std::string> Missing() {
    v1::ListTasksRequest list;
    list.add_kinds(v1::TASK_KIND_UNREGISTERED_ISSUE);
    v1::ListTasksResponse tasks;
    const grpc::Status status =
        registry_.tasks().ListTasks(As(registry_.tokens().reviewer).get(), list, &tasks);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> titles;
    for (const v1::Task& task : tasks.tasks()) titles.push_back(task.title());
    return titles;
  }
  // The rows that the events of the organ's issue register name, oldest first.
  std::vector<std::string> ComparedRows() {
    v1::ListHistoryRequest request;
    request.set_parent(kCivilAffairs);
    v1::ListHistoryResponse history;
    const grpc::Status status =
        registry_.documents().ListHistory(As(registry_.tokens().auditor).get(), request, &history);
    EXPECT_TRUE(status.ok()) << status.error_message();
    std::vector<std::string> rows;
    for (const v1::Event& event : history.events()) {
      if (event.type() == "IssueRegisterCompared") rows.push_back(event.facts().at("rows"));
    }
    return rows;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  grpc::Status status_;
};

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

TEST_F(Import, TheEventOfAnIssueRegisterNamesTheRowsThatWereTaken) {
  v1::ImportDocumentsRequest batch;
  for (const int64_t row : {2, 3, 1}) *batch.add_rows() = Row(row);
  EXPECT_EQ(Run({StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER), batch}).size(), 3u);
  EXPECT_THAT(ComparedRows(), ElementsAre("2–3"));
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

TEST_F(Import, ARehearsalComparesAnIssueRegisterAndListsNothing) {
  const v1::Document registered = registry_.Registered("已登记的办法");
  v1::ImportDocumentsRequest start = StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER);
  start.mutable_start()->set_validate_only(true);
  v1::ImportDocumentsRequest batch;
  for (const char* title : {"已登记的办法", "漏登记的办法"}) {
    v1::ImportRow* row = batch.add_rows();
    row->set_row(batch.rows_size());
    row->set_title(title);
  }
  const auto results = Run({start, batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_MATCHED);
  EXPECT_EQ(results[0].document(), registered.name());
  EXPECT_EQ(results[1].outcome(), v1::IMPORT_OUTCOME_UNREGISTERED);
  EXPECT_THAT(Missing(), ElementsAre());
  EXPECT_THAT(ComparedRows(), ElementsAre());
}

TEST_F(Import, AnIssueRegisterShowsWhatWasNeverRegistered) {
  const v1::Document registered = registry_.Registered("已登记的办法");
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* known = batch.add_rows();
  known->set_row(1);
  known->set_title("已登记的办法");
  known->set_document_number(registered.document_number());
  v1::ImportRow* unknown = batch.add_rows();
  unknown->set_row(2);
  unknown->set_title("漏登记的办法");
  unknown->set_document_number("平民〔2026〕9999号");
  const auto results = Run({StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_MATCHED);
  EXPECT_EQ(results[0].document(), registered.name());
  EXPECT_EQ(results[1].outcome(), v1::IMPORT_OUTCOME_UNREGISTERED);
  v1::ListTasksRequest list;
  list.add_kinds(v1::TASK_KIND_UNREGISTERED_ISSUE);
  v1::ListTasksResponse tasks;
  ASSERT_TRUE(
      registry_.tasks().ListTasks(As(registry_.tokens().reviewer).get(), list, &tasks).ok());
  ASSERT_EQ(tasks.tasks_size(), 1);
  EXPECT_EQ(tasks.tasks(0).title(), "漏登记的办法");
}

TEST_F(Import, AnIssueRegisterTellsPapersOfOneTitleApartByTheirNumbers) {
  const v1::Document registered = registry_.Registered("关于发放补贴的通知");
  v1::ImportDocumentsRequest batch;
  for (const char* number : {"平民〔2025〕9998号", "", "无"}) {
    v1::ImportRow* row = batch.add_rows();
    row->set_row(batch.rows_size());
    row->set_title("关于发放补贴的通知");
    row->set_document_number(number);
  }
  const auto results = Run({StartOf("register-2025", v1::IMPORT_KIND_ISSUE_REGISTER), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_UNREGISTERED) << "another year's notice";
  EXPECT_EQ(results[1].document(), registered.name()) << "the title is all that is known";
  EXPECT_EQ(results[2].document(), registered.name()) << "what is no number tells nothing apart";
}

TEST_F(Import, AJointDocumentIsInTheIssueRegisterOfEachOfItsIssuers) {
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("联合印发的办法");
  draft.mutable_document()->add_issuers()->set_organ(kEducation);
  v1::Evidence& consent = *draft.mutable_document()->mutable_internal()->add_evidence();
  consent.set_kind(v1::EVIDENCE_KIND_CO_ISSUER_CONSENT);
  consent.set_organ(kEducation);
  consent.set_document_title("会签意见");
  consent.set_date(registry_.today());
  consent.set_person("局长");
  const v1::Document published = registry_.Published(draft);
  v1::ImportDocumentsRequest start = StartOf("education-2026", v1::IMPORT_KIND_ISSUE_REGISTER);
  start.mutable_start()->set_organ(kEducation);
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* row = batch.add_rows();
  row->set_row(1);
  row->set_title(published.title());
  row->set_document_number(published.document_number());
  const auto results = Run({start, batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_MATCHED);
  EXPECT_EQ(results[0].document(), published.name());
}

// Who imports for one place learns nothing of what another has registered.
TEST_F(Import, AnIssueRegisterIsOfAnOrganOfTheJurisdiction) {
  const v1::Document registered = registry_.Registered("尚未公布的办法");
  v1::ImportDocumentsRequest start = StartOf("of-others", v1::IMPORT_KIND_ISSUE_REGISTER);
  start.mutable_start()->set_jurisdiction(kCity);
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* row = batch.add_rows();
  row->set_row(1);
  row->set_title(registered.title());
  EXPECT_EQ(Run({start, batch}).size(), 0u);
  EXPECT_EQ(status_.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FieldsOf(status_), ElementsAre("start.organ"));
}

TEST_F(Import, ARowOfAnIssueRegisterThatNamesNothingIsRefused) {
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* dated = batch.add_rows();
  dated->set_row(1);
  dated->set_written_date("2026-03-01");
  v1::ImportRow* named = batch.add_rows();
  named->set_row(2);
  named->set_document_number("平民〔2026〕9999号");
  const auto results = Run({StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].outcome(), v1::IMPORT_OUTCOME_REFUSED);
  EXPECT_NE(results[0].reason_zh(), "");
  EXPECT_NE(results[0].reason_en(), "");
  EXPECT_EQ(results[1].outcome(), v1::IMPORT_OUTCOME_UNREGISTERED);
  EXPECT_EQ(Missing().size(), 1u);
}

TEST_F(Import, WhatTheIssueRegisterMissedIsNoTaskOnceItIsRegisteredOrFoundNotNormative) {
  v1::ImportDocumentsRequest batch;
  for (const char* title : {"漏登记的办法", "关于开会的通知", "仍未登记的办法"}) {
    v1::ImportRow* row = batch.add_rows();
    row->set_row(batch.rows_size());
    row->set_title(title);
  }
  Run({StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_THAT(Missing(), UnorderedElementsAre("漏登记的办法", "关于开会的通知", "仍未登记的办法"));
  registry_.Registered("漏登记的办法");
  EXPECT_THAT(Missing(), UnorderedElementsAre("关于开会的通知", "仍未登记的办法"));
  v1::DetermineDocumentRequest determine;
  determine.set_name(registry_.Submitted("关于开会的通知").name());
  determine.set_normative(false);
  determine.set_reason(v1::NOT_NORMATIVE_REASON_INTERNAL_RULES);
  determine.set_note("内部工作安排");
  v1::Document document;
  const grpc::Status found = registry_.documents().DetermineDocument(
      As(registry_.tokens().reviewer).get(), determine, &document);
  ASSERT_TRUE(found.ok()) << found.error_message();
  EXPECT_THAT(Missing(), ElementsAre("仍未登记的办法"));
}

TEST_F(Import, AnIssueRegisterUnderAnotherNameDoublesNoTask) {
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* numbered = batch.add_rows();
  numbered->set_row(1);
  numbered->set_title("漏登记的办法");
  numbered->set_document_number("平民〔2026〕9999号");
  v1::ImportRow* titled = batch.add_rows();
  titled->set_row(2);
  titled->set_title("又一漏登记的办法");
  Run({StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER), batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  v1::ImportRow* another = batch.add_rows();  // of the same title, and not the same paper
  another->set_row(3);
  another->set_title("漏登记的办法");
  another->set_document_number("平民〔2025〕9999号");
  const auto results = Run({StartOf("register-again", v1::IMPORT_KIND_ISSUE_REGISTER), batch});
  ASSERT_EQ(results.size(), 3u);
  for (const v1::ImportResult& result : results)
    EXPECT_EQ(result.outcome(), v1::IMPORT_OUTCOME_UNREGISTERED);
  EXPECT_THAT(Missing(), UnorderedElementsAre("漏登记的办法", "又一漏登记的办法", "漏登记的办法"));
}

TEST_F(Import, ABatchOfAnIssueRegisterThatIsSentAgainIsNoSecondEvent) {
  v1::ImportDocumentsRequest batch;
  v1::ImportRow* row = batch.add_rows();
  row->set_row(1);
  row->set_title("漏登记的办法");
  const v1::ImportDocumentsRequest start = StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER);
  Run({start, batch});
  ASSERT_TRUE(status_.ok()) << status_.error_message();
  EXPECT_THAT(ComparedRows(), ElementsAre("1–1"));
  const auto again = Run({start, batch});
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].outcome(), v1::IMPORT_OUTCOME_ALREADY_TAKEN);
  EXPECT_THAT(ComparedRows(), ElementsAre("1–1"));
  row = batch.add_rows();
  row->set_row(2);
  row->set_title("又一漏登记的办法");
  Run({start, batch});
  EXPECT_THAT(ComparedRows(), ElementsAre("1–1", "2–2")) << "the new rows only";
}

}  // namespace
}  // namespace santong::testing
