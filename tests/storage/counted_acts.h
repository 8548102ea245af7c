// Acts of which every count has one right state, for tests of archives and of what goes on from
// them: bodies that count up, each writing keys of its own and keys that all write, run many to a
// batch.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/storage/store_helpers.h"

namespace santong::kv {

inline constexpr char kCount[] = "count";

inline std::unique_ptr<RocksDbStore> Open(const std::string& path, uint64_t kept = 64 << 20) {
  RocksDbStore::Options options;
  options.path = path;
  options.changes_kept_bytes = kept;
  auto store = RocksDbStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

// The n-th act: counts, writes a key of its own, and removes the one of seven before.
inline absl::Status CountOnce(Transaction& txn) {
  int number = 0;
  if (absl::Status counted = CountUp(txn, kCount, number); !counted.ok()) return counted;
  txn.Put(absl::StrCat("own/", number), std::string(100, static_cast<char>('a' + number % 26)));
  txn.Put("last", absl::StrCat(number));
  if (number > 7) txn.Delete(absl::StrCat("own/", number - 7));
  return absl::OkStatus();
}

inline Entries StateAfter(int count) {
  std::map<std::string, std::string> state;
  for (int number = std::max(1, count - 6); number <= count; ++number)
    state[absl::StrCat("own/", number)] = std::string(100, static_cast<char>('a' + number % 26));
  state[kCount] = state["last"] = absl::StrCat(count);
  return {state.begin(), state.end()};
}

// Runs `acts` acts, as few batches as the engine makes of them.
inline void RunActs(Store& store, int acts) {
  absl::BlockingCounter done(acts);
  {
    Held held(store);
    for (int i = 0; i < acts; ++i) {
      store.Transact(CountOnce, [&](const absl::Status& status) {
        EXPECT_TRUE(status.ok()) << status;
        done.DecrementCount();
      });
    }
  }
  done.Wait();
}

inline absl::StatusOr<std::string> NoNote(const Reader&) { return ""; }
inline bool Any(const Backup&) { return true; }

inline absl::Status ArchiveAll(BackupFolder& backups) {
  for (;;) {
    auto more = backups.ArchiveChanges();
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
  }
}

}  // namespace santong::kv
