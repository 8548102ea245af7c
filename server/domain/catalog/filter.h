// The filter of a search: conditions on what the catalogue keeps of a document.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/v1/document.pb.h"

namespace santong::catalog {

enum class Field {
  kState,
  kOrgan,
  kJurisdiction,
  kYear,
  kSubject,
  kKind,
  kPublishedDate,
  kEffectiveDate,
  kWrittenDate,
};

enum class Comparison { kEqual, kNotEqual, kLess, kAtMost, kGreater, kAtLeast };

// One condition. The value is a number for kState, kYear and kKind (the enum's number), a day as
// YYYY-MM-DD for dates, and text for the others.
struct FilterCondition {
  Field field;
  Comparison comparison;
  std::vector<std::variant<int64_t, std::string>> values;  // one, or several of which one must fit
};

// The value of `validity` that a document in the state has: VALID or NOT_VALID.
const char* ValidityName(v1::DocumentState state);

// Reads conditions joined by AND (SearchDocumentsRequest.filter has the grammar). All must hold.
// `validity = VALID` becomes the states that have validity. INVALID_ARGUMENT (FILTER_INVALID) says
// in which column, counted in characters from 1, and what may stand there.
absl::StatusOr<std::vector<FilterCondition>> ParseFilter(absl::string_view filter);

}  // namespace santong::catalog
