// Pending: writes that are not stored yet, laid over a Reader so that they can be read back.
//
// Both engines run bodies against it. One Pending holds the writes of a batch; each body runs upon
// one of its own above that, which is taken over, or dropped when the body is refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/kv/store.h"

namespace santong::kv {

// Not thread-safe. `base` must live longer and must not change while this reads it.
class Pending : public Transaction {
 public:
  // No value: the key is deleted.
  using Writes = absl::btree_map<std::string, std::optional<std::string>>;

  // A pointer, because Pending(const Reader&) on another Pending would mean a copy.
  explicit Pending(const Reader* base) : base_(base) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  absl::StatusOr<std::string> Get(absl::string_view key) const override;
  // A visit may write here: what it changes ahead of the visited key is seen, what it changes
  // behind is not visited again.
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override;
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override;
  void Put(absl::string_view key, absl::string_view value) override;
  void Delete(absl::string_view key) override;

  // Takes over what was written to `above`, which reads through this one and is empty then.
  void Take(Pending& above);

  // Lays the same writes over another Reader, which must show the same state to what reads here.
  void Rebase(const Reader* base) { base_ = base; }

  // Hands every write over and leaves this empty.
  Writes TakeWrites();

  const Writes& writes() const { return writes_; }
  // Bytes of all keys and values put since it was empty: an upper bound of what is held, for
  // limits.
  size_t bytes_put() const { return bytes_put_; }

 private:
  void Set(absl::string_view key, std::optional<std::string> value);

  const Reader* base_;
  Writes writes_;
  size_t bytes_put_ = 0;
};

}  // namespace santong::kv
