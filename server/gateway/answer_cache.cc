#include "server/gateway/answer_cache.h"

#include <iterator>

namespace santong::gateway {
namespace {

// What an entry takes besides its key and its body.
constexpr size_t kEntryBytes = 512;

}  // namespace

std::shared_ptr<const KeptBody> AnswerCache::Find(absl::string_view key,
                                                  const RegisterState& state) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  if (!(found->second->state == state)) {
    Drop(found->second);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->body;
}

std::shared_ptr<const KeptBody> AnswerCache::Put(const std::string& key, const RegisterState& state,
                                                 std::string body) {
  auto kept = std::make_shared<const KeptBody>(std::move(body));
  absl::MutexLock lock(&mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) Drop(found->second);
  Entry entry{key, state, kept};
  const size_t bytes = BytesOf(entry);
  if (bytes > bytes_max_) return kept;
  bytes_ += bytes;
  entries_.push_front(std::move(entry));
  by_key_.emplace(key, entries_.begin());
  while (bytes_ > bytes_max_) Drop(std::prev(entries_.end()));
  return kept;
}

// The key stands in the list and in the map.
size_t AnswerCache::BytesOf(const Entry& entry) {
  return kEntryBytes + 2 * entry.key.size() + entry.body->plain().size();
}

void AnswerCache::Drop(std::list<Entry>::iterator entry) {
  bytes_ -= BytesOf(*entry);
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace santong::gateway
