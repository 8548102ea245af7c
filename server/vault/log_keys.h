// The keys that sign the log, in a file outside the store.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/domain/proof/note.h"

namespace santong::vault {

// One key a line, in the form of golang.org/x/mod/sumdb/note; the first gives the log its name. All
// sign: while one key replaces another, both stand in the file. Where there is no file, a key named
// `origin` is made. INVALID_ARGUMENT as in ReadOrMakeKeyFile, or when a line is no key, the names
// differ, or none is there; never with a key in its message.
absl::StatusOr<std::vector<proof::SigningKey>> OpenLogKeys(const std::string& path,
                                                           absl::string_view origin);

}  // namespace santong::vault
