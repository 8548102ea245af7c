// A row as data, for GetWorkflow and the docs: what every table describes alike.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "santong/v1/deadline.pb.h"
#include "santong/v1/principal.pb.h"
#include "santong/v1/workflow.pb.h"
#include "server/domain/workflow/workflow.h"

namespace santong::workflow {

// "REVIEWER" for ROLE_REVIEWER.
std::string RoleName(v1::Role role);
// "REGISTRATION_DECISION" for CLOCK_KIND_REGISTRATION_DECISION; "" for UNSPECIFIED.
std::string ClockName(v1::ClockKind clock);
// "starts", "stops", "suspends", "resumes", "expires".
const char* OperationName(ClockOperation operation);

// Fills the parts of `row` that need no words of the resource: roles, conditions, effects, clocks,
// event, article.
template <typename TableRow>
void DescribeRow(const TableRow& row, v1::WorkflowRow* out) {
  for (v1::Role role : row.roles) {
    if (role != v1::ROLE_UNSPECIFIED) out->add_roles(RoleName(role));
  }
  ForEachUsed(row.when, [&](const auto& condition) {
    v1::WorkflowCondition* described = out->add_conditions();
    described->set_name(condition.name);
    described->set_title_zh(condition.zh);
    described->set_article(condition.article);
    described->set_mend_zh(condition.mend_zh);
    described->set_mend_en(condition.mend_en);
    for (const char* field : condition.evidence) {
      if (field != nullptr) described->add_evidence_fields(field);
    }
  });
  ForEachUsed(row.effects, [&](const auto& effect) { out->add_effects(effect.name); });
  for (const ClockStep& step : row.clocks) {
    if (!step.used) continue;
    v1::WorkflowClock* clock = out->add_clocks();
    clock->set_clock(ClockName(step.clock));
    clock->set_change(OperationName(step.operation));
    if (step.leaf != nullptr) clock->set_leaf(step.leaf);
    if (step.only_for == nullptr) continue;
    clock->set_only_for(step.only_for->name);
    clock->set_article(step.only_for->article);
  }
  out->set_event(row.event);
  out->set_public_event(row.public_event);
  out->set_article(row.article);
}

}  // namespace santong::workflow
