// Keeps the search index abreast of the history, and builds it anew where it is lost or damaged, or
// followed another history than the store's (the store was restored).
#pragma once

#include <cstddef>

#include "server/followers/follower.h"
#include "storage/kv/store.h"
#include "storage/search/search_index.h"

namespace santong::followers {

// An index that is being built takes the documents in the order of their identifiers, then what
// happened meanwhile; killed at any point it goes on where it was.
class SearchFollower final : public Follower {
 public:
  // Both must outlive it. It is the only writer of the index. A batch takes no further document
  // once its texts have `batch_bytes_max` bytes: it stands in memory whole.
  SearchFollower(const kv::Store& store, search::SearchIndex& index,
                 size_t batch_bytes_max = size_t{32} << 20)
      : store_(store), index_(index), batch_bytes_max_(batch_bytes_max) {}

  absl::string_view name() const override { return "search"; }
  absl::StatusOr<bool> Advance() override;

 private:
  absl::StatusOr<bool> Build(const kv::Reader& reader, uint64_t last, search::Progress progress);
  absl::StatusOr<bool> Follow(const kv::Reader& reader, uint64_t last, search::Progress progress);

  const kv::Store& store_;
  search::SearchIndex& index_;
  const size_t batch_bytes_max_;
};

// How many events the index is behind the history.
double SearchLag(const kv::Store& store, const search::SearchIndex& index);

}  // namespace santong::followers
