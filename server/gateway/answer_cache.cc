#include "server/gateway/answer_cache.h"

#include <iterator>

namespace santong::gateway {

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
  if (kept->plain().size() > bytes_max_) return kept;
  bytes_ += kept->plain().size();
  entries_.push_front({key, state, kept});
  by_key_.emplace(key, entries_.begin());
  while (bytes_ > bytes_max_) Drop(std::prev(entries_.end()));
  return kept;
}

void AnswerCache::Drop(std::list<Entry>::iterator entry) {
  bytes_ -= entry->body->plain().size();
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace santong::gateway
