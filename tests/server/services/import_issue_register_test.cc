// An issue register (发文目录) held against what was registered: what never came is a task of the
// legal office, each paper once.
#include "gmock/gmock.h"
#include "tests/server/services/import_fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST_F(Import, TheEventOfAnIssueRegisterNamesTheRowsThatWereTaken) {
  v1::ImportDocumentsRequest batch;
  for (const int64_t row : {2, 3, 1}) *batch.add_rows() = Row(row);
  EXPECT_EQ(Run({StartOf("register-2026", v1::IMPORT_KIND_ISSUE_REGISTER), batch}).size(), 3u);
  EXPECT_THAT(ComparedRows(), ElementsAre("2–3"));
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

TEST_F(Import, WhatWasImportedAndFoundNotNormativeIsNoTaskEither) {
  v1::ImportDocumentsRequest stock;
  *stock.add_rows() = Row(1);
  const auto taken = Run({StartOf("stock"), stock});
  ASSERT_EQ(taken.size(), 1u);
  v1::ImportDocumentsRequest listed;
  v1::ImportRow* row = listed.add_rows();
  row->set_row(1);
  row->set_title(Row(1).title());
  row->set_document_number(Row(1).document_number());
  Run({StartOf("register-2012", v1::IMPORT_KIND_ISSUE_REGISTER), listed});
  EXPECT_THAT(Missing(), ElementsAre(Row(1).title()));
  v1::DetermineDocumentRequest determine;
  determine.set_name(taken[0].document());
  determine.set_reason(v1::NOT_NORMATIVE_REASON_WORK_PLAN);
  v1::Document document;
  const grpc::Status found = registry_.documents().DetermineDocument(
      As(registry_.tokens().reviewer).get(), determine, &document);
  ASSERT_TRUE(found.ok()) << found.error_message();
  ASSERT_EQ(document.state(), v1::DOCUMENT_STATE_LEGACY);
  EXPECT_THAT(Missing(), ElementsAre());  // before: for ever
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
