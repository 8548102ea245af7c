// What gRPC itself has to say, as lines of our log: everything on stderr is then one JSON object a
// line.
#pragma once

#include "server/ops/log.h"

namespace santong::rpc {

// While it lives, gRPC's warnings and errors go to `log`. gRPC has one log a process: of several,
// the newest counts.
class GrpcLog {
 public:
  explicit GrpcLog(ops::Log& log);
  ~GrpcLog();
  GrpcLog(const GrpcLog&) = delete;
  GrpcLog& operator=(const GrpcLog&) = delete;

 private:
  ops::Log* const log_;
};

}  // namespace santong::rpc
