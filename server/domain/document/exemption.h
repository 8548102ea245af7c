// What may be left out of the making of a document (不适用), for which reason, by which article:
// the comment round and the fair-competition review (domain.md 3.2, and 3.6, items 3 and 7).
#pragma once

#include "absl/types/span.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/evidence.pb.h"

namespace santong::document {

// One reason for which that kind of evidence is not due.
struct Exemption {
  v1::EvidenceKind kind;
  v1::ExemptionReason reason;
  const char* article;
  // Whether what the document says of itself leaves room for it.
  bool (*fits)(const v1::DocumentInternal&);
};

absl::Span<const Exemption> AllExemptions();
// Null where that kind is not left out for that reason.
const Exemption* FindExemption(v1::EvidenceKind kind, v1::ExemptionReason reason);

// Whether `evidence` of `document` says by which rule there is none: it concludes NOT_APPLICABLE
// for a reason of the table that fits, says why in words, and names who answers for it.
bool IsExempt(const v1::Document& document, const v1::Evidence& evidence);

}  // namespace santong::document
