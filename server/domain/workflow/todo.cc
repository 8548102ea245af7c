#include "server/domain/workflow/todo.h"

#include "server/domain/text/chinese_date.h"

namespace santong::workflow {
namespace {

struct Todo {
  v1::ClockKind kind;
  const char* zh;
  Side side = Side::kBoth;
};

constexpr Todo kTodos[] = {
    {v1::CLOCK_KIND_REGISTRATION_DECISION, "办理登记：登记、退回补正或者不予登记"},
    {v1::CLOCK_KIND_CORRECTION, "按补正事项补正后重新申请登记"},
    {v1::CLOCK_KIND_PUBLICATION, "公布"},
    {v1::CLOCK_KIND_EVALUATION, "有效期届满前评估，决定是否延续"},
    {v1::CLOCK_KIND_URGENT_COMPLETION, "补办紧急程序缺少的材料"},
    {v1::CLOCK_KIND_FILING, "报送备案"},
    {v1::CLOCK_KIND_CONGRESS_FILING, "报送本级人大常委会备案，并登记报送情况"},
    {v1::CLOCK_KIND_APPLICATION, "申请登记"},
    {v1::CLOCK_KIND_FILING_FORM_CHECK, "办理备案：登记、要求补充或者不予登记"},
    {v1::CLOCK_KIND_FILING_SUPPLEMENT, "补充备案材料"},
    {v1::CLOCK_KIND_FILING_REVIEW, "完成备案审查"},
    {v1::CLOCK_KIND_FILING_EXTENDED_REVIEW, "备案审查已延期：完成审查"},
    {v1::CLOCK_KIND_FILING_EXPLANATION, "按要求作出说明"},
    {v1::CLOCK_KIND_FILING_CORRECTION, "改正文件并报送改正情况"},
    {v1::CLOCK_KIND_FILING_REVOCATION, "逾期未改正：提请中止或者撤销"},
    {v1::CLOCK_KIND_CLEANUP_AMENDMENT, "按清理结果限期修改"},
    {v1::CLOCK_KIND_OBJECTION_FORM_CHECK, "审查异议形式：受理、通知补正、移送或者不予受理",
     Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_TRANSFER, "异议不属于本机关办理的：移送有权办理的机关",
     Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE, "异议不予受理的：告知异议人", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_FEEDBACK, "把决定或者答复送达异议人，记录送达", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_REPLY, "完成异议审查，作出决定", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY, "异议审查已延期：作出决定", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY, "完成异议复核，作出决定", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_REVOCATION, "按异议审查决定提请撤销或者中止执行", Side::kOffice},
    {v1::CLOCK_KIND_OBJECTION_ISSUER_REPLY, "答复异议人", Side::kIssuer},
    {v1::CLOCK_KIND_OBJECTION_OPINION, "就异议提出意见", Side::kIssuer},
    {v1::CLOCK_KIND_OBJECTION_CORRECTION, "按异议审查决定改正文件并报告", Side::kIssuer},
    {v1::CLOCK_KIND_CLEANUP_PROPOSAL, "提出清理意见"},
    {v1::CLOCK_KIND_CLEANUP_REVIEW, "审核清理意见"},
};

const Todo* Find(v1::ClockKind kind) {
  for (const Todo& todo : kTodos) {
    if (todo.kind == kind) return &todo;
  }
  return nullptr;
}

}  // namespace

const char* TodoOf(v1::ClockKind kind) {
  const Todo* todo = Find(kind);
  return todo == nullptr ? nullptr : todo->zh;
}

Side SideOf(v1::ClockKind kind) {
  const Todo* todo = Find(kind);
  return todo == nullptr ? Side::kBoth : todo->side;
}

bool IsOverdue(const v1::Clock& clock, absl::CivilDay today) {
  const bool open =
      clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED;
  // ISO days compare as text.
  return open && TodoOf(clock.kind()) != nullptr &&
         (clock.overdue() || clock.due_date() < text::FormatIsoDay(today));
}

}  // namespace santong::workflow
