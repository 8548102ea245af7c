// Actions and states by name: in English for events and the API, in Chinese for people.
#include "absl/strings/strip.h"
#include "server/domain/filing/decide.h"
#include "server/domain/workflow/action_words.h"

namespace santong::filing {
namespace {

// In the enum's order.
constexpr workflow::ActionWords<Action> kActions[] = {
    {Action::kCreate, "CREATE", "报送备案", "CreateFiling"},
    {Action::kAccept, "ACCEPT", "予以备案登记", "AcceptFiling"},
    {Action::kRequestSupplement, "REQUEST_SUPPLEMENT", "要求补充材料", "RequestFilingSupplement"},
    {Action::kSupplement, "SUPPLEMENT", "补充材料", "SupplementFiling"},
    {Action::kReject, "REJECT", "不予备案登记", "RejectFiling"},
    {Action::kRequestExplanation, "REQUEST_EXPLANATION", "请予说明", "RequestExplanation"},
    {Action::kExplain, "EXPLAIN", "说明", "ExplainFiling"},
    {Action::kExtend, "EXTEND", "延长审查期限", "ExtendFiling"},
    {Action::kPass, "PASS", "准予备案", "DecideFiling"},
    {Action::kOrderCorrection, "ORDER_CORRECTION", "责令限期改正", "DecideFiling"},
    {Action::kRemind, "REMIND", "准予备案，并发提示函", "DecideFiling"},
    {Action::kAdvise, "ADVISE", "建议自行修改、废止", "DecideFiling"},
    {Action::kPause, "PAUSE", "审查中止", "DecideFiling"},
    {Action::kTerminate, "TERMINATE", "审查终止", "DecideFiling"},
    {Action::kTransfer, "TRANSFER", "移送", "DecideFiling"},
    {Action::kCoordinate, "COORDINATE", "协调", "DecideFiling"},
    {Action::kSubmitCorrection, "SUBMIT_CORRECTION", "报送改正情况", "SubmitCorrection"},
    {Action::kConfirmCorrection, "CONFIRM_CORRECTION", "确认改正", "ConfirmCorrection"},
    {Action::kSuspendDocument, "SUSPEND_DOCUMENT", "中止文件执行", "RevokeFiledDocument"},
    {Action::kRevokeDocument, "REVOKE_DOCUMENT", "撤销文件", "RevokeFiledDocument"},
    {Action::kRevokeArticles, "REVOKE_ARTICLES", "撤销部分条款", "RevokeFiledDocument"},
    {Action::kNoticeCorrection, "NOTICE_CORRECTION", "文件已经改正", ""},
    {Action::kCorrectionRunOut, "CORRECTION_RUN_OUT", "逾期未改正", ""},
    {Action::kMarkOverdue, "MARK_OVERDUE", "标记逾期", ""},
};

static_assert(workflow::IsInOrder(kActions, Action::kMarkOverdue));

}  // namespace

const char* ActionName(Action action) { return workflow::WordsOf(kActions, action).name; }
const char* ActionTitleZh(Action action) { return workflow::WordsOf(kActions, action).zh; }
const char* ActionMethod(Action action) { return workflow::WordsOf(kActions, action).method; }

std::string StateName(v1::FilingState state) {
  return std::string(absl::StripPrefix(v1::FilingState_Name(state), "FILING_STATE_"));
}

const char* StateTitleZh(v1::FilingState state) {
  switch (state) {
    case v1::FILING_STATE_SUBMITTED:
      return "已报送";
    case v1::FILING_STATE_SUPPLEMENTING:
      return "补充材料";
    case v1::FILING_STATE_REJECTED:
      return "不予备案登记";
    case v1::FILING_STATE_UNDER_REVIEW:
      return "审查中";
    case v1::FILING_STATE_EXPLAINING:
      return "制定机关说明";
    case v1::FILING_STATE_PASSED:
      return "准予备案";
    case v1::FILING_STATE_CORRECTING:
      return "限期改正";
    case v1::FILING_STATE_CORRECTED:
      return "改正已报送";
    case v1::FILING_STATE_CLOSED:
      return "改正后办结";
    case v1::FILING_STATE_REVOKED:
      return "撤销后办结";
    case v1::FILING_STATE_ADVISED:
      return "建议自行修改、废止";
    case v1::FILING_STATE_PAUSED:
      return "审查中止";
    case v1::FILING_STATE_TRANSFERRED:
      return "已移送";
    case v1::FILING_STATE_COORDINATING:
      return "协调中";
    default:
      return "";
  }
}

v1::Workflow DescribeWorkflow() {
  return workflow::DescribeTable<v1::FilingState, Row, Action>(
      "workflows/filing", "行政规范性文件备案审查流程", Table(), v1::FilingState_MAX, StateName,
      StateTitleZh, ActionName, ActionTitleZh, ActionMethod);
}

}  // namespace santong::filing
