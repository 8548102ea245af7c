// Decides what an act does to a cleanup or to one of its items, or names everything that forbids
// it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "santong/v1/workflow.pb.h"
#include "server/domain/cleanup/facts.h"
#include "server/domain/workflow/decide.h"

namespace santong::cleanup {

using CampaignCondition = workflow::Condition<CampaignFacts>;
using CampaignEffect = workflow::Effect<CampaignFacts, CampaignChange>;
using CampaignRow = workflow::Row<v1::CampaignState, CampaignAction, CampaignFacts, CampaignChange>;
using ItemCondition = workflow::Condition<ItemFacts>;
using ItemEffect = workflow::Effect<ItemFacts, ItemChange>;
using ItemRow = workflow::Row<v1::CleanupItemState, ItemAction, ItemFacts, ItemChange>;

// The tables (campaign_table.cc, item_table.cc). The only places that say which transitions exist.
absl::Span<const CampaignRow> CampaignTable();
absl::Span<const ItemRow> ItemTable();

using CampaignDecision = workflow::Decision<CampaignRow, CampaignChange>;
using ItemDecision = workflow::Decision<ItemRow, ItemChange>;

// Finds the row of (state, action), tests the caller's role and scope and every condition, and
// computes the change. Errors as document::Decide. Pure: the same facts, the same answer.
absl::StatusOr<CampaignDecision> Decide(const CampaignFacts& facts);
absl::StatusOr<ItemDecision> Decide(const ItemFacts& facts);

// What happens to a cleanup by itself after an act on it or on an item, or when a day comes; asked
// in a loop until there is nothing.
struct SystemAct {
  CampaignAction action;
  v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED;
};
std::optional<SystemAct> NextSystemAct(const v1::Campaign& campaign, absl::CivilDay today);

// Counts the running clocks anew under another calendar. True when a due day moved, or is
// provisional no more or newly.
bool RecomputeClocks(v1::Campaign& campaign, const calendar::Calendar& calendar);

// The tables as data (GetWorkflow, docs): workflows/campaign, workflows/cleanup_item.
v1::Workflow DescribeCampaignWorkflow();
v1::Workflow DescribeItemWorkflow();

// "OPEN" for kOpen; 启动清理; "OpenCampaign", or "" for what happens by itself.
const char* ActionName(CampaignAction action);
const char* ActionTitleZh(CampaignAction action);
const char* ActionMethod(CampaignAction action);
const char* ActionName(ItemAction action);
const char* ActionTitleZh(ItemAction action);
const char* ActionMethod(ItemAction action);
// "OPEN" for CAMPAIGN_STATE_OPEN; 清理中.
std::string StateName(v1::CampaignState state);
const char* StateTitleZh(v1::CampaignState state);
std::string StateName(v1::CleanupItemState state);
const char* StateTitleZh(v1::CleanupItemState state);

}  // namespace santong::cleanup
