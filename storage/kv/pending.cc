#include "storage/kv/pending.h"

#include <utility>

namespace santong::kv {
namespace {

// The least key after `key`.
std::string Successor(absl::string_view key) {
  std::string next(key);
  next.push_back('\0');
  return next;
}

}  // namespace

absl::StatusOr<std::string> Pending::Get(absl::string_view key) const {
  if (auto it = writes_.find(key); it != writes_.end()) {
    if (!it->second) return absl::NotFoundError("no such key");
    return *it->second;
  }
  return base_->Get(key);
}

// Both scans walk the base and let the writes that come first go first. They look the next write up
// again after each visit, and hand out copies, because a visit may write here and move the entries.

absl::Status Pending::Scan(absl::string_view begin, absl::string_view end, Visit visit) const {
  std::string from(begin);  // nothing at or after this key has been visited
  bool stopped = false;
  const auto deliver = [&](Writes::const_iterator it) {
    const auto [key, value] = *it;
    from = Successor(key);
    if (value && !visit(key, *value)) stopped = true;
    return !stopped;
  };
  const auto deliver_below = [&](absl::string_view limit, bool limited) {
    for (;;) {
      const auto it = writes_.lower_bound(from);
      if (it == writes_.end() || (limited && it->first >= limit)) return true;
      if (!deliver(it)) return false;
    }
  };
  const absl::Status scanned =
      base_->Scan(begin, end, [&](absl::string_view key, absl::string_view value) {
        if (!deliver_below(key, true)) return false;
        if (const auto it = writes_.find(key); it != writes_.end()) return deliver(it);
        from = Successor(key);
        if (!visit(key, value)) stopped = true;
        return !stopped;
      });
  if (scanned.ok() && !stopped) deliver_below(end, !end.empty());
  return scanned;
}

absl::Status Pending::ScanBackward(absl::string_view begin, absl::string_view end,
                                   Visit visit) const {
  // Nothing below this key has been visited; none: there is no bound.
  std::optional<std::string> to;
  if (!end.empty()) to = std::string(end);
  bool stopped = false;
  const auto deliver = [&](Writes::const_iterator it) {
    const auto [key, value] = *it;
    to = key;
    if (value && !visit(key, *value)) stopped = true;
    return !stopped;
  };
  const auto deliver_from = [&](absl::string_view limit) {
    for (;;) {
      auto it = to ? writes_.lower_bound(*to) : writes_.end();
      if (it == writes_.begin() || (--it)->first < limit) return true;
      if (!deliver(it)) return false;
    }
  };
  const absl::Status scanned =
      base_->ScanBackward(begin, end, [&](absl::string_view key, absl::string_view value) {
        if (!deliver_from(Successor(key))) return false;
        if (const auto it = writes_.find(key); it != writes_.end()) return deliver(it);
        to = std::string(key);
        if (!visit(key, value)) stopped = true;
        return !stopped;
      });
  if (scanned.ok() && !stopped) deliver_from(begin);
  return scanned;
}

void Pending::Put(absl::string_view key, absl::string_view value) { Set(key, std::string(value)); }

void Pending::Delete(absl::string_view key) { Set(key, std::nullopt); }

void Pending::Take(Pending& above) {
  bytes_put_ += above.bytes_put_;
  Writes taken = above.TakeWrites();
  if (writes_.empty()) {
    writes_ = std::move(taken);
    return;
  }
  for (auto& [key, value] : taken) writes_.insert_or_assign(key, std::move(value));
}

Pending::Writes Pending::TakeWrites() {
  bytes_put_ = 0;
  return std::exchange(writes_, Writes());
}

void Pending::Set(absl::string_view key, std::optional<std::string> value) {
  bytes_put_ += key.size() + (value ? value->size() : 0);
  auto it = writes_.lower_bound(key);
  if (it != writes_.end() && it->first == key) {
    it->second = std::move(value);
  } else {
    writes_.emplace_hint(it, std::string(key), std::move(value));
  }
}

}  // namespace santong::kv
