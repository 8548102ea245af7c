// A filing through the real server: what is published is filed, what is filed is reviewed, what is
// wrong is corrected; and every wrong turn is refused and changes nothing.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

constexpr const char* kPapers[] = {"备案报告", "正式文本及电子文本", "起草说明", "制定依据",
                                   "合法性审核意见"};

class Filings {
 public:
  Filings(const std::shared_ptr<grpc::Channel>& channel, Tokens tokens)
      : stub_(v1::FilingService::NewStub(channel)),
        documents_(v1::DocumentService::NewStub(channel)),
        tasks_(v1::TaskService::NewStub(channel)),
        admin_(v1::AdminService::NewStub(channel)),
        tokens_(std::move(tokens)) {}

  const Tokens& tokens() const { return tokens_; }
  v1::FilingService::Stub& stub() { return *stub_; }

  v1::CreateFilingRequest Asked(const std::string& document, size_t papers) {
    v1::CreateFilingRequest request;
    request.set_document(document);
    for (size_t i = 0; i < papers; ++i) request.add_materials()->set_title(kPapers[i]);
    return request;
  }
  grpc::Status Create(const v1::CreateFilingRequest& request, v1::Filing* filing,
                      const std::string& token) {
    return stub_->CreateFiling(As(token).get(), request, filing);
  }
  v1::Filing Created(const std::string& document) {
    v1::Filing filing;
    const grpc::Status status = Create(Asked(document, 5), &filing, tokens_.drafter);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return filing;
  }
  grpc::Status Accept(const std::string& name, v1::Filing* filing, const std::string& etag = "") {
    v1::AcceptFilingRequest request;
    request.set_name(name);
    request.mutable_options()->set_etag(etag);
    return stub_->AcceptFiling(As(tokens_.reviewer).get(), request, filing);
  }
  grpc::Status Decide(const std::string& name, bool passes,
                      const std::vector<v1::FilingGround>& grounds, v1::Filing* filing) {
    v1::DecideFilingRequest request;
    request.set_name(name);
    request.set_passes(passes);
    request.set_reason("第三条");
    for (v1::FilingGround ground : grounds) request.add_grounds(ground);
    for (int i = 1; i <= Get(name, tokens_.reviewer).findings_size(); ++i) {
      v1::VerdictOnFinding* verdict = request.add_verdicts();
      verdict->set_number(i);
      verdict->set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
    }
    return stub_->DecideFiling(As(tokens_.reviewer).get(), request, filing);
  }
  grpc::Status Supplement(const std::string& name, const char* paper, v1::Filing* filing) {
    v1::SupplementFilingRequest request;
    request.set_name(name);
    request.add_materials()->set_title(paper);
    return stub_->SupplementFiling(As(tokens_.drafter).get(), request, filing);
  }
  grpc::Status Revoke(const std::string& name, const std::string& date, v1::Filing* filing,
                      bool suspend = false) {
    v1::RevokeFiledDocumentRequest request;
    request.set_name(name);
    request.set_suspend(suspend);
    request.set_reason("逾期未改正");
    request.add_grounds(v1::FILING_GROUND_HIGHER_LAW);
    request.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    request.mutable_decision()->set_document_title("区人民政府撤销决定");
    request.mutable_decision()->set_person("区长");
    request.mutable_decision()->set_date(date);
    return stub_->RevokeFiledDocument(As(tokens_.reviewer).get(), request, filing);
  }
  v1::Filing Get(const std::string& name, const std::string& token) {
    v1::GetFilingRequest request;
    request.set_name(name);
    v1::Filing filing;
    const grpc::Status status = stub_->GetFiling(As(token).get(), request, &filing);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return filing;
  }
  v1::Document Document(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(documents_->GetDocument(As(tokens_.reviewer).get(), request, &document).ok());
    return document;
  }
  std::vector<std::string> Missing(const std::string& token) {
    v1::ListFilingsRequest request;
    request.set_missing(true);
    v1::ListFilingsResponse response;
    EXPECT_TRUE(stub_->ListFilings(As(token).get(), request, &response).ok());
    std::vector<std::string> names;
    for (const auto& one : response.missing()) names.push_back(one.document());
    return names;
  }
  // How many running or expired clocks of that kind stand in the caller's tasks.
  int Tasks(const std::string& token, v1::ClockKind kind, bool overdue = false) {
    v1::ListTasksRequest request;
    v1::ListTasksResponse response;
    EXPECT_TRUE(tasks_->ListTasks(As(token).get(), request, &response).ok());
    int count = 0;
    for (const v1::Task& task : response.tasks())
      count += task.clock().kind() == kind && task.overdue() == overdue;
    return count;
  }
  std::vector<std::string> Events(const std::string& name) {
    return EventTypes(*documents_, tokens_.auditor, name);
  }
  void WaitFor(const std::string& name, const std::string& event) {
    WaitForEvent(*documents_, tokens_.auditor, name, event);
  }
  grpc::Status Extend(const std::string& name, const std::string& reason, v1::Filing* filing) {
    v1::ExtendFilingRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return stub_->ExtendFiling(As(tokens_.reviewer).get(), request, filing);
  }
  // The words of the caller's tasks on the filing.
  std::vector<std::string> Todos(const std::string& token, const std::string& name) {
    v1::ListTasksRequest request;
    v1::ListTasksResponse response;
    EXPECT_TRUE(tasks_->ListTasks(As(token).get(), request, &response).ok());
    std::vector<std::string> todos;
    for (const v1::Task& task : response.tasks()) {
      if (task.resource() == name) todos.push_back(task.todo_zh());
    }
    return todos;
  }
  void ExpectSoundStore() { testing::ExpectSoundStore(*admin_, tokens_.admin); }

 private:
  std::unique_ptr<v1::FilingService::Stub> stub_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  Tokens tokens_;
};

class FilingLife : public ::testing::Test {
 protected:
  RunningServer server_;
  Registry& registry_ = server_.registry();
  Filings filings_{server_.Channel(), registry_.tokens()};
  const Tokens& tokens_ = registry_.tokens();
};

TEST_F(FilingLife, WhatIsPublishedStandsAmongTheMissingUntilItIsFiled) {
  const v1::Document document = registry_.Published("养老服务办法");
  EXPECT_EQ(filings_.Missing(tokens_.reviewer), std::vector<std::string>{document.name()});
  // domain.md 3.16: of a duty of an organ both days are shown, with and without the roll.
  v1::ListFilingsRequest ask;
  ask.set_missing(true);
  v1::ListFilingsResponse missing;
  ASSERT_TRUE(filings_.stub().ListFilings(As(tokens_.reviewer).get(), ask, &missing).ok());
  ASSERT_EQ(missing.missing_size(), 1);
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() != v1::CLOCK_KIND_FILING) continue;
    EXPECT_TRUE(clock.roll_forward());
    EXPECT_EQ(missing.missing(0).due_date(), clock.due_date());
    EXPECT_EQ(missing.missing(0).due_date_before_roll(), clock.due_date_before_roll());
  }
  EXPECT_EQ(filings_.Tasks(tokens_.drafter, v1::CLOCK_KIND_FILING), 1);
  const v1::Filing filing = filings_.Created(document.name());
  EXPECT_EQ(filing.state(), v1::FILING_STATE_SUBMITTED);
  EXPECT_FALSE(filing.late());
  EXPECT_TRUE(filings_.Missing(tokens_.reviewer).empty());
  EXPECT_EQ(filings_.Tasks(tokens_.drafter, v1::CLOCK_KIND_FILING), 0);
  EXPECT_EQ(filings_.Tasks(tokens_.reviewer, v1::CLOCK_KIND_FILING_FORM_CHECK), 1);
  EXPECT_EQ(filings_.Events(filing.name()), std::vector<std::string>{"FilingCreated"});
  EXPECT_EQ(filings_.Events(document.name()).back(), "DocumentFiled");
  filings_.ExpectSoundStore();
}

TEST_F(FilingLife, FromTheMissingPaperToThePass) {
  const v1::Document document = registry_.Published("养老服务办法");
  v1::Filing filing;
  ASSERT_TRUE(filings_.Create(filings_.Asked(document.name(), 4), &filing, tokens_.drafter).ok());
  const std::string name = filing.name();
  const grpc::Status incomplete = filings_.Accept(name, &filing);
  EXPECT_EQ(ReasonOf(incomplete), "CONDITIONS_NOT_MET");
  EXPECT_TRUE(Names(incomplete, "MaterialsAreComplete"));

  v1::RequestFilingSupplementRequest ask;
  ask.set_name(name);
  ask.add_items("合法性审核意见");
  ASSERT_TRUE(
      filings_.stub().RequestFilingSupplement(As(tokens_.reviewer).get(), ask, &filing).ok());
  EXPECT_EQ(filings_.Tasks(tokens_.drafter, v1::CLOCK_KIND_FILING_SUPPLEMENT), 1);
  ASSERT_TRUE(filings_.Supplement(name, kPapers[4], &filing).ok());
  ASSERT_TRUE(filings_.Accept(name, &filing).ok());

  v1::RequestExplanationRequest question;
  question.set_name(name);
  question.add_items("第三条的依据");
  ASSERT_TRUE(
      filings_.stub().RequestExplanation(As(tokens_.reviewer).get(), question, &filing).ok());
  v1::ExplainFilingRequest answer;
  answer.set_name(name);
  answer.set_explanation("依据省条例第十条");
  ASSERT_TRUE(filings_.stub().ExplainFiling(As(tokens_.drafter).get(), answer, &filing).ok());

  const grpc::Status groundless = filings_.Decide(name, true, {}, &filing);
  EXPECT_EQ(ReasonOf(groundless), "CONDITIONS_NOT_MET");
  EXPECT_TRUE(Names(groundless, "GroundIsNoProblem"));
  const grpc::Status passed = filings_.Decide(name, true, {v1::FILING_GROUND_NO_PROBLEM}, &filing);
  ASSERT_TRUE(passed.ok()) << passed.error_message();
  EXPECT_EQ(filing.state(), v1::FILING_STATE_PASSED);
  EXPECT_EQ(filings_.Tasks(tokens_.reviewer, v1::CLOCK_KIND_FILING_REVIEW), 0);
  EXPECT_EQ(EventTypes(registry_.documents(), tokens_.drafter, name), filings_.Events(name));
  EXPECT_EQ(EventTypes(registry_.documents(), "", name), std::vector<std::string>{});
  filings_.ExpectSoundStore();
}

// domain.md 3.11: milder than an order.
TEST_F(FilingLife, AReviewWaitsForThePlannedDayOrPassesWithAReminder) {
  const auto decide = [&](const std::string& name, v1::FilingOutcome outcome,
                          const std::string& plan_date, v1::Filing* filing) {
    v1::DecideFilingRequest request;
    request.set_name(name);
    request.set_outcome(outcome);
    request.add_grounds(v1::FILING_GROUND_DRAFTING);
    request.set_reason("第二条的表述");
    request.set_plan_date(plan_date);
    for (int i = 1; i <= filing->findings_size(); ++i) {
      v1::VerdictOnFinding* verdict = request.add_verdicts();
      verdict->set_number(i);
      verdict->set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
    }
    return filings_.stub().DecideFiling(As(tokens_.reviewer).get(), request, filing);
  };
  v1::Filing filing = filings_.Created(registry_.Published("养老服务办法").name());
  const std::string paused = filing.name();
  ASSERT_TRUE(filings_.Accept(paused, &filing).ok());
  const grpc::Status waits = decide(paused, v1::FILING_OUTCOME_PAUSE, "2099-12-31", &filing);
  ASSERT_TRUE(waits.ok()) << waits.error_message();
  EXPECT_EQ(filing.state(), v1::FILING_STATE_PAUSED);
  EXPECT_EQ(filings_.Tasks(tokens_.drafter, v1::CLOCK_KIND_FILING_CORRECTION), 1);
  EXPECT_EQ(filings_.Tasks(tokens_.reviewer, v1::CLOCK_KIND_FILING_REVIEW), 0) << "it waits";

  filing = filings_.Created(registry_.Published("救助服务办法").name());
  const std::string reminded = filing.name();
  ASSERT_TRUE(filings_.Accept(reminded, &filing).ok());
  const grpc::Status passed = decide(reminded, v1::FILING_OUTCOME_REMIND, "", &filing);
  ASSERT_TRUE(passed.ok()) << passed.error_message();
  EXPECT_EQ(filing.state(), v1::FILING_STATE_PASSED);
  EXPECT_EQ(filing.outcome(), v1::FILING_OUTCOME_REMIND);
  EXPECT_EQ(filings_.Events(reminded).back(), "FilingPassedWithReminder");
  filings_.ExpectSoundStore();
}

TEST_F(FilingLife, AWrongTurnIsRefusedAndChangesNothing) {
  const v1::Document document = registry_.Published("养老服务办法");
  const v1::Filing before = filings_.Created(document.name());
  v1::Filing filing;
  EXPECT_EQ(ReasonOf(filings_.Decide(before.name(), true, {v1::FILING_GROUND_NO_PROBLEM}, &filing)),
            "STATE_TRANSITION_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(filings_.Revoke(before.name(), registry_.today(), &filing)),
            "STATE_TRANSITION_NOT_ALLOWED");
  const grpc::Status again =
      filings_.Create(filings_.Asked(document.name(), 5), &filing, tokens_.drafter);
  EXPECT_TRUE(Names(again, "DocumentIsNotFiledYet"));
  EXPECT_EQ(
      ReasonOf(filings_.Create(filings_.Asked(document.name(), 5), &filing, tokens_.other_drafter)),
      "ROLE_NOT_ALLOWED");
  EXPECT_EQ(
      ReasonOf(filings_.Create(filings_.Asked(document.name(), 5), &filing, tokens_.reviewer)),
      "ROLE_NOT_ALLOWED");
  EXPECT_EQ(ReasonOf(filings_.Create(filings_.Asked("documents/99", 5), &filing, tokens_.drafter)),
            "RESOURCE_NOT_FOUND");
  const v1::Document registered = registry_.Registered("未公布办法");
  EXPECT_TRUE(Names(filings_.Create(filings_.Asked(registered.name(), 5), &filing, tokens_.drafter),
                    "DocumentIsPublished"));
  v1::GetFilingRequest get;
  get.set_name(before.name());
  EXPECT_EQ(filings_.stub().GetFiling(As(tokens_.other_drafter).get(), get, &filing).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(filings_.Get(before.name(), tokens_.reviewer).SerializeAsString(),
            before.SerializeAsString());
  EXPECT_EQ(filings_.Events(before.name()).size(), 1u);
}

TEST_F(FilingLife, OfTwoReviewersAtOnceTheSecondMustReadAgain) {
  const v1::Filing before = filings_.Created(registry_.Published("养老服务办法").name());
  v1::Filing filing;
  ASSERT_TRUE(filings_.Accept(before.name(), &filing, before.etag()).ok());
  v1::RejectFilingRequest reject;
  reject.set_name(before.name());
  reject.set_not_normative_reason(v1::NOT_NORMATIVE_REASON_WORK_PLAN);
  reject.set_reason("工作方案");
  reject.mutable_options()->set_etag(before.etag());
  const grpc::Status stale =
      filings_.stub().RejectFiling(As(tokens_.reviewer).get(), reject, &filing);
  EXPECT_EQ(stale.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_EQ(ReasonOf(stale), "ETAG_MISMATCH");
  EXPECT_EQ(filings_.Get(before.name(), tokens_.reviewer).state(), v1::FILING_STATE_UNDER_REVIEW);
}

TEST_F(FilingLife, ARepeatedRequestFilesOnceAndARehearsalNever) {
  const v1::Document document = registry_.Published("养老服务办法");
  v1::CreateFilingRequest request = filings_.Asked(document.name(), 5);
  request.mutable_options()->set_validate_only(true);
  v1::Filing first, second;
  ASSERT_TRUE(filings_.Create(request, &first, tokens_.drafter).ok());
  EXPECT_EQ(first.state(), v1::FILING_STATE_SUBMITTED);
  EXPECT_EQ(filings_.Missing(tokens_.reviewer).size(), 1u);
  request.mutable_options()->set_validate_only(false);
  request.mutable_options()->set_request_id("0b8a5a37-7d1c-4b0a-9a57-0f7a3e1b2c3d");
  ASSERT_TRUE(filings_.Create(request, &first, tokens_.drafter).ok());
  ASSERT_TRUE(filings_.Create(request, &second, tokens_.drafter).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(filings_.Events(first.name()).size(), 1u);
}

TEST_F(FilingLife, ACorrectionIsMadeInTheDocumentsOwnWorkflowAndClosesTheFiling) {
  const v1::Document document = registry_.Published("养老服务办法");
  const std::string name = filings_.Created(document.name()).name();
  v1::Filing filing;
  ASSERT_TRUE(filings_.Accept(name, &filing).ok());
  EXPECT_TRUE(Names(filings_.Decide(name, false, {v1::FILING_GROUND_NO_PROBLEM}, &filing),
                    "GroundNamesAProblem"));
  ASSERT_TRUE(filings_.Decide(name, false, {v1::FILING_GROUND_HIGHER_LAW}, &filing).ok());
  EXPECT_TRUE(Names(filings_.Revoke(name, registry_.today(), &filing), "CorrectionHasRunOut"));
  v1::SubmitCorrectionRequest correction;
  correction.set_name(name);
  correction.set_correction("已经废止");
  EXPECT_TRUE(
      Names(filings_.stub().SubmitCorrection(As(tokens_.drafter).get(), correction, &filing),
            "CorrectionIsMade"));
  v1::RepealDocumentRequest repeal;
  repeal.set_name(document.name());
  repeal.set_reason("备案审查后废止");
  repeal.set_ended_date(registry_.today());
  repeal.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  repeal.mutable_decision()->set_document_title("区人民政府决定");
  repeal.mutable_decision()->set_person("区长");
  repeal.mutable_decision()->set_date(registry_.today());
  v1::Document repealed;
  const grpc::Status ended =
      registry_.documents().RepealDocument(As(tokens_.reviewer).get(), repeal, &repealed);
  ASSERT_TRUE(ended.ok()) << ended.error_message();
  // The document's own workflow made the correction, and nobody has to say so.
  filings_.WaitFor(name, "FilingCorrectionNoticed");
  EXPECT_EQ(filings_.Get(name, tokens_.reviewer).correction(),
            absl::StrCat("文件自", registry_.today(), "起废止"));
  ASSERT_TRUE(
      filings_.stub().SubmitCorrection(As(tokens_.drafter).get(), correction, &filing).ok());
  EXPECT_EQ(filing.state(), v1::FILING_STATE_CORRECTED);
  EXPECT_EQ(filing.correction(), "已经废止");
  v1::ConfirmCorrectionRequest confirm;
  confirm.set_name(name);
  ASSERT_TRUE(filings_.stub().ConfirmCorrection(As(tokens_.reviewer).get(), confirm, &filing).ok());
  EXPECT_EQ(filing.state(), v1::FILING_STATE_CLOSED);
  filings_.ExpectSoundStore();
}

// 北京第29条: what is clearly unlawful stops at once, also where the level above reviews; the
// issuer has its days for the correction all the same.
TEST_F(FilingLife, AClearlyUnlawfulClauseIsStoppedAtOnceByTheLevelAbove) {
  v1::CreateDocumentRequest draft = registry_.GovernmentDraft();
  const std::string document = registry_.Published(draft).name();
  Tokens above = tokens_;
  above.drafter = tokens_.government_drafter;
  above.reviewer = tokens_.city_reviewer;
  Filings city(server_.Channel(), above);
  const std::string name = city.Created(document).name();
  v1::Filing filing;
  ASSERT_TRUE(city.Accept(name, &filing).ok());
  ASSERT_TRUE(city.Decide(name, false, {v1::FILING_GROUND_HIGHER_LAW}, &filing).ok());
  EXPECT_TRUE(Names(city.Revoke(name, registry_.today(), &filing), "CorrectionHasRunOut"));
  const grpc::Status suspended = city.Revoke(name, registry_.today(), &filing, /*suspend=*/true);
  ASSERT_TRUE(suspended.ok()) << suspended.error_message();
  EXPECT_EQ(filing.state(), v1::FILING_STATE_CORRECTING);
  EXPECT_EQ(city.Document(document).state(), v1::DOCUMENT_STATE_SUSPENDED);
  EXPECT_EQ(city.Tasks(tokens_.government_drafter, v1::CLOCK_KIND_FILING_CORRECTION), 1);
  city.ExpectSoundStore();
}

TEST_F(FilingLife, AReviewIsExtendedOnceWithItsReason) {
  const std::string name = filings_.Created(registry_.Published("养老服务办法").name()).name();
  v1::Filing filing;
  EXPECT_FALSE(filings_.Extend(name, "需要论证", &filing).ok()) << "no review yet";
  ASSERT_TRUE(filings_.Accept(name, &filing).ok());
  EXPECT_TRUE(Names(filings_.Extend(name, " ", &filing), "ReasonIsGiven") ||
              !filings_.Extend(name, "", &filing).ok());
  v1::ExtendFilingRequest request;
  request.set_name(name);
  request.set_reason("需要论证");
  EXPECT_EQ(filings_.stub().ExtendFiling(As(tokens_.drafter).get(), request, &filing).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  ASSERT_TRUE(filings_.Extend(name, "需要论证", &filing).ok());
  EXPECT_EQ(filing.extended_date(), registry_.today());
  EXPECT_EQ(filing.extension_reason(), "需要论证");
  EXPECT_TRUE(Names(filings_.Extend(name, "再次论证", &filing), "IsNotExtendedYet"));
  EXPECT_EQ(filings_.Todos(tokens_.reviewer, name),
            std::vector<std::string>{"备案审查已延期：完成审查"});
  ASSERT_TRUE(filings_.Decide(name, true, {v1::FILING_GROUND_NO_PROBLEM}, &filing).ok());
  EXPECT_EQ(filings_.Todos(tokens_.reviewer, name), std::vector<std::string>{});
  filings_.ExpectSoundStore();
}

// What runs out while the server is down is put before the level above once, in order, when it
// comes back; and that is what the level above sees.
TEST(FilingAfterDowntime, TheLevelAboveIsToldOnceAndSeesTheCase) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string name, unfiled;
  {
    RunningServer server(data_dir, {});
    tokens = server.registry().tokens();
    Filings filings(server.Channel(), tokens);
    name = filings.Created(server.registry().Published("养老服务办法").name()).name();
    unfiled = server.registry().Published("殡葬服务办法").name();
    EXPECT_EQ(filings.Todos(tokens.city_reviewer, name), std::vector<std::string>{});
  }
  for (int round = 0; round < 2; ++round) {
    RunningServer server(data_dir, {"--clock-offset-days", absl::StrCat(30 + round)});
    Filings filings(server.Channel(), tokens);
    filings.WaitFor(name, "FilingOverdue");
    EXPECT_EQ(filings.Events(name), (std::vector<std::string>{"FilingCreated", "FilingOverdue"}))
        << "once, also after another start";
    const std::string todo = "督办下列逾期事项：办理备案：登记、要求补充或者不予登记";
    EXPECT_EQ(filings.Todos(tokens.city_reviewer, name), std::vector<std::string>{todo});
    EXPECT_EQ(filings.Get(name, tokens.city_reviewer).clocks(0).escalated_to(), kCity);
    // A department files with its own government: that office sees to a document that was not
    // filed.
    filings.WaitFor(unfiled, "DocumentOverdue");
    bool told = false;
    const v1::Document late = filings.Document(unfiled);
    for (const v1::Clock& clock : late.clocks())
      told = told || (clock.kind() == v1::CLOCK_KIND_FILING && clock.escalated_to() == kDistrict);
    EXPECT_TRUE(told);
    filings.ExpectSoundStore();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "32"});
  Filings filings(server.Channel(), tokens);
  v1::Filing filing;
  ASSERT_TRUE(filings.Accept(name, &filing).ok());
  EXPECT_EQ(filings.Todos(tokens.city_reviewer, name), std::vector<std::string>{}) << "it is done";
  EXPECT_TRUE(filing.clocks(0).overdue()) << "late for ever";
}

// The server is down while the days pass, and comes back on a later one.
TEST(FilingAfterDowntime, WhatRanOutIsMarkedOnceAndTheDocumentMayBeRevoked) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string name, document, waiting;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    Filings filings(server.Channel(), tokens);
    document = registry.Published("养老服务办法").name();
    name = filings.Created(document).name();
    v1::Filing filing;
    ASSERT_TRUE(filings.Accept(name, &filing).ok());
    ASSERT_TRUE(filings.Decide(name, false, {v1::FILING_GROUND_HIGHER_LAW}, &filing).ok());
    const std::string other = registry.Published("殡葬服务办法").name();
    waiting = filings.Created(other).name();
    v1::RequestFilingSupplementRequest ask;
    ask.set_name(waiting);
    ask.add_items("起草说明");
    ASSERT_TRUE(
        filings.stub().RequestFilingSupplement(As(tokens.reviewer).get(), ask, &filing).ok());
  }
  RunningServer server(data_dir, {"--clock-offset-days", "70"});
  Filings filings(server.Channel(), tokens);
  filings.WaitFor(waiting, "FilingOverdue");
  EXPECT_EQ(
      filings.Events(waiting),
      (std::vector<std::string>{"FilingCreated", "FilingSupplementRequested", "FilingOverdue"}));
  EXPECT_EQ(filings.Events(name),
            (std::vector<std::string>{"FilingCreated", "FilingAccepted", "FilingCorrectionOrdered",
                                      "FilingCorrectionRunOut"}));
  v1::Filing filing;
  EXPECT_TRUE(Names(filings.Supplement(waiting, "起草说明", &filing), "SupplementIsInTime"));
  EXPECT_EQ(filings.Tasks(tokens.drafter, v1::CLOCK_KIND_FILING_SUPPLEMENT, /*overdue=*/true), 1);
  const grpc::Status revoked = filings.Revoke(name, "2026-01-05", &filing);
  ASSERT_TRUE(revoked.ok()) << revoked.error_message();
  EXPECT_EQ(filing.state(), v1::FILING_STATE_REVOKED);
  EXPECT_EQ(filings.Document(document).state(), v1::DOCUMENT_STATE_REVOKED);
  filings.ExpectSoundStore();
}

}  // namespace
}  // namespace santong::testing
