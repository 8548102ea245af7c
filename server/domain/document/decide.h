// Decides what an act does to a document, or names everything that forbids it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "santong/v1/workflow.pb.h"
#include "server/domain/document/document_facts.h"
#include "server/domain/workflow/decide.h"

namespace santong::document {

using Condition = workflow::Condition<Facts>;
using Effect = workflow::Effect<Facts, Change>;
using Row = workflow::Row<v1::DocumentState, Action, Facts, Change>;

// The table (table.cc). The only place that says which transitions exist.
absl::Span<const Row> Table();

using Decision = workflow::Decision<Row, Change>;

// The executor of server/domain/workflow/decide.h on this table, with its errors.
absl::StatusOr<Decision> Decide(const Facts& facts);

// What happens to this document by itself on `today`, or nullopt: the next of kTakeEffect, kLapse,
// kMarkOverdue that is due. Called in a loop after every act and by the scheduler, each as an act
// of the system. A document on which it returns nullopt has no due clock before tomorrow.
struct SystemAct {
  Action action;
  v1::ClockKind clock;
};
std::optional<SystemAct> NextSystemAct(const v1::Document& document, absl::CivilDay today);

// Recomputes the due days of running clocks under `calendar`; true when one moved or is no longer
// (or newly) provisional. Only those that moved are named, unless `moved_clock_names` is null.
// Steps keep their policy: the clock's own limit and unit are used.
bool RecomputeClocks(v1::Document& document, const calendar::Calendar& calendar,
                     std::vector<std::string>* moved_clock_names);

// True when anyone may read the document in this state.
bool IsPublicState(v1::DocumentState state);

// The table as data, with states, titles and rows (GetWorkflow, docs).
v1::Workflow DescribeWorkflow();

// "REGISTER" for kRegister; 登记编号; "RegisterDocument", or "" for what happens by itself.
const char* ActionName(Action action);
const char* ActionTitleZh(Action action);
const char* ActionMethod(Action action);
// "SUBMITTED" for DOCUMENT_STATE_SUBMITTED; 登记申请.
std::string StateName(v1::DocumentState state);
const char* StateTitleZh(v1::DocumentState state);

}  // namespace santong::document
