// Check digits of the codes that organs and people are known by.
#pragma once

#include "absl/strings/string_view.h"

namespace santong::text {

enum class CodeCheck {
  kOk,
  kWrongForm,        // length, characters, or a birthday that is no day
  kWrongCheckDigit,  // really issued codes have this fault: to be recorded and overridden, not
                     // refused
};

// Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters, letters in upper
// case.
CodeCheck CheckCreditCode(absl::string_view code);

// Resident identity number (公民身份号码), GB 11643-1999: 18 characters, the last may be X or x.
// The 15-digit form and foreign residents' forms are kWrongForm; whether the division existed is
// not looked at.
CodeCheck CheckResidentId(absl::string_view number);

}  // namespace santong::text
