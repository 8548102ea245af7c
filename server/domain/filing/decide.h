// Decides what an act does to a filing, or names everything that forbids it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "santong/v1/workflow.pb.h"
#include "server/domain/filing/filing_facts.h"
#include "server/domain/workflow/decide.h"

namespace santong::filing {

using Condition = workflow::Condition<Facts>;
using Effect = workflow::Effect<Facts, Change>;
using Row = workflow::Row<v1::FilingState, Action, Facts, Change>;
using Decision = workflow::Decision<Row, Change>;

// The table (table.cc). The only place that says which transitions exist.
absl::Span<const Row> Table();

// The executor of server/domain/workflow/decide.h on this table, with its errors.
absl::StatusOr<Decision> Decide(const Facts& facts);

// What happens to this filing by itself on `today`, or nullopt: asked in a loop after every act and
// by the scheduler.
struct SystemAct {
  Action action;
  v1::ClockKind clock;
};
std::optional<SystemAct> NextSystemAct(const v1::Filing& filing, absl::CivilDay today);
// What a change of the document may bring about in it by itself; nullopt when it waits for none.
std::optional<SystemAct> WhenDocumentChanges(const v1::Filing& filing);

// The jurisdiction whose office reviews the document: the issuer's own government, or the level
// above (document/filing_level.h; domain.md 3.10). Empty when there is no level above.
std::string ReviewerOf(const v1::Document& document, const v1::Organ* lead,
                       const std::string& parent);
// The same of whatever the organ, of that jurisdiction, files.
std::string ReviewerOf(const v1::Organ* organ, const std::string& jurisdiction,
                       const std::string& parent);

// Whether the caller may know of the filing: the reviewing office, the issuer and its own
// government's offices, who sees to what is overdue, the auditor, the operator.
bool MaySee(const access::Caller& caller, const v1::Filing& filing,
            const std::string& document_jurisdiction);

// The table as data, with states, titles and rows (GetWorkflow, docs).
v1::Workflow DescribeWorkflow();

// "ACCEPT" for kAccept; 予以备案登记; "AcceptFiling", or "" for what happens by itself.
const char* ActionName(Action action);
const char* ActionTitleZh(Action action);
const char* ActionMethod(Action action);
// "UNDER_REVIEW" for FILING_STATE_UNDER_REVIEW; 审查中.
std::string StateName(v1::FilingState state);
const char* StateTitleZh(v1::FilingState state);

}  // namespace santong::filing
