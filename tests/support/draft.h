// A district with its organs, and a draft that lacks nothing.
#pragma once

#include <string>

#include "santong/v1/document_service.pb.h"

namespace santong::testing {

inline constexpr char kCity[] = "jurisdictions/630200";
inline constexpr char kDistrict[] = "jurisdictions/630203";
inline constexpr char kGovernment[] = "jurisdictions/630203/organs/government";
inline constexpr char kCivilAffairs[] = "jurisdictions/630203/organs/civil-affairs";
inline constexpr char kEducation[] = "jurisdictions/630203/organs/education";
inline constexpr char kLegalOffice[] = "jurisdictions/630203/organs/legal-office";
inline constexpr char kGovernmentOffice[] = "jurisdictions/630203/organs/government-office";
inline constexpr char kCityLegalOffice[] = "jurisdictions/630200/organs/legal-office";

// A draft that lacks nothing: every piece of evidence of the check list, dated before `today`
// (YYYY-MM-DD), on which it takes effect.
v1::CreateDocumentRequest CompleteDraft(const std::string& title,
                                        const std::string& document_number,
                                        const std::string& today);

}  // namespace santong::testing
