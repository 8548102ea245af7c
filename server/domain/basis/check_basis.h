// May this document be relied on, on that day? Pure: the document and the policy in, the answer
// out.
#pragma once

#include "absl/time/civil_time.h"
#include "santong/v1/basis.pb.h"
#include "santong/v1/document.pb.h"

namespace santong::basis {

// Answers for `document` (public part, without text) on `day`. `today` bounds what can be known: a
// day after it is answered by what is registered now, and marked provisional. Every condition is
// listed with its fact, day and article, whether it holds or not. The answer rests on dates, never
// on whether a clock's act has already run. `answer_time` and `event_sequence` are left to the
// caller.
v1::Basis CheckBasis(const v1::Document& document, absl::CivilDay day, absl::CivilDay today);

// Whether every condition holds on `day`: what CheckBasis answers YES to.
bool MayBeReliedOn(const v1::Document& document, absl::CivilDay day);

// The answer for a number that the register does not know.
v1::Basis UnknownBasis(absl::CivilDay day);

}  // namespace santong::basis
