// Filing with the standing committee of the people's congress of the document's own level
// (报送本级人大常委会备案, domain.md 3.10). The committee keeps its own register: here stand the
// duty, its clock, and the proof that it was met.
#pragma once

#include "server/domain/document/document_facts.h"

namespace santong::document {

// Whether the policy (filing.congress_organs) names the kind of organ that the lead issuer is.
bool FilesWithCongress(const Facts& facts);

// The receipt that met the duty of this clock; null when none did, e.g. because the document ended
// before.
const v1::Evidence* CongressFilingOf(const v1::Document& document, const v1::Clock& duty);

}  // namespace santong::document
