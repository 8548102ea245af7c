// What was signed last, remembered outside the store: so that a store that was put back to an older
// state is noticed before its log is signed again. Two different trees under one key and one name
// would be two histories, and nobody could tell which of them is the register's.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/kv/store.h"

namespace santong::followers {

// Keeps the signed note in the file `path`; on the disk when this returns. To be called before the
// note is given to anybody. UNAVAILABLE when it cannot be written.
absl::Status RememberSigned(const std::string& path, absl::string_view note);

// OK when the store's log is at least as long as what the checkpoint in the file `path` signed, and
// begins with the same leaves; also when there is no such file. UNAVAILABLE when the file cannot be
// read. FAILED_PRECONDITION otherwise, with
// the sizes and the ways out. A checkpoint of a log with another name than `origin` is none of
// ours: it is passed over when `others_may_be_there`, and refused when not (a folder of tiles).
absl::Status CheckNotBehind(const kv::Reader& reader, const std::string& path,
                            absl::string_view origin, bool others_may_be_there);

}  // namespace santong::followers
