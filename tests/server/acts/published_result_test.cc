// What a cleanup decided on and was done before its result was published.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "server/acts/document_acts.h"
#include "server/domain/text/chinese_date.h"
#include "storage/kv/memory_store.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using testing::IsOk;

class PublishedResult : public ::testing::Test {
 protected:
  // The decision on that document, reviewed.
  void Decide(const std::string& document, const v1::CleanupDecision& decision) {
    const std::string item =
        absl::StrCat(campaign_, "/items/", document.substr(std::string("documents/").size()));
    ASSERT_THAT(office_.Propose(item, decision), IsOk());
    ASSERT_THAT(office_.Review(item), IsOk());
  }
  // By a decree that was published today.
  void Amend(const std::string& name) {
    const std::string today = text::FormatIsoDay(office_.today());
    v1::CreateDocumentRequest draft =
        testing::CompleteDraft("关于修改某办法的决定", "平民〔2026〕90号", today);
    v1::Relation* relation = draft.mutable_document()->add_relations();
    relation->set_kind(v1::RELATION_KIND_AMENDS);
    relation->set_target(name);
    auto decree = office_.Do(testing::Drafter(), IntentOf(draft));
    ASSERT_THAT(decree, IsOk());
    v1::SubmitDocumentRequest submit;
    submit.set_name(decree->name());
    ASSERT_THAT(office_.Do(testing::Drafter(), IntentOf(submit)), IsOk());
    v1::DetermineDocumentRequest determine;
    determine.set_name(decree->name());
    determine.set_normative(true);
    ASSERT_THAT(office_.Do(testing::Reviewer(), IntentOf(determine)), IsOk());
    v1::RegisterDocumentRequest registration;
    registration.set_name(decree->name());
    decree = office_.Do(testing::Reviewer(), IntentOf(registration));
    ASSERT_THAT(decree, IsOk());
    ASSERT_THAT(office_.Publish(*decree), IsOk());
    v1::AmendDocumentRequest amend;
    amend.set_name(name);
    amend.set_amended_by(decree->name());
    amend.set_text("修改后的文本");
    ASSERT_THAT(office_.Do(testing::Publisher(), IntentOf(amend)), IsOk());
  }

  kv::MemoryStore store_;
  testing::Office office_{store_, absl::CivilDay(2026, 3, 2)};
  std::string campaign_;
};

// 限期修改: who amended in time loses nothing because the notice came later than the day; nor is it
// asked again. Who did not, does.
TEST_F(PublishedResult, AsksNothingOfWhatWasAmendedSinceItsReview) {
  const v1::Document amended = *office_.Published("甲办法");
  const v1::Document early = *office_.Published("乙办法");
  const v1::Document missed = *office_.Published("丙办法");
  const auto plan = office_.Plan(office_.today(), absl::CivilDay(2026, 3, 20));
  ASSERT_THAT(plan, IsOk());
  campaign_ = plan->name();
  ASSERT_THAT(office_.Open(campaign_), IsOk());
  v1::CleanupDecision decision;
  decision.set_disposition(v1::DISPOSITION_AMEND);
  decision.set_reason("与上位法不一致");
  decision.set_on_miss(v1::ON_MISS_LAPSES);
  decision.set_amend_by_date("2026-04-30");
  Decide(amended.name(), decision);
  Decide(missed.name(), decision);
  decision.set_amend_by_date("2026-12-31");
  Decide(early.name(), decision);
  ASSERT_THAT(office_.Close(campaign_), IsOk());

  office_.set_today(absl::CivilDay(2026, 4, 20));
  ASSERT_THAT(office_.RunRound(), IsOk());
  ASSERT_NO_FATAL_FAILURE(Amend(amended.name()));
  office_.set_today(absl::CivilDay(2026, 5, 20));
  ASSERT_THAT(office_.RunRound(), IsOk());
  v1::Document notice = *office_.Published("清理结果公告");
  ASSERT_THAT(office_.PublishResult(campaign_, notice.name()), IsOk());

  const auto after = office_.Get(amended.name());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->state(), v1::DOCUMENT_STATE_IN_EFFECT) << "it was amended in time";
  EXPECT_EQ(after->cleanup().disposition(), v1::DISPOSITION_AMEND);
  EXPECT_EQ(after->cleanup().amend_by_date(), "");
  EXPECT_EQ(after->term().last_valid_date(), amended.term().last_valid_date());
  EXPECT_EQ(office_.Get(missed.name())->state(), v1::DOCUMENT_STATE_LAPSED);
  EXPECT_EQ(office_.Get(early.name())->cleanup().amend_by_date(), "2026-12-31");
}

}  // namespace
}  // namespace santong::acts
