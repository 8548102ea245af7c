// Bad input through a real client: each refusal says which field or condition, what is wrong and
// how to mend it, and nothing is changed.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "santong/v1/cleanup_service.grpc.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

class Refusals : public ::testing::Test {
 protected:
  // The last event: what shows that nothing was changed.
  int64_t LastEvent() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(
        registry_.admin().GetServerInfo(As(registry_.tokens().admin).get(), {}, &info).ok());
    return info.last_event_sequence();
  }
  grpc::Status Create(const v1::CreateDocumentRequest& request) {
    v1::Document document;
    return registry_.documents().CreateDocument(As(registry_.tokens().drafter).get(), request,
                                                &document);
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

TEST_F(Refusals, EveryWrongFieldIsNamedAtOnceAndNothingIsChanged) {
  v1::CreateDocumentRequest request = registry_.CompleteDraft("办法");
  v1::Document& document = *request.mutable_document();
  document.set_title(std::string(501, 'x'));
  document.set_effective_date("2026-02-30");
  document.set_document_number("平民\x01〔2026〕1号");
  document.mutable_term()->set_years(51);
  document.add_legal_bases();
  document.mutable_internal()->mutable_evidence(0)->set_attachment_sha256("ABC");
  request.mutable_options()->set_request_id("not-a-uuid");
  const int64_t before = LastEvent();
  grpc::Status status = Create(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ReasonOf(status), "FIELD_INVALID");
  const std::vector<std::string> fields = FieldsOf(status);
  for (const char* field :
       {"document.title", "document.effective_date", "document.document_number",
        "document.term.years", "document.legal_bases[1].title",
        "document.internal.evidence[0].attachment_sha256", "options.request_id"}) {
    EXPECT_NE(std::find(fields.begin(), fields.end(), field), fields.end())
        << field << " of " << status.error_message();
  }
  EXPECT_EQ(LastEvent(), before);
}

TEST_F(Refusals, AClerkWithSevenMistakesSeesAllSeven) {
  v1::CreateDocumentRequest request = registry_.CompleteDraft("缺七项的办法");
  v1::Document& document = *request.mutable_document();
  document.mutable_internal()->clear_evidence();
  v1::Document draft;
  ASSERT_TRUE(registry_.documents()
                  .CreateDocument(As(registry_.tokens().drafter).get(), request, &draft)
                  .ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(draft.name());
  const int64_t before = LastEvent();
  for (bool rehearsal : {true, false}) {
    submit.mutable_options()->set_validate_only(rehearsal);
    grpc::Status status = registry_.documents().SubmitDocument(As(registry_.tokens().drafter).get(),
                                                               submit, &document);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(ReasonOf(status), "CONDITIONS_NOT_MET");
    const auto failure = DetailsOf(status).precondition;
    EXPECT_GE(failure.violations_size(), 7) << failure.ShortDebugString();
    for (const auto& violation : failure.violations())
      EXPECT_FALSE(violation.description().empty());
  }
  EXPECT_EQ(LastEvent(), before);
}

// No rule limits them: who sent 5 MB in one had them stored, and served to everybody.
TEST_F(Refusals, WhatNoFieldIsForIsNotStored) {
  v1::CreateOrganRequest create;
  create.set_parent(kDistrict);
  create.set_organ_id("hidden");
  v1::Organ* organ = create.mutable_organ();
  organ->set_display_name("某局");
  organ->set_kind(v1::ORGAN_KIND_DEPARTMENT);
  organ->GetReflection()->MutableUnknownFields(organ)->AddLengthDelimited(
      1000, std::string(1 << 20, 'x'));
  v1::Organ made, read;
  ASSERT_TRUE(
      registry_.admin().CreateOrgan(As(registry_.tokens().admin).get(), create, &made).ok());
  v1::GetOrganRequest get;
  get.set_name(made.name());
  ASSERT_TRUE(registry_.admin().GetOrgan(As("").get(), get, &read).ok());
  EXPECT_LT(read.ByteSizeLong(), 1000u);

  v1::CreateDocumentRequest draft = registry_.CompleteDraft("办法");
  v1::Issuer* issuer = draft.mutable_document()->mutable_issuers(0);
  issuer->GetReflection()->MutableUnknownFields(issuer)->AddLengthDelimited(
      1000, std::string(1 << 20, 'x'));
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .CreateDocument(As(registry_.tokens().drafter).get(), draft, &document)
                  .ok());
  EXPECT_LT(document.issuers(0).ByteSizeLong(), 1000u);
}

TEST_F(Refusals, ACallerMayNotSayThatARelationWasCarriedOut) {
  const v1::Document target = registry_.Drafted("尚未登记的办法");
  v1::CreateDocumentRequest request = registry_.CompleteDraft("废止草稿的通知");
  v1::Relation* relation = request.mutable_document()->add_relations();
  relation->set_kind(v1::RELATION_KIND_REPEALS);
  relation->set_target(target.name());
  relation->set_applied(true);
  v1::Document draft;
  ASSERT_TRUE(registry_.documents()
                  .CreateDocument(As(registry_.tokens().drafter).get(), request, &draft)
                  .ok());
  ASSERT_EQ(draft.relations_size(), 1);
  EXPECT_FALSE(draft.relations(0).applied());
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(draft.name());
  *update.mutable_document()->add_relations() = *relation;
  ASSERT_TRUE(registry_.documents()
                  .UpdateDocument(As(registry_.tokens().drafter).get(), update, &draft)
                  .ok());
  EXPECT_FALSE(draft.relations(0).applied());
  v1::SubmitDocumentRequest submit;
  submit.set_name(draft.name());
  const grpc::Status status =
      registry_.documents().SubmitDocument(As(registry_.tokens().drafter).get(), submit, &draft);
  EXPECT_TRUE(Names(status, "RelationsAreResolved")) << status.error_message();
}

TEST_F(Refusals, ARelationToWhatMayNotBeSeenIsRefusedAsOneToWhatIsNotThere) {
  const std::string& drafter = registry_.tokens().government_drafter;
  const v1::Document hidden = registry_.Drafted("民政局的草稿");
  int number = 0;
  for (const std::string& target : {hidden.name(), std::string("documents/999999")}) {
    v1::CreateDocumentRequest request = registry_.GovernmentDraft("平安区养老办法", ++number);
    v1::Relation* relation = request.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_IMPLEMENTS);
    relation->set_target(target);
    v1::Document draft;
    ASSERT_TRUE(registry_.documents().CreateDocument(As(drafter).get(), request, &draft).ok());
    v1::SubmitDocumentRequest submit;
    submit.set_name(draft.name());
    submit.mutable_options()->set_validate_only(true);
    const grpc::Status status =
        registry_.documents().SubmitDocument(As(drafter).get(), submit, &draft);
    EXPECT_TRUE(Names(status, "RelationsAreResolved")) << target << status.error_message();
  }
}

// The lead may not change; a number tried beside it told which ones the other organ has applied
// with.
TEST_F(Refusals, AnotherOrgansNumbersAreToldToNobody) {
  const v1::Document hidden = registry_.Submitted("民政局申请登记的办法");
  const std::string& drafter = registry_.tokens().other_drafter;
  v1::CreateDocumentRequest request = registry_.CompleteDraft("教育局的办法");
  request.mutable_document()->mutable_issuers(0)->set_organ(kEducation);
  v1::Document own;
  ASSERT_TRUE(registry_.documents().CreateDocument(As(drafter).get(), request, &own).ok());
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(own.name());
  update.mutable_document()->add_issuers()->set_organ(kCivilAffairs);
  update.mutable_options()->set_validate_only(true);
  for (const std::string& number : {hidden.document_number(), std::string("平民〔2026〕999号")}) {
    update.mutable_document()->set_document_number(number);
    const grpc::Status status =
        registry_.documents().UpdateDocument(As(drafter).get(), update, &own);
    EXPECT_TRUE(Names(status, "LeadIssuerStays")) << status.error_message();
    EXPECT_FALSE(Names(status, "DocumentNumberIsFree")) << number;
  }
}

// The text as papers are laid out: the number of the copy stands above the mark.
TEST_F(Refusals, AClassifiedTextIsNeverStored) {
  const std::string classified = "000001\n机 密★1年\n特急\n关于某事的办法\n第一条 略。\n";
  v1::CreateDocumentRequest create = registry_.CompleteDraft("涉密的办法");
  create.set_text(classified);
  const v1::Document draft = registry_.Drafted("改成涉密的办法");
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(draft.name());
  update.set_text(classified);
  const v1::Document published = registry_.Published("公布后的办法");
  v1::CorrectDocumentRequest correct;
  correct.set_name(published.name());
  correct.set_text(classified);
  correct.set_reason("文字有误");
  v1::Evidence& approval = *correct.mutable_approval();
  approval.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  approval.set_document_title("更正审批表");
  approval.set_person("主任");
  approval.set_date(registry_.today());
  v1::AmendDocumentRequest amend;
  amend.set_name(published.name());
  amend.set_text(classified);
  amend.set_amended_by(registry_.Published("修改公布后的办法的决定").name());
  const int64_t before = LastEvent();
  v1::Document document;
  const auto drafter = [&] { return As(registry_.tokens().drafter); };
  const auto publisher = [&] { return As(registry_.tokens().publisher); };
  for (const grpc::Status& status :
       {Create(create), registry_.documents().UpdateDocument(drafter().get(), update, &document),
        registry_.documents().CorrectDocument(publisher().get(), correct, &document),
        registry_.documents().AmendDocument(publisher().get(), amend, &document)}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    EXPECT_EQ(ReasonOf(status), "CLASSIFIED_TEXT") << status.error_message();
  }
  EXPECT_EQ(LastEvent(), before);
  update.set_text("关于保密工作的办法\n第一条 工作人员应当保守机密。\n");
  EXPECT_TRUE(registry_.documents().UpdateDocument(drafter().get(), update, &document).ok())
      << "a text may speak of secrecy";
}

TEST_F(Refusals, AnUnknownOtherDocumentIsNamedByItsField) {
  const std::string name = registry_.Published("办法").name();
  const char kUnknown[] = "documents/999999";
  v1::Evidence paper;
  paper.set_document_title("评估报告");
  paper.set_person("主任");
  paper.set_date(registry_.today());
  v1::AmendDocumentRequest amend;
  amend.set_name(name);
  amend.set_amended_by(kUnknown);
  amend.set_text("第一条 改过的正文。\n");
  v1::RepealDocumentRequest repeal;
  repeal.set_name(name);
  repeal.set_ended_by(kUnknown);
  repeal.set_ended_date(registry_.today());
  repeal.set_reason("已有新的规定");
  v1::ContinueDocumentRequest renew;
  renew.set_name(name);
  renew.set_renewal_notice(kUnknown);
  *renew.mutable_evaluation() = paper;
  renew.mutable_evaluation()->set_kind(v1::EVIDENCE_KIND_EVALUATION);
  v1::Document document;
  const std::string& publisher = registry_.tokens().publisher;
  const std::string& reviewer = registry_.tokens().reviewer;
  v1::DocumentService::Stub& documents = registry_.documents();
  using Fields = std::vector<std::string>;
  EXPECT_EQ(FieldsOf(documents.AmendDocument(As(publisher).get(), amend, &document)),
            Fields{"amended_by"});
  EXPECT_EQ(FieldsOf(documents.RepealDocument(As(reviewer).get(), repeal, &document)),
            Fields{"ended_by"});
  EXPECT_EQ(FieldsOf(documents.ContinueDocument(As(reviewer).get(), renew, &document)),
            Fields{"renewal_notice"});
}

TEST_F(Refusals, AnActThatTheStateDoesNotAllow) {
  const v1::Document draft = registry_.Drafted("尚未登记");
  v1::PublishDocumentRequest publish;
  publish.set_name(draft.name());
  publish.mutable_publication()->set_date(registry_.today());
  publish.mutable_publication()->set_channel("网站");
  v1::Document document;
  // The publisher does not see a draft at all; the drafter sees it and may not publish.
  EXPECT_EQ(registry_.documents()
                .PublishDocument(As(registry_.tokens().publisher).get(), publish, &document)
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
  grpc::Status denied = registry_.documents().PublishDocument(As(registry_.tokens().drafter).get(),
                                                              publish, &document);
  EXPECT_EQ(denied.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  v1::WithdrawDocumentRequest withdraw;
  withdraw.set_name(registry_.Published("已公布").name());
  grpc::Status status = registry_.documents().WithdrawDocument(As(registry_.tokens().drafter).get(),
                                                               withdraw, &document);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ReasonOf(status), "STATE_TRANSITION_NOT_ALLOWED");
}

TEST_F(Refusals, AnotherOrgansDocument) {
  v1::CreateDocumentRequest request = registry_.CompleteDraft("冒名");
  request.mutable_document()->mutable_issuers(0)->set_organ(kEducation);
  const int64_t before = LastEvent();
  EXPECT_EQ(Create(request).error_code(), grpc::StatusCode::PERMISSION_DENIED);
  v1::SubmitDocumentRequest submit;
  submit.set_name(registry_.Drafted("他人的").name());
  v1::Document document;
  EXPECT_EQ(registry_.documents()
                .SubmitDocument(As(registry_.tokens().other_drafter).get(), submit, &document)
                .error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(LastEvent(), before + 1) << "the one draft";
}

TEST_F(Refusals, ADuplicateDocumentNumberInAnySpelling) {
  v1::CreateDocumentRequest first = registry_.CompleteDraft("先者");
  first.mutable_document()->set_document_number("平民〔2026〕77号");
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .CreateDocument(As(registry_.tokens().drafter).get(), first, &document)
                  .ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(document.name());
  ASSERT_TRUE(registry_.documents()
                  .SubmitDocument(As(registry_.tokens().drafter).get(), submit, &document)
                  .ok());
  v1::CreateDocumentRequest second = registry_.CompleteDraft("后者");
  second.mutable_document()->set_document_number("平民[2026]77号");
  const grpc::Status created = Create(second);
  EXPECT_TRUE(Names(created, "DocumentNumberIsFree")) << created.error_message();
}

TEST_F(Refusals, AFilterThatCannotBeRead) {
  v1::SearchDocumentsRequest search;
  search.set_filter("colour = red");
  v1::SearchDocumentsResponse found;
  EXPECT_EQ(ReasonOf(registry_.catalog().SearchDocuments(As("").get(), search, &found)),
            "FILTER_INVALID");
}

TEST_F(Refusals, WhatIsThereAlready) {
  v1::CreateJurisdictionRequest place;
  place.set_jurisdiction_id("630203");
  place.mutable_jurisdiction()->set_display_name("又一个平安区");
  v1::Jurisdiction made;
  const grpc::Status status =
      registry_.admin().CreateJurisdiction(As(registry_.tokens().admin).get(), place, &made);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(ReasonOf(status), "ALREADY_EXISTS");
}

TEST_F(Refusals, AFileOfMoreThanTheLimit) {
  constexpr int kChunks = 40;  // of a megabyte; the limit is 32 MiB
  const v1::Document draft = registry_.Drafted("带大附件的办法");
  const auto context = As(registry_.tokens().drafter);
  v1::Attachment attachment;
  const auto writer = registry_.documents().AddAttachment(context.get(), &attachment);
  v1::AddAttachmentRequest message;
  message.mutable_header()->set_parent(draft.name());
  message.mutable_header()->set_file_name("扫描件.pdf");
  message.mutable_header()->set_sha256(std::string(64, 'a'));
  writer->Write(message);
  message.set_chunk(std::string(1'000'000, 'x'));
  for (int i = 0; i < kChunks && writer->Write(message); ++i) continue;
  writer->WritesDone();
  EXPECT_EQ(ReasonOf(writer->Finish()), "ATTACHMENT_TOO_LARGE");
}

TEST_F(Refusals, AnUnknownOrganAndAnUnknownJurisdiction) {
  v1::CreateDocumentRequest request = registry_.CompleteDraft("办法");
  request.mutable_document()->add_issuers()->set_organ("jurisdictions/630203/organs/nobody");
  grpc::Status status = Create(request);
  EXPECT_EQ(FieldsOf(status), std::vector<std::string>{"document.issuers[1].organ"});
  v1::CreateOrganRequest organ;
  organ.set_parent("jurisdictions/999999");
  organ.set_organ_id("x");
  organ.mutable_organ()->set_display_name("某局");
  organ.mutable_organ()->set_kind(v1::ORGAN_KIND_DEPARTMENT);
  v1::Organ reply;
  EXPECT_EQ(
      ReasonOf(registry_.admin().CreateOrgan(As(registry_.tokens().admin).get(), organ, &reply)),
      "JURISDICTION_UNKNOWN");
}

// Before, the lists were empty, as of a place where there is nothing.
TEST_F(Refusals, AListOfAnUnknownJurisdiction) {
  const auto reason_of = [&](auto method, auto&& stub, auto request, auto response) {
    request.set_jurisdiction("jurisdictions/999999");
    return ReasonOf((stub.*method)(As(registry_.tokens().reviewer).get(), request, &response));
  };
  const auto filings = v1::FilingService::NewStub(server_.Channel());
  const auto objections = v1::ObjectionService::NewStub(server_.Channel());
  const auto cleanups = v1::CleanupService::NewStub(server_.Channel());
  EXPECT_EQ(reason_of(&v1::DocumentService::StubInterface::ListDocuments, registry_.documents(),
                      v1::ListDocumentsRequest(), v1::ListDocumentsResponse()),
            "JURISDICTION_UNKNOWN");
  EXPECT_EQ(reason_of(&v1::FilingService::StubInterface::ListFilings, *filings,
                      v1::ListFilingsRequest(), v1::ListFilingsResponse()),
            "JURISDICTION_UNKNOWN");
  EXPECT_EQ(reason_of(&v1::ObjectionService::StubInterface::ListObjections, *objections,
                      v1::ListObjectionsRequest(), v1::ListObjectionsResponse()),
            "JURISDICTION_UNKNOWN");
  EXPECT_EQ(reason_of(&v1::CleanupService::StubInterface::ListCampaigns, *cleanups,
                      v1::ListCampaignsRequest(), v1::ListCampaignsResponse()),
            "JURISDICTION_UNKNOWN");
}

TEST_F(Refusals, AWrongTokenIsNeverThePublic) {
  v1::GetDocumentRequest get;
  get.set_name(registry_.Published("公开").name());
  v1::Document document;
  EXPECT_TRUE(registry_.documents().GetDocument(As("").get(), get, &document).ok());
  grpc::Status status = registry_.documents().GetDocument(As("st_wrong").get(), get, &document);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(Refusals, ARevokedTokenIsRefusedOnItsNextUse) {
  v1::CreateTokenRequest create;
  create.set_parent("principals/drafter");
  v1::Token token;
  ASSERT_TRUE(
      registry_.admin().CreateToken(As(registry_.tokens().admin).get(), create, &token).ok());
  v1::ListDocumentsResponse listed;
  ASSERT_TRUE(registry_.documents().ListDocuments(As(token.secret()).get(), {}, &listed).ok());
  v1::RevokeTokenRequest revoke;
  revoke.set_name(token.name());
  v1::Token revoked;
  ASSERT_TRUE(
      registry_.admin().RevokeToken(As(registry_.tokens().admin).get(), revoke, &revoked).ok());
  EXPECT_EQ(registry_.documents().ListDocuments(As(token.secret()).get(), {}, &listed).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(Refusals, APageTokenOfAnotherList) {
  for (int i = 0; i < 3; ++i) registry_.Drafted(absl::StrCat("翻页", i));
  v1::ListDocumentsRequest list;
  list.set_page_size(1);
  v1::ListDocumentsResponse page;
  ASSERT_TRUE(
      registry_.documents().ListDocuments(As(registry_.tokens().drafter).get(), list, &page).ok());
  ASSERT_NE(page.next_page_token(), "");
  list.set_page_token(page.next_page_token());
  list.set_organ(kCivilAffairs);
  EXPECT_EQ(ReasonOf(registry_.documents().ListDocuments(As(registry_.tokens().drafter).get(), list,
                                                         &page)),
            "PAGE_TOKEN_INVALID");
}

TEST_F(Refusals, EveryPageTogetherIsTheWholeList) {
  for (int i = 0; i < 7; ++i) registry_.Drafted(absl::StrCat("列表", i));
  v1::ListDocumentsRequest list;
  list.set_page_size(3);
  list.set_organ(kCivilAffairs);
  std::vector<std::string> names;
  do {
    v1::ListDocumentsResponse page;
    ASSERT_TRUE(registry_.documents()
                    .ListDocuments(As(registry_.tokens().drafter).get(), list, &page)
                    .ok());
    for (const v1::Document& document : page.documents()) names.push_back(document.name());
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_EQ(names.size(), 7u);
}

}  // namespace
}  // namespace santong::testing
