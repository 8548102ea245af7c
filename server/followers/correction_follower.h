// Notices that a document was corrected: a filing or an objection whose review demanded it goes on
// by itself when the document gets a new version, or ends, in its own workflow.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/acts/request.h"
#include "server/followers/event_place.h"
#include "server/followers/follower.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"

namespace santong::followers {

// Tells one kind of side process that a document has changed; the reply is how many it answered. To
// be told twice does no harm: what was answered waits no more.
using DocumentChanged = std::function<void(std::string document, acts::Reply<int>)>;

class CorrectionFollower final : public Follower {
 public:
  // The store must outlive it.
  CorrectionFollower(kv::Store& store, std::vector<DocumentChanged> told)
      : store_(store), told_(std::move(told)), place_(store, schema::CorrectionsToKey()) {}

  absl::string_view name() const override { return "corrections"; }
  absl::StatusOr<bool> Advance() override;

 private:
  kv::Store& store_;
  const std::vector<DocumentChanged> told_;
  EventPlace place_;
};

}  // namespace santong::followers
