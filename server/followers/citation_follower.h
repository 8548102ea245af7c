// Tells organs what breaks: when a document is amended, repealed, replaced, revoked or lapses, each
// document that cites it is put before its organ.
#pragma once

#include "server/followers/event_place.h"
#include "server/followers/follower.h"
#include "storage/kv/store.h"
#include "storage/schema/keys.h"
#include "storage/search/search_index.h"

namespace santong::followers {

// Follows the history behind the search index, which knows who cites whom. Its place in the history
// and what it writes stand in one transaction, so that nothing is told twice or not at all. What it
// writes is derived from the history and no change of state: it has no event of its own.
class CitationFollower final : public Follower {
 public:
  // Both must outlive it.
  CitationFollower(kv::Store& store, const search::SearchIndex& index)
      : store_(store), index_(index), place_(store, schema::CitationAlertsToKey()) {}

  absl::string_view name() const override { return "citations"; }
  // False as well while the index is being built or has to be built anew.
  absl::StatusOr<bool> Advance() override;

 private:
  kv::Store& store_;
  const search::SearchIndex& index_;
  EventPlace place_;
};

}  // namespace santong::followers
