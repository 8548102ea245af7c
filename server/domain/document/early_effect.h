// The time between publication and effect (domain.md 3.9), asked before submission and again at
// publication.
#pragma once

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "server/domain/document/document_facts.h"

namespace santong::document {

// Whether a document published on `published` takes effect no sooner than the policy asks
// (effect.min_gap_days). True where the policy asks for nothing or the document names no day.
bool GapIsLongEnough(const v1::Document& document, absl::CivilDay published, const Facts& facts);

// Whether its early_effect_reason is one that the policy admits (effect.exceptions); any reason,
// where it lists none.
bool EarlyEffectIsExcused(const v1::Document& document, const policy::PolicyView& policy);

}  // namespace santong::document
