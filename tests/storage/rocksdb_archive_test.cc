// The archive of changes beside the backups: a store put back to the state after any act.
//
// Method: for every count of acts there is one right state; a backup and a replay must give exactly
// it.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "storage/files/whole_file.h"
#include "storage/rocksdb/backup_folder.h"
#include "tests/storage/counted_acts.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

using santong::testing::TempFolder;

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
  const BackupFolder seen(kept, nullptr);
  auto alone = seen.ArchivesWithoutBackup();
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_THAT(*alone, ::testing::ElementsAre(kept + "/changes/" + store->Identity().value()));
  const auto second = backups->Create(NoNote);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(second->store, backup->store);
  alone = seen.ArchivesWithoutBackup();
  ASSERT_TRUE(alone.ok()) << alone.status();
  EXPECT_THAT(*alone, ::testing::IsEmpty());
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

// Who practises a restore beside the server reads an archive that grows meanwhile.
TEST(Archive, IsReadWhileItGrows) {
  const TempFolder folder;
  const auto archive = ChangeArchive::Open(folder.path(), ChangeArchive::Use::kWrite);
  ASSERT_TRUE(archive.ok()) << archive.status();
  std::atomic<bool> enough = false;
  std::thread writer([&] {
    for (uint64_t change = 1; !enough; ++change) {
      const std::vector<ChangeBatch> one = {ChangeBatch{change, 1, "bytes"}};
      const absl::Status appended = (*archive)->Append(one);
      EXPECT_TRUE(appended.ok()) << appended;
    }
  });
  for (int i = 0; i < 200; ++i) {
    const auto opened = ChangeArchive::Open(folder.path(), ChangeArchive::Use::kRead);
    EXPECT_TRUE(opened.ok()) << opened.status();
  }
  enough = true;
  writer.join();
}

// A snapshot of the machine, say: the store is the same one, and counts its changes anew.
// `lost`: how many acts each batch held that was archived and lost.
void PutBackOtherwise(const std::vector<int>& lost) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups", data = folder.path() + "/data";
  const auto archive_once = [&] {
    const auto store = Open(data);
    BackupFolder backups(kept, store.get());
    return ArchiveAll(backups);
  };
  RunActs(*Open(data), 3);
  ASSERT_TRUE(archive_once().ok());
  std::filesystem::copy(data, folder.path() + "/snapshot",
                        std::filesystem::copy_options::recursive);
  for (const int acts : lost) RunActs(*Open(data), acts);
  ASSERT_TRUE(archive_once().ok());
  std::filesystem::remove_all(data);
  std::filesystem::rename(folder.path() + "/snapshot", data);

  EXPECT_TRUE(absl::IsFailedPrecondition(archive_once())) << "behind what was archived";
  RunActs(*Open(data), 9);
  EXPECT_TRUE(absl::IsFailedPrecondition(archive_once())) << "beyond it, with other changes";

  std::filesystem::rename(kept + "/changes", folder.path() + "/aside");
  const auto store = Open(data);
  BackupFolder backups(kept, store.get());
  const auto backup = backups.Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  RunActs(*store, 2);
  ASSERT_TRUE(ArchiveAll(backups).ok());
  EXPECT_EQ(RestoredUpTo(kept, *backup, 100), StateAfter(14));
}

TEST(Archive, OfAStoreThatWasPutBackOtherwiseIsNotGoneOnWith) { PutBackOtherwise({3}); }

TEST(Archive, OfAStoreThatWasPutBackIsToldAlsoByBatchesThatBeginElsewhere) {
  PutBackOtherwise({1, 2});
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
  ASSERT_TRUE(backups.Prune(1, Any, "").ok());
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

// As the runbook says it, while the server runs.
TEST(Archive, BeginsAnewWhereItsFolderWasPutAside) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  RunActs(*store, 3);
  ASSERT_TRUE(ArchiveAll(backups).ok());
  std::filesystem::rename(kept + "/changes", folder.path() + "/aside");
  RunActs(*store, 1);
  EXPECT_FALSE(ArchiveAll(backups).ok());
  const auto backup = backups.Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  RunActs(*store, 3);
  ASSERT_TRUE(ArchiveAll(backups).ok());
  EXPECT_EQ(RestoredUpTo(kept, *backup, 100), StateAfter(7));
}

TEST(Archive, IsNotLeftOutForANoteThatNamesAnotherChange) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  RunActs(*store, 3);
  const auto backup = backups.Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  RunActs(*store, 3);
  ASSERT_TRUE(ArchiveAll(backups).ok());
  const std::string note = absl::StrCat(kept, "/notes/", backup->id);
  std::string text = files::ReadFileWhole(note).value();
  char& digit = text[text.find('\n') - 1];
  digit = static_cast<char>(digit ^ 1);
  ASSERT_TRUE(files::WriteFileWhole(note, text).ok());

  const auto listed = backups.List();
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_TRUE(
      absl::IsDataLoss(backups.Verify(backup->id, [](const Reader&) { return absl::OkStatus(); })));
  ASSERT_TRUE(backups.Restore(backup->id, folder.path() + "/restored").ok());
  const auto restored = Open(folder.path() + "/restored", 0);
  EXPECT_TRUE(absl::IsDataLoss(
      backups.Replay(listed->front(), *restored, [](const Pending::Writes&) { return true; })
          .status()));
}

}  // namespace
}  // namespace santong::kv
