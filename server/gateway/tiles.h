// The log's checkpoint and tiles (c2sp.org/tlog-tiles) over HTTP, from the folder that the log's
// follower keeps: a mirror or an auditor needs no other server.
#pragma once

#include <string>
#include <utility>

#include "server/gateway/http.h"

namespace santong::gateway {

// Answers /checkpoint and /tile/…; anything that is no tile's path is 404, before the disk is
// asked.
class Tiles final : public HttpHandler {
 public:
  explicit Tiles(std::string folder) : folder_(std::move(folder)) {}
  HttpResponse Handle(const HttpRequest& request) override;

 private:
  const std::string folder_;
};

}  // namespace santong::gateway
