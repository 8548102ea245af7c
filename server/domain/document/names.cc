// Actions and states by name: in English for events and the API, in Chinese for people.
#include "absl/strings/strip.h"
#include "server/domain/document/decide.h"
#include "server/domain/workflow/action_words.h"

namespace santong::document {
namespace {

// In the enum's order.
constexpr workflow::ActionWords<Action> kActions[] = {
    {Action::kCreate, "CREATE", "起草", "CreateDocument"},
    {Action::kUpdate, "UPDATE", "修改草稿、补正信息", "UpdateDocument"},
    {Action::kDetermineNormative, "DETERMINE_NORMATIVE", "认定为规范性文件", "DetermineDocument"},
    {Action::kDetermineNotNormative, "DETERMINE_NOT_NORMATIVE", "认定为非规范性文件",
     "DetermineDocument"},
    {Action::kSubmit, "SUBMIT", "申请登记", "SubmitDocument"},
    {Action::kReturn, "RETURN", "退回补正", "ReturnDocument"},
    {Action::kRefuse, "REFUSE", "不予登记", "RefuseDocument"},
    {Action::kWithdraw, "WITHDRAW", "撤回", "WithdrawDocument"},
    {Action::kRegister, "REGISTER", "登记编号", "RegisterDocument"},
    {Action::kPublish, "PUBLISH", "公布", "PublishDocument"},
    {Action::kTakeEffect, "TAKE_EFFECT", "施行", ""},
    {Action::kCompleteUrgent, "COMPLETE_URGENT", "紧急程序补办", "UpdateDocument"},
    {Action::kRecordEvaluation, "RECORD_EVALUATION", "登记期满前评估", "UpdateDocument"},
    {Action::kCorrect, "CORRECT", "勘误", "CorrectDocument"},
    {Action::kAmend, "AMEND", "修改", "AmendDocument"},
    {Action::kRepeal, "REPEAL", "废止", "RepealDocument"},
    {Action::kSupersede, "SUPERSEDE", "替代", "RepealDocument"},
    {Action::kContinueExtend, "CONTINUE_EXTEND", "延长有效期", "ContinueDocument"},
    {Action::kContinueReregister, "CONTINUE_REREGISTER", "重新登记", "ContinueDocument"},
    {Action::kContinueRenewNotice, "CONTINUE_RENEW_NOTICE", "续期通知", "ContinueDocument"},
    {Action::kSuspend, "SUSPEND", "中止执行", "SuspendDocument"},
    {Action::kResume, "RESUME", "恢复执行", "ResumeDocument"},
    {Action::kRevoke, "REVOKE", "撤销", "RevokeDocument"},
    {Action::kRevokeArticles, "REVOKE_ARTICLES", "撤销部分条款", ""},
    {Action::kLapse, "LAPSE", "期满失效", ""},
    {Action::kMarkOverdue, "MARK_OVERDUE", "标记逾期", ""},
    {Action::kFile, "FILE", "报送备案", ""},
    {Action::kCleanUpKeep, "CLEAN_UP_KEEP", "清理：继续有效", ""},
    {Action::kCleanUpExtend, "CLEAN_UP_EXTEND", "清理：延长有效期", ""},
    {Action::kCleanUpAmend, "CLEAN_UP_AMEND", "清理：限期修改", ""},
    {Action::kCleanUpAnnounceEnd, "CLEAN_UP_ANNOUNCE_END", "清理：定期终止", ""},
    {Action::kCleanUpRepeal, "CLEAN_UP_REPEAL", "清理：废止", ""},
    {Action::kCleanUpLapse, "CLEAN_UP_LAPSE", "清理：宣布失效", ""},
    {Action::kDismissCitation, "DISMISS_CITATION", "引用核实：无需修改", "DismissCitation"},
    {Action::kRecordCongressFiling, "RECORD_CONGRESS_FILING", "登记报送本级人大常委会备案",
     "RecordCongressFiling"},
    {Action::kImport, "IMPORT", "导入存量文件", "ImportDocuments"},
};

static_assert(workflow::IsInOrder(kActions, Action::kImport));

}  // namespace

const char* ActionName(Action action) { return workflow::WordsOf(kActions, action).name; }
const char* ActionTitleZh(Action action) { return workflow::WordsOf(kActions, action).zh; }
const char* ActionMethod(Action action) { return workflow::WordsOf(kActions, action).method; }

std::string StateName(v1::DocumentState state) {
  return std::string(absl::StripPrefix(v1::DocumentState_Name(state), "DOCUMENT_STATE_"));
}

const char* StateTitleZh(v1::DocumentState state) {
  switch (state) {
    case v1::DOCUMENT_STATE_DRAFT:
      return "起草";
    case v1::DOCUMENT_STATE_SUBMITTED:
      return "登记申请";
    case v1::DOCUMENT_STATE_RETURNED:
      return "退回补正";
    case v1::DOCUMENT_STATE_REFUSED:
      return "不予登记";
    case v1::DOCUMENT_STATE_WITHDRAWN:
      return "已撤回";
    case v1::DOCUMENT_STATE_NOT_NORMATIVE:
      return "认定为非规范性文件";
    case v1::DOCUMENT_STATE_REGISTERED:
      return "已登记编号";
    case v1::DOCUMENT_STATE_PUBLISHED:
      return "已公布";
    case v1::DOCUMENT_STATE_IN_EFFECT:
      return "施行中";
    case v1::DOCUMENT_STATE_SUSPENDED:
      return "中止执行";
    case v1::DOCUMENT_STATE_LAPSED:
      return "失效";
    case v1::DOCUMENT_STATE_REPEALED:
      return "废止";
    case v1::DOCUMENT_STATE_SUPERSEDED:
      return "被替代";
    case v1::DOCUMENT_STATE_REVOKED:
      return "撤销";
    case v1::DOCUMENT_STATE_LEGACY:
      return "存量文件";
    default:
      return "";
  }
}

}  // namespace santong::document
