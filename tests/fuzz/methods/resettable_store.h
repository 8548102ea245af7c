// A reference store that goes back to where it was kept.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "storage/kv/change_log.h"
#include "storage/kv/memory_store.h"

namespace santong::testing {

// Thread-safe. As a ChangeLog it keeps nothing.
class ResettableStore final : public kv::Store, public kv::ChangeLog {
 public:
  std::unique_ptr<kv::Reader> Snapshot() const override { return store_.Snapshot(); }
  void Transact(Body body, Done done) override {
    store_.Transact(
        [this, body = std::move(body)](kv::Transaction& transaction) mutable {
          Noting noting(transaction, *this);
          return body(noting);
        },
        std::move(done));
  }
  uint64_t Changes() const override { return store_.Changes(); }
  absl::Status Writable() const override { return store_.Writable(); }

  absl::StatusOr<uint64_t> LastChange() const override { return Changes(); }
  absl::StatusOr<std::vector<kv::ChangeBatch>> ReadChanges(uint64_t, size_t) const override {
    return absl::OutOfRangeError("no changes are kept");
  }
  absl::Status Apply(const kv::ChangeBatch&) override {
    return absl::FailedPreconditionError("no copy");
  }
  absl::StatusOr<std::string> Identity() const override { return "fuzz"; }
  absl::Status CopyTo(const std::string&) const override {
    return absl::UnavailableError("no files");
  }

  // What Reset goes back to.
  void Keep() {
    kept_.clear();
    (void)Snapshot()->Scan("", "", [&](absl::string_view key, absl::string_view value) {
      kept_.emplace(key, value);
      return true;
    });
    absl::MutexLock lock(&mutex_);
    touched_.clear();
  }
  void Reset() {
    std::set<std::string> touched;
    {
      absl::MutexLock lock(&mutex_);
      touched.swap(touched_);
    }
    (void)kv::TransactAndWait(store_, [&](kv::Transaction& transaction) {
      for (const std::string& key : touched) {
        const auto kept = kept_.find(key);
        kept == kept_.end() ? transaction.Delete(key) : transaction.Put(key, kept->second);
      }
      return absl::OkStatus();
    });
  }

 private:
  // Notes the keys that a body writes.
  class Noting final : public kv::Transaction {
   public:
    Noting(kv::Transaction& real, ResettableStore& store) : real_(real), store_(store) {}
    absl::StatusOr<std::string> Get(absl::string_view key) const override { return real_.Get(key); }
    absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
      return real_.Scan(begin, end, visit);
    }
    absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                              Visit visit) const override {
      return real_.ScanBackward(begin, end, visit);
    }
    void Put(absl::string_view key, absl::string_view value) override {
      store_.Note(key);
      real_.Put(key, value);
    }
    void Delete(absl::string_view key) override {
      store_.Note(key);
      real_.Delete(key);
    }

   private:
    kv::Transaction& real_;
    ResettableStore& store_;
  };

  void Note(absl::string_view key) {
    absl::MutexLock lock(&mutex_);
    touched_.emplace(key);
  }

  kv::MemoryStore store_;
  std::map<std::string, std::string> kept_;
  absl::Mutex mutex_;
  std::set<std::string> touched_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::testing
