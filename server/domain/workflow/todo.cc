#include "server/domain/workflow/todo.h"

namespace santong::workflow {
namespace {

struct Todo {
  v1::ClockKind kind;
  const char* zh;
};

constexpr Todo kTodos[] = {
    {v1::CLOCK_KIND_REGISTRATION_DECISION, "办理登记：登记、退回补正或者不予登记"},
    {v1::CLOCK_KIND_CORRECTION, "按补正事项补正后重新申请登记"},
    {v1::CLOCK_KIND_PUBLICATION, "公布"},
    {v1::CLOCK_KIND_EVALUATION, "有效期届满前评估，决定是否延续"},
    {v1::CLOCK_KIND_URGENT_COMPLETION, "补办紧急程序缺少的材料"},
    {v1::CLOCK_KIND_FILING, "报送备案"},
    {v1::CLOCK_KIND_APPLICATION, "申请登记"},
    {v1::CLOCK_KIND_FILING_FORM_CHECK, "办理备案：登记、要求补充或者不予登记"},
    {v1::CLOCK_KIND_FILING_SUPPLEMENT, "补充备案材料"},
    {v1::CLOCK_KIND_FILING_REVIEW, "完成备案审查"},
    {v1::CLOCK_KIND_FILING_EXPLANATION, "按要求作出说明"},
    {v1::CLOCK_KIND_FILING_CORRECTION, "改正文件并报送改正情况"},
    {v1::CLOCK_KIND_FILING_REVOCATION, "逾期未改正：提请中止或者撤销"},
    {v1::CLOCK_KIND_CLEANUP_AMENDMENT, "按清理结果限期修改"},
    {v1::CLOCK_KIND_CLEANUP_PROPOSAL, "提出清理意见"},
    {v1::CLOCK_KIND_CLEANUP_REVIEW, "审核清理意见"},
};

}  // namespace

const char* TodoOf(v1::ClockKind kind) {
  for (const Todo& todo : kTodos) {
    if (todo.kind == kind) return todo.zh;
  }
  return nullptr;
}

}  // namespace santong::workflow
