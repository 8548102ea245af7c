// Says which table becomes which page.
#include "server/docs/pages.h"

#include "server/domain/cleanup/decide.h"
#include "server/domain/document/decide.h"
#include "server/domain/filing/decide.h"
#include "server/domain/objection/decide.h"

namespace santong::docs {

std::vector<Page> AllPages() {
  return {
      {"workflows/campaign.md", WorkflowPage(cleanup::DescribeCampaignWorkflow())},
      {"workflows/cleanup_item.md", WorkflowPage(cleanup::DescribeItemWorkflow())},
      {"workflows/document.md", WorkflowPage(document::DescribeWorkflow())},
      {"workflows/filing.md", WorkflowPage(filing::DescribeWorkflow())},
      {"workflows/objection.md", WorkflowPage(objection::DescribeWorkflow())},
      {"errors.md", ErrorsPage(error::AllReasons())},
      {"screening.md", ScreeningPage(NationalScreeningRules())},
      {"statistics.md", StatisticsPage(statistics::AllRates())},
      {"policy.md", PolicyPage(policy::AllLeaves())},
  };
}

}  // namespace santong::docs
