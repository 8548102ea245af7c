// The next number of a series, inside the transaction that completes the registration: consecutive,
// never given twice, never skipped (product.md §6).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/jurisdiction.pb.h"
#include "server/domain/policy/policy.h"
#include "storage/kv/store.h"

namespace santong::acts {

struct AllocatedNumber {
  std::string text;  // as printed
  std::string scope;
  int year = 0;  // 0 where the series never restarts
  int64_t serial = 0;
};

// The number that AllocateNumber would give now, with the refusals that it would give; writes
// nothing, and takes none.
absl::StatusOr<AllocatedNumber> NextNumber(const kv::Reader& reader,
                                           const policy::PolicyView& policy,
                                           const v1::Document& document, const v1::Organ* lead,
                                           absl::CivilDay today);

// Raises the series that `policy` names for `document`, formats its template and records that the
// number was given to `id`. The year is that of `today`, the day of registration. INTERNAL when no
// template is set or {prefix}/{organ} has nothing to stand for: the rows that give a number ask for
// that; CONDITIONS_NOT_MET when the series is full, or another document bears the formatted number,
// which means that two series share one form: it then stands until the operator changes the form.
absl::StatusOr<AllocatedNumber> AllocateNumber(kv::Transaction& txn,
                                               const policy::PolicyView& policy,
                                               const v1::Document& document, uint64_t id,
                                               const v1::Organ* lead, absl::CivilDay today);

}  // namespace santong::acts
