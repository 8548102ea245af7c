// Decides what an act does to an objection (异议审查), or names everything that forbids it.
#pragma once

#include <optional>
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

// What happens to this case by itself on `today`, or nullopt: asked in a loop after every act and
// by the scheduler.
struct SystemAct {
  Action action;
  v1::ClockKind clock;
};
std::optional<SystemAct> NextSystemAct(const v1::Objection& objection, absl::CivilDay today);
// What a change of the document may bring about in it by itself; nullopt when it waits for none.
std::optional<SystemAct> WhenDocumentChanges(const v1::Objection& objection);

// True while the case is lodged, and neither ended nor settled.
bool IsOpen(v1::ObjectionState state);
// Whether nobody knows who sent it and the office has not taken it up: a hint, which says nothing
// of the document to anybody else and counts as no objection.
bool IsMereLead(const v1::Objection& objection);
// Whether the case calls its document into question: it is open, and where nobody knows who sent
// it, the office has taken it up.
bool CallsIntoQuestion(const v1::Objection& objection);

// Whether a case in that state answers those that are joined to it: decided, or closed.
bool AnswersJoined(v1::ObjectionState state);

// Whether the issuer's answer to a case is what those who are joined to it get: nobody asked there
// for a re-check.
bool AnswersJoinedByIssuer(const v1::Objection& objection);

// Whether a case ended with the issuer's answer: nobody asked in it for a re-check in time.
bool EndedWithIssuersAnswer(const v1::Objection& objection);

// Whether a case, as it stands now, may bring anything to one who is joined to it (WhatLeadBrings).
// Before that nobody need look for them, which is to read every case on the document.
bool BringsToJoined(const v1::Objection& lead);

// What happens by itself to one who is joined to `lead`, as that case stands now, in this order;
// asked after an act on either.
std::vector<Action> WhatLeadBrings(const v1::Objection& lead, const v1::Objection& joined);

// The jurisdiction whose office re-checks the issuer's answer (河北省政府令〔2016〕第5号): of a
// government's document the level above, of a department's or a township's the government with
// which it files (document/filing_level.h). Without a level above, the document's own.
std::string RecheckerOf(const v1::Document& document, const v1::Organ* lead,
                        const std::string& parent);

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
