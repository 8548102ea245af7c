// A PostgreSQL server of the benchmark's own, durable as ours is (fsync and synchronous_commit on),
// and connections to it over a Unix socket.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/peers/daemon.h"

namespace santong::bench {

// One connection; not thread-safe. Every failure ends the program with the server's message.
class Connection {
 public:
  explicit Connection(const std::string& socket_folder);

  void Run(const std::string& sql);
  // A statement that is parsed once and run often.
  void Prepare(const std::string& name, const std::string& sql);
  // The first column of the first row; empty when there is none.
  std::string Ask(const std::string& prepared, const std::vector<std::string>& values);
  // User and system time of the server's process for this connection.
  double CpuSeconds() const;
  // How many rows it answers.
  int64_t Rows(const std::string& prepared, const std::vector<std::string>& values);
  // COPY table (columns) FROM STDIN with these rows.
  void Copy(const std::string& target, const std::vector<std::vector<std::string>>& rows);

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  Result Execute(const std::string& prepared, const std::vector<std::string>& values);

  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

class Postgres {
 public:
  // Makes a cluster in `folder` and starts it.
  explicit Postgres(const std::string& folder);

  Connection Connect() const { return Connection(folder_); }

 private:
  const std::string folder_;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace santong::bench
