// The floor that our server is held against: the same transport and the same engine, and nothing
// else.
#pragma once

#include <string>

namespace santong::bench {

// Serves /bare/Echo (answers the bytes of `payload_file`) and /bare/Put (writes rows of the sizes
// that one RegisterDocument writes, in one durable transaction of the engine in `data_dir`, and
// answers as many bytes as that does), whatever is asked, on a free loopback port, written to
// `port_file`; until SIGTERM.
int ServeBare(const std::string& data_dir, const std::string& payload_file,
              const std::string& port_file);

}  // namespace santong::bench
