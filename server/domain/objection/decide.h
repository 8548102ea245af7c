// Decides what an act does to an objection (异议审查), or names everything that forbids it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "santong/v1/workflow.pb.h"
#include "server/domain/objection/objection_facts.h"
#include "server/domain/workflow/decide.h"

namespace santong::objection {

using Condition = workflow::Condition<Facts>;
using Effect = workflow::Effect<Facts, Change>;
using Row = workflow::Row<v1::ObjectionState, Action, Facts, Change>;

// The table (table.cc). The only place that says which transitions exist.
absl::Span<const Row> Table();

using Decision = workflow::Decision<Row, Change>;

// As document::Decide: PERMISSION_DENIED (ROLE_NOT_ALLOWED); FAILED_PRECONDITION with
// STATE_TRANSITION_NOT_ALLOWED when there is no row, with CONDITIONS_NOT_MET and all violations
// when conditions fail. Pure.
absl::StatusOr<Decision> Decide(const Facts& facts);

// True while the case calls its document into question: lodged and neither ended nor decided.
bool IsOpen(v1::ObjectionState state);

// The table as data (GetWorkflow, docs).
v1::Workflow DescribeWorkflow();

// "LODGE"; 提出异议; "LodgeObjection".
const char* ActionName(Action action);
const char* ActionTitleZh(Action action);
const char* ActionMethod(Action action);
// "RECEIVED" for OBJECTION_STATE_RECEIVED; 已收到.
std::string StateName(v1::ObjectionState state);
const char* StateTitleZh(v1::ObjectionState state);

}  // namespace santong::objection
