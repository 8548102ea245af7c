// The resources of side processes as tasks, the scheduler and VerifyStore see them, and the
// secondary entries that each must have. Derived from the resource alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/filing.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/domain/workflow/clocks.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"

namespace santong::acts {

// What all kinds have in common. Points into the resource.
struct CaseView {
  schema::CaseKind kind;
  uint64_t id;
  absl::string_view name;
  absl::string_view title;
  absl::string_view document;
  absl::string_view jurisdiction;  // whose office works on it
  absl::string_view organ;         // the other side, which answers
  int state;
  const workflow::Clocks& clocks;
};

CaseView ViewOf(uint64_t id, const v1::Filing& filing);
// A cleanup is of no one document and no one organ. Its clocks are not in the lists of tasks by
// clock: each asks many organs, and queries/cleanup_reads says whom.
CaseView ViewOf(uint64_t id, const v1::Campaign& campaign);
CaseView ViewOf(uint64_t id, const v1::Objection& objection);

// Every entry that the resource must have, in no particular order.
std::vector<std::string> CaseEntries(const CaseView& view);

// Reads the bytes of a row of the table Y or K and shows it. DATA_LOSS when they do not parse or
// the kind is unknown.
absl::Status VisitCase(schema::CaseRef ref, absl::string_view bytes,
                       absl::FunctionRef<void(const CaseView&)> visit);

}  // namespace santong::acts
