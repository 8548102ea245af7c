// The floor that our server is held against: the same transport and the same engine, and nothing
// else.
#pragma once

#include <string>

namespace santong::bench {

// Serves /bare/Echo (answers `payload_bytes` bytes, whatever is asked) and /bare/Put (writes the
// request's bytes under the next key in one durable transaction of the engine in `data_dir`, and
// answers 8 bytes) on a free loopback port, written to `port_file`; until its standard input
// closes.
int ServeBare(const std::string& data_dir, const std::string& payload_file,
              const std::string& port_file);

}  // namespace santong::bench
