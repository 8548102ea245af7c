// The clocks of a document: which leaf and which day each counts by.
#pragma once

#include "server/domain/document/document_facts.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/workflow.h"

namespace santong::document {

// Starts the clock of the term, which ends on `last`, with what the day rests on: of a computed
// term what gave its years.
void StartLapseClock(const Facts& facts, absl::CivilDay last, v1::Document& document);

// Whether a clock of its term ever ran until `last`: one from before the registry has no end but by
// that.
bool RanUntil(const v1::Document& document, const std::string& last);

// Carries out one step of a row on `change.document`, after the row's effects.
void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change);

}  // namespace santong::document
