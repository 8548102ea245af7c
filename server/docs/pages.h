// The pages of deploy/docs that are printed from the tables the server executes.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "santong/v1/finding.pb.h"
#include "santong/v1/workflow.pb.h"
#include "server/domain/error/reasons.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/statistics/rates.h"

namespace santong::docs {

struct Page {
  std::string path;  // below deploy/docs, e.g. "workflows/document.md"
  std::string text;
};

// Every generated page.
std::vector<Page> AllPages();

// A workflow as a diagram, a table of states, a table of transitions and, one by one, what each
// transition asks for and does.
std::string WorkflowPage(const v1::Workflow& workflow);

// The catalogue of refusals, one section a reason, so that #REASON is an address.
std::string ErrorsPage(absl::Span<const error::Reason> reasons);

// The rules of screening, each with its examples both ways, and the laws that ended.
std::string ScreeningPage(const v1::ScreeningRuleSet& set);

// deploy/screening/national.textproto as it was when the program was built.
v1::ScreeningRuleSet NationalScreeningRules();

// What a jurisdiction can set.
std::string PolicyPage(absl::Span<const policy::LeafDefinition> leaves);

// What an office is held to, and what each figure divides by what.
std::string StatisticsPage(absl::Span<const statistics::RateWords> rates);

}  // namespace santong::docs
