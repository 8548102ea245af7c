// The receipt of an objection (回执): a number that may be read aloud and a code that is secret.
// Check letter and code use an alphabet without 0, 1, I, L, O, U.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace santong::objection {

// YY-2026-000123-K for the 123rd case of the registry, lodged in 2026. The last letter checks the
// rest.
std::string ReceiptNumber(int year, uint64_t id);

// The case of a receipt number; 0 when it is none: wrong form or check letter. Blanks around it and
// letter case do not matter.
uint64_t ReceiptCase(absl::string_view number);

// The receipt number as ReceiptNumber writes it: in capitals, without blanks or full widths.
std::string FoldReceipt(absl::string_view text);

// Ten characters, 49 bits, of 20 random bytes.
std::string SecretCode(absl::string_view random);

}  // namespace santong::objection
