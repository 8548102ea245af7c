// Actions and states by name: in English for events and the API, in Chinese for people.
#include "absl/strings/strip.h"
#include "server/domain/objection/decide.h"
#include "server/domain/workflow/action_words.h"

namespace santong::objection {
namespace {

// In the enum's order.
constexpr workflow::ActionWords<Action> kActions[] = {
    {Action::kLodge, "LODGE", "提出异议", "LodgeObjection"},
    {Action::kRecordSource, "RECORD_SOURCE", "登记审查来源", "LodgeObjection"},
    {Action::kRecordPaper, "RECORD_PAPER", "登记书面异议", "LodgeObjection"},
    {Action::kRequestSupplement, "REQUEST_SUPPLEMENT", "通知补正", "RequestObjectionSupplement"},
    {Action::kSupplement, "SUPPLEMENT", "补正", "SupplementObjection"},
    {Action::kAccept, "ACCEPT", "受理", "AcceptObjection"},
    {Action::kSendToIssuer, "SEND_TO_ISSUER", "转制定机关答复", "AcceptObjection"},
    {Action::kReject, "REJECT", "不予受理", "RejectObjection"},
    {Action::kTransfer, "TRANSFER", "移送", "TransferObjection"},
    {Action::kRequestOpinion, "REQUEST_OPINION", "征求制定机关意见", "RequestOpinion"},
    {Action::kAnswer, "ANSWER", "制定机关答复", "AnswerObjection"},
    {Action::kRequestRecheck, "REQUEST_RECHECK", "申请复核", "RequestRecheck"},
    {Action::kTakeOver, "TAKE_OVER", "制定机关逾期不答复，转入审查", "AcceptObjection"},
    {Action::kExtend, "EXTEND", "延期", "ExtendObjection"},
    {Action::kDecide, "DECIDE", "决定：合法", "DecideObjection"},
    {Action::kOrderCorrection, "ORDER_CORRECTION", "决定：限期改正", "DecideObjection"},
    {Action::kOrderRevocation, "ORDER_REVOCATION", "决定：撤销或者建议撤销", "DecideObjection"},
    {Action::kReply, "REPLY", "答复送达异议人", "ReplyToLodger"},
    {Action::kReportCorrection, "REPORT_CORRECTION", "报告改正情况", "ReportCorrection"},
    {Action::kSuspendDocument, "SUSPEND_DOCUMENT", "中止文件的执行", "RevokeObjectedDocument"},
    {Action::kRevokeDocument, "REVOKE_DOCUMENT", "撤销文件", "RevokeObjectedDocument"},
    {Action::kRevokeArticles, "REVOKE_ARTICLES", "撤销部分条款", "RevokeObjectedDocument"},
    {Action::kJoin, "JOIN", "并案", "JoinObjection"},
    {Action::kAddEvidence, "ADD_EVIDENCE", "提交证据", "AddObjectionEvidence"},
    {Action::kWithdraw, "WITHDRAW", "撤回异议", "WithdrawObjection"},
    {Action::kWithdrawFromJoint, "WITHDRAW_FROM_JOINT", "撤回异议（本案有并案）",
     "WithdrawObjection"},
    {Action::kContinue, "CONTINUE", "依职权继续审查", "AcceptObjection"},
    {Action::kAnswerJoined, "ANSWER_JOINED", "答复并案的异议人", ""},
    {Action::kGoOnAlone, "GO_ON_ALONE", "所并入的案件期满未申请复核，本案单独继续", ""},
    {Action::kAwaitDelivery, "AWAIT_DELIVERY", "制定机关已答复所并入的案件，待送达本案异议人", ""},
    {Action::kAwaitDecision, "AWAIT_DECISION", "所并入的案件转入复核，待作出决定", ""},
    {Action::kNoticeCorrection, "NOTICE_CORRECTION", "文件已经改正", ""},
    {Action::kSupplementRunOut, "SUPPLEMENT_RUN_OUT", "逾期未补正", ""},
    {Action::kRecheckLapse, "RECHECK_LAPSE", "期满未申请复核", ""},
    {Action::kCorrectionRunOut, "CORRECTION_RUN_OUT", "逾期未改正", ""},
    {Action::kMarkOverdue, "MARK_OVERDUE", "逾期", ""},
    {Action::kErase, "ERASE", "销毁个人信息", ""},
};

static_assert(workflow::IsInOrder(kActions, Action::kErase));

}  // namespace

const char* ActionName(Action action) { return workflow::WordsOf(kActions, action).name; }
const char* ActionTitleZh(Action action) { return workflow::WordsOf(kActions, action).zh; }
const char* ActionMethod(Action action) { return workflow::WordsOf(kActions, action).method; }

std::string StateName(v1::ObjectionState state) {
  return std::string(absl::StripPrefix(v1::ObjectionState_Name(state), "OBJECTION_STATE_"));
}

const char* StateTitleZh(v1::ObjectionState state) {
  switch (state) {
    case v1::OBJECTION_STATE_RECEIVED:
      return "已收到";
    case v1::OBJECTION_STATE_SUPPLEMENT_REQUESTED:
      return "补正中";
    case v1::OBJECTION_STATE_WITH_ISSUER:
      return "制定机关答复中";
    case v1::OBJECTION_STATE_ANSWERED:
      return "制定机关已答复";
    case v1::OBJECTION_STATE_REVIEWING:
      return "审查中";
    case v1::OBJECTION_STATE_OPINION_REQUESTED:
      return "征求意见中";
    case v1::OBJECTION_STATE_DECIDED:
      return "已作出决定";
    case v1::OBJECTION_STATE_REJECTED:
      return "不予受理";
    case v1::OBJECTION_STATE_TRANSFERRED:
      return "已移送";
    case v1::OBJECTION_STATE_WITHDRAWN:
      return "已撤回";
    case v1::OBJECTION_STATE_CORRECTING:
      return "限期改正中";
    case v1::OBJECTION_STATE_REVOKING:
      return "待撤销";
    case v1::OBJECTION_STATE_CLOSED:
      return "已办结";
    case v1::OBJECTION_STATE_JOINED:
      return "已并案";
    default:
      return "";
  }
}

}  // namespace santong::objection
