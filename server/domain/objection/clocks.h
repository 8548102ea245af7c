// The clocks of an objection: the document's clock arithmetic over another resource.
#pragma once

#include <cstdint>

#include "server/domain/objection/objection_facts.h"
#include "server/domain/workflow/workflow.h"

namespace santong::objection {

// Carries out one step of a row on `change.objection`, after the row's effects. A start that is for
// some cases alone does nothing for the others. An extension counts from the due day that it
// extends.
void ApplyClockStep(const Facts& facts, const workflow::ClockStep& step, Change& change);

// The clock of `kind` that runs or is suspended, or null.
const v1::Clock* FindOpen(const v1::Objection& objection, v1::ClockKind kind);

// Whether the last clock of `kind` is past its due day today, or ran out before; false when there
// is none. The leaf that gave its period decides that, and is noted.
bool HasRunOut(const Facts& facts, v1::ClockKind kind);
// The same of a clock of `objection`, which is not the case of the act.
bool HasRunOut(const Facts& facts, const v1::Objection& objection, v1::ClockKind kind);

// Whether nobody need wait any longer for what the clock of `kind` limits: the last one ran out, or
// none counts, because the place sets no such period. Silence holds up nobody for ever.
bool IsOver(const Facts& facts, v1::ClockKind kind);

// Whether the law gives its own days for the answer: a court's or a procuratorate's advice.
bool IsAdvice(v1::ObjectionOrigin origin);
// Whether something else than a lodger's objection started the case: the legal office reviews it at
// once, on whatever route.
bool IsNoLodgers(const v1::Objection& objection);

// What a case is, as bits: where it comes from, and whether it goes on of the office's own motion
// (依职权继续).
constexpr uint32_t KindOf(v1::ObjectionOrigin origin) {
  const auto place = static_cast<uint32_t>(origin);
  return place < 29 ? uint32_t{1} << place : 0;
}
inline constexpr uint32_t kOwnMotion = uint32_t{1} << 31;
// Its own lodger withdrew, and it goes on for those who were joined to it.
inline constexpr uint32_t kLodgerWithdrew = uint32_t{1} << 30;
// The issuer's answer was handed to its lodger.
inline constexpr uint32_t kAnswerDelivered = uint32_t{1} << 29;
static_assert(v1::ObjectionOrigin_MAX < 29);
// All that this one is.
uint32_t KindsOf(const v1::Objection& objection);
// Whether the step is done for this case: for every one, or for a group in which lies all that the
// case is.
bool IsDoneFor(const workflow::ClockStep& step, const v1::Objection& objection);

}  // namespace santong::objection
