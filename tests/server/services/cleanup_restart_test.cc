// A cleanup over a server that was down while its days passed, that was killed while it wrote the
// inventory, or whose store was damaged meanwhile.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/tables/campaign_table.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

// Calls of a campaign on a server that was started again.
class After {
 public:
  After(RunningServer& server, Tokens tokens)
      : cleanups_(v1::CleanupService::NewStub(server.Channel())),
        admin_(v1::AdminService::NewStub(server.Channel())),
        documents_(v1::DocumentService::NewStub(server.Channel())),
        tokens_(std::move(tokens)) {}

  v1::Campaign Get(const std::string& name) {
    v1::GetCampaignRequest request;
    request.set_name(name);
    v1::Campaign campaign;
    const grpc::Status status =
        cleanups_->GetCampaign(As(tokens_.reviewer).get(), request, &campaign);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return campaign;
  }
  int64_t Items(const std::string& name) {
    v1::ListItemsRequest request;
    request.set_parent(name);
    request.set_page_size(1000);
    int64_t items = 0;
    while (true) {
      v1::ListItemsResponse page;
      EXPECT_TRUE(cleanups_->ListItems(As(tokens_.reviewer).get(), request, &page).ok());
      items += page.items_size();
      if (page.next_page_token().empty()) return items;
      request.set_page_token(page.next_page_token());
    }
  }
  std::vector<std::string> Problems() {
    v1::VerifyStoreResponse verified;
    EXPECT_TRUE(admin_->VerifyStore(As(tokens_.admin).get(), {}, &verified).ok());
    return {verified.problems().begin(), verified.problems().end()};
  }
  grpc::Status Close(const std::string& name, v1::Campaign* out) {
    v1::CloseCampaignRequest request;
    request.set_name(name);
    return cleanups_->CloseCampaign(As(tokens_.reviewer).get(), request, out);
  }
  grpc::Status Publish(const std::string& name, const std::string& notice,
                       const std::string& clause, v1::Campaign* out) {
    v1::PublishCampaignRequest request;
    request.set_name(name);
    request.set_notice(notice);
    request.set_closed_list_clause(clause);
    return cleanups_->PublishCampaign(As(tokens_.publisher).get(), request, out);
  }
  v1::Document Document(const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document document;
    EXPECT_TRUE(documents_->GetDocument(As(tokens_.reviewer).get(), request, &document).ok());
    return document;
  }

 private:
  std::unique_ptr<v1::CleanupService::Stub> cleanups_;
  std::unique_ptr<v1::AdminService::Stub> admin_;
  std::unique_ptr<v1::DocumentService::Stub> documents_;
  const Tokens tokens_;
};

constexpr char kClause[] = "未列入继续有效目录的文件一律废止";

// The district's policy knows the closed list.
void AllowClosedList(Registry& registry) {
  v1::SetPolicyRequest request;
  v1::PolicySet& set = *request.mutable_policy_set();
  set.set_jurisdiction(kDistrict);
  const std::pair<const char*, const char*> texts[] = {
      {"number.pattern", "{prefix}〔{year}〕{serial}号"},
      {"number.prefix", "测登"},
      {"number.scope", "jurisdiction"},
      {"number.reset", "yearly"},
      {"registrar_model", "legal_office"},
      {"continue.mode", "extend"}};
  for (const auto& [key, text] : texts) {
    v1::PolicyLeaf* leaf = set.add_leaves();
    leaf->set_key(key);
    leaf->set_text(text);
    leaf->set_source("a sample of the tests");
    leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  }
  v1::PolicyLeaf* leaf = set.add_leaves();
  leaf->set_key("cleanup.closed_list");
  leaf->set_enabled(true);
  leaf->set_source("a sample of the tests");
  leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  v1::SetPolicyResponse reply;
  const grpc::Status status =
      registry.admin().SetPolicy(As(registry.tokens().admin).get(), request, &reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

// A notice whose text has the clause, published.
v1::Document NoticeWithClause(Registry& registry) {
  const Tokens& tokens = registry.tokens();
  v1::CreateDocumentRequest draft = registry.CompleteDraft("清理结果公告之二");
  draft.set_text(absl::StrCat(draft.text(), "第三条 ", kClause, "。\n"));
  v1::Document document;
  EXPECT_TRUE(registry.documents().CreateDocument(As(tokens.drafter).get(), draft, &document).ok());
  v1::SubmitDocumentRequest submit;
  submit.set_name(document.name());
  EXPECT_TRUE(
      registry.documents().SubmitDocument(As(tokens.drafter).get(), submit, &document).ok());
  v1::DetermineDocumentRequest determine;
  determine.set_name(document.name());
  determine.set_normative(true);
  EXPECT_TRUE(
      registry.documents().DetermineDocument(As(tokens.reviewer).get(), determine, &document).ok());
  v1::RegisterDocumentRequest registration;
  registration.set_name(document.name());
  EXPECT_TRUE(registry.documents()
                  .RegisterDocument(As(tokens.reviewer).get(), registration, &document)
                  .ok());
  v1::PublishDocumentRequest publish;
  publish.set_name(document.name());
  publish.mutable_publication()->set_date(registry.today());
  publish.mutable_publication()->set_channel("区政府网站");
  EXPECT_TRUE(
      registry.documents().PublishDocument(As(tokens.publisher).get(), publish, &document).ok());
  return document;
}

// The server is down while the time for proposals ends.
TEST(CleanupAfterDowntime, AnOrganThatDidNotAnswerIsListedAndTheClosedListCountsOnlyWhenStated) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string name, silent, answered, plain_notice, notice;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    AllowClosedList(registry);
    silent = registry.Published("未答复的办法").name();
    answered = registry.Published("已答复的办法").name();
    v1::CreateCampaignRequest create;
    create.mutable_campaign()->set_title("定期清理");
    create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    create.mutable_campaign()->set_jurisdiction(kDistrict);
    create.mutable_campaign()->set_cutoff_date(registry.today());
    create.mutable_campaign()->set_proposal_due_date(
        absl::FormatTime("%Y-%m-%d", absl::Now() + absl::Hours(24 * 20), absl::UTCTimeZone()));
    v1::Campaign campaign;
    ASSERT_TRUE(
        registry.cleanups().CreateCampaign(As(tokens.reviewer).get(), create, &campaign).ok());
    name = campaign.name();
    v1::OpenCampaignRequest open;
    open.set_name(name);
    ASSERT_TRUE(registry.cleanups().OpenCampaign(As(tokens.reviewer).get(), open, &campaign).ok());
    v1::ProposeItemRequest propose;
    propose.set_name(absl::StrCat(name, "/items/", answered.substr(10)));
    propose.mutable_proposal()->set_disposition(v1::DISPOSITION_KEEP);
    propose.mutable_proposal()->set_reason("仍需执行");
    v1::CampaignItem item;
    ASSERT_TRUE(registry.cleanups().ProposeItem(As(tokens.drafter).get(), propose, &item).ok());
    v1::ReviewItemRequest review;
    review.set_name(item.name());
    ASSERT_TRUE(registry.cleanups().ReviewItem(As(tokens.reviewer).get(), review, &item).ok());
    plain_notice = registry.Published("清理结果公告").name();
    notice = NoticeWithClause(registry).name();
  }
  RunningServer server(data_dir, {"--clock-offset-days", "30"});
  After after(server, tokens);
  v1::Campaign campaign = after.Get(name);
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (campaign.progress(0).late() == 0 && absl::Now() < give_up) campaign = after.Get(name);
  EXPECT_EQ(campaign.progress(0).late(), 1);
  EXPECT_TRUE(campaign.clocks(0).overdue());
  grpc::Status status = after.Close(name, &campaign);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(campaign.progress(0).pending(), 1) << "listed as without an answer";
  status = after.Publish(name, plain_notice, kClause, &campaign);
  EXPECT_TRUE(Names(status, "ClosedListIsStated")) << status.error_message();
  EXPECT_EQ(after.Document(silent).state(), v1::DOCUMENT_STATE_IN_EFFECT);
  status = after.Publish(name, notice, kClause, &campaign);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(campaign.closed_list_count(), 1);
  EXPECT_EQ(after.Document(silent).state(), v1::DOCUMENT_STATE_REPEALED);
  EXPECT_EQ(after.Document(answered).state(), v1::DOCUMENT_STATE_IN_EFFECT);
  EXPECT_THAT(after.Problems(), ::testing::IsEmpty());
}

// Stock documents that a campaign takes.
void ImportCount(Registry& registry, int count) {
  std::vector<v1::ImportRow> rows;
  for (int n = 1; n <= count; ++n) rows.push_back(StockRow(n, absl::StrCat("存量办法之", n)));
  ImportStock(registry, rows);
}

TEST(CleanupAfterACrash, AnInventoryThatWasBeingWrittenIsTakenUpAndCompleted) {
  constexpr int kStock = 12'000;
  RunningServer server;
  Registry& registry = server.registry();
  const Tokens tokens = registry.tokens();
  ImportCount(registry, kStock);
  std::string killed;
  // The server is killed when somebody has seen the campaign OPENING; one that opens sooner is
  // left, and another is tried.
  for (int attempt = 0; attempt < 20 && killed.empty(); ++attempt) {
    v1::CreateCampaignRequest create;
    create.mutable_campaign()->set_title(absl::StrCat("专项清理之", attempt));
    create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);
    create.mutable_campaign()->set_subject("存量办法");
    create.mutable_campaign()->set_jurisdiction(kDistrict);
    create.mutable_campaign()->set_cutoff_date(registry.today());
    create.mutable_campaign()->set_proposal_due_date("2099-12-31");
    v1::Campaign campaign;
    ASSERT_TRUE(
        registry.cleanups().CreateCampaign(As(tokens.reviewer).get(), create, &campaign).ok());
    std::atomic<bool> answered{false};
    std::thread caller([&] {
      v1::OpenCampaignRequest open;
      open.set_name(campaign.name());
      v1::Campaign ignored;
      (void)registry.cleanups().OpenCampaign(As(tokens.reviewer).get(), open, &ignored);
      answered = true;
    });
    v1::GetCampaignRequest get;
    get.set_name(campaign.name());
    while (!answered && killed.empty()) {
      v1::Campaign now;
      if (registry.cleanups().GetCampaign(As(tokens.reviewer).get(), get, &now).ok() &&
          now.state() == v1::CAMPAIGN_STATE_OPENING) {
        server.process().Kill();
        killed = campaign.name();
      }
    }
    caller.join();
  }
  ASSERT_NE(killed, "") << "no campaign was ever seen while it opened";
  server.Start();
  After after(server, tokens);
  const v1::Campaign campaign = after.Get(killed);
  EXPECT_EQ(campaign.state(), v1::CAMPAIGN_STATE_OPEN);
  EXPECT_EQ(campaign.item_count(), kStock);
  EXPECT_EQ(after.Items(killed), kStock);
  EXPECT_THAT(after.Problems(), ::testing::IsEmpty());
}

// Damage, made in the store while the server is down: nothing that the API does leads there.
TEST(CleanupWithDamage, TotalsThatDoNotReconcileBarClosing) {
  TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  Tokens tokens;
  std::string name;
  {
    RunningServer server(data_dir, {});
    Registry& registry = server.registry();
    tokens = registry.tokens();
    const v1::Document document = registry.Published("某办法");
    v1::CreateCampaignRequest create;
    create.mutable_campaign()->set_title("定期清理");
    create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_REGULAR);
    create.mutable_campaign()->set_jurisdiction(kDistrict);
    create.mutable_campaign()->set_cutoff_date(registry.today());
    create.mutable_campaign()->set_proposal_due_date("2099-12-31");
    v1::Campaign campaign;
    ASSERT_TRUE(
        registry.cleanups().CreateCampaign(As(tokens.reviewer).get(), create, &campaign).ok());
    name = campaign.name();
    v1::OpenCampaignRequest open;
    open.set_name(name);
    ASSERT_TRUE(registry.cleanups().OpenCampaign(As(tokens.reviewer).get(), open, &campaign).ok());
    v1::ProposeItemRequest propose;
    propose.set_name(absl::StrCat(name, "/items/", document.name().substr(10)));
    propose.mutable_proposal()->set_disposition(v1::DISPOSITION_KEEP);
    propose.mutable_proposal()->set_reason("仍需执行");
    v1::CampaignItem item;
    ASSERT_TRUE(registry.cleanups().ProposeItem(As(tokens.drafter).get(), propose, &item).ok());
    v1::ReviewItemRequest review;
    review.set_name(item.name());
    ASSERT_TRUE(registry.cleanups().ReviewItem(As(tokens.reviewer).get(), review, &item).ok());
  }
  {
    kv::RocksDbStore::Options options;
    options.path = data_dir;
    auto store = kv::RocksDbStore::Open(options);
    ASSERT_TRUE(store.ok()) << store.status();
    const uint64_t id = *tables::CampaignId(name);
    auto campaign = tables::GetCampaign(*(*store)->Snapshot(), id);
    ASSERT_TRUE(campaign.ok());
    campaign->set_item_count(campaign->item_count() + 1);
    ASSERT_TRUE(kv::TransactAndWait(**store, [&](kv::Transaction& txn) {
                  return tables::PutCampaign(txn, *campaign);
                }).ok());
  }
  RunningServer server(data_dir, {});
  After after(server, tokens);
  v1::Campaign campaign;
  const grpc::Status status = after.Close(name, &campaign);
  EXPECT_TRUE(Names(status, "TotalsReconcile")) << status.error_message();
  EXPECT_THAT(after.Problems(), ::testing::Not(::testing::IsEmpty()));
}

}  // namespace
}  // namespace santong::testing
