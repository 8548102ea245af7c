// What one document does to others, through the real server: it is shown beside the other at once
// and until it is carried out, and whoever cites what has ended is told.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/read_back.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
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
    *repeal.mutable_decision() = Decided();
    v1::Document ended;
    Must(registry_.documents().RepealDocument(As(tokens().reviewer).get(), repeal, &ended));
  }
  v1::Evidence Decided() {
    v1::Evidence decision;
    decision.set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    decision.set_document_title("区人民政府决定");
    decision.set_date(registry_.today());
    decision.set_person("区长");
    return decision;
  }
  void Revoke(const v1::Document& document) {
    v1::RevokeDocumentRequest revoke;
    revoke.set_name(document.name());
    revoke.set_reason("与上位法抵触");
    *revoke.mutable_decision() = Decided();
    v1::Document ended;
    Must(registry_.documents().RevokeDocument(As(tokens().reviewer).get(), revoke, &ended));
  }
  // A draft that does `kind` to `target`.
  v1::CreateDocumentRequest Bearing(const std::string& title, v1::RelationKind kind,
                                    const v1::Document& target) {
    v1::CreateDocumentRequest draft = registry_.CompleteDraft(title);
    v1::Relation* relation = draft.mutable_document()->add_relations();
    relation->set_kind(kind);
    relation->set_target(target.name());
    return draft;
  }
  // What `bearer` announces of `target`.
  void CarryOut(v1::RelationKind kind, const v1::Document& target, const v1::Document& bearer) {
    v1::Document after;
    if (kind == v1::RELATION_KIND_AMENDS) {
      v1::AmendDocumentRequest amend;
      amend.set_name(target.name());
      amend.set_amended_by(bearer.name());
      amend.set_text(absl::StrCat(target.title(), "\n第一条 修改后的正文。\n"));
      Must(registry_.documents().AmendDocument(As(tokens().publisher).get(), amend, &after));
      return;
    }
    v1::RepealDocumentRequest repeal;
    repeal.set_name(target.name());
    repeal.set_ended_by(bearer.name());
    repeal.set_ended_date(registry_.today());
    repeal.set_reason("新办法公布");
    repeal.set_superseded(kind == v1::RELATION_KIND_REPLACES);
    Must(registry_.documents().RepealDocument(As(tokens().reviewer).get(), repeal, &after));
  }
  // By the published result of a cleanup of this document alone.
  void CleanUp(const v1::Document& document, v1::Disposition disposition) {
    v1::CreateCampaignRequest create;
    create.mutable_campaign()->set_title("专项清理");
    create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);
    create.mutable_campaign()->set_subject(document.title());
    create.mutable_campaign()->set_jurisdiction(kDistrict);
    create.mutable_campaign()->set_cutoff_date(registry_.today());
    create.mutable_campaign()->set_proposal_due_date("2099-12-31");
    v1::Campaign campaign;
    Must(registry_.cleanups().CreateCampaign(As(tokens().reviewer).get(), create, &campaign));
    v1::OpenCampaignRequest open;
    open.set_name(campaign.name());
    Must(registry_.cleanups().OpenCampaign(As(tokens().reviewer).get(), open, &campaign));
    v1::ProposeItemRequest propose;
    propose.set_name(absl::StrCat(campaign.name(), "/items/", document.name().substr(10)));
    propose.mutable_proposal()->set_disposition(disposition);
    propose.mutable_proposal()->set_reason("适用期已过");
    v1::CampaignItem item;
    Must(registry_.cleanups().ProposeItem(As(tokens().drafter).get(), propose, &item));
    v1::ReviewItemRequest review;
    review.set_name(item.name());
    Must(registry_.cleanups().ReviewItem(As(tokens().reviewer).get(), review, &item));
    v1::CloseCampaignRequest close;
    close.set_name(campaign.name());
    Must(registry_.cleanups().CloseCampaign(As(tokens().reviewer).get(), close, &campaign));
    v1::PublishCampaignRequest publish;
    publish.set_name(campaign.name());
    publish.set_notice(registry_.Published("专项清理结果公告").name());
    Must(registry_.cleanups().PublishCampaign(As(tokens().publisher).get(), publish, &campaign));
  }
  // The follower comes behind the search index. With a resource, the tasks of that document.
  std::vector<v1::Task> AwaitCitationTasks(const std::string& resource = "") {
    std::vector<v1::Task> told;
    for (int tries = 0; told.empty() && tries < 100000; ++tries) {
      for (v1::Task& task : Tasks(tokens().drafter, v1::TASK_KIND_CITATION)) {
        if (resource.empty() || task.resource() == resource) told.push_back(std::move(task));
      }
    }
    return told;
  }
  const Tokens& tokens() { return registry_.tokens(); }
  static void Must(const grpc::Status& status) {
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
};

struct Announcement {
  v1::RelationKind kind;
  const char* verb;
  v1::BasisAnswer answer_after;
};

TEST_F(CatalogEffects, WhatIsAnnouncedShowsOnTheOtherUntilItIsCarriedOut) {
  for (const Announcement& announced : {
           Announcement{v1::RELATION_KIND_REPEALS, "废止", v1::BASIS_ANSWER_NO},
           Announcement{v1::RELATION_KIND_REPLACES, "替代", v1::BASIS_ANSWER_NO},
           Announcement{v1::RELATION_KIND_AMENDS, "修改", v1::BASIS_ANSWER_YES},
       }) {
    SCOPED_TRACE(v1::RelationKind_Name(announced.kind));
    const v1::Document old =
        registry_.Published(absl::StrCat("被", announced.verb, "的养老服务办法"));
    EXPECT_EQ(Check(old.registration_number()).announced_effects_size(), 0);
    const std::string title = absl::StrCat(announced.verb, "它的养老服务规定");
    const v1::Document document = Published(Bearing(title, announced.kind, old));

    const v1::Basis open = Check(old.registration_number());
    EXPECT_EQ(open.answer(), v1::BASIS_ANSWER_YES) << "an announcement takes no force by itself";
    ASSERT_EQ(open.announced_effects_size(), 1);
    EXPECT_EQ(open.announced_effects(0).document(), document.name());
    EXPECT_EQ(open.announced_effects(0).kind(), announced.kind);
    EXPECT_EQ(open.announced_effects(0).date(), registry_.today());
    EXPECT_THAT(open.doubts_zh(),
                Contains(AllOf(HasSubstr(absl::StrCat("《", title, "》")),
                               HasSubstr(absl::StrCat("起", announced.verb, "本文件")))));
    ASSERT_EQ(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).size(), 1u);
    EXPECT_EQ(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT)[0].resource(), old.name());
    EXPECT_EQ(Tasks(tokens().reviewer, v1::TASK_KIND_UNAPPLIED_EFFECT).size(), 1u);
    EXPECT_TRUE(Tasks(tokens().other_drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).empty())
        << "another organ's business";

    const int64_t before = ExportedUpTo();
    CarryOut(announced.kind, old, document);
    const v1::Basis done = Check(old.registration_number());
    EXPECT_EQ(done.answer(), announced.answer_after);
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
  }
  ExpectSoundStore(registry_.admin(), tokens().admin);
}

// Every act that changes what is cited (server/followers/document_changes.cc), but for the lapse by
// itself, which takes another day.
TEST_F(CatalogEffects, TheOrganOfACitingDocumentIsToldOfEachKindOfChange) {
  struct Change {
    const char* title;  // of what is cited
    const char* event;
    std::function<void(const v1::Document&)> act;
  };
  const std::vector<Change> changes = {
      {"要废止的养老服务办法", "DocumentRepealed",
       [&](const v1::Document& cited) { Repeal(cited); }},
      {"要撤销的养老服务办法", "DocumentRevoked",
       [&](const v1::Document& cited) { Revoke(cited); }},
      {"到期的养老服务办法", "DocumentLapsed",
       [&](const v1::Document& cited) { CleanUp(cited, v1::DISPOSITION_LAPSE); }},
      {"要替代的养老服务办法", "DocumentSuperseded",
       [&](const v1::Document& cited) {
         const auto kind = v1::RELATION_KIND_REPLACES;
         CarryOut(kind, cited, Published(Bearing("新的养老规定", kind, cited)));
       }},
      {"要修改的养老服务办法", "DocumentAmended",
       [&](const v1::Document& cited) {
         const auto kind = v1::RELATION_KIND_AMENDS;
         CarryOut(kind, cited, Published(Bearing("修改养老规定的决定", kind, cited)));
       }},
  };
  // An act of the same name on something else holds nothing up.
  v1::CreateTokenRequest give;
  give.set_parent("principals/drafter");
  give.set_purpose("借用");
  v1::Token token;
  Must(registry_.admin().CreateToken(As(tokens().admin).get(), give, &token));
  v1::RevokeTokenRequest take;
  take.set_name(token.name());
  Must(registry_.admin().RevokeToken(As(tokens().admin).get(), take, &token));
  for (const Change& change : changes) {
    SCOPED_TRACE(change.event);
    const v1::Document cited = registry_.Published(change.title);
    const v1::Document citing =
        Published(Citing(absl::StrCat("引用第", &change - changes.data(), "件的细则"), cited));
    change.act(cited);
    const std::vector<v1::Task> told = AwaitCitationTasks(citing.name());
    ASSERT_EQ(told.size(), 1u);
    EXPECT_THAT(told[0].details(), Contains(HasSubstr(cited.name())));
    EXPECT_THAT(told[0].details(), Contains(change.event));
  }
}

TEST(CatalogEffectsOfTime, TheOrganOfACitingDocumentIsToldWhenWhatItCitesLapses) {
  const TempFolder folder;
  Tokens tokens;
  std::string citing;
  {
    RunningServer server(folder.path() + "/data", {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    v1::CreateDocumentRequest draft = registry.CompleteDraft("今日到期的办法");
    draft.mutable_document()->mutable_term()->set_years(0);
    draft.mutable_document()->mutable_term()->set_last_valid_date(registry.today());
    const v1::Document cited = registry.Published(draft);
    draft = registry.CompleteDraft("养老补贴细则");
    draft.set_text(absl::StrCat(draft.text(), "\n第一百条 根据《", cited.title(), "》（",
                                cited.document_number(), "）制定本细则。\n"));
    citing = registry.Published(draft).name();
  }
  RunningServer server(folder.path() + "/data", {"--clock-offset-days", "1"});
  const auto tasks = v1::TaskService::NewStub(server.Channel());
  v1::ListTasksRequest request;
  request.add_kinds(v1::TASK_KIND_CITATION);
  v1::ListTasksResponse response;
  for (int tries = 0; response.tasks().empty() && tries < 100000; ++tries)
    ASSERT_TRUE(tasks->ListTasks(As(tokens.drafter).get(), request, &response).ok());
  ASSERT_EQ(response.tasks_size(), 1);
  EXPECT_EQ(response.tasks(0).resource(), citing);
  EXPECT_THAT(response.tasks(0).details(), Contains("DocumentLapsed"));
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

TEST_F(CatalogEffects, OnWhatHasEndedNothingWaitsToBeCarriedOut) {
  const v1::Document old = registry_.Published("已由决定废止的养老服务办法");
  Published(Bearing("修改已由决定废止的养老服务办法的决定", v1::RELATION_KIND_AMENDS, old));
  ASSERT_EQ(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).size(), 1u);
  Repeal(old);
  EXPECT_TRUE(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).empty());
}

// Extended in the way of the place, and a notice is published that says so: before, it was
// announced for ever.
TEST_F(CatalogEffects, ARenewalNoticeIsCarriedOutWithTheExtension) {
  const v1::Document old = registry_.Published("续期的养老服务办法");
  const v1::Document notice =
      Published(Bearing("关于继续施行它的通知", v1::RELATION_KIND_CONTINUES, old));
  ASSERT_EQ(Check(old.registration_number()).announced_effects_size(), 1);
  v1::ContinueDocumentRequest request;
  request.set_name(old.name());
  *request.mutable_evaluation() = Decided();
  request.mutable_evaluation()->set_kind(v1::EVIDENCE_KIND_EVALUATION);
  v1::Document extended;
  const auto extend = [&] {
    return registry_.documents().ContinueDocument(As(tokens().reviewer).get(), request, &extended);
  };
  const grpc::Status refused = extend();
  EXPECT_TRUE(Names(refused, "RenewalNoticeIsNamed")) << refused.error_message();
  request.set_renewal_notice(notice.name());
  Must(extend());
  EXPECT_GT(extended.term().last_valid_date(), old.term().last_valid_date());
  EXPECT_EQ(Check(old.registration_number()).announced_effects_size(), 0);
  EXPECT_THAT(Check(notice.registration_number()).doubts_zh(),
              ::testing::Not(Contains(HasSubstr(old.name()))));
  EXPECT_TRUE(Tasks(tokens().drafter, v1::TASK_KIND_UNAPPLIED_EFFECT).empty());
}

// Not everybody who continues a document may see it: it would be refused with a name that they
// must not know and cannot give.
TEST_F(CatalogEffects, ANoticeThatIsNotPublicIsNotAskedFor) {
  const v1::Document old = registry_.Published("内部续期的养老服务办法");
  v1::CreateDocumentRequest draft =
      Bearing("关于继续施行它的内部通知", v1::RELATION_KIND_CONTINUES, old);
  draft.mutable_document()->set_openness(v1::OPENNESS_NOT_PUBLIC);
  draft.mutable_document()->set_openness_basis("政府信息公开条例（2019）第十六条");
  Published(draft);
  v1::ContinueDocumentRequest request;
  request.set_name(old.name());
  *request.mutable_evaluation() = Decided();
  request.mutable_evaluation()->set_kind(v1::EVIDENCE_KIND_EVALUATION);
  v1::Document extended;
  Must(registry_.documents().ContinueDocument(As(tokens().reviewer).get(), request, &extended));
  EXPECT_GT(extended.term().last_valid_date(), old.term().last_valid_date());
}

// One document may change another today and end it on a day to come.
TEST_F(CatalogEffects, WhatIsAnnouncedForALaterDayOutlivesTheAmendment) {
  const v1::Document old = registry_.Published("先修改后废止的养老服务办法");
  v1::CreateDocumentRequest draft = Bearing("养老服务规定", v1::RELATION_KIND_AMENDS, old);
  v1::Relation* later = draft.mutable_document()->add_relations();
  later->set_kind(v1::RELATION_KIND_REPEALS);
  later->set_target(old.name());
  later->set_date("2099-07-01");
  const v1::Document bearer = Published(draft);
  ASSERT_EQ(Check(old.registration_number()).announced_effects_size(), 2);
  CarryOut(v1::RELATION_KIND_AMENDS, old, bearer);
  const v1::Basis after = Check(old.registration_number());
  ASSERT_EQ(after.announced_effects_size(), 1);
  EXPECT_EQ(after.announced_effects(0).kind(), v1::RELATION_KIND_REPEALS);
}

TEST_F(CatalogEffects, NothingIsDoubtedOverWhatEndedOtherwise) {
  const v1::Document old = registry_.Published("已经另行废止的养老服务办法");
  const v1::Document bearer = Published(Bearing("废止它的规定", v1::RELATION_KIND_REPEALS, old));
  EXPECT_THAT(Check(bearer.registration_number()).doubts_zh(), Contains(HasSubstr(old.name())));
  Repeal(old);  // by a decision, not by the bearer
  EXPECT_THAT(Check(bearer.registration_number()).doubts_zh(),
              ::testing::Not(Contains(HasSubstr(old.name()))));
  EXPECT_EQ(Check(old.registration_number()).announced_effects_size(), 0);
}

}  // namespace
}  // namespace santong::testing
