// The letters of a registration and of a filing through the real server: each once its act is done,
// for the issuer and the offices, signed by who acted; and the application that is returned once.
#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "santong/v1/file_service.grpc.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr grpc::StatusCode kNotFound = grpc::StatusCode::NOT_FOUND;

// Asks for letters; the newest answer is in document() or filing().
class Letters {
 public:
  explicit Letters(const std::shared_ptr<grpc::Channel>& channel)
      : files_(v1::FileService::NewStub(channel)), filings_(v1::FilingService::NewStub(channel)) {}

  grpc::StatusCode Ask(const std::string& name, v1::DocumentLetterKind kind,
                       const std::string& token) {
    v1::GetDocumentLetterRequest request;
    request.set_name(name);
    request.set_kind(kind);
    return files_->GetDocumentLetter(As(token).get(), request, &document_).error_code();
  }
  grpc::StatusCode Ask(const std::string& name, v1::FilingLetterKind kind,
                       const std::string& token) {
    v1::GetFilingLetterRequest request;
    request.set_name(name);
    request.set_kind(kind);
    return filings_->GetFilingLetter(As(token).get(), request, &filing_).error_code();
  }
  const v1::DocumentLetter& document() const { return document_; }
  const v1::FilingLetter& filing() const { return filing_; }
  v1::FilingService::Stub& filings() { return *filings_; }

 private:
  std::unique_ptr<v1::FileService::Stub> files_;
  std::unique_ptr<v1::FilingService::Stub> filings_;
  v1::DocumentLetter document_;
  v1::FilingLetter filing_;
};

class LettersOfActs : public ::testing::Test {
 protected:
  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Letters letters_{server_.Channel()};
};

TEST_F(LettersOfActs, AnApplicationIsReturnedOnceAndThenRegistered) {
  const std::string name = registry_.Submitted("养老服务办法").name();
  EXPECT_EQ(letters_.Ask(name, v1::DOCUMENT_LETTER_KIND_SUPPLEMENT, tokens_.drafter), kNotFound)
      << "nothing was asked for yet";
  v1::ReturnDocumentRequest back;
  back.set_name(name);
  back.add_items("补充起草说明");
  back.add_items("写明施行日期");
  v1::Document document;
  v1::DocumentService::Stub& documents = registry_.documents();
  ASSERT_TRUE(documents.ReturnDocument(As(tokens_.reviewer).get(), back, &document).ok());
  ASSERT_EQ(letters_.Ask(name, v1::DOCUMENT_LETTER_KIND_SUPPLEMENT, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_EQ(letters_.document().date(), registry_.today());
  EXPECT_EQ(letters_.document().title(), "行政规范性文件登记补正通知书");
  EXPECT_THAT(letters_.document().text(),
              AllOf(HasSubstr("平安区民政局："), HasSubstr("补充起草说明；写明施行日期"),
                    HasSubstr("平安区司法局\n"), Not(HasSubstr("registration."))));
  EXPECT_THAT(letters_.document().html(), HasSubstr("补充起草说明；写明施行日期"));

  v1::SubmitDocumentRequest submit;
  submit.set_name(name);
  ASSERT_TRUE(documents.SubmitDocument(As(tokens_.drafter).get(), submit, &document).ok());
  EXPECT_TRUE(Names(documents.ReturnDocument(As(tokens_.reviewer).get(), back, &document),
                    "IsNotReturnedYet"));
  v1::RegisterDocumentRequest registration;
  registration.set_name(name);
  ASSERT_TRUE(documents.RegisterDocument(As(tokens_.reviewer).get(), registration, &document).ok());
  ASSERT_EQ(letters_.Ask(name, v1::DOCUMENT_LETTER_KIND_REGISTRATION, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_THAT(letters_.document().text(),
              HasSubstr(absl::StrCat("统一登记号：", document.registration_number(), "；")));
  EXPECT_EQ(letters_.Ask(name, v1::DOCUMENT_LETTER_KIND_REFUSAL, tokens_.drafter), kNotFound);
  for (const std::string& other : {tokens_.other_drafter, std::string()}) {
    EXPECT_NE(letters_.Ask(name, v1::DOCUMENT_LETTER_KIND_REGISTRATION, other),
              grpc::StatusCode::OK);
  }
  EXPECT_EQ(letters_.Ask("documents/99", v1::DOCUMENT_LETTER_KIND_REGISTRATION, tokens_.reviewer),
            kNotFound);
}

TEST_F(LettersOfActs, ARefusalIsToldWithItsReason) {
  v1::Document document;
  v1::RefuseDocumentRequest refuse;
  refuse.set_name(registry_.Submitted("养老服务办法").name());
  refuse.set_reason("没有制定权限");
  ASSERT_TRUE(
      registry_.documents().RefuseDocument(As(tokens_.reviewer).get(), refuse, &document).ok());
  ASSERT_EQ(letters_.Ask(refuse.name(), v1::DOCUMENT_LETTER_KIND_REFUSAL, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_THAT(letters_.document().text(), HasSubstr("理由：没有制定权限"));
  v1::DetermineDocumentRequest determine;
  determine.set_name(registry_.Submitted("值班安排").name());
  determine.set_reason(v1::NOT_NORMATIVE_REASON_INTERNAL_RULES);
  ASSERT_TRUE(registry_.documents()
                  .DetermineDocument(As(tokens_.reviewer).get(), determine, &document)
                  .ok());
  ASSERT_EQ(letters_.Ask(determine.name(), v1::DOCUMENT_LETTER_KIND_REFUSAL, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_THAT(letters_.document().text(), HasSubstr("不属于行政规范性文件（内部管理制度）"));
}

TEST_F(LettersOfActs, AFilingHasALetterForEachAnswerOfItsReviewer) {
  const std::string name =
      File(letters_.filings(), tokens_, registry_.Published("养老服务办法").name());
  v1::FilingService::Stub& filings = letters_.filings();
  v1::Filing filing;
  for (int kind = 1; kind <= v1::FilingLetterKind_MAX; ++kind) {
    EXPECT_EQ(letters_.Ask(name, static_cast<v1::FilingLetterKind>(kind), tokens_.drafter),
              kNotFound)
        << "nobody has answered";
  }
  v1::RequestFilingSupplementRequest lacking;
  lacking.set_name(name);
  lacking.add_items("合法性审核意见");
  ASSERT_TRUE(filings.RequestFilingSupplement(As(tokens_.reviewer).get(), lacking, &filing).ok());
  v1::SupplementFilingRequest supplement;
  supplement.set_name(name);
  supplement.add_materials()->set_title("合法性审核意见");
  ASSERT_TRUE(filings.SupplementFiling(As(tokens_.drafter).get(), supplement, &filing).ok());
  v1::AcceptFilingRequest accept;
  accept.set_name(name);
  ASSERT_TRUE(filings.AcceptFiling(As(tokens_.reviewer).get(), accept, &filing).ok());
  ASSERT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_RECEIPT, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_EQ(letters_.filing().date(), registry_.today());
  EXPECT_THAT(letters_.filing().text(),
              AllOf(HasSubstr("行政规范性文件备案回执"), HasSubstr("平安区民政局："),
                    HasSubstr("平安区司法局\n"), Not(HasSubstr("review."))));

  v1::RequestExplanationRequest question;
  question.set_name(name);
  question.add_items("第三条的依据");
  ASSERT_TRUE(filings.RequestExplanation(As(tokens_.reviewer).get(), question, &filing).ok());
  ASSERT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_EXPLANATION, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_THAT(letters_.filing().html(), HasSubstr("第三条的依据"));
  ASSERT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_DEFERRAL, tokens_.reviewer),
            grpc::StatusCode::OK);
  EXPECT_THAT(letters_.filing().text(),
              AllOf(HasSubstr("合法性审核意见"), Not(HasSubstr("第三条的依据"))))
      << "as it was asked for, whatever was asked later";

  v1::DecideFilingRequest decide;
  decide.set_name(name);
  decide.add_grounds(v1::FILING_GROUND_HIGHER_LAW);
  decide.set_reason("第三条没有上位法依据");
  for (int finding = 1; finding <= filing.findings_size(); ++finding) {
    v1::VerdictOnFinding* verdict = decide.add_verdicts();
    verdict->set_number(finding);
    verdict->set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
  }
  ASSERT_TRUE(filings.DecideFiling(As(tokens_.reviewer).get(), decide, &filing).ok());
  for (const v1::FilingLetterKind kind :
       {v1::FILING_LETTER_KIND_OPINION, v1::FILING_LETTER_KIND_SUGGESTION}) {
    ASSERT_EQ(letters_.Ask(name, kind, tokens_.drafter), grpc::StatusCode::OK);
    EXPECT_THAT(letters_.filing().text(),
                AllOf(HasSubstr("违反上位法"), HasSubstr("第三条没有上位法依据")));
  }
  EXPECT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_REFUSAL, tokens_.drafter), kNotFound);
  EXPECT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_OPINION, tokens_.other_drafter), kNotFound);
  EXPECT_NE(letters_.Ask(name, v1::FILING_LETTER_KIND_OPINION, ""), grpc::StatusCode::OK);
}

// domain.md 3.11: drafting technique is the issuer's own to handle; it is reminded and corrects
// nothing.
TEST_F(LettersOfActs, AFilingThatPassesWithAReminderSaysOfWhat) {
  v1::FilingService::Stub& filings = letters_.filings();
  const std::string name = File(filings, tokens_, registry_.Published("养老服务办法").name());
  v1::Filing filing;
  v1::AcceptFilingRequest accept;
  accept.set_name(name);
  ASSERT_TRUE(filings.AcceptFiling(As(tokens_.reviewer).get(), accept, &filing).ok());
  v1::DecideFilingRequest decide;
  decide.set_name(name);
  decide.set_outcome(v1::FILING_OUTCOME_REMIND);
  decide.add_grounds(v1::FILING_GROUND_DRAFTING);
  for (int finding = 1; finding <= filing.findings_size(); ++finding) {
    v1::VerdictOnFinding* verdict = decide.add_verdicts();
    verdict->set_number(finding);
    verdict->set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
  }
  EXPECT_TRUE(
      Names(filings.DecideFiling(As(tokens_.reviewer).get(), decide, &filing), "ReasonIsGiven"))
      << "of what?";
  decide.set_reason("第四条序号有误");
  ASSERT_TRUE(filings.DecideFiling(As(tokens_.reviewer).get(), decide, &filing).ok());
  EXPECT_EQ(filing.state(), v1::FILING_STATE_PASSED);
  ASSERT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_REMINDER, tokens_.drafter),
            grpc::StatusCode::OK);
  EXPECT_THAT(letters_.filing().text(), HasSubstr("第四条序号有误"));
}

// Before, there was no opinion, or one on an earlier decision.
TEST_F(LettersOfActs, AFilingWhoseReviewIsPausedOrTransferredSaysSoInTheOpinion) {
  v1::FilingService::Stub& filings = letters_.filings();
  const auto decide = [&](const char* title, v1::FilingOutcome outcome, const std::string& day,
                          const std::string& receiver) {
    const std::string name = File(filings, tokens_, registry_.Published(title).name());
    v1::Filing filing;
    v1::AcceptFilingRequest accept;
    accept.set_name(name);
    EXPECT_TRUE(filings.AcceptFiling(As(tokens_.reviewer).get(), accept, &filing).ok());
    v1::DecideFilingRequest request;
    request.set_name(name);
    request.set_outcome(outcome);
    request.add_grounds(v1::FILING_GROUND_POWER);
    request.set_reason("第四条超越权限");
    request.set_plan_date(day);
    request.set_transfer_to(receiver);
    for (int finding = 1; finding <= filing.findings_size(); ++finding) {
      v1::VerdictOnFinding* verdict = request.add_verdicts();
      verdict->set_number(finding);
      verdict->set_verdict(v1::FINDING_VERDICT_KIND_DISMISSED);
    }
    const grpc::Status decided = filings.DecideFiling(As(tokens_.reviewer).get(), request, &filing);
    EXPECT_TRUE(decided.ok()) << decided.error_message();
    EXPECT_EQ(letters_.Ask(name, v1::FILING_LETTER_KIND_OPINION, tokens_.drafter),
              grpc::StatusCode::OK);
    return letters_.filing().text();
  };
  EXPECT_THAT(decide("养老服务办法", v1::FILING_OUTCOME_PAUSE, "2099-12-31", ""),
              AllOf(HasSubstr("审查中止"), HasSubstr("请于2099年12月31日前改正")));
  EXPECT_THAT(decide("救助服务办法", v1::FILING_OUTCOME_TRANSFER, "", "海东市司法局"),
              AllOf(HasSubstr("予以移送"), HasSubstr("已经移送海东市司法局处理")));
}

// The office that sees to what is overdue reminds: a department's own government's, a government's
// the one above.
TEST(FilingReminder, IsWrittenByTheOfficeThatWaitsUntilItIsFiled) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  constexpr v1::DocumentLetterKind kReminder = v1::DOCUMENT_LETTER_KIND_FILING_REMINDER;
  Tokens tokens;
  std::string department, government;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    department = registry.Published("养老服务办法").name();
    v1::CreateDocumentRequest draft = registry.GovernmentDraft();
    government = registry.Published(draft).name();
    EXPECT_EQ(Letters(server.Channel()).Ask(department, kReminder, tokens.drafter), kNotFound);
  }
  RunningServer server(data_dir, {"--clock-offset-days", "60"});
  const auto documents = v1::DocumentService::NewStub(server.Channel());
  Letters letters(server.Channel());
  WaitForEvent(*documents, tokens.auditor, department, "DocumentOverdue");
  ASSERT_EQ(letters.Ask(department, kReminder, tokens.drafter), grpc::StatusCode::OK);
  EXPECT_THAT(letters.document().text(),
              AllOf(HasSubstr("平安区民政局："), HasSubstr("前报送备案，"),
                    HasSubstr("\n平安区司法局\n"), Not(HasSubstr("常务委员会"))));
  File(letters.filings(), tokens, department);
  EXPECT_EQ(letters.Ask(department, kReminder, tokens.drafter), kNotFound) << "filed at last";

  // Two duties, each on its own day: both are told once both have run out.
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  grpc::StatusCode asked = kNotFound;
  do {
    asked = letters.Ask(government, kReminder, tokens.city_reviewer);
  } while (!(asked == grpc::StatusCode::OK &&
             absl::StrContains(letters.document().text(), "常务委员会备案")) &&
           absl::Now() < give_up);
  EXPECT_THAT(letters.document().text(),
              AllOf(HasSubstr("平安区人民政府："), HasSubstr("前报送备案，"),
                    HasSubstr("常务委员会备案"), HasSubstr("\n海东市司法局\n")));
  EXPECT_EQ(letters.Ask(government, kReminder, tokens.drafter), kNotFound) << "another organ's";
}

}  // namespace
}  // namespace santong::testing
