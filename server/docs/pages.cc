// Says which table becomes which page.
#include "server/docs/pages.h"

#include "server/domain/document/decide.h"
#include "server/domain/objection/decide.h"

namespace santong::docs {

std::vector<Page> AllPages() {
  return {
      {"workflows/document.md", WorkflowPage(document::DescribeWorkflow())},
      {"workflows/objection.md", WorkflowPage(objection::DescribeWorkflow())},
      {"errors.md", ErrorsPage(error::AllReasons())},
      {"policy.md", PolicyPage(policy::AllLeaves())},
  };
}

}  // namespace santong::docs
