// The log as files (c2sp.org/tlog-tiles), which any web server may hand out: checkpoint,
// tile/LEVEL/INDEX[.p/WIDTH] and tile/entries/INDEX[.p/WIDTH].
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "storage/kv/store.h"

namespace santong::followers {

// Where tile `index` of `level` lies; `level` -1 is the entries'. `width` is 256 for a full one.
std::string TilePath(int level, uint64_t index, uint64_t width);

// Brings the files in `folder` up to the newest checkpoint; the checkpoint itself is written last,
// so that whoever reads it finds what it covers. A file is whole or not there, also after a power
// cut. Full tiles that are there are left alone. UNAVAILABLE when a file cannot be written or
// looked for.
absl::Status WriteTiles(const kv::Reader& reader, const std::string& folder);

}  // namespace santong::followers
