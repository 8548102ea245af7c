// The tables as data, and actions and states by name: in English for events and the API, in Chinese
// for people.
#include "absl/strings/strip.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/workflow/action_words.h"

namespace santong::cleanup {
namespace {

// In the enums' order.
constexpr workflow::ActionWords<CampaignAction> kCampaignActions[] = {
    {CampaignAction::kCreate, "CREATE", "部署清理", "CreateCampaign"},
    {CampaignAction::kOpen, "OPEN", "启动清理", "OpenCampaign"},
    {CampaignAction::kFinishOpening, "FINISH_OPENING", "清单写完", ""},
    {CampaignAction::kDiscardOpening, "DISCARD_OPENING", "撤去未写完的清单", ""},
    {CampaignAction::kResumeOpening, "RESUME_OPENING", "重新清点", ""},
    {CampaignAction::kRemind, "REMIND", "催办", ""},
    {CampaignAction::kAllAnswered, "ALL_ANSWERED", "均已答复", ""},
    {CampaignAction::kAskAgain, "ASK_AGAIN", "等候重新答复", ""},
    {CampaignAction::kProposalsRunOut, "PROPOSALS_RUN_OUT", "提出意见期满", ""},
    {CampaignAction::kMarkOverdue, "MARK_OVERDUE", "标记逾期", ""},
    {CampaignAction::kClose, "CLOSE", "结束清理", "CloseCampaign"},
    {CampaignAction::kPublish, "PUBLISH", "公布清理结果", "PublishCampaign"},
};
static_assert(workflow::IsInOrder(kCampaignActions, CampaignAction::kPublish));

constexpr workflow::ActionWords<ItemAction> kItemActions[] = {
    {ItemAction::kList, "LIST", "列入清单", ""},
    {ItemAction::kPropose, "PROPOSE", "提出清理意见", "ProposeItem"},
    {ItemAction::kReview, "REVIEW", "审核", "ReviewItem"},
    {ItemAction::kReturn, "RETURN", "退回重提", "ReviewItem"},
};
static_assert(workflow::IsInOrder(kItemActions, ItemAction::kReturn));

constexpr const char* kCampaignStates[] = {"",       "已部署",   "清点中",
                                           "清理中", "清理完毕", "结果已公布"};
constexpr const char* kItemStates[] = {"", "待提出意见", "已提出意见", "退回重提", "已审核"};

}  // namespace

v1::Workflow DescribeCampaignWorkflow() {
  return workflow::DescribeTable<v1::CampaignState, CampaignRow, CampaignAction>(
      "workflows/campaign", "行政规范性文件清理流程", CampaignTable(), v1::CampaignState_MAX,
      StateName, StateTitleZh, ActionName, ActionTitleZh, ActionMethod);
}

v1::Workflow DescribeItemWorkflow() {
  return workflow::DescribeTable<v1::CleanupItemState, ItemRow, ItemAction>(
      "workflows/cleanup_item", "清理事项流程", ItemTable(), v1::CleanupItemState_MAX, StateName,
      StateTitleZh, ActionName, ActionTitleZh, ActionMethod);
}

const char* ActionName(CampaignAction action) {
  return workflow::WordsOf(kCampaignActions, action).name;
}
const char* ActionTitleZh(CampaignAction action) {
  return workflow::WordsOf(kCampaignActions, action).zh;
}
const char* ActionMethod(CampaignAction action) {
  return workflow::WordsOf(kCampaignActions, action).method;
}
const char* ActionName(ItemAction action) { return workflow::WordsOf(kItemActions, action).name; }
const char* ActionTitleZh(ItemAction action) { return workflow::WordsOf(kItemActions, action).zh; }
const char* ActionMethod(ItemAction action) {
  return workflow::WordsOf(kItemActions, action).method;
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
