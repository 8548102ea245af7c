// Which calls of Prune were made on a folder of backups, and what each removes: noted before the
// first backup goes, so that a call that was cut off is finished and not made anew.
//
//   pruned  sum "\n" (call " " keep " " left (" " id)* "\n")*   sum: of all that follows its line
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/kv/backups.h"

namespace santong::kv {

// How many calls are known, the newest ones.
inline constexpr size_t kPrunesNotedMax = 100;

// What is noted of the call; nothing where it was not made. DATA_LOSS, with the way back, when the
// notes are damaged; UNAVAILABLE when they cannot be read.
absl::StatusOr<std::optional<Pruned>> FindPruned(const std::string& folder, absl::string_view call);

// Notes the call, which has no blanks and is not noted yet. As FindPruned.
absl::Status NotePruned(const std::string& folder, absl::string_view call, const Pruned& pruned);

}  // namespace santong::kv
