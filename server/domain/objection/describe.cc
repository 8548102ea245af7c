// The table as data, for GetWorkflow and the docs.
#include "server/domain/objection/decide.h"

namespace santong::objection {

v1::Workflow DescribeWorkflow() {
  return workflow::DescribeTable<v1::ObjectionState, Row, Action>(
      "workflows/objection", "行政规范性文件异议审查流程", Table(), v1::ObjectionState_MAX,
      StateName, StateTitleZh, ActionName, ActionTitleZh, ActionMethod);
}

}  // namespace santong::objection
