// What one document does to others, through the real server: it is shown beside the other at once
// and until it is carried out, and whoever cites what has ended is told.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class CatalogEffects : public ::testing::Test {
 protected:
  // From draft to publication.
  v1::Document Published(const v1::CreateDocumentRequest& draft) {
    v1::Document document;
    Must(registry_.documents().CreateDocument(As(tokens().drafter).get(), draft, &document));
    const std::string name = document.name();
    v1::SubmitDocumentRequest submit;
    submit.set_name(name);
    Must(registry_.documents().SubmitDocument(As(tokens().drafter).get(), submit, &document));
    v1::DetermineDocumentRequest determine;
    determine.set_name(name);
    determine.set_normative(true);
    Must(
        registry_.documents().DetermineDocument(As(tokens().reviewer).get(), determine, &document));
    v1::RegisterDocumentRequest enter;
    enter.set_name(name);
    Must(registry_.documents().RegisterDocument(As(tokens().reviewer).get(), enter, &document));
    v1::PublishDocumentRequest publish;
    publish.set_name(name);
    publish.mutable_publication()->set_date(registry_.today());
    publish.mutable_publication()->set_channel("区政府网站");
    Must(registry_.documents().PublishDocument(As(tokens().publisher).get(), publish, &document));
    return document;
  }
  v1::Basis Check(const std::string& number) {
    v1::CheckBasisRequest request;
    request.set_number(number);
    v1::Basis basis;
    Must(registry_.catalog().CheckBasis(As("").get(), request, &basis));
    return basis;
  }
  // The last event that an export of what changed after the event `after` covers.
  int64_t ExportedUpTo(int64_t after = 0, std::string* lines = nullptr) {
    v1::ExportCatalogRequest request;
    request.set_format(v1::EXPORT_FORMAT_JSON_LINES);
    request.set_after_sequence(after);
    const auto context = As("");
    const auto stream = registry_.catalog().ExportCatalog(context.get(), request);
    v1::ExportCatalogResponse part;
    int64_t last = 0;
    while (stream->Read(&part)) {
      if (lines != nullptr) *lines += part.chunk();
      if (part.event_sequence() != 0) last = part.event_sequence();
    }
    Must(stream->Finish());
    return last;
  }
  std::vector<v1::Task> Tasks(const std::string& token, v1::TaskKind kind) {
    v1::ListTasksRequest request;
    request.add_kinds(kind);
    v1::ListTasksResponse response;
    Must(registry_.tasks().ListTasks(As(token).get(), request, &response));
    return {response.tasks().begin(), response.tasks().end()};
  }
  v1::CreateDocumentRequest Citing(const std::string& title, const v1::Document& cited) {
    v1::CreateDocumentRequest draft = registry_.CompleteDraft(title);
    draft.set_text(absl::StrCat(draft.text(), "\n第一百条 根据《", cited.title(), "》（",
                                cited.document_number(), "）制定本细则。\n"));
    return draft;
  }
  void Repeal(const v1::Document& document) {
    v1::RepealDocumentRequest repeal;
    repeal.set_name(document.name());
    repeal.set_ended_date(registry_.today());
    repeal.set_reason("不再适用");
    v1::Evidence* decision = repeal.mutable_decision();
    decision->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    decision->set_document_title("区人民政府决定");
    decision->set_date(registry_.today());
    decision->set_person("区长");
    v1::Document ended;
    Must(registry_.documents().RepealDocument(As(tokens().reviewer).get(), repeal, &ended));
  }
  // The follower comes behind the search index.
  std::vector<v1::Task> AwaitCitationTasks() {
    std::vector<v1::Task> told;
    for (int tries = 0; told.empty() && tries < 100000; ++tries)
      told = Tasks(tokens().drafter, v1::TASK_KIND_CITATION);
    return told;
  }
  const Tokens& tokens() { return registry_.tokens(); }
  static void Must(const grpc::Status& status) {
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

TEST_F(CatalogEffects, AnAnnouncedRepealShowsOnTheOtherUntilItIsCarriedOut) {
  const v1::Document old = registry_.Published("旧养老服务办法");
  EXPECT_EQ(Check(old.registration_number()).announced_effects_size(), 0);
  v1::CreateDocumentRequest draft = registry_.CompleteDraft("新养老服务办法");
  v1::Relation* relation = draft.mutable_document()->add_relations();
  relation->set_kind(v1::RELATION_KIND_REPEALS);
  relation->set_target(old.name());
  const v1::Document document = Published(draft);

  const v1::Basis open = Check(old.registration_number());
  EXPECT_EQ(open.answer(), v1::BASIS_ANSWER_YES) << "an announcement takes no force by itself";
  ASSERT_EQ(open.announced_effects_size(), 1);
  EXPECT_EQ(open.announced_effects(0).document(), document.name());
  EXPECT_EQ(open.announced_effects(0).date(), registry_.today());
  EXPECT_THAT(open.doubts_zh(), Contains(HasSubstr("《新养老服务办法》")));
  ASSERT_EQ(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).size(), 1u);
  EXPECT_EQ(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT)[0].resource(), old.name());
  EXPECT_EQ(Tasks(tokens().reviewer, v1::TASK_KIND_UNAPPLIED_EFFECT).size(), 1u);
  EXPECT_TRUE(Tasks(tokens().other_drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).empty())
      << "another organ's business";

  const int64_t before = ExportedUpTo();
  v1::RepealDocumentRequest repeal;
  repeal.set_name(old.name());
  repeal.set_ended_by(document.name());
  repeal.set_ended_date(registry_.today());
  repeal.set_reason("新办法公布");
  v1::Document ended;
  Must(registry_.documents().RepealDocument(As(tokens().reviewer).get(), repeal, &ended));
  const v1::Basis done = Check(old.registration_number());
  EXPECT_EQ(done.answer(), v1::BASIS_ANSWER_NO);
  EXPECT_EQ(done.announced_effects_size(), 0);
  EXPECT_TRUE(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).empty());

  // The document that said so is another one now, and everybody who follows it hears of that.
  v1::GetDocumentRequest get;
  get.set_name(document.name());
  v1::Document carried_out;
  Must(registry_.documents().GetDocument(As("").get(), get, &carried_out));
  ASSERT_EQ(carried_out.relations_size(), 1);
  EXPECT_TRUE(carried_out.relations(0).applied());
  EXPECT_NE(carried_out.etag(), document.etag());
  EXPECT_EQ(EventTypes(registry_.documents(), tokens().auditor, document.name()).back(),
            "RelationApplied");
  std::string exported;
  ExportedUpTo(before, &exported);
  EXPECT_THAT(exported, HasSubstr("\"name\":\"" + old.name() + "\""));
  EXPECT_THAT(exported, HasSubstr("\"name\":\"" + document.name() + "\""));
  ExpectSoundStore(registry_.admin(), tokens().admin);
}

TEST_F(CatalogEffects, TheOrganOfACitingDocumentIsToldOnceWhenWhatItCitesEnds) {
  const v1::Document cited = registry_.Published("养老服务办法");
  const v1::Document citing = Published(Citing("养老补贴细则", cited));
  registry_.Published("与此无关的办法");
  Repeal(cited);

  const std::vector<v1::Task> told = AwaitCitationTasks();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].resource(), citing.name());
  EXPECT_THAT(told[0].details(), Contains(HasSubstr(cited.name())));
  EXPECT_THAT(told[0].details(), Contains("DocumentRepealed"));

  server_.KillAndRestart();
  Registry& registry = registry_;
  v1::ListTasksRequest request;
  request.add_kinds(v1::TASK_KIND_CITATION);
  v1::ListTasksResponse response;
  const auto tasks = v1::TaskService::NewStub(server_.Channel());
  Must(tasks->ListTasks(As(registry.tokens().drafter).get(), request, &response));
  EXPECT_EQ(response.tasks_size(), 1) << "neither lost nor told twice";
}

TEST_F(CatalogEffects, AChangedCitationIsPutAwayWithAReasonAndTheNextChangeWaitsAgain) {
  const v1::Document cited = registry_.Published("养老服务办法");
  const v1::Document other = registry_.Published("养老机构办法");
  v1::CreateDocumentRequest draft = Citing("养老补贴细则", cited);
  draft.set_text(absl::StrCat(draft.text(), "并依照《", other.title(), "》（",
                              other.document_number(), "）执行。\n"));
  const v1::Document citing = Published(draft);
  Repeal(cited);
  const std::vector<v1::Task> told = AwaitCitationTasks();
  ASSERT_EQ(told.size(), 1u);

  v1::DismissCitationRequest request;
  request.set_name(citing.name());
  request.set_event("events/1");
  request.set_reason("所引条款仅说明背景，不影响执行");
  v1::Document document;
  const auto dismiss = [&](const std::string& token) {
    return registry_.documents().DismissCitation(As(token).get(), request, &document);
  };
  EXPECT_EQ(dismiss(tokens().drafter).error_code(), grpc::StatusCode::FAILED_PRECONDITION)
      << "no such change waits";
  request.set_event(told[0].event());
  EXPECT_EQ(dismiss(tokens().other_drafter).error_code(), grpc::StatusCode::PERMISSION_DENIED)
      << "another organ's business";
  Must(dismiss(tokens().reviewer));
  EXPECT_EQ(document.state(), citing.state());
  ASSERT_EQ(document.internal().dismissed_citations_size(), 1);
  EXPECT_EQ(document.internal().dismissed_citations(0).reason(), request.reason());
  EXPECT_TRUE(Tasks(tokens().drafter, v1::TASK_KIND_CITATION).empty());
  EXPECT_EQ(dismiss(tokens().reviewer).error_code(), grpc::StatusCode::FAILED_PRECONDITION)
      << "it was put away";

  v1::ListHistoryRequest history;
  history.set_parent(citing.name());
  v1::ListHistoryResponse events;
  Must(registry_.documents().ListHistory(As(tokens().reviewer).get(), history, &events));
  EXPECT_EQ(events.events().rbegin()->type(), "CitationDismissed");
  EXPECT_EQ(events.events().rbegin()->facts().at("cited_event"), told[0].event());
  EXPECT_FALSE(events.events().rbegin()->public_());

  Repeal(other);
  const std::vector<v1::Task> next = AwaitCitationTasks();
  ASSERT_EQ(next.size(), 1u);
  EXPECT_THAT(next[0].details(), Contains(HasSubstr(other.name())));
}

}  // namespace
}  // namespace santong::testing
