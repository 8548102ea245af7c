#include "server/pages/page_cache.h"

#include <iterator>

namespace santong::pages {

std::shared_ptr<const gateway::KeptBody> PageCache::Find(absl::string_view key,
                                                         const PageState& state) {
  absl::MutexLock lock(&mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  if (!(found->second->state == state)) {
    Drop(found->second);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->page;
}

std::shared_ptr<const gateway::KeptBody> PageCache::Put(const std::string& key,
                                                        const PageState& state, std::string page) {
  auto kept = std::make_shared<const gateway::KeptBody>(std::move(page));
  absl::MutexLock lock(&mutex_);
  if (const auto found = by_key_.find(key); found != by_key_.end()) Drop(found->second);
  if (kept->plain().size() > bytes_max_) return kept;
  bytes_ += kept->plain().size();
  entries_.push_front({key, state, kept});
  by_key_.emplace(key, entries_.begin());
  while (bytes_ > bytes_max_) Drop(std::prev(entries_.end()));
  return kept;
}

void PageCache::Drop(std::list<Entry>::iterator entry) {
  bytes_ -= entry->page->plain().size();
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace santong::pages
