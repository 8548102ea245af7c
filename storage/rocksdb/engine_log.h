// The engine's own log, the file LOG in the folder of a database.
#pragma once

#include <memory>
#include <string>

#include "rocksdb/env.h"

namespace santong::kv {

// RocksDB's writer of this log ends the process (an assertion, as Debian builds it) at the second
// line that the disk does not take, and much is said at each opening: a full disk of the backups
// took the server down with it, and on a full disk no store could be opened. This one drops what
// the disk does not take. It says warnings and errors; when it is large it begins anew, and one
// before is kept (LOG.old).
std::shared_ptr<rocksdb::Logger> OpenEngineLog(const std::string& folder);

}  // namespace santong::kv
