// The public pages of the register: an HTTP request in, a page out. Readable without script.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "server/gateway/http.h"
#include "server/pages/site.h"

namespace santong::pages {

class Pages : public gateway::HttpHandler {
 public:
  // The pages ask the register through `channel`. INTERNAL when a template or a catalogue that is
  // built in cannot be read.
  static absl::StatusOr<std::unique_ptr<Pages>> Create(std::shared_ptr<grpc::Channel> channel,
                                                       PageOptions options);

  // A page for every path of the table, 404 for any other, 405 for a method that the path does not
  // take. Never stores, logs or sets anything of the visitor's.
  gateway::HttpResponse Handle(const gateway::HttpRequest& request) override;
  // A page for a form that is too large; one line for what no browser sends.
  gateway::HttpResponse Refuse(const gateway::HttpRequest& head,
                               const gateway::Unread& unread) override;

 private:
  explicit Pages(std::unique_ptr<Site> site) : site_(std::move(site)) {}

  const std::unique_ptr<Site> site_;
};

}  // namespace santong::pages
