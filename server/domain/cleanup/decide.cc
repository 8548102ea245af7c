#include "server/domain/cleanup/decide.h"

#include <string>

#include "server/domain/cleanup/totals.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/clocks.h"

namespace santong::cleanup {
namespace {

// Whose campaign it is, or would be.
const std::string& JurisdictionOf(const CampaignFacts& facts) {
  return facts.act.action == CampaignAction::kCreate ? facts.act.proposed.jurisdiction()
                                                     : facts.campaign.jurisdiction();
}

bool IsInScope(const CampaignFacts& facts, v1::Role role) {
  return role == v1::ROLE_SYSTEM || facts.caller.jurisdiction == JurisdictionOf(facts);
}

bool IsInScope(const ItemFacts& facts, v1::Role role) {
  switch (role) {
    case v1::ROLE_SYSTEM:
      return true;
    case v1::ROLE_DRAFTER:
      return facts.caller.AnswersFor(facts.organ());
    default:
      return facts.caller.jurisdiction == facts.campaign.jurisdiction();
  }
}

// The day of what happened: an act's own; of what happens by itself, the last day of the clock that
// ran out, so that nothing depends on when somebody looked.
absl::CivilDay DayOfEvent(const CampaignFacts& facts) {
  const v1::Clock* clock =
      workflow::FindRunOut(facts.campaign.clocks(), facts.act.clock, facts.today);
  if (clock == nullptr) return facts.today;
  auto due = text::ParseIsoDay(clock->due_date());
  return due.ok() ? *due : facts.today;
}

// The day that the cleanup sets for proposals; none once it is past: a late return sets no new one.
void StartProposalClock(const v1::Campaign& campaign, absl::CivilDay today,
                        workflow::Clocks* clocks) {
  auto due = text::ParseIsoDay(campaign.proposal_due_date());
  if (due.ok() && *due >= today)
    workflow::StartClockUntil(*clocks, v1::CLOCK_KIND_CLEANUP_PROPOSAL, today, *due);
}

// Counted back from the last day for proposals; none where that day has come already.
void StartReminderClock(const CampaignFacts& facts, const char* leaf, workflow::Clocks* clocks) {
  const auto rule = facts.policy.Period(leaf);
  auto last = text::ParseIsoDay(facts.campaign.proposal_due_date());
  if (!rule.has_value() || !last.ok()) return;
  const auto due = workflow::CountBack(*last, *rule, facts.calendar);
  if (due.day <= facts.today) return;
  workflow::StartClockUntil(*clocks, v1::CLOCK_KIND_CLEANUP_REMINDER, facts.today, due.day);
  v1::Clock& clock = *clocks->rbegin();
  workflow::Cite(leaf, *rule, facts.policy, &clock);
  clock.set_provisional(due.provisional);
  workflow::RestOnLocalDays(due, facts.policy, &clock);
}

// What a campaign and an item have in common for the executor of tables.
template <typename Row, typename Facts, typename Change>
struct CleanupSubject {
  template <typename State>
  static std::string StateName(State state) {
    return cleanup::StateName(state);
  }
  template <typename State>
  static const char* StateTitleZh(State state) {
    return cleanup::StateTitleZh(state);
  }
  template <typename Action>
  static const char* ActionName(Action action) {
    return cleanup::ActionName(action);
  }
  template <typename Action>
  static const char* ActionTitleZh(Action action) {
    return cleanup::ActionTitleZh(action);
  }
  static bool MayAct(const Row& row, const Facts& facts) {
    return workflow::HasRoleWhere(row, facts.caller,
                                  [&](v1::Role role) { return IsInScope(facts, role); });
  }
};

struct CampaignSubject : CleanupSubject<CampaignRow, CampaignFacts, CampaignChange> {
  static absl::Span<const CampaignRow> Table() { return CampaignTable(); }
  static v1::CampaignState StateOf(const CampaignFacts& facts) { return facts.campaign.state(); }
  static std::string NameOf(const CampaignFacts& facts) {
    return facts.campaign.name().empty() ? "campaigns/-" : facts.campaign.name();
  }
  static std::string RolesInScope(const CampaignRow& row, const CampaignFacts&) {
    return workflow::RolesOf(Table(), row.action);
  }
  static CampaignChange Begin(const CampaignFacts& facts) {
    CampaignChange change;
    change.campaign = facts.campaign;
    return change;
  }
  static void SetState(CampaignChange& change, v1::CampaignState state) {
    change.campaign.set_state(state);
  }
  static void ApplyClockStep(const CampaignFacts& facts, const workflow::ClockStep& step,
                             CampaignChange& change);
};

struct ItemSubject : CleanupSubject<ItemRow, ItemFacts, ItemChange> {
  static absl::Span<const ItemRow> Table() { return ItemTable(); }
  static v1::CleanupItemState StateOf(const ItemFacts& facts) { return facts.item.state(); }
  static std::string NameOf(const ItemFacts& facts) { return facts.item.name(); }
  static std::string RolesInScope(const ItemRow& row, const ItemFacts&) {
    return workflow::RolesOf(Table(), row.action);
  }
  static ItemChange Begin(const ItemFacts& facts) {
    ItemChange change;
    change.item = facts.item;
    return change;
  }
  static void SetState(ItemChange& change, v1::CleanupItemState state) {
    change.item.set_state(state);
  }
  static void ApplyClockStep(const ItemFacts& facts, const workflow::ClockStep& step,
                             ItemChange& change) {
    workflow::Clocks& clocks = *change.item.mutable_clocks();
    if (step.operation == workflow::ClockOperation::kStarts) {
      StartProposalClock(facts.campaign, facts.today, &clocks);
    } else {
      workflow::StopClock(clocks, step.clock, facts.today);
    }
  }
};

void CampaignSubject::ApplyClockStep(const CampaignFacts& facts, const workflow::ClockStep& step,
                                     CampaignChange& change) {
  using workflow::ClockOperation;
  workflow::Clocks& clocks = *change.campaign.mutable_clocks();
  switch (step.operation) {
    case ClockOperation::kStarts:
      if (step.clock == v1::CLOCK_KIND_CLEANUP_PROPOSAL) {
        StartProposalClock(facts.campaign, facts.today, &clocks);
      } else if (step.clock == v1::CLOCK_KIND_CLEANUP_REMINDER) {
        StartReminderClock(facts, step.leaf, &clocks);
      } else {
        workflow::StartClock(clocks, step.clock, step.leaf, DayOfEvent(facts), facts.policy,
                             facts.calendar);
      }
      return;
    case ClockOperation::kStops:
      workflow::StopClock(clocks, step.clock, facts.today);
      return;
    case ClockOperation::kExpires:
      workflow::ExpireClock(clocks,
                            step.clock == v1::CLOCK_KIND_UNSPECIFIED ? facts.act.clock : step.clock,
                            facts.today);
      return;
    case ClockOperation::kSuspends:
    case ClockOperation::kResumes:
    case ClockOperation::kCancels:
      return;  // no row of the table does
  }
}

}  // namespace

absl::StatusOr<CampaignDecision> Decide(const CampaignFacts& facts) {
  return workflow::Decide<CampaignSubject, CampaignRow, CampaignChange>(facts);
}

absl::StatusOr<ItemDecision> Decide(const ItemFacts& facts) {
  return workflow::Decide<ItemSubject, ItemRow, ItemChange>(facts);
}

std::optional<SystemAct> NextSystemAct(const v1::Campaign& campaign, absl::CivilDay today) {
  if (campaign.state() != v1::CAMPAIGN_STATE_OPEN) return std::nullopt;
  const std::string now = text::FormatIsoDay(today);
  const Totals totals = TotalsOf(campaign.progress());
  const bool unanswered = totals.pending + totals.returned > 0;
  bool asking = false;
  for (const v1::Clock& clock : campaign.clocks()) {
    if (clock.state() != v1::CLOCK_STATE_RUNNING) continue;
    asking = asking || clock.kind() == v1::CLOCK_KIND_CLEANUP_PROPOSAL;
  }
  if (asking && !unanswered) return SystemAct{CampaignAction::kAllAnswered};
  if (!asking && unanswered && campaign.proposal_due_date() >= now)
    return SystemAct{CampaignAction::kAskAgain};
  for (const v1::Clock& clock : campaign.clocks()) {
    if (clock.state() == v1::CLOCK_STATE_RUNNING &&
        clock.kind() == v1::CLOCK_KIND_CLEANUP_REMINDER && clock.due_date() <= now) {
      return SystemAct{CampaignAction::kRemind, clock.kind()};
    }
  }
  for (const v1::Clock& clock : campaign.clocks()) {
    if (!workflow::HasRunOut(clock, today)) continue;
    return SystemAct{clock.kind() == v1::CLOCK_KIND_CLEANUP_PROPOSAL
                         ? CampaignAction::kProposalsRunOut
                         : CampaignAction::kMarkOverdue,
                     clock.kind()};
  }
  return std::nullopt;
}

bool RecomputeClocks(v1::Campaign& campaign, const calendar::Calendar& calendar) {
  std::optional<absl::CivilDay> last;
  if (auto day = text::ParseIsoDay(campaign.proposal_due_date()); day.ok()) last = *day;
  return workflow::RecountRunning(*campaign.mutable_clocks(), calendar, last);
}

}  // namespace santong::cleanup
