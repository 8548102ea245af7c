// The clocks of an objection: the document's clock arithmetic over another resource.
#pragma once

#include "server/domain/objection/objection_facts.h"
#include "server/domain/workflow/workflow.h"

namespace santong::objection {

// Carries out one step of a row on `change.objection`, after the row's effects. An extension counts
// from the due day that it extends.
void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change);

// The clock of `kind` that runs or is suspended, or null.
const v1::Clock* FindOpen(const v1::Objection& objection, v1::ClockKind kind);

// Whether the last clock of `kind` is past its due day today, or ran out before; false when there
// is none. The leaf that gave its period decides that, and is noted.
bool HasRunOut(const Facts& facts, v1::ClockKind kind);

// Whether the law gives its own days for the answer: a court's or a procuratorate's advice.
bool IsAdvice(v1::ObjectionOrigin origin);
// Whether something else than a lodger's objection started the case: the legal office reviews it at
// once, on whatever route.
bool IsNoLodgers(const v1::Objection& objection);

}  // namespace santong::objection
