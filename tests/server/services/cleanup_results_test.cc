// The nineteen published results (cleanup-practice.md 1), each carried out through the real server:
// its documents are imported, a cleanup of that subject takes them alone, every item is proposed as
// it was decided and reviewed, and when the result is published the totals are those that were
// published, every document stands as its list says, and what was withheld is in no public list.
// Days are counted from today, as far as they were from the day of the result.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/server/services/fixture.h"
#include "tests/support/real_results.h"
#include "tests/support/stock.h"

namespace santong::testing {
namespace {

class PublishedResults : public ::testing::Test {
 protected:
  static std::string TitleOf(const Result& result, int number) {
    return absl::StrCat(result.name, "第", number, "号办法");
  }
  // The day as far from today as it was from the day of the result.
  std::string Shifted(const Result& result, const std::string& day) const {
    if (day.empty()) return "";
    absl::CivilDay made, then, today;
    EXPECT_TRUE(absl::ParseCivilTime(result.day, &made) && absl::ParseCivilTime(day, &then) &&
                absl::ParseCivilTime(registry_.today(), &today));
    return absl::FormatCivilTime(today + (then - made));
  }

  void Import() {
    std::vector<v1::ImportRow> rows;
    for (const Result& result : RealResults()) {
      for (int number = 1; number <= result.total; ++number)
        rows.push_back(StockRow(static_cast<int>(rows.size()) + 1, TitleOf(result, number)));
    }
    ImportStock(registry_, rows);
  }

  v1::Campaign Opened(const Result& result) {
    v1::CreateCampaignRequest create;
    create.mutable_campaign()->set_title(absl::StrCat(result.name, "清理"));
    create.mutable_campaign()->set_campaign_kind(v1::CAMPAIGN_KIND_SPECIAL);
    create.mutable_campaign()->set_subject(result.name);
    create.mutable_campaign()->set_jurisdiction(kDistrict);
    create.mutable_campaign()->set_cutoff_date(registry_.today());
    create.mutable_campaign()->set_proposal_due_date("2099-12-31");
    v1::Campaign campaign;
    grpc::Status status =
        registry_.cleanups().CreateCampaign(As(tokens_.reviewer).get(), create, &campaign);
    EXPECT_TRUE(status.ok()) << status.error_message();
    v1::OpenCampaignRequest open;
    open.set_name(campaign.name());
    status = registry_.cleanups().OpenCampaign(As(tokens_.reviewer).get(), open, &campaign);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return campaign;
  }

  std::vector<v1::CampaignItem> Items(const std::string& campaign, const std::string& token) {
    std::vector<v1::CampaignItem> items;
    v1::ListItemsRequest request;
    request.set_parent(campaign);
    request.set_page_size(1000);
    v1::ListItemsResponse page;
    do {
      EXPECT_TRUE(registry_.cleanups().ListItems(As(token).get(), request, &page).ok());
      items.insert(items.end(), page.items().begin(), page.items().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return items;
  }

  v1::CleanupDecision DecisionOf(const Result& result, const Part& part) const {
    v1::CleanupDecision decision;
    decision.set_disposition(part.disposition);
    decision.set_reason("工作任务已完成");
    decision.set_planned(part.planned);
    decision.set_last_valid_date(Shifted(result, part.last_valid_date));
    decision.set_amend_by_date(Shifted(result, part.amend_by_date));
    decision.set_on_miss(part.on_miss);
    decision.set_amendment_text(part.amendment_text);
    decision.set_effective_date(Shifted(result, part.effective_date));
    if (part.withheld) decision.set_withheld_basis("另行通知");
    return decision;
  }

  void Decide(const v1::CampaignItem& item, const v1::CleanupDecision& decision) {
    v1::ProposeItemRequest propose;
    propose.set_name(item.name());
    *propose.mutable_proposal() = decision;
    v1::CampaignItem after;
    grpc::Status status =
        registry_.cleanups().ProposeItem(As(tokens_.drafter).get(), propose, &after);
    ASSERT_TRUE(status.ok()) << status.error_message();
    v1::ReviewItemRequest review;
    review.set_name(item.name());
    status = registry_.cleanups().ReviewItem(As(tokens_.reviewer).get(), review, &after);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  void Publish(const Result& result, v1::Campaign* campaign) {
    v1::CloseCampaignRequest close;
    close.set_name(campaign->name());
    grpc::Status status =
        registry_.cleanups().CloseCampaign(As(tokens_.reviewer).get(), close, campaign);
    ASSERT_TRUE(status.ok()) << status.error_message();
    v1::PublishCampaignRequest publish;
    publish.set_name(campaign->name());
    publish.set_notice(
        registry_.Published(absl::StrCat("关于清理结果的公告：", result.name)).name());
    status = registry_.cleanups().PublishCampaign(As(tokens_.publisher).get(), publish, campaign);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Where a document stands once its result is published: a plan and a later day change nothing
  // yet.
  static v1::DocumentState StateAfter(const v1::CleanupDecision& decision) {
    if (decision.planned() || !decision.effective_date().empty()) return v1::DOCUMENT_STATE_LEGACY;
    switch (decision.disposition()) {
      case v1::DISPOSITION_LAPSE:
        return v1::DOCUMENT_STATE_LAPSED;
      case v1::DISPOSITION_REPEAL:
      case v1::DISPOSITION_REPEAL_OR_LAPSE:
        return v1::DOCUMENT_STATE_REPEALED;
      default:
        return v1::DOCUMENT_STATE_LEGACY;
    }
  }

  void ExpectAsDecided(const std::vector<v1::CampaignItem>& items,
                       const std::map<std::string, v1::CleanupDecision>& decisions) {
    for (const v1::CampaignItem& item : items) {
      const v1::CleanupDecision& decided = decisions.at(item.name());
      EXPECT_EQ(item.decision().SerializeAsString(), decided.SerializeAsString());
      v1::GetDocumentRequest get;
      get.set_name(item.document());
      v1::Document document;
      ASSERT_TRUE(
          registry_.documents().GetDocument(As(tokens_.reviewer).get(), get, &document).ok());
      EXPECT_EQ(document.state(), StateAfter(decided)) << item.ShortDebugString();
      if (!decided.effective_date().empty()) {
        EXPECT_EQ(document.cleanup().end_date(), decided.effective_date());
      }
      if (!decided.last_valid_date().empty()) {
        EXPECT_EQ(document.term().last_valid_date(), decided.last_valid_date());
      }
      if (!decided.amend_by_date().empty()) {
        EXPECT_EQ(document.cleanup().amend_by_date(), decided.amend_by_date());
      }
    }
  }

  RunningServer server_;
  Registry& registry_ = server_.registry();
  const Tokens& tokens_ = registry_.tokens();
};

TEST_F(PublishedResults, EachIsCarriedOutAndItsTotalsAreThoseThatWerePublished) {
  Import();
  ASSERT_FALSE(HasFatalFailure());
  for (const Result& result : RealResults()) {
    SCOPED_TRACE(result.name);
    v1::Campaign campaign = Opened(result);
    ASSERT_EQ(campaign.item_count(), result.total) << "its own documents, and no others";
    const std::vector<v1::CampaignItem> open = Items(campaign.name(), tokens_.reviewer);
    std::map<std::string, v1::CleanupDecision> decisions;
    auto item = open.begin();
    int withheld = 0;
    for (const Part& part : result.parts) {
      for (int i = 0; i < part.count; ++i, ++item) {
        const v1::CleanupDecision decision = DecisionOf(result, part);
        Decide(*item, decision);
        ASSERT_FALSE(HasFatalFailure());
        decisions[item->name()] = decision;
        withheld += part.withheld;
      }
    }
    Publish(result, &campaign);
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_EQ(campaign.progress_size(), 1);
    std::map<v1::Disposition, int64_t> expected, published;
    for (const Part& part : result.parts) expected[part.disposition] += part.count;
    for (const v1::DispositionCount& count : campaign.progress(0).decided())
      published[count.disposition()] = count.count();
    EXPECT_EQ(published, expected);
    ExpectAsDecided(Items(campaign.name(), tokens_.reviewer), decisions);
    ASSERT_FALSE(HasFatalFailure());
    EXPECT_EQ(Items(campaign.name(), "").size(), static_cast<size_t>(result.total - withheld));
  }
}

}  // namespace
}  // namespace santong::testing
