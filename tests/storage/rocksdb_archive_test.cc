// The archive of changes beside the backups: a store put back to the state after any act.
//
// Method: bodies that count up, each writing keys of its own and keys that all write, run many to
// a batch. For every count there is one right state; a backup and a replay must give exactly it.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "gmock/gmock.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

using santong::testing::TempFolder;

constexpr char kCount[] = "count";

std::unique_ptr<RocksDbStore> Open(const std::string& path, uint64_t kept = 64 << 20) {
  RocksDbStore::Options options;
  options.path = path;
  options.changes_kept_bytes = kept;
  auto store = RocksDbStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

// The n-th act: counts, writes a key of its own, and removes the one of seven before.
absl::Status CountOnce(Transaction& txn) {
  int number = 0;
  if (absl::Status counted = CountUp(txn, kCount, number); !counted.ok()) return counted;
  txn.Put(absl::StrCat("own/", number), std::string(100, static_cast<char>('a' + number % 26)));
  txn.Put("last", absl::StrCat(number));
  if (number > 7) txn.Delete(absl::StrCat("own/", number - 7));
  return absl::OkStatus();
}

Entries StateAfter(int count) {
  std::map<std::string, std::string> state;
  for (int number = std::max(1, count - 6); number <= count; ++number)
    state[absl::StrCat("own/", number)] = std::string(100, static_cast<char>('a' + number % 26));
  state[kCount] = state["last"] = absl::StrCat(count);
  return {state.begin(), state.end()};
}

// Runs `acts` acts, as few batches as the engine makes of them.
void RunActs(Store& store, int acts) {
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

absl::StatusOr<std::string> NoNote(const Reader&) { return ""; }

absl::Status ArchiveAll(BackupFolder& backups) {
  for (;;) {
    auto more = backups.ArchiveChanges();
    if (!more.ok()) return more.status();
    if (!*more) return absl::OkStatus();
  }
}

Entries RestoredUpTo(const std::string& folder, const Backup& backup, int count) {
  const TempFolder target;
  const BackupFolder backups(folder, nullptr);
  const std::string path = target.path() + "/restored";
  EXPECT_TRUE(backups.Restore(backup.id, path).ok());
  const auto store = Open(path, 0);
  const auto replayed = backups.Replay(backup, *store, [&](const Pending::Writes& act) {
    return std::stoi(*act.find(kCount)->second) <= count;
  });
  EXPECT_TRUE(replayed.ok()) << replayed.status();
  return ScanAll(*store->Snapshot());
}

TEST(Archive, GivesTheStateAfterEveryAct) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  auto store = Open(folder.path() + "/data");
  auto backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 10);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  const auto backup = backups->Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  RunActs(*store, 20);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  RunActs(*store, 1);  // alone in its batch
  backups.reset();
  store.reset();  // the archive goes on where it was, with what the log of the store still has
  store = Open(folder.path() + "/data");
  backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 5);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  for (int count = 10; count <= 36; ++count)
    EXPECT_EQ(RestoredUpTo(kept, *backup, count), StateAfter(count)) << count;
}

TEST(Archive, OfAStoreThatWasRestoredIsAnother) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  auto store = Open(folder.path() + "/data");
  auto backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 3);
  const auto backup = backups->Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  RunActs(*store, 3);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  backups.reset();
  store.reset();

  const std::string other = folder.path() + "/other";
  ASSERT_TRUE(BackupFolder(kept, nullptr).Restore(backup->id, other).ok());
  store = Open(other);
  backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 1);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  EXPECT_EQ(RestoredUpTo(kept, *backup, 6), StateAfter(6)) << "the first one's changes are its own";
  const auto second = backups->Create(NoNote);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(second->store, backup->store);
  RunActs(*store, 2);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  EXPECT_EQ(RestoredUpTo(kept, *second, 5), StateAfter(5));
}

TEST(Archive, AGapIsSaidAndNothingIsReplayedAcrossIt) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  auto store = Open(folder.path() + "/data");
  auto backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 2);
  const auto backup = backups->Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  RunActs(*store, 2);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  backups.reset();
  RunActs(*store, 2);  // never archived: the next one to open the store keeps no changes
  store.reset();
  Open(folder.path() + "/data", 0).reset();
  std::filesystem::remove_all(folder.path() + "/data/archive");
  store = Open(folder.path() + "/data");
  backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 2);
  EXPECT_TRUE(absl::IsOutOfRange(ArchiveAll(*backups)));
  EXPECT_EQ(RestoredUpTo(kept, *backup, 100), StateAfter(4));
  const auto later = backups->Create(NoNote);
  ASSERT_TRUE(later.ok()) << later.status();
  RunActs(*store, 2);
  ASSERT_TRUE(ArchiveAll(*backups).ok());
  EXPECT_EQ(RestoredUpTo(kept, *later, 100), StateAfter(10));
}

TEST(Archive, IsPrunedWithTheBackupsItGoesOnFrom) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  RunActs(*store, 2);
  ASSERT_TRUE(backups.Create(NoNote).ok());
  RunActs(*store, 2);
  const auto second = backups.Create(NoNote);
  ASSERT_TRUE(second.ok()) << second.status();
  RunActs(*store, 2);
  ASSERT_TRUE(ArchiveAll(backups).ok());
  ASSERT_TRUE(backups.Prune(1).ok());
  RunActs(*store, 2);
  ASSERT_TRUE(ArchiveAll(backups).ok());
  const auto archive =
      ChangeArchive::Open(kept + "/changes/" + second->store, ChangeArchive::Use::kRead);
  ASSERT_TRUE(archive.ok()) << archive.status();
  int before = 0;
  ASSERT_TRUE((*archive)
                  ->Scan(0,
                         [&](const ChangeBatch&) {
                           ++before;
                           return true;
                         })
                  .ok());
  EXPECT_EQ(before, 0) << "what no backup leads to is gone";
  EXPECT_EQ(RestoredUpTo(kept, *second, 8), StateAfter(8));
}

}  // namespace
}  // namespace santong::kv
