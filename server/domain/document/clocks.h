// The clocks of a document: which leaf and which day each counts by.
#pragma once

#include "server/domain/document/document_facts.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/workflow.h"

namespace santong::document {

// Carries out one step of a row on `change.document`, after the row's effects.
void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change);

}  // namespace santong::document
