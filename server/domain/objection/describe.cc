// The table as data, for GetWorkflow and the docs.
#include "server/domain/workflow/describe.h"

#include "server/domain/objection/decide.h"

namespace santong::objection {
namespace {

bool HasRowFrom(v1::ObjectionState state) {
  for (const Row& row : Table()) {
    if (row.from == state) return true;
  }
  return false;
}

}  // namespace

v1::Workflow DescribeWorkflow() {
  v1::Workflow workflow;
  workflow.set_name("workflows/objection");
  workflow.set_title_zh("行政规范性文件异议审查流程");
  for (int value = v1::OBJECTION_STATE_UNSPECIFIED + 1; value <= v1::ObjectionState_MAX; ++value) {
    const auto state = static_cast<v1::ObjectionState>(value);
    v1::WorkflowState* described = workflow.add_states();
    described->set_name(StateName(state));
    described->set_title_zh(StateTitleZh(state));
    described->set_terminal(!HasRowFrom(state));
  }
  for (const Row& row : Table()) {
    v1::WorkflowRow* described = workflow.add_rows();
    if (row.from != v1::OBJECTION_STATE_UNSPECIFIED) described->set_from(StateName(row.from));
    described->set_action(ActionName(row.action));
    described->set_action_zh(ActionTitleZh(row.action));
    described->set_method(ActionMethod(row.action));
    described->set_to(StateName(row.to));
    workflow::DescribeRow(row, described);
  }
  return workflow;
}

}  // namespace santong::objection
