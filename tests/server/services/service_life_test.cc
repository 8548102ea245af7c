// A document's life through the real server: what each person sees and may do, and what CheckBasis
// says on the way.
#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/text/chinese_date.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

v1::Basis Check(Registry& registry, const std::string& number, const std::string& date = "") {
  v1::CheckBasisRequest request;
  request.set_number(number);
  request.set_date(date);
  v1::Basis basis;
  grpc::Status status = registry.catalog().CheckBasis(As("").get(), request, &basis);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return basis;
}

// Whether a search for the title finds the document as valid on that day, once the index is whole.
bool IsFoundAsValid(Registry& registry, const v1::Document& document, const std::string& day) {
  v1::SearchDocumentsRequest request;
  request.set_query(document.title());
  request.set_filter("validity = VALID");
  request.set_as_of(day);
  const absl::Time until = absl::Now() + absl::Seconds(60);
  while (absl::Now() < until) {
    v1::SearchDocumentsResponse found;
    const grpc::Status status =
        registry.catalog().SearchDocuments(As(registry.tokens().reviewer).get(), request, &found);
    if (status.ok() && found.complete_to_sequence() == found.event_sequence())
      return found.hits_size() == 1 && found.hits(0).document().name() == document.name();
  }
  ADD_FAILURE() << "the index did not come to the last event";
  return false;
}

grpc::Status Get(Registry& registry, const std::string& token, const std::string& name,
                 v1::Document* document) {
  v1::GetDocumentRequest request;
  request.set_name(name);
  return registry.documents().GetDocument(As(token).get(), request, document);
}

v1::Evidence Decision(const std::string& date) {
  v1::Evidence decision;
  decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  decision.set_document_title("区人民政府决定");
  decision.set_person("区长");
  decision.set_date(date);
  return decision;
}

std::string Yesterday(const Registry& registry) {
  return text::FormatIsoDay(*text::ParseIsoDay(registry.today()) - 1);
}

class DocumentLife : public ::testing::Test {
 protected:
  RunningServer server_;
  Registry& registry_ = server_.registry();
};

TEST_F(DocumentLife, RegisteredNumberedAndPublishedItMayBeReliedOn) {
  const v1::Document document = registry_.Published("平安区养老服务办法");
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_IN_EFFECT) << "its first day is today";
  const v1::Basis basis = Check(registry_, document.registration_number());
  EXPECT_EQ(basis.answer(), v1::BASIS_ANSWER_YES) << basis.ShortDebugString();
  EXPECT_EQ(basis.document(), document.name());
  EXPECT_GT(basis.conditions_size(), 5);
  for (const v1::BasisCondition& condition : basis.conditions()) {
    EXPECT_TRUE(condition.holds()) << condition.name();
    EXPECT_FALSE(condition.article().empty()) << condition.name();
  }
  EXPECT_EQ(Check(registry_, document.registration_number(), Yesterday(registry_)).answer(),
            v1::BASIS_ANSWER_NO);
  EXPECT_EQ(Check(registry_, "无此〔2026〕999号").answer(), v1::BASIS_ANSWER_UNKNOWN);
}

TEST_F(DocumentLife, ADraftIsItsOrgansOwn) {
  const v1::Document draft = registry_.Drafted("草案");
  v1::Document seen;
  EXPECT_TRUE(Get(registry_, registry_.tokens().drafter, draft.name(), &seen).ok());
  for (const std::string& token :
       {std::string(), registry_.tokens().other_drafter, registry_.tokens().reviewer}) {
    grpc::Status hidden = Get(registry_, token, draft.name(), &seen);
    grpc::Status missing = Get(registry_, token, "documents/999999", &seen);
    EXPECT_EQ(hidden.error_code(), grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(missing.error_code(), hidden.error_code()) << "hidden and missing must look alike";
  }
  EXPECT_EQ(Check(registry_, draft.document_number()).answer(), v1::BASIS_ANSWER_UNKNOWN);
}

TEST_F(DocumentLife, ThePublicSeesThePublishedTextAndNothingInternal) {
  const v1::Document document = registry_.Published("公开办法");
  v1::Document seen;
  ASSERT_TRUE(Get(registry_, "", document.name(), &seen).ok());
  EXPECT_FALSE(seen.has_internal());
  EXPECT_NE(seen.current_version().text().find("第一条"), std::string::npos);
  ASSERT_TRUE(Get(registry_, registry_.tokens().reviewer, document.name(), &seen).ok());
  EXPECT_GT(seen.internal().evidence_size(), 0);

  v1::ListHistoryRequest request;
  request.set_parent(document.name());
  v1::ListHistoryResponse all, open;
  ASSERT_TRUE(
      registry_.documents().ListHistory(As(registry_.tokens().auditor).get(), request, &all).ok());
  ASSERT_TRUE(registry_.documents().ListHistory(As("").get(), request, &open).ok());
  EXPECT_GT(all.events_size(), open.events_size());
  for (const v1::Event& event : open.events()) {
    EXPECT_TRUE(event.public_());
    EXPECT_EQ(event.principal(), "");
  }
}

TEST_F(DocumentLife, AWithheldTextIsNotReadByThePublic) {
  v1::CreateDocumentRequest create = registry_.CompleteDraft("不予公开的办法");
  create.mutable_document()->set_openness(v1::OPENNESS_NOT_PUBLIC);
  create.mutable_document()->set_openness_basis("政府信息公开条例第十四条");
  v1::Document document;
  const Tokens& tokens = registry_.tokens();
  ASSERT_TRUE(
      registry_.documents().CreateDocument(As(tokens.drafter).get(), create, &document).ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(document.name());
  grpc::Status status =
      registry_.documents().SubmitDocument(As(tokens.drafter).get(), submit, &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::DetermineDocumentRequest determine;
  determine.set_name(document.name());
  determine.set_normative(true);
  ASSERT_TRUE(registry_.documents()
                  .DetermineDocument(As(tokens.reviewer).get(), determine, &document)
                  .ok());
  v1::RegisterDocumentRequest request;
  request.set_name(document.name());
  ASSERT_TRUE(
      registry_.documents().RegisterDocument(As(tokens.reviewer).get(), request, &document).ok());
  v1::Document seen;
  EXPECT_EQ(Get(registry_, "", document.name(), &seen).error_code(), grpc::StatusCode::NOT_FOUND);
  v1::ListHistoryRequest list;
  list.set_parent(document.name());
  v1::ListHistoryResponse history;
  ASSERT_TRUE(registry_.documents().ListHistory(As(tokens.auditor).get(), list, &history).ok());
  for (const v1::Event& event : history.events()) {
    if (event.public_()) EXPECT_FALSE(event.facts().contains("text_sha256")) << event.type();
  }
  v1::RevokeDocumentRequest revoke;
  revoke.set_name(document.name());
  revoke.set_reason("超越职权");
  *revoke.mutable_decision() = Decision(registry_.today());
  ASSERT_TRUE(
      registry_.documents().RevokeDocument(As(tokens.city_reviewer).get(), revoke, &document).ok());
  EXPECT_EQ(Get(registry_, "", document.name(), &seen).error_code(), grpc::StatusCode::NOT_FOUND)
      << "what was revoked before it was published stays unpublished";
  EXPECT_TRUE(Get(registry_, tokens.reviewer, document.name(), &seen).ok());
}

TEST_F(DocumentLife, OneActIsOneEventWithItsArticle) {
  const v1::Document document = registry_.Published("历史办法");
  v1::ListHistoryRequest request;
  request.set_parent(document.name());
  v1::ListHistoryResponse history;
  ASSERT_TRUE(registry_.documents()
                  .ListHistory(As(registry_.tokens().auditor).get(), request, &history)
                  .ok());
  std::vector<std::string> actions;
  for (const v1::Event& event : history.events()) {
    actions.push_back(event.action());
    EXPECT_FALSE(event.article().empty()) << event.action();
  }
  EXPECT_EQ(actions, (std::vector<std::string>{"CREATE", "SUBMIT", "DETERMINE_NORMATIVE",
                                               "REGISTER", "PUBLISH", "TAKE_EFFECT"}));
}

TEST_F(DocumentLife, PeopleFindItByWhatThePaperSays) {
  const v1::Document document = registry_.Published("平安区“三统一”办法");
  const std::string year = registry_.today().substr(0, 4);
  for (const std::string& typed :
       {document.registration_number(), absl::StrCat("测登[", year, "] 1号"),
        absl::StrCat("测登（", year, "）1号"), document.document_number(),
        std::string("平安区\"三统一\"办法")}) {
    v1::LookupDocumentRequest request;
    request.set_text(typed);
    v1::LookupDocumentResponse found;
    ASSERT_TRUE(registry_.catalog().LookupDocument(As("").get(), request, &found).ok());
    ASSERT_EQ(found.matches_size(), 1) << typed;
    EXPECT_EQ(found.matches(0).document().name(), document.name());
    EXPECT_FALSE(found.matches(0).document().has_internal());
  }
}

TEST_F(DocumentLife, RepealWorksFromItsDayRevocationFromTheStart) {
  const v1::Document repealed = registry_.Published("将废止的办法");
  v1::RepealDocumentRequest repeal;
  repeal.set_name(repealed.name());
  repeal.set_ended_date(registry_.today());
  repeal.set_reason("已不适应");
  *repeal.mutable_decision() = Decision(registry_.today());
  v1::Document document;
  grpc::Status status = registry_.documents().RepealDocument(As(registry_.tokens().reviewer).get(),
                                                             repeal, &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_REPEALED);
  EXPECT_EQ(Check(registry_, repealed.registration_number()).answer(), v1::BASIS_ANSWER_NO);

  const v1::Document revoked = registry_.Published("将撤销的办法");
  v1::RevokeDocumentRequest revoke;
  revoke.set_name(revoked.name());
  revoke.set_reason("超越职权");
  *revoke.mutable_decision() = Decision(registry_.today());
  status = registry_.documents().RevokeDocument(As(registry_.tokens().city_reviewer).get(), revoke,
                                                &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_REVOKED);
  EXPECT_EQ(Check(registry_, revoked.registration_number()).answer(), v1::BASIS_ANSWER_NO);
}

TEST_F(DocumentLife, ACorrectionKeepsTheNumberAndTheOldText) {
  const v1::Document published = registry_.Published("有错字的办法");
  v1::CorrectDocumentRequest request;
  request.set_name(published.name());
  request.set_text("有错字的办法\n第一条 改正后的正文。\n");
  request.set_reason("错字");
  *request.mutable_approval() = Decision(registry_.today());
  v1::Document corrected;
  grpc::Status status = registry_.documents().CorrectDocument(
      As(registry_.tokens().publisher).get(), request, &corrected);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(corrected.registration_number(), published.registration_number());
  ASSERT_EQ(corrected.versions_size(), 2);
  v1::GetVersionRequest old_request;
  old_request.set_name(absl::StrCat(published.name(), "/versions/1"));
  v1::Version old_text;
  ASSERT_TRUE(registry_.documents().GetVersion(As("").get(), old_request, &old_text).ok());
  EXPECT_NE(old_text.text().find("第二条"), std::string::npos);
}

// Only what was issued is the public's: a text that was returned and mended before stays the
// office's and its organ's.
TEST_F(DocumentLife, ATextThatWasReturnedIsNeverThePublics) {
  const v1::Document submitted = registry_.Submitted("退回后改好的办法");
  const std::string& name = submitted.name();
  const std::string draft = absl::StrCat(name, "/versions/1");
  v1::DocumentService::Stub& documents = registry_.documents();
  const Tokens& tokens = registry_.tokens();
  v1::Document document;
  v1::ReturnDocumentRequest back;
  back.set_name(name);
  back.add_items("改写第二条");
  ASSERT_TRUE(documents.ReturnDocument(As(tokens.reviewer).get(), back, &document).ok());
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(name);
  update.set_text("退回后改好的办法\n第一条 改好的正文。\n");
  ASSERT_TRUE(documents.UpdateDocument(As(tokens.drafter).get(), update, &document).ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(name);
  ASSERT_TRUE(documents.SubmitDocument(As(tokens.drafter).get(), submit, &document).ok());
  v1::RegisterDocumentRequest registration;
  registration.set_name(name);
  grpc::Status status =
      documents.RegisterDocument(As(tokens.reviewer).get(), registration, &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::PublishDocumentRequest publish;
  publish.set_name(name);
  publish.mutable_publication()->set_date(registry_.today());
  publish.mutable_publication()->set_channel("区政府网站");
  ASSERT_TRUE(documents.PublishDocument(As(tokens.publisher).get(), publish, &document).ok());
  ASSERT_EQ(document.versions_size(), 2);

  v1::GetVersionRequest get;
  get.set_name(draft);
  v1::Version version;
  EXPECT_EQ(documents.GetVersion(As("").get(), get, &version).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(documents.GetVersion(As(tokens.drafter).get(), get, &version).ok());
  EXPECT_TRUE(documents.GetVersion(As(tokens.reviewer).get(), get, &version).ok());
  v1::DiffVersionsRequest diff;
  diff.set_from(draft);
  diff.set_to(absl::StrCat(name, "/versions/2"));
  v1::DiffVersionsResponse difference;
  EXPECT_EQ(registry_.catalog().DiffVersions(As("").get(), diff, &difference).error_code(),
            grpc::StatusCode::NOT_FOUND);
  v1::ListVersionsRequest list;
  list.set_parent(name);
  v1::ListVersionsResponse listed;
  ASSERT_TRUE(documents.ListVersions(As("").get(), list, &listed).ok());
  ASSERT_EQ(listed.versions_size(), 1);
  EXPECT_EQ(listed.versions(0).number(), 2);
  ASSERT_TRUE(documents.ListVersions(As(tokens.drafter).get(), list, &listed).ok());
  EXPECT_EQ(listed.versions_size(), 2);
  grpc::ClientContext context;
  v1::ExportCatalogRequest request;
  request.set_format(v1::EXPORT_FORMAT_COPY);
  const auto copy = registry_.catalog().ExportCatalog(&context, request);
  std::string lines;
  for (v1::ExportCatalogResponse part; copy->Read(&part);) lines += part.chunk();
  ASSERT_TRUE(copy->Finish().ok());
  EXPECT_NE(lines.find("改好的正文"), std::string::npos);
  EXPECT_EQ(lines.find("为了规范本区有关工作"), std::string::npos) << "the text that was returned";
}

TEST_F(DocumentLife, SuspendedItMayNotBeReliedOnUntilItIsResumed) {
  const v1::Document published = registry_.Published("中止的办法");
  v1::SuspendDocumentRequest suspend;
  suspend.set_name(published.name());
  suspend.set_reason("审查期间");
  *suspend.mutable_decision() = Decision(registry_.today());
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .SuspendDocument(As(registry_.tokens().reviewer).get(), suspend, &document)
                  .ok());
  EXPECT_EQ(Check(registry_, published.registration_number()).answer(), v1::BASIS_ANSWER_NO);
}

// Shandong's way: a new number, and published once more (domain.md 3.9).
TEST_F(DocumentLife, RegisteredAgainItIsPublishedAgain) {
  const v1::Document published = registry_.Published("重新登记的办法");
  v1::SetPolicyRequest policy;
  policy.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = policy.mutable_policy_set()->add_leaves();
  leaf->set_key("continue.mode");
  leaf->set_text("reregister");
  leaf->set_source("a sample of the tests");
  leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  v1::SetPolicyResponse set;
  ASSERT_TRUE(registry_.admin().SetPolicy(As(registry_.tokens().admin).get(), policy, &set).ok());
  v1::PublishDocumentRequest publish;
  publish.set_name(published.name());
  publish.mutable_publication()->set_date(registry_.today());
  publish.mutable_publication()->set_channel("区政府网站");
  v1::Document document;
  const auto publish_again = [&] {
    return registry_.documents().PublishDocument(As(registry_.tokens().publisher).get(), publish,
                                                 &document);
  };
  EXPECT_EQ(publish_again().error_code(), grpc::StatusCode::FAILED_PRECONDITION)
      << "nothing asks for it yet";
  v1::ContinueDocumentRequest request;
  request.set_name(published.name());
  *request.mutable_evaluation() = Decision(registry_.today());
  request.mutable_evaluation()->set_kind(v1::EVIDENCE_KIND_EVALUATION);
  const grpc::Status continued = registry_.documents().ContinueDocument(
      As(registry_.tokens().reviewer).get(), request, &document);
  ASSERT_TRUE(continued.ok()) << continued.error_message();
  EXPECT_NE(document.registration_number(), published.registration_number());
  // Its old term covers it; from the day after that on it counts only once it is published again.
  absl::CivilDay last;
  ASSERT_TRUE(absl::ParseCivilTime(published.term().last_valid_date(), &last));
  const std::string after = absl::FormatCivilTime(last + 1);
  const std::string& number = document.registration_number();
  EXPECT_EQ(Check(registry_, number, after).answer(), v1::BASIS_ANSWER_NO);
  EXPECT_FALSE(IsFoundAsValid(registry_, document, after));  // before: as the new term says
  EXPECT_TRUE(IsFoundAsValid(registry_, document, registry_.today()));
  const grpc::Status again = publish_again();
  ASSERT_TRUE(again.ok()) << again.error_message();
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(document.republications_size(), 1);
  int filings = 0;
  for (const v1::Clock& clock : document.clocks()) {
    filings += clock.kind() == v1::CLOCK_KIND_FILING;
    if (clock.kind() == v1::CLOCK_KIND_PUBLICATION)
      EXPECT_EQ(clock.state(), v1::CLOCK_STATE_STOPPED);
  }
  EXPECT_EQ(filings, 2) << "it is filed again";
  EXPECT_EQ(publish_again().error_code(), grpc::StatusCode::FAILED_PRECONDITION) << "once";
  EXPECT_EQ(Check(registry_, document.registration_number()).answer(), v1::BASIS_ANSWER_YES);
  EXPECT_TRUE(IsFoundAsValid(registry_, document, after));
}

TEST_F(DocumentLife, AnEvaluationIsRecordedThoughTheDocumentIsNotContinued) {
  const v1::Document published = registry_.Published("评估后任其失效的办法");
  v1::Document document;
  ASSERT_TRUE(Get(registry_, registry_.tokens().drafter, published.name(), &document).ok());
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(document.name());
  auto* evidence = update.mutable_document()->mutable_internal()->mutable_evidence();
  *evidence = document.internal().evidence();
  v1::Evidence* evaluation = evidence->Add();
  evaluation->set_kind(v1::EVIDENCE_KIND_EVALUATION);
  evaluation->set_document_title("期满前评估报告");
  evaluation->set_person("局长");
  evaluation->set_date(registry_.today());
  update.mutable_update_mask()->add_paths("internal.evidence");
  const grpc::Status status =
      registry_.documents().UpdateDocument(As(registry_.tokens().drafter).get(), update, &document);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(document.state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_EQ(document.term().last_valid_date(), published.term().last_valid_date());
  int evaluations = 0;
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() != v1::CLOCK_KIND_EVALUATION) continue;
    ++evaluations;
    EXPECT_EQ(clock.state(), v1::CLOCK_STATE_STOPPED);
    EXPECT_FALSE(clock.overdue());
  }
  EXPECT_EQ(evaluations, 1);
}

TEST_F(DocumentLife, AnUnknownEtagIsAborted) {
  const v1::Document draft = registry_.Drafted("并发修改");
  v1::UpdateDocumentRequest update;
  update.mutable_document()->set_name(draft.name());
  update.mutable_document()->set_title("新标题");
  update.mutable_options()->set_etag(draft.etag());
  v1::Document document;
  ASSERT_TRUE(registry_.documents()
                  .UpdateDocument(As(registry_.tokens().drafter).get(), update, &document)
                  .ok());
  EXPECT_EQ(registry_.documents()
                .UpdateDocument(As(registry_.tokens().drafter).get(), update, &document)
                .error_code(),
            grpc::StatusCode::ABORTED);
}

TEST_F(DocumentLife, AttachmentsComeBackByteForByteAndAreStaffs) {
  const v1::Document draft = registry_.Drafted("带附件的办法");
  const std::string bytes(3'000'000, 'a');
  v1::Attachment attachment;
  auto context = As(registry_.tokens().drafter);
  auto writer = registry_.documents().AddAttachment(context.get(), &attachment);
  v1::AddAttachmentRequest part;
  part.mutable_header()->set_parent(draft.name());
  part.mutable_header()->set_file_name("会议纪要.pdf");
  part.mutable_header()->set_sha256(digest::Sha256Hex(bytes));
  writer->Write(part);
  for (size_t at = 0; at < bytes.size(); at += 1'000'000) {
    part.set_chunk(bytes.substr(at, 1'000'000));
    writer->Write(part);
  }
  writer->WritesDone();
  grpc::Status status = writer->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::GetAttachmentRequest request;
  request.set_name(attachment.name());
  auto get_context = As(registry_.tokens().drafter);
  auto reader = registry_.documents().GetAttachment(get_context.get(), request);
  v1::GetAttachmentResponse response;
  std::string received;
  while (reader->Read(&response)) received += response.chunk();
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_EQ(received, bytes);
  auto public_context = As("");
  auto public_reader = registry_.documents().GetAttachment(public_context.get(), request);
  EXPECT_FALSE(public_reader->Read(&response));
  EXPECT_EQ(public_reader->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

// A stream that breaks off looks as one that has ended: the hash tells a part from the whole.
TEST_F(DocumentLife, APartOfAFileIsNotKeptAsTheFile) {
  const v1::Document draft = registry_.Drafted("带附件的办法");
  const std::string bytes(3000, 'a'), part_of_it = bytes.substr(0, 1000);
  const auto send = [&](const std::string& sha256) {
    const auto context = As(registry_.tokens().drafter);
    v1::Attachment attachment;
    const auto writer = registry_.documents().AddAttachment(context.get(), &attachment);
    v1::AddAttachmentRequest message;
    message.mutable_header()->set_parent(draft.name());
    message.mutable_header()->set_file_name("会议纪要.pdf");
    message.mutable_header()->set_sha256(sha256);
    writer->Write(message);
    message.set_chunk(part_of_it);
    writer->Write(message);
    writer->WritesDone();
    return writer->Finish();
  };
  EXPECT_EQ(ReasonOf(send(digest::Sha256Hex(bytes))), "HASH_MISMATCH");
  EXPECT_EQ(FieldsOf(send("")), std::vector<std::string>{"header.sha256"});
  const auto context = As(registry_.tokens().drafter);
  v1::GetAttachmentRequest get;
  get.set_name(absl::StrCat(draft.name(), "/attachments/", digest::Sha256Hex(part_of_it)));
  const auto reader = registry_.documents().GetAttachment(context.get(), get);
  v1::GetAttachmentResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace santong::testing
