// The table as data, for GetWorkflow and the docs.
#include "server/domain/document/decide.h"

namespace santong::document {

v1::Workflow DescribeWorkflow() {
  return workflow::DescribeTable<v1::DocumentState, Row, Action>(
      "workflows/document", "行政规范性文件登记、编号、公布流程", Table(), v1::DocumentState_MAX,
      StateName, StateTitleZh, ActionName, ActionTitleZh, ActionMethod);
}

}  // namespace santong::document
