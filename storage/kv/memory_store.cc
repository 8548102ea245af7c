#include "storage/kv/memory_store.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace santong::kv {
namespace {

// OK when two runs of one body came to the same end.
absl::Status CompareRuns(const absl::Status& first, const Pending::Writes& first_writes,
                         const absl::Status& second, const Pending::Writes& second_writes) {
  // Details are maps, written in any order: the words tell whether it is the same refusal.
  if (first.code() != second.code() || first.message() != second.message()) {
    return absl::InternalError(absl::StrCat("the body is not pure: it returned ", first.ToString(),
                                            " and then ", second.ToString(), " on the same state"));
  }
  auto a = first_writes.begin();
  auto b = second_writes.begin();
  while (a != first_writes.end() && b != second_writes.end() && *a == *b) ++a, ++b;
  if (a == first_writes.end() && b == second_writes.end()) return absl::OkStatus();
  const std::string& key = a != first_writes.end() ? a->first : b->first;
  return absl::InternalError(absl::StrCat(
      "the body is not pure: two runs on the same state wrote differently, first at key \"",
      absl::CHexEscape(key), "\""));
}

}  // namespace

// Reads the state as it was at one moment. Takes the lock for each step and never while visiting,
// so a visit may read and write the store.
class MemoryStore::View : public Reader {
 public:
  explicit View(const MemoryStore& store) : store_(store) {
    absl::MutexLock lock(&store_.mutex_);
    at_ = store_.now_;
    store_.views_.insert(at_);
  }
  ~View() override {
    absl::MutexLock lock(&store_.mutex_);
    store_.views_.erase(store_.views_.find(at_));
  }
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  absl::StatusOr<std::string> Get(absl::string_view key) const override {
    absl::ReaderMutexLock lock(&store_.mutex_);
    const auto row = store_.rows_.find(key);
    if (row != store_.rows_.end()) {
      if (const std::string* value = Visible(row->second)) return *value;
    }
    return absl::NotFoundError("no such key");
  }

  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
    std::string key(begin), value;
    while (FindForward(key, end, value)) {
      if (!visit(key, value)) break;
      key.push_back('\0');
    }
    return absl::OkStatus();
  }

  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override {
    std::optional<std::string> key;
    if (!end.empty()) key = std::string(end);
    std::string value;
    while (FindBackward(begin, key, value)) {
      if (!visit(*key, value)) break;
    }
    return absl::OkStatus();
  }

 private:
  // Moves `key` to the first visible key at or after it and below `end`; false when there is none.
  bool FindForward(std::string& key, absl::string_view end, std::string& value) const {
    absl::ReaderMutexLock lock(&store_.mutex_);
    for (auto row = store_.rows_.lower_bound(key); row != store_.rows_.end(); ++row) {
      if (!end.empty() && row->first >= end) return false;
      if (const std::string* found = Visible(row->second)) {
        key = row->first;
        value = *found;
        return true;
      }
    }
    return false;
  }

  // Moves `key` (none: no bound) to the last visible key before it and not below `begin`.
  bool FindBackward(absl::string_view begin, std::optional<std::string>& key,
                    std::string& value) const {
    absl::ReaderMutexLock lock(&store_.mutex_);
    auto row = key ? store_.rows_.lower_bound(*key) : store_.rows_.end();
    while (row != store_.rows_.begin()) {
      --row;
      if (row->first < begin) return false;
      if (const std::string* found = Visible(row->second)) {
        key = row->first;
        value = *found;
        return true;
      }
    }
    return false;
  }

  // The value at this view's moment, or null.
  const std::string* Visible(const Versions& versions) const {
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
      if (version->since <= at_) return version->value ? &*version->value : nullptr;
    }
    return nullptr;
  }

  const MemoryStore& store_;
  uint64_t at_;
};

MemoryStore::~MemoryStore() {
  absl::MutexLock lock(&mutex_);
  closing_ = true;
  mutex_.Await(absl::Condition(
      +[](bool* writing) { return !*writing; }, &writing_));
}

std::unique_ptr<Reader> MemoryStore::Snapshot() const { return std::make_unique<View>(*this); }

uint64_t MemoryStore::Changes() const {
  absl::ReaderMutexLock lock(&mutex_);
  return now_;
}

absl::Status MemoryStore::Writable() const {
  absl::ReaderMutexLock lock(&mutex_);
  return writable_;
}

void MemoryStore::RefuseWrites(absl::Status reason) {
  absl::MutexLock lock(&mutex_);
  writable_ = std::move(reason);
}

void MemoryStore::Transact(Body body, Done done) {
  bool full = false;
  {
    absl::MutexLock lock(&mutex_);
    full = queue_.size() >= options_.queue_bodies_max;
    if (!full) {
      queue_.push_back({std::move(body), std::move(done)});
      if (writing_) return;
      writing_ = true;
    }
  }
  if (full) {
    // NOLINTNEXTLINE(bugprone-use-after-move): moved above only when the queue was not full.
    std::move(done)(absl::UnavailableError("the store's queue is full; try again later"));
    return;
  }
  WriteUntilIdle();
}

void MemoryStore::WriteUntilIdle() {
  for (;;) {
    Job job;
    absl::Status refusal;
    {
      absl::MutexLock lock(&mutex_);
      if (queue_.empty()) {
        writing_ = false;
        return;
      }
      job = std::move(queue_.front());
      queue_.pop_front();
      refusal = closing_ ? absl::UnavailableError("the store is closing") : writable_;
    }
    absl::Status result = refusal.ok() ? Run(job.body) : refusal;
    std::move(job.done)(std::move(result));
  }
}

absl::Status MemoryStore::Run(Body& body) {
  Pending::Writes writes;
  absl::Status result;
  {
    const View base(*this);
    Pending first(&base);
    result = body(first);
    if (options_.run_bodies_twice) {
      Pending second(&base);
      const absl::Status again = body(second);
      absl::Status compared = CompareRuns(result, first.writes(), again, second.writes());
      if (!compared.ok()) return compared;
    }
    writes = first.TakeWrites();
  }
  if (result.ok()) Apply(std::move(writes));
  return result;
}

void MemoryStore::Apply(Pending::Writes writes) {
  absl::MutexLock lock(&mutex_);
  ++now_;
  for (auto& [key, value] : writes) {
    const auto row = rows_.try_emplace(key).first;
    row->second.push_back({now_, std::move(value)});
    Prune(row);
  }
}

void MemoryStore::Prune(Rows::iterator row) {
  const uint64_t oldest = views_.empty() ? now_ : *views_.begin();
  Versions& versions = row->second;
  size_t hidden = 0;  // versions that a later one replaced before the oldest view was taken
  while (hidden + 1 < versions.size() && versions[hidden + 1].since <= oldest) ++hidden;
  versions.erase(versions.begin(), versions.begin() + static_cast<std::ptrdiff_t>(hidden));
  if (versions.size() == 1 && versions.front().since <= oldest && !versions.front().value) {
    rows_.erase(row);
  }
}

}  // namespace santong::kv
