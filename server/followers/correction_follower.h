// Notices that a document was corrected: a filing or an objection whose review demanded it goes on
// by itself when the document gets a new version, or ends, in its own workflow.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/acts/request.h"
#include "server/followers/follower.h"
#include "storage/kv/store.h"

namespace santong::followers {

// Tells one kind of side process that a document has changed; the reply is how many it answered. To
// be told twice does no harm: what was answered waits no more.
using DocumentChanged = std::function<void(std::string document, acts::Reply<int>)>;

class CorrectionFollower final : public Follower {
 public:
  // The store must outlive it.
  CorrectionFollower(kv::Store& store, std::vector<DocumentChanged> told)
      : store_(store), told_(std::move(told)) {}

  absl::string_view name() const override { return "corrections"; }
  absl::StatusOr<bool> Advance() override;

 private:
  kv::Store& store_;
  const std::vector<DocumentChanged> told_;
  std::optional<uint64_t> place_;  // every event up to it was looked at
  uint64_t stored_ = 0;            // and up to here the store knows that
};

}  // namespace santong::followers
