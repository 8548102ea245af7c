// What a server is to its twin, kept beside the store: the store itself is the same on both.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/store/v1/role_record.pb.h"

namespace santong::standby {

// data_dir.role
std::string RoleFile(absl::string_view data_dir);

// An empty record when there is no file. UNAVAILABLE when it cannot be read, INVALID_ARGUMENT when
// it holds something else.
absl::StatusOr<store::v1::RoleRecord> ReadRole(const std::string& data_dir);

// Whole or not at all, and on the disk when it returns. UNAVAILABLE when it cannot be written.
absl::Status WriteRole(const std::string& data_dir, const store::v1::RoleRecord& role);
// Changes what is there; one call at a time.
absl::Status UpdateRole(const std::string& data_dir,
                        absl::FunctionRef<void(store::v1::RoleRecord& role)> change);

enum class Start {
  kFirst,    // serves and writes
  kStandby,  // follows the first, from the copy that is there
  kCopy,     // follows the first, once a copy was taken
};

// What a server must do that was told to be a standby of `standby_of` (empty: of none), over a
// folder that holds a store or not. FAILED_PRECONDITION, with the way out, when that does not fit:
// the store was fenced, is a standby's and the server is told to be none, or the other way round.
absl::StatusOr<Start> HowToStart(const store::v1::RoleRecord& role, absl::string_view data_dir,
                                 absl::string_view standby_of, bool has_store);

}  // namespace santong::standby
