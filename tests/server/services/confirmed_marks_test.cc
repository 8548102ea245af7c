// The mark 待核定 of a running clock goes when what it rests on is confirmed, through the real
// server: of documents, filings, objections and cleanups, in every list, in the tasks and on the
// desk. Nothing is written for it, and no day moves.
//
// Method: all that shows a clock is read before and after every leaf of the place is confirmed.
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/json_util.h"
#include "santong/v1/catalog_copy.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/server/pages/clerk.h"
#include "tests/server/services/case_acts.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/objection_desk.h"
#include "tests/server/services/read_back.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Clocks = google::protobuf::RepeatedPtrField<v1::Clock>;

constexpr char kTag[] = "<span class=\"tag wait\">待核定</span>";

class ConfirmedMarks : public ::testing::Test {
 protected:
  void SetUp() override {
    published_ = registry_.Published("养老服务办法").name();
    submitted_ = registry_.Submitted("殡葬服务办法").name();
    filing_ = File(*filings_, tokens_, published_);
    lodged_ = desk_.Lodge(published_, "甲某某");
    objection_ = lodged_.objection().name();
    v1::CreateCampaignRequest plan;
    plan.mutable_campaign()->set_title("规范性文件清理");
    plan.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    plan.mutable_campaign()->set_jurisdiction(kDistrict);
    plan.mutable_campaign()->set_cutoff_date(registry_.today());
    plan.mutable_campaign()->set_proposal_due_date("2099-12-31");
    v1::Campaign campaign;
    const auto as_reviewer = [&] { return As(tokens_.reviewer); };
    ASSERT_TRUE(registry_.cleanups().CreateCampaign(as_reviewer().get(), plan, &campaign).ok());
    campaign_ = campaign.name();
    v1::OpenCampaignRequest open;
    open.set_name(campaign_);
    ASSERT_TRUE(registry_.cleanups().OpenCampaign(as_reviewer().get(), open, &campaign).ok());
  }

  template <typename Resource, typename Request, typename Stub, typename Method>
  Clocks ReadBy(Stub& stub, Method method, const std::string& name, const std::string& token) {
    Request request;
    request.set_name(name);
    Resource resource;
    const grpc::Status status = (stub.*method)(As(token).get(), request, &resource);
    EXPECT_TRUE(status.ok()) << name << " " << status.error_message();
    return resource.clocks();
  }
  template <typename Response, typename Stub, typename Method, typename Request>
  Response ListBy(Stub& stub, Method method, const Request& request, const std::string& token) {
    Response response;
    const grpc::Status status = (stub.*method)(As(token).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // The lines of a copy, as anyone exports them.
  std::vector<v1::CatalogCopyLine> Copy(int64_t after = 0) {
    v1::ExportCatalogRequest request;
    request.set_after_sequence(after);
    request.set_format(v1::EXPORT_FORMAT_COPY);
    const auto context = As("");
    const auto stream = registry_.catalog().ExportCatalog(context.get(), request);
    std::string file;
    for (v1::ExportCatalogResponse part; stream->Read(&part);) file += part.chunk();
    EXPECT_TRUE(stream->Finish().ok());
    std::vector<v1::CatalogCopyLine> lines;
    for (const absl::string_view line : absl::StrSplit(file, '\n', absl::SkipEmpty())) {
      const auto read =
          google::protobuf::util::JsonStringToMessage(std::string(line), &lines.emplace_back());
      EXPECT_TRUE(read.ok()) << line;
    }
    return lines;
  }

  // The clocks as everything shows them, by who shows them.
  std::map<std::string, Clocks> ReadAll() {
    std::map<std::string, Clocks> all;
    v1::DocumentService::Stub& documents = registry_.documents();
    all["GetDocument by staff"] = ReadBy<v1::Document, v1::GetDocumentRequest>(
        documents, &v1::DocumentService::Stub::GetDocument, submitted_, tokens_.reviewer);
    all["GetDocument by anyone"] = ReadBy<v1::Document, v1::GetDocumentRequest>(
        documents, &v1::DocumentService::Stub::GetDocument, published_, "");
    all["GetFiling"] = ReadBy<v1::Filing, v1::GetFilingRequest>(
        *filings_, &v1::FilingService::Stub::GetFiling, filing_, tokens_.reviewer);
    all["GetObjection"] = ReadBy<v1::Objection, v1::GetObjectionRequest>(
        desk_.stub(), &v1::ObjectionService::Stub::GetObjection, objection_, tokens_.reviewer);
    all["TrackObjection"] = desk_.Track(lodged_.receipt()).clocks();
    all["GetCampaign"] = ReadBy<v1::Campaign, v1::GetCampaignRequest>(
        registry_.cleanups(), &v1::CleanupService::Stub::GetCampaign, campaign_, tokens_.reviewer);
    const auto documents_listed =
        ListBy<v1::ListDocumentsResponse>(documents, &v1::DocumentService::Stub::ListDocuments,
                                          v1::ListDocumentsRequest(), tokens_.reviewer);
    for (const v1::Document& one : documents_listed.documents())
      all["ListDocuments"].MergeFrom(one.clocks());
    const auto filings_listed =
        ListBy<v1::ListFilingsResponse>(*filings_, &v1::FilingService::Stub::ListFilings,
                                        v1::ListFilingsRequest(), tokens_.reviewer);
    for (const v1::Filing& one : filings_listed.filings())
      all["ListFilings"].MergeFrom(one.clocks());
    const auto objections_listed = ListBy<v1::ListObjectionsResponse>(
        desk_.stub(), &v1::ObjectionService::Stub::ListObjections, v1::ListObjectionsRequest(),
        tokens_.reviewer);
    for (const v1::Objection& one : objections_listed.objections())
      all["ListObjections"].MergeFrom(one.clocks());
    const auto campaigns_listed = ListBy<v1::ListCampaignsResponse>(
        registry_.cleanups(), &v1::CleanupService::Stub::ListCampaigns, v1::ListCampaignsRequest(),
        tokens_.reviewer);
    for (const v1::Campaign& one : campaigns_listed.campaigns())
      all["ListCampaigns"].MergeFrom(one.clocks());
    v1::LookupDocumentRequest lookup;
    lookup.set_text("养老服务办法");
    const auto found = ListBy<v1::LookupDocumentResponse>(
        registry_.catalog(), &v1::CatalogService::Stub::LookupDocument, lookup, "");
    for (const v1::LookupMatch& match : found.matches())
      all["LookupDocument"].MergeFrom(match.document().clocks());
    for (const v1::CatalogCopyLine& line : Copy()) {
      all["a copy's documents"].MergeFrom(line.document().clocks());
      all["a copy's objections"].MergeFrom(line.objection().clocks());
    }
    const auto tasks =
        ListBy<v1::ListTasksResponse>(registry_.tasks(), &v1::TaskService::Stub::ListTasks,
                                      v1::ListTasksRequest(), tokens_.reviewer);
    for (const v1::Task& task : tasks.tasks()) *all["ListTasks"].Add() = task.clock();
    return all;
  }
  static std::map<std::string, std::string> DueDays(const std::map<std::string, Clocks>& all) {
    std::map<std::string, std::string> days;
    for (const auto& [who, clocks] : all) {
      for (const v1::Clock& clock : clocks) absl::StrAppend(&days[who], clock.due_date(), " ");
    }
    return days;
  }
  // Who shows a marked clock that has not stopped.
  static std::set<std::string> Marked(const std::map<std::string, Clocks>& all) {
    std::set<std::string> marked;
    for (const auto& [who, clocks] : all) {
      for (const v1::Clock& clock : clocks) {
        if (clock.unconfirmed() && clock.state() != v1::CLOCK_STATE_STOPPED) marked.insert(who);
      }
    }
    return marked;
  }

  static v1::Clock Decision(const Clocks& clocks) {
    for (const v1::Clock& clock : clocks) {
      if (clock.kind() == v1::CLOCK_KIND_REGISTRATION_DECISION) return clock;
    }
    ADD_FAILURE() << "no clock of a registration";
    return {};
  }

  void Confirm(const std::string& key) {
    v1::ConfirmPolicyLeafRequest confirm;
    confirm.set_jurisdiction(kDistrict);
    confirm.set_key(key);
    confirm.set_confirmed_by("某某 法制科科长");
    confirm.set_confirmed_source("省政府规章原文");
    v1::PolicyLeaf leaf;
    const grpc::Status status =
        registry_.admin().ConfirmPolicyLeaf(As(tokens_.admin).get(), confirm, &leaf);
    EXPECT_TRUE(status.ok()) << key << " " << status.error_message();
  }
  void ConfirmAll() {
    v1::ListPolicyLeavesRequest request;
    request.set_jurisdiction(kDistrict);
    request.set_unconfirmed_only(true);
    request.set_page_size(1000);
    const auto leaves = ListBy<v1::ListPolicyLeavesResponse>(
        registry_.admin(), &v1::AdminService::Stub::ListPolicyLeaves, request, tokens_.admin);
    for (const v1::PolicyLeaf& leaf : leaves.leaves()) Confirm(leaf.key());
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
  Desk desk_{server_.Channel(), tokens_};
  const std::unique_ptr<v1::FilingService::Stub> filings_ =
      v1::FilingService::NewStub(server_.Channel());
  std::string published_, submitted_, filing_, objection_, campaign_;
  v1::LodgeObjectionResponse lodged_;
};

TEST_F(ConfirmedMarks, AreShownNoMoreAndNoDayMoves) {
  const auto before = ReadAll();
  EXPECT_EQ(Marked(before).size(), before.size()) << "the samples of the tests are unconfirmed";
  Clerk clerk(server_.Channel(), registry_.today());
  clerk.LogIn(tokens_.reviewer);
  const std::string path = absl::StrCat("/desk/", filing_);
  EXPECT_THAT(clerk.Get(path).body, HasSubstr(kTag));
  const auto events = EventTypes(registry_.documents(), tokens_.auditor, submitted_);

  ConfirmAll();
  const auto after = ReadAll();
  EXPECT_THAT(Marked(after), IsEmpty());
  EXPECT_EQ(DueDays(after), DueDays(before));
  EXPECT_THAT(clerk.Get(path).body, Not(HasSubstr(kTag)));
  EXPECT_EQ(EventTypes(registry_.documents(), tokens_.auditor, submitted_), events)
      << "nothing was done to the document";
  ExpectSoundStore(registry_.admin(), tokens_.admin);
}

// What decided before stays named, as what was not confirmed then: a rule may be confirmed with
// another value. What is said of today says nothing of it.
TEST_F(ConfirmedMarks, ThatDecidedBeforeAreNoneOfToday) {
  v1::CheckBasisRequest ask;
  ask.set_number(published_);
  const auto doubt = [&] {
    v1::Basis basis;
    EXPECT_TRUE(registry_.catalog().CheckBasis(As("").get(), ask, &basis).ok());
    EXPECT_GT(basis.unconfirmed_leaves_size(), 0);
    for (const std::string& one : basis.doubts_zh()) {
      if (one.find(basis.unconfirmed_leaves(0)) != std::string::npos) return one;
    }
    return std::string();
  };
  constexpr char kWarning[] = "尚待登记机关核定";
  const auto page = [&] {
    return Clerk(server_.Channel(), registry_.today()).Get(absl::StrCat("/", published_)).body;
  };
  EXPECT_THAT(page(), HasSubstr(kWarning));
  ConfirmAll();
  // Before: that they wait to be confirmed, and that days may change, for ever.
  EXPECT_THAT(doubt(), HasSubstr("当时待核定"));
  EXPECT_THAT(page(), Not(HasSubstr(kWarning)));
}

// No event tells of the documents and the objections that lost their marks.
TEST_F(ConfirmedMarks, AreGoneInACopyThatGoesOnFromTheEventBefore) {
  v1::GetServerInfoResponse info;
  ASSERT_TRUE(registry_.admin().GetServerInfo(As(tokens_.admin).get(), {}, &info).ok());
  const int64_t before = info.last_event_sequence();
  const auto clocks_of = [&] {
    std::map<std::string, Clocks> clocks;
    for (const v1::CatalogCopyLine& line : Copy(before)) {
      if (line.has_document()) clocks[line.document().name()] = line.document().clocks();
      if (line.has_objection()) clocks[line.objection().name()] = line.objection().clocks();
    }
    return clocks;
  };
  EXPECT_THAT(clocks_of(), IsEmpty()) << "nothing has changed";
  ConfirmAll();
  const auto after = clocks_of();
  ASSERT_EQ(after.count(published_), 1u);  // before: a copy had their marks for ever
  ASSERT_EQ(after.count(objection_), 1u);
  EXPECT_THAT(Marked(after), IsEmpty());
}

// Each leaf takes off the marks that rest on it, and the answer of an act shows it, too.
TEST_F(ConfirmedMarks, GoWithTheLeafThatTheyRestOn) {
  Confirm("registration.decide_days");
  const auto all = ReadAll();
  EXPECT_FALSE(Decision(all.at("GetDocument by staff")).unconfirmed());
  EXPECT_EQ(Marked(all).count("GetFiling"), 1u);
  EXPECT_EQ(Marked(all).count("GetObjection"), 1u);
  v1::ReturnDocumentRequest give_back;
  give_back.set_name(submitted_);
  give_back.add_items("补充起草说明");
  give_back.mutable_options()->set_validate_only(true);
  v1::Document rehearsed;
  const grpc::Status status =
      registry_.documents().ReturnDocument(As(tokens_.reviewer).get(), give_back, &rehearsed);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(Decision(rehearsed.clocks()).state(), v1::CLOCK_STATE_SUSPENDED);
  EXPECT_FALSE(Decision(rehearsed.clocks()).unconfirmed());
}

// A number that the office confirms otherwise is another rule from its day on: what was counted
// before was never confirmed.
TEST_F(ConfirmedMarks, StayWhereTheOfficeFoundAnotherNumber) {
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
  leaf->set_key("registration.decide_days");
  leaf->set_number(9);
  leaf->set_unit(v1::PERIOD_UNIT_WORKING_DAYS);
  leaf->set_source("省政府规章原文");
  leaf->set_confirmed_by("某某 法制科科长");
  v1::SetPolicyResponse set;
  const grpc::Status status = registry_.admin().SetPolicy(As(tokens_.admin).get(), request, &set);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(Decision(ReadAll().at("GetDocument by staff")).unconfirmed());
}

}  // namespace
}  // namespace santong::testing
