// Says which table becomes which page.
#include "server/docs/pages.h"

#include "server/domain/document/decide.h"

namespace santong::docs {

std::vector<Page> AllPages() {
  return {
      {"workflows/document.md", WorkflowPage(document::DescribeWorkflow())},
      {"errors.md", ErrorsPage(error::AllReasons())},
      {"screening.md", ScreeningPage(NationalScreeningRules())},
      {"policy.md", PolicyPage(policy::AllLeaves())},
  };
}

}  // namespace santong::docs
