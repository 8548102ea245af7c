// The words of the warnings about a file.
#pragma once

#include "absl/types/span.h"
#include "santong/v1/file_service.pb.h"

namespace santong::intake {

struct WarningWords {
  v1::FileWarningKind kind;
  const char* zh;
  const char* en;
};

// One row for each value but UNSPECIFIED, in the enum's order.
absl::Span<const WarningWords> AllWarnings();

// Puts in the words of the kind.
void AddWords(v1::FileWarning* warning);

}  // namespace santong::intake
