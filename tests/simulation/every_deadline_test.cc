// Method: the tables say which clocks their rows start and end; the writers of the server bring
// resources through acts as people would, and each clock that a table declares must be found
// running on a stored resource, with a due day. A clock that a table starts, a row of the table
// ends.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/ical/next_clock.h"
#include "server/acts/document_acts.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/document/decide.h"
#include "server/domain/filing/decide.h"
#include "server/domain/objection/decide.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/describe.h"
#include "server/domain/workflow/todo.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/document_table.h"
#include "tests/support/draft.h"
#include "tests/support/office.h"

namespace santong::testing {
namespace {

using Names = std::set<std::string>;

Names Started(const v1::Workflow& workflow) {
  Names clocks;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    for (const v1::WorkflowClock& clock : row.clocks()) {
      if (clock.change() == workflow::OperationName(workflow::ClockOperation::kStarts))
        clocks.insert(clock.clock());
    }
  }
  return clocks;
}

class EveryDeadline : public ::testing::TestWithParam<v1::Workflow> {};

TEST_P(EveryDeadline, ThatATableStartsARowOfItEnds) {
  const v1::Workflow& workflow = GetParam();
  Names ended;
  for (const v1::WorkflowRow& row : workflow.rows()) {
    for (const v1::WorkflowClock& clock : row.clocks()) {
      if (clock.change() == workflow::OperationName(workflow::ClockOperation::kStops) ||
          clock.change() == workflow::OperationName(workflow::ClockOperation::kExpires))
        ended.insert(clock.clock());
    }
  }
  const Names started = Started(workflow);
  EXPECT_FALSE(started.empty());
  for (const std::string& clock : started) {
    // A row that ends the clock by its name, or every clock.
    EXPECT_TRUE(ended.count(clock) > 0 || ended.count("") > 0) << clock;
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, EveryDeadline,
                         ::testing::Values(document::DescribeWorkflow(), filing::DescribeWorkflow(),
                                           cleanup::DescribeCampaignWorkflow(),
                                           cleanup::DescribeItemWorkflow(),
                                           objection::DescribeWorkflow()),
                         [](const auto& info) { return info.param.name().substr(10); });

// A list shows the day on which somebody has to act, and the program that prints it knows no rule.
TEST(EveryClock, IsShownByListsWhereItIsATask) {
  const auto* kinds = v1::ClockKind_descriptor();
  for (int i = 0; i < kinds->value_count(); ++i) {
    const auto kind = static_cast<v1::ClockKind>(kinds->value(i)->number());
    EXPECT_EQ(ical::AsksNothing(kind), workflow::TodoOf(kind) == nullptr)
        << kinds->value(i)->name();
  }
}

// Where a period of the policy counts or decides: as the clock of a row, but for these.
template <typename Rows>
void AddLeaves(const Rows& rows, Names* leaves) {
  for (const auto& row : rows) {
    for (const workflow::ClockStep& step : row.clocks) {
      if (step.used && step.leaf != nullptr) leaves->insert(step.leaf);
    }
  }
}

const std::map<std::string, std::string>& NoClocks() {
  static const char kAsked[] = "asked by PublicCommentIsLongEnough: document_periods_test";
  static const char kAskedOfTheReview[] =
      "asked by LegalityReviewTookItsTime: document_periods_test";
  static const auto& reasons = *new std::map<std::string, std::string>{
      {policy::kCommentDays, kAsked},
      {policy::kCommentDaysDecision, kAsked},
      {policy::kCommentDaysOperators, kAsked},
      {policy::kCommentDaysOther, kAsked},
      {policy::kLegalityMinDays, kAskedOfTheReview},
      {policy::kLegalityMinDaysDecision, kAskedOfTheReview},
      {policy::kLegalityMaxDays, "told by NoteLateOpinion: document_periods_test"},
      {policy::kEffectMinGapDays,
       "asked by GapBeforeEffectIsLongEnough: document_publication_test"},
      {policy::kEvaluationWindowDays,
       "counts instead of eval.lead_days where a place evaluates within it: document_clocks_test"},
      {policy::kFilingDepartmentDays,
       "counts instead of filing.days for a department: EveryClockOfADocumentIsArmed"},
      {policy::kCleanupIntervalMonths, "the task that a cleanup is due: cleanup_test"},
      {policy::kFilingListMonths, "the task that a list of filings is due: filing_list_test"},
  };
  return reasons;
}

TEST(EveryPeriod, OfThePolicyCountsOrDecides) {
  Names used;
  AddLeaves(document::Table(), &used);
  AddLeaves(filing::Table(), &used);
  AddLeaves(objection::Table(), &used);
  AddLeaves(cleanup::CampaignTable(), &used);
  AddLeaves(cleanup::ItemTable(), &used);
  int periods = 0;
  for (const policy::LeafDefinition& leaf : policy::AllLeaves()) {
    if (leaf.type != policy::LeafType::kPeriod) continue;
    ++periods;
    const auto where = used.count(leaf.key) + NoClocks().count(leaf.key);
    EXPECT_EQ(where, 1u) << leaf.key << ": in one place, and the list says nothing that is not so";
  }
  EXPECT_GT(periods, 30);
}

// Takes note of the clocks that run on what an act left.
class Seen {
 public:
  template <typename Resource>
  Resource In(absl::StatusOr<Resource> resource) {
    EXPECT_TRUE(resource.ok()) << resource.status();
    if (!resource.ok()) return {};
    Note(resource->clocks());
    return *std::move(resource);
  }
  void Note(const workflow::Clocks& clocks) {
    for (const v1::Clock& clock : clocks) {
      if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
      EXPECT_TRUE(text::ParseIsoDay(clock.due_date()).ok()) << clock.ShortDebugString();
      names_.insert(workflow::ClockName(clock.kind()));
      leaves_.insert(clock.leaf());
    }
  }
  const Names& names() const { return names_; }
  // The leaves that gave their periods.
  const Names& leaves() const { return leaves_; }

 private:
  Names names_, leaves_;
};

class ByRealActs : public ::testing::Test {
 protected:
  v1::CreateDocumentRequest Draft(const std::string& title) {
    return CompleteDraft(title, absl::StrCat("平民〔2026〕", ++number_ + 500, "号"),
                         text::FormatIsoDay(office_.today()));
  }
  template <typename Request>
  static Request Of(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  void Later(int days) {
    office_.set_today(office_.today() + days);
    auto acts = office_.RunRound();
    EXPECT_TRUE(acts.ok()) << acts.status();
  }

  kv::MemoryStore store_;
  Office office_{store_, absl::CivilDay(2026, 3, 2)};
  int number_ = 0;
};

TEST_F(ByRealActs, EveryClockOfADocumentIsArmed) {
  Seen seen;
  v1::Document document =
      seen.In(office_.Do(Drafter(), acts::IntentOf(Draft("登记、退回、公布的办法"))));
  const std::string name = document.name();
  seen.In(office_.Do(Drafter(), acts::IntentOf(Of<v1::SubmitDocumentRequest>(name))));
  auto back = Of<v1::ReturnDocumentRequest>(name);
  back.add_items("补充起草说明");
  seen.In(office_.Do(Reviewer(), acts::IntentOf(back)));
  seen.In(office_.Do(Drafter(), acts::IntentOf(Of<v1::SubmitDocumentRequest>(name))));
  auto determine = Of<v1::DetermineDocumentRequest>(name);
  determine.set_normative(true);
  seen.In(office_.Do(Reviewer(), acts::IntentOf(determine)));
  document = seen.In(office_.Do(Reviewer(), acts::IntentOf(Of<v1::RegisterDocumentRequest>(name))));
  // Announced for a later day.
  v1::UpdateDocumentRequest update;
  *update.mutable_document() = document;
  update.mutable_document()->set_effective_date(text::FormatIsoDay(office_.today() + 40));
  update.mutable_update_mask()->add_paths("effective_date");
  document = seen.In(office_.Do(Drafter(), acts::IntentOf(update)));
  seen.In(office_.Publish(document));

  v1::CreateDocumentRequest urgent = Draft("紧急的办法");
  urgent.mutable_document()->set_urgent(true);
  auto* evidence = urgent.mutable_document()->mutable_internal()->mutable_evidence();
  for (int i = evidence->size() - 1; i >= 0; --i) {
    if ((*evidence)[i].kind() == v1::EVIDENCE_KIND_PUBLIC_COMMENT) evidence->DeleteSubrange(i, 1);
  }
  v1::Evidence* approval = evidence->Add();
  approval->set_kind(v1::EVIDENCE_KIND_URGENT_APPROVAL);
  approval->set_document_title("紧急程序批准");
  approval->set_date(text::FormatIsoDay(office_.today() - 1));
  approval->set_person("区长");
  document = seen.In(office_.Do(Drafter(), acts::IntentOf(urgent)));
  seen.In(office_.Do(Drafter(), acts::IntentOf(Of<v1::SubmitDocumentRequest>(document.name()))));
  determine.set_name(document.name());
  seen.In(office_.Do(Reviewer(), acts::IntentOf(determine)));
  seen.In(office_.Do(Reviewer(), acts::IntentOf(Of<v1::RegisterDocumentRequest>(document.name()))));

  // The amendment that a cleanup asks for.
  const v1::Document amended = seen.In(office_.Published("限期修改的办法"));
  auto campaign = office_.Plan(office_.today(), office_.today() + 30);
  ASSERT_TRUE(campaign.ok());
  ASSERT_TRUE(office_.Open(campaign->name()).ok());
  v1::CleanupDecision keep, amend;
  keep.set_disposition(v1::DISPOSITION_KEEP);
  keep.set_reason("仍需执行");
  amend = keep;
  amend.set_disposition(v1::DISPOSITION_AMEND);
  amend.set_amend_by_date("2026-12-31");
  amend.set_on_miss(v1::ON_MISS_LAPSES);
  ASSERT_TRUE(
      tables::ScanCampaignItems(*store_.Snapshot(), 1, [&](const v1::CampaignItem& item) {
        EXPECT_TRUE(
            office_.Propose(item.name(), item.document() == amended.name() ? amend : keep).ok());
        EXPECT_TRUE(office_.Review(item.name()).ok());
        return true;
      }).ok());
  ASSERT_TRUE(office_.Close(campaign->name()).ok());
  const v1::Document notice = seen.In(office_.Published("清理结果公告"));
  const auto published = office_.PublishResult(campaign->name(), notice.name());
  ASSERT_TRUE(published.ok()) << published.status();
  seen.In(office_.Get(amended.name()));

  // A government files with the standing committee, too.
  seen.In(office_.Published("政府的办法", GovernmentDrafter()));

  EXPECT_EQ(seen.names(), Started(document::DescribeWorkflow()));
  EXPECT_EQ(seen.leaves().count(policy::kFilingDepartmentDays), 1u);
  EXPECT_EQ(seen.leaves().count(policy::kFilingCongressDays), 1u);

  // What the published decision says of a miss happens by itself.
  office_.set_today(absl::CivilDay(2026, 12, 31));
  ASSERT_TRUE(office_.RunRound().ok());
  EXPECT_EQ(office_.Get(amended.name())->state(), v1::DOCUMENT_STATE_IN_EFFECT);
  Later(1);
  EXPECT_EQ(office_.Get(amended.name())->state(), v1::DOCUMENT_STATE_LAPSED);
}

TEST_F(ByRealActs, EveryClockOfAFilingIsArmed) {
  Seen seen;
  v1::CreateFilingRequest create;
  create.set_document(office_.Published("报送备案的办法")->name());
  for (const char* paper :
       {"备案报告", "正式文本及电子文本", "起草说明", "制定依据", "合法性审核意见"})
    create.add_materials()->set_title(paper);
  const std::string name = seen.In(office_.Do(Drafter(), acts::IntentOf(create))).name();
  auto supplement = Of<v1::RequestFilingSupplementRequest>(name);
  supplement.add_items("电子文本");
  seen.In(office_.Do(Reviewer(), acts::IntentOf(supplement)));
  auto given = Of<v1::SupplementFilingRequest>(name);
  given.add_materials()->set_title("电子文本");
  seen.In(office_.Do(Drafter(), acts::IntentOf(given)));
  seen.In(office_.Do(Reviewer(), acts::IntentOf(Of<v1::AcceptFilingRequest>(name))));
  auto explain = Of<v1::RequestExplanationRequest>(name);
  explain.add_items("第二条的依据");
  seen.In(office_.Do(Reviewer(), acts::IntentOf(explain)));
  auto extend = Of<v1::ExtendFilingRequest>(name);
  extend.set_reason("需要论证");
  seen.In(office_.Do(Reviewer(), acts::IntentOf(extend)));
  auto decide = Of<v1::DecideFilingRequest>(name);
  decide.add_grounds(v1::FILING_GROUND_HIGHER_LAW);
  decide.set_reason("与上位法相抵触");
  seen.In(office_.Do(Reviewer(), acts::IntentOf(decide)));
  Later(70);
  seen.In(office_.Filing(name));
  EXPECT_EQ(seen.names(), Started(filing::DescribeWorkflow()));
}

TEST_F(ByRealActs, EveryClockOfACleanupAndItsItemsIsArmed) {
  Seen campaigns, items;
  const v1::Document one = *office_.Published("一个办法");
  const v1::Document other = *office_.Published("另一个办法");
  const auto plan = office_.Plan(office_.today(), office_.today() + 30);
  ASSERT_TRUE(plan.ok());
  const auto open = campaigns.In(office_.Open(plan->name()));
  const auto item = [&](const v1::Document& document) {
    return absl::StrCat(open.name(), "/items/", document.name().substr(10));
  };
  const auto read = [&] { return *tables::GetCampaign(*store_.Snapshot(), 1); };
  ASSERT_TRUE(tables::ScanCampaignItems(*store_.Snapshot(), 1, [&](const v1::CampaignItem& listed) {
                items.Note(listed.clocks());
                return true;
              }).ok());
  v1::CleanupDecision keep;
  keep.set_disposition(v1::DISPOSITION_KEEP);
  keep.set_reason("仍需执行");
  ASSERT_TRUE(office_.Propose(item(one), keep).ok());
  Later(25);  // reminded
  EXPECT_EQ(read().clocks(1).state(), v1::CLOCK_STATE_EXPIRED);
  EXPECT_FALSE(read().clocks(1).overdue()) << "a reminder is no duty";
  Later(6);  // over
  v1::Campaign over = read();
  EXPECT_EQ(over.progress(0).late(), 1);
  EXPECT_TRUE(over.clocks(0).overdue());
  campaigns.Note(over.clocks());
  const auto late = office_.Propose(item(other), keep);
  ASSERT_TRUE(late.ok());
  EXPECT_TRUE(late->clocks(0).overdue()) << "late for ever";
  EXPECT_EQ(read().progress(0).late(), 1) << "late for ever";
  EXPECT_EQ(campaigns.names(), Started(cleanup::DescribeCampaignWorkflow()));
  EXPECT_EQ(items.names(), Started(cleanup::DescribeItemWorkflow()));
  ASSERT_TRUE(office_.Review(item(one)).ok());
  ASSERT_TRUE(office_.Review(item(other)).ok());
  const auto closed = office_.Close(open.name());
  ASSERT_TRUE(closed.ok()) << closed.status();
  for (const v1::Clock& clock : closed->clocks())
    EXPECT_NE(clock.state(), v1::CLOCK_STATE_RUNNING) << clock.ShortDebugString();
}

TEST_F(ByRealActs, AnAssessmentIsDueBeforeTheTermEndsAndThenTheDocumentLapses) {
  const v1::Document document = *office_.Published("有期限的办法");
  const std::string last = document.term().last_valid_date();
  std::string assessment;
  for (const v1::Clock& clock : document.clocks()) {
    if (clock.kind() == v1::CLOCK_KIND_EVALUATION) assessment = clock.due_date();
  }
  ASSERT_FALSE(assessment.empty());
  EXPECT_LT(assessment, last);
  office_.set_today(*text::ParseIsoDay(last));
  ASSERT_TRUE(office_.RunRound().ok());
  v1::Document now = *office_.Get(document.name());
  EXPECT_EQ(now.state(), v1::DOCUMENT_STATE_IN_EFFECT) << "the last day counts";
  int overdue = 0;
  for (const v1::Clock& clock : now.clocks())
    overdue += clock.kind() == v1::CLOCK_KIND_EVALUATION && clock.overdue();
  EXPECT_EQ(overdue, 1) << "nobody assessed it";
  Later(1);
  EXPECT_EQ(office_.Get(document.name())->state(), v1::DOCUMENT_STATE_LAPSED);
}

}  // namespace
}  // namespace santong::testing
