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
  kValidity,
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

// One condition. The value is a number for kState, kYear and kKind (the enum's number) and for
// kValidity (1), a day as YYYY-MM-DD for dates, and text for the others.
struct FilterCondition {
  Field field;
  Comparison comparison;
  std::vector<std::variant<int64_t, std::string>> values;  // one, or several of which one must fit
};

// The value of `validity`: VALID of what may be relied on (basis::MayBeReliedOn), else NOT_VALID.
const char* ValidityName(bool valid);

// Reads conditions joined by AND (SearchDocumentsRequest.filter has the grammar). All must hold.
// INVALID_ARGUMENT (FILTER_INVALID) says in which column, counted in characters from 1, and what
// may stand there.
absl::StatusOr<std::vector<FilterCondition>> ParseFilter(absl::string_view filter);

}  // namespace santong::catalog
