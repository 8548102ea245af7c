// The tables as data, and actions and states by name: in English for events and the API, in Chinese
// for people.
#include "server/domain/workflow/describe.h"

#include <iterator>

#include "absl/strings/strip.h"
#include "server/domain/cleanup/decide.h"

namespace santong::cleanup {
namespace {

struct Words {
  const char* name;
  const char* zh;
  const char* method;  // empty for what happens by itself
};

// In the enums' order.
constexpr Words kCampaignActions[] = {
    {"CREATE", "部署清理", "CreateCampaign"}, {"OPEN", "启动清理", "OpenCampaign"},
    {"FINISH_OPENING", "清单写完", ""},       {"DISCARD_OPENING", "撤去未写完的清单", ""},
    {"CLOSE", "结束清理", "CloseCampaign"},   {"PUBLISH", "公布清理结果", "PublishCampaign"},
};
static_assert(std::size(kCampaignActions) == static_cast<size_t>(CampaignAction::kPublish) + 1);

constexpr Words kItemActions[] = {
    {"LIST", "列入清单", ""},
    {"PROPOSE", "提出清理意见", "ProposeItem"},
    {"REVIEW", "审核", "ReviewItem"},
    {"RETURN", "退回重提", "ReviewItem"},
};
static_assert(std::size(kItemActions) == static_cast<size_t>(ItemAction::kReturn) + 1);

constexpr const char* kCampaignStates[] = {"",       "已部署",   "清点中",
                                           "清理中", "清理完毕", "结果已公布"};
constexpr const char* kItemStates[] = {"", "待提出意见", "已提出意见", "退回重提", "已审核"};

template <typename State, typename Row>
void Describe(absl::Span<const Row> table, int states, v1::Workflow* workflow) {
  for (int value = 1; value <= states; ++value) {
    const auto state = static_cast<State>(value);
    v1::WorkflowState* described = workflow->add_states();
    described->set_name(StateName(state));
    described->set_title_zh(StateTitleZh(state));
    bool terminal = true;
    for (const Row& row : table) terminal = terminal && row.from != state;
    described->set_terminal(terminal);
  }
  for (const Row& row : table) {
    v1::WorkflowRow* described = workflow->add_rows();
    if (row.from != State{}) described->set_from(StateName(row.from));
    described->set_action(ActionName(row.action));
    described->set_action_zh(ActionTitleZh(row.action));
    described->set_method(ActionMethod(row.action));
    described->set_to(StateName(row.to));
    workflow::DescribeRow(row, described);
  }
}

}  // namespace

v1::Workflow DescribeCampaignWorkflow() {
  v1::Workflow workflow;
  workflow.set_name("workflows/campaign");
  workflow.set_title_zh("行政规范性文件清理流程");
  Describe<v1::CampaignState>(CampaignTable(), v1::CampaignState_MAX, &workflow);
  return workflow;
}

v1::Workflow DescribeItemWorkflow() {
  v1::Workflow workflow;
  workflow.set_name("workflows/cleanup_item");
  workflow.set_title_zh("清理事项流程");
  Describe<v1::CleanupItemState>(ItemTable(), v1::CleanupItemState_MAX, &workflow);
  return workflow;
}

const char* ActionName(CampaignAction action) {
  return kCampaignActions[static_cast<size_t>(action)].name;
}
const char* ActionTitleZh(CampaignAction action) {
  return kCampaignActions[static_cast<size_t>(action)].zh;
}
const char* ActionMethod(CampaignAction action) {
  return kCampaignActions[static_cast<size_t>(action)].method;
}
const char* ActionName(ItemAction action) { return kItemActions[static_cast<size_t>(action)].name; }
const char* ActionTitleZh(ItemAction action) {
  return kItemActions[static_cast<size_t>(action)].zh;
}
const char* ActionMethod(ItemAction action) {
  return kItemActions[static_cast<size_t>(action)].method;
}

std::string StateName(v1::CampaignState state) {
  return std::string(absl::StripPrefix(v1::CampaignState_Name(state), "CAMPAIGN_STATE_"));
}
const char* StateTitleZh(v1::CampaignState state) { return kCampaignStates[state]; }
std::string StateName(v1::CleanupItemState state) {
  return std::string(absl::StripPrefix(v1::CleanupItemState_Name(state), "CLEANUP_ITEM_STATE_"));
}
const char* StateTitleZh(v1::CleanupItemState state) { return kItemStates[state]; }

}  // namespace santong::cleanup
