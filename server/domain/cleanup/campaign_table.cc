// The campaign's transition table.
#include <array>

#include "server/domain/cleanup/campaign_conditions.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/workflow/checks.h"

namespace santong::cleanup {
namespace {

constexpr v1::CampaignState kNothing = v1::CAMPAIGN_STATE_UNSPECIFIED;
constexpr v1::CampaignState kPlanned = v1::CAMPAIGN_STATE_PLANNED;
constexpr v1::CampaignState kOpening = v1::CAMPAIGN_STATE_OPENING;
constexpr v1::CampaignState kOpen = v1::CAMPAIGN_STATE_OPEN;
constexpr v1::CampaignState kClosed = v1::CAMPAIGN_STATE_CLOSED;
constexpr v1::CampaignState kPublished = v1::CAMPAIGN_STATE_PUBLISHED;

constexpr char kArticle[] = "立法法（2023）第116条；青海省政府令第99号（待核定）；登记规则 3.14";

constexpr workflow::ClockStep Starts(v1::ClockKind clock, const char* leaf = nullptr) {
  return {workflow::ClockOperation::kStarts, clock, leaf};
}
constexpr workflow::ClockStep Stops(v1::ClockKind clock) {
  return {workflow::ClockOperation::kStops, clock};
}
constexpr workflow::ClockStep Expires(v1::ClockKind clock) {
  return {workflow::ClockOperation::kExpires, clock};
}

constexpr auto kTable = std::to_array<CampaignRow>({
    {.from = kNothing,
     .action = CampaignAction::kCreate,
     .roles = {v1::ROLE_REVIEWER},
     .to = kPlanned,
     .when = {&kJurisdictionIsKnown, &kKindIsStated, &kSpecialHasItsCause, &kCutoffIsNotAhead,
              &kProposalsHaveTime},
     .effects = {&kRecordPlan},
     .event = "CampaignCreated",
     .article = kArticle},
    {.from = kPlanned,
     .action = CampaignAction::kOpen,
     .roles = {v1::ROLE_REVIEWER},
     .to = kOpening,
     .when = {&kNoOtherRegularIsUnderWay, &kProposalsHaveTime, &kInventoryIsNotEmpty},
     .effects = {&kRecordInventory},
     .event = "CampaignInventoryBegun",
     .article = kArticle},
    {.from = kOpening,
     .action = CampaignAction::kFinishOpening,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpen,
     .when = {&kInventoryIsWhole},
     .effects = {&kRecordOpening},
     .clocks = {Starts(v1::CLOCK_KIND_CLEANUP_PROPOSAL),
                Starts(v1::CLOCK_KIND_CLEANUP_REMINDER, policy::kCleanupRemindDays)},
     .event = "CampaignOpened",
     .article = kArticle},
    {.from = kOpening,
     .action = CampaignAction::kDiscardOpening,
     .roles = {v1::ROLE_SYSTEM},
     .to = kPlanned,
     .effects = {&kClearInventory},
     .event = "CampaignInventoryDiscarded",
     .article = "登记规则 3.14（清单须完整）"},
    {.from = kOpening,
     .action = CampaignAction::kResumeOpening,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpening,
     .when = {&kInventoryIsNotEmpty},
     .effects = {&kRecordInventory},
     .event = "CampaignInventoryResumed",
     .article = "登记规则 3.14（清单须完整）"},
    {.from = kOpen,
     .action = CampaignAction::kRemind,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpen,
     .when = {&kReminderIsDue},
     .effects = {&kNoteClock, &kNoteUnanswered},
     .clocks = {Expires(v1::CLOCK_KIND_CLEANUP_REMINDER)},
     .event = "CampaignReminded",
     .article = "登记规则 3.14（催办、通报）"},
    {.from = kOpen,
     .action = CampaignAction::kAllAnswered,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpen,
     .when = {&kEveryOrganHasAnswered},
     .clocks = {Stops(v1::CLOCK_KIND_CLEANUP_PROPOSAL), Stops(v1::CLOCK_KIND_CLEANUP_REMINDER),
                Starts(v1::CLOCK_KIND_CLEANUP_REVIEW, policy::kCleanupReviewDays)},
     .event = "CampaignAnswered",
     .article = kArticle},
    {.from = kOpen,
     .action = CampaignAction::kAskAgain,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpen,
     .when = {&kAnOrganMustAnswer},
     .clocks = {Stops(v1::CLOCK_KIND_CLEANUP_REVIEW), Starts(v1::CLOCK_KIND_CLEANUP_PROPOSAL)},
     .event = "CampaignAsksAgain",
     .article = "登记规则 3.14（审核、反馈）"},
    {.from = kOpen,
     .action = CampaignAction::kProposalsRunOut,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpen,
     .when = {&kProposalsRanOut},
     .effects = {&kNoteClock, &kNoteUnanswered, &kMarkLateOrgans},
     .clocks = {Expires(v1::CLOCK_KIND_CLEANUP_PROPOSAL),
                Starts(v1::CLOCK_KIND_CLEANUP_REVIEW, policy::kCleanupReviewDays)},
     .event = "CampaignProposalsRanOut",
     .article = "登记规则 3.14（催办、通报）"},
    {.from = kOpen,
     .action = CampaignAction::kMarkOverdue,
     .roles = {v1::ROLE_SYSTEM},
     .to = kOpen,
     .when = {&kReviewRanOut},
     .effects = {&kNoteClock},
     .clocks = {Expires(v1::CLOCK_KIND_UNSPECIFIED)},
     .event = "CampaignOverdue",
     .article = "登记规则 3.14（法制机构审核）"},
    {.from = kOpen,
     .action = CampaignAction::kClose,
     .roles = {v1::ROLE_REVIEWER},
     .to = kClosed,
     .when = {&kProposalsAreOver, &kProposalsAreReviewed, &kTotalsReconcile},
     .effects = {&kRecordClosing},
     .clocks = {Stops(v1::CLOCK_KIND_UNSPECIFIED)},
     .event = "CampaignClosed",
     .article = kArticle},
    {.from = kClosed,
     .action = CampaignAction::kPublish,
     .roles = {v1::ROLE_PUBLISHER},
     .to = kPublished,
     .when = {&kNoticeIsPublished, &kNoticeIsInEffect, &kNoticeIsOfTheJurisdiction,
              &kClosedListIsThePolicys, &kClosedListIsStated, &kTotalsReconcile},
     .effects = {&kRecordResult},
     .event = "CampaignPublished",
     .public_event = true,
     .article = "登记规则 3.14（公布继续有效、修改、废止、失效目录）"},
});

static_assert(workflow::IsDeterministic(kTable));
static_assert(workflow::IsCited(kTable));
static_assert(workflow::IsReachable<7>(kTable, kNothing, kPublished));
static_assert(!workflow::HasRowFrom(kTable, kPublished));

}  // namespace

absl::Span<const CampaignRow> CampaignTable() { return kTable; }

}  // namespace santong::cleanup
