// An organ is merged (domain.md 7): its duties pass to its successor, through the real server. What
// it began the successor's drafter reads, finishes and answers for; no other organ does, and its
// own people go on until their accounts are closed.
#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "tests/server/services/objection_desk.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class Successor : public ::testing::Test {
 protected:
  grpc::Status TrySuccessor(const char* organ, const std::string& successor,
                            const char* language = "en") {
    v1::GetOrganRequest merged;
    merged.set_name(organ);
    v1::UpdateOrganRequest merge;
    EXPECT_TRUE(
        registry_.admin().GetOrgan(As(tokens_.admin).get(), merged, merge.mutable_organ()).ok());
    merge.mutable_organ()->set_successor(successor);
    merge.mutable_update_mask()->add_paths("successor");
    grpc::ClientContext context;
    context.AddMetadata("authorization", absl::StrCat("Bearer ", tokens_.admin));
    context.AddMetadata("accept-language", language);
    v1::Organ written;
    return registry_.admin().UpdateOrgan(&context, merge, &written);
  }
  // Empty: its duties are its own again.
  void SetSuccessor(const char* organ, const std::string& successor) {
    const grpc::Status status = TrySuccessor(organ, successor);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  grpc::Status Get(const std::string& name, const std::string& token, v1::Document* document) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    return registry_.documents().GetDocument(As(token).get(), request, document);
  }
  grpc::Status File(const std::string& document, const std::string& token, v1::Filing* filing) {
    v1::CreateFilingRequest request;
    request.set_document(document);
    for (const char* paper :
         {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"}) {
      request.add_materials()->set_title(paper);
    }
    return filings_->CreateFiling(As(token).get(), request, filing);
  }
  // "resource kind" of each clock among the caller's tasks.
  std::vector<std::string> Tasks(const std::string& token) {
    v1::ListTasksRequest request;
    request.add_kinds(v1::TASK_KIND_CLOCK);
    v1::ListTasksResponse response;
    EXPECT_TRUE(registry_.tasks().ListTasks(As(token).get(), request, &response).ok());
    std::vector<std::string> clocks;
    for (const v1::Task& task : response.tasks())
      clocks.push_back(absl::StrCat(task.resource(), " ", v1::ClockKind_Name(task.clock().kind())));
    return clocks;
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  std::unique_ptr<v1::FilingService::Stub> filings_ = v1::FilingService::NewStub(server_.Channel());
};

TEST_F(Successor, ReadsFinishesAndFilesWhatTheMergedOrganBegan) {
  const std::string draft = registry_.Drafted("养老服务办法").name();
  const std::string published = registry_.Published("救助服务办法").name();
  v1::Document document;
  v1::Filing filing;
  EXPECT_EQ(Get(draft, tokens_.other_drafter, &document).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(File(published, tokens_.other_drafter, &filing)), "ROLE_NOT_ALLOWED");
  EXPECT_THAT(Tasks(tokens_.other_drafter), IsEmpty());
  const std::vector<std::string> waiting = Tasks(tokens_.drafter);
  const std::string unfiled = absl::StrCat(published, " CLOCK_KIND_FILING");
  ASSERT_THAT(waiting, Contains(unfiled));

  SetSuccessor(kCivilAffairs, kEducation);
  EXPECT_EQ(Tasks(tokens_.other_drafter), waiting);
  EXPECT_EQ(Tasks(tokens_.drafter), waiting) << "until their accounts are closed";
  EXPECT_EQ(Get(draft, tokens_.government_drafter, &document).error_code(),
            grpc::StatusCode::NOT_FOUND)
      << "nobody else's";
  ASSERT_TRUE(Get(draft, tokens_.other_drafter, &document).ok());
  EXPECT_GT(document.internal().evidence_size(), 0);
  EXPECT_EQ(document.issuers(0).organ(), kCivilAffairs) << "as printed";
  v1::SubmitDocumentRequest submit;
  submit.set_name(draft);
  const grpc::Status submitted =
      registry_.documents().SubmitDocument(As(tokens_.other_drafter).get(), submit, &document);
  EXPECT_TRUE(submitted.ok()) << submitted.error_message();

  const grpc::Status filed = File(published, tokens_.other_drafter, &filing);
  ASSERT_TRUE(filed.ok()) << filed.error_message();
  EXPECT_EQ(filing.organ(), kCivilAffairs);
  EXPECT_THAT(Tasks(tokens_.other_drafter), Not(Contains(unfiled)));
  v1::AcceptFilingRequest accept;
  accept.set_name(filing.name());
  ASSERT_TRUE(filings_->AcceptFiling(As(tokens_.reviewer).get(), accept, &filing).ok());
  v1::RequestExplanationRequest question;
  question.set_name(filing.name());
  question.add_items("第三条的依据");
  ASSERT_TRUE(filings_->RequestExplanation(As(tokens_.reviewer).get(), question, &filing).ok());
  EXPECT_THAT(Tasks(tokens_.other_drafter), Contains(StartsWith(absl::StrCat(filing.name(), " "))));
  v1::ExplainFilingRequest answer;
  answer.set_name(filing.name());
  answer.set_explanation("依据省条例第十条");
  EXPECT_EQ(
      filings_->ExplainFiling(As(tokens_.government_drafter).get(), answer, &filing).error_code(),
      grpc::StatusCode::NOT_FOUND);
  const grpc::Status explained =
      filings_->ExplainFiling(As(tokens_.other_drafter).get(), answer, &filing);
  EXPECT_TRUE(explained.ok()) << explained.error_message();
  ExpectSoundStore(registry_.admin(), tokens_.admin);
}

TEST_F(Successor, AnswersTheObjectionsToWhatTheMergedOrganIssued) {
  SetTwoStepRoute(registry_);
  Desk desk(server_.Channel(), tokens_);
  const std::string name =
      desk.Lodge(registry_.Published("临时救助办法").name(), "甲某某").objection().name();
  ASSERT_TRUE(desk.Accept(name).ok());
  v1::AnswerObjectionRequest answer;
  answer.set_name(name);
  answer.set_answer("本机关认为合法。");
  v1::Objection objection;
  EXPECT_FALSE(
      desk.stub().AnswerObjection(As(tokens_.other_drafter).get(), answer, &objection).ok());
  SetSuccessor(kCivilAffairs, kEducation);
  EXPECT_THAT(Tasks(tokens_.other_drafter), Contains(StartsWith(absl::StrCat(name, " "))));
  const grpc::Status answered =
      desk.stub().AnswerObjection(As(tokens_.other_drafter).get(), answer, &objection);
  EXPECT_TRUE(answered.ok()) << answered.error_message();
}

// A list of what an organ answers for has what came to it; who issued a document is another
// question. Before, an organ's lists lacked what its people had among their tasks.
TEST_F(Successor, HasInItsListsWhatItAnswersFor) {
  const std::string filed = registry_.Published("救助服务办法").name();
  const std::string own = registry_.Published(registry_.GovernmentDraft()).name();
  const std::string unfiled = registry_.Published("养老服务办法").name();
  v1::Filing filing;
  ASSERT_TRUE(File(filed, tokens_.drafter, &filing).ok());
  Desk desk(server_.Channel(), tokens_);
  const std::string objection = desk.Lodge(filed, "甲某某").objection().name();
  const auto documents = [&](const char* organ, bool newest_first = false) {
    std::vector<std::string> names;
    v1::ListDocumentsRequest request;
    request.set_organ(organ);
    request.set_newest_first(newest_first);
    request.set_page_size(1);
    do {
      v1::ListDocumentsResponse page;
      const grpc::Status status =
          registry_.documents().ListDocuments(As(tokens_.auditor).get(), request, &page);
      EXPECT_TRUE(status.ok()) << status.error_message();
      for (const v1::Document& document : page.documents()) names.push_back(document.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  const auto filings = [&](const char* organ, bool missing, bool newest_first) {
    std::vector<std::string> names;
    v1::ListFilingsRequest request;
    request.set_organ(organ);
    request.set_missing(missing);
    request.set_newest_first(newest_first);
    v1::ListFilingsResponse page;
    EXPECT_TRUE(filings_->ListFilings(As(tokens_.auditor).get(), request, &page).ok());
    for (const v1::Filing& one : page.filings()) names.push_back(one.name());
    for (const v1::MissingFiling& one : page.missing()) names.push_back(one.document());
    return names;
  };
  const auto objections = [&](const char* organ) {
    std::vector<std::string> names;
    v1::ListObjectionsRequest request;
    request.set_organ(organ);
    v1::ListObjectionsResponse page;
    EXPECT_TRUE(desk.stub().ListObjections(As(tokens_.reviewer).get(), request, &page).ok());
    for (const v1::Objection& one : page.objections()) names.push_back(one.name());
    return names;
  };
  EXPECT_THAT(documents(kGovernment), ElementsAre(own));
  EXPECT_THAT(filings(kGovernment, false, false), IsEmpty());
  EXPECT_THAT(objections(kGovernment), IsEmpty());

  SetSuccessor(kCivilAffairs, kEducation);
  SetSuccessor(kEducation, kGovernment);
  EXPECT_THAT(documents(kGovernment), ElementsAre(filed, own, unfiled)) << "in one order";
  EXPECT_THAT(documents(kGovernment, /*newest_first=*/true), ElementsAre(unfiled, own, filed));
  EXPECT_THAT(documents(kCivilAffairs), ElementsAre(filed, unfiled)) << "what it issued";
  EXPECT_THAT(filings(kGovernment, true, false), Contains(unfiled));
  EXPECT_THAT(objections(kGovernment), ElementsAre(objection));
  v1::Filing later;
  ASSERT_TRUE(File(unfiled, tokens_.government_drafter, &later).ok());
  EXPECT_THAT(filings(kGovernment, false, false), ElementsAre(filing.name(), later.name()));
  EXPECT_THAT(filings(kGovernment, false, true), ElementsAre(later.name(), filing.name()));

  auto catalog = v1::CatalogService::NewStub(server_.Channel());
  v1::SearchDocumentsRequest search;
  search.set_filter(absl::StrCat("organ = ", kGovernment));
  v1::SearchDocumentsResponse found;
  do {  // until the index is abreast
    const grpc::Status status = catalog->SearchDocuments(As("").get(), search, &found);
    ASSERT_TRUE(status.ok()) << status.error_message();
  } while (found.complete_to_sequence() < found.event_sequence());
  ASSERT_EQ(found.hits_size(), 1) << "who issued it";
}

// What was set by mistake is taken back, and who was merged in turn hands everything on.
TEST_F(Successor, IsWhoeverTheRegisterOfOrgansNamesToday) {
  const std::string draft = registry_.Drafted("养老服务办法").name();
  v1::Document document;
  SetSuccessor(kCivilAffairs, kEducation);
  ASSERT_TRUE(Get(draft, tokens_.other_drafter, &document).ok());
  SetSuccessor(kEducation, kGovernment);
  EXPECT_EQ(Get(draft, tokens_.other_drafter, &document).error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Get(draft, tokens_.government_drafter, &document).ok());
  SetSuccessor(kCivilAffairs, "");
  EXPECT_EQ(Get(draft, tokens_.government_drafter, &document).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Get(draft, tokens_.drafter, &document).ok());
}

// In a circle nobody would have the duties, and each would be its own again without a word.
TEST_F(Successor, IsNeverTheOrganItselfNorOneThatPassesTheDutiesBack) {
  const std::vector<std::string> named = {"organ.successor"};
  EXPECT_EQ(FieldsOf(TrySuccessor(kCivilAffairs, kCivilAffairs)), named);
  SetSuccessor(kCivilAffairs, kEducation);
  EXPECT_EQ(FieldsOf(TrySuccessor(kEducation, kCivilAffairs)), named);
  SetSuccessor(kEducation, kGovernment);
  for (const auto& [language, words] :
       {std::pair("en", "comes back to"), std::pair("zh-CN", "又回到")}) {
    const grpc::Status refused = TrySuccessor(kGovernment, kCivilAffairs, language);
    ASSERT_EQ(FieldsOf(refused), named) << "a circle of three";
    EXPECT_THAT(DetailsOf(refused).bad_request.field_violations(0).description(),
                AllOf(HasSubstr(words), HasSubstr(kGovernment)));
  }

  v1::CreateOrganRequest found;
  found.set_parent("jurisdictions/630203");
  found.set_organ_id("new-bureau");
  found.mutable_organ()->set_display_name("新局");
  found.mutable_organ()->set_kind(v1::ORGAN_KIND_DEPARTMENT);
  found.mutable_organ()->set_successor("jurisdictions/630203/organs/new-bureau");
  v1::Organ organ;
  EXPECT_EQ(FieldsOf(registry_.admin().CreateOrgan(As(tokens_.admin).get(), found, &organ)), named);

  SetSuccessor(kEducation, "");
  SetSuccessor(kGovernment, kCivilAffairs);
}

}  // namespace
}  // namespace santong::testing
