// Backups in a folder of which a part cannot be read: a name that leads to itself (ELOOP) stands
// for the disk that answers with an error, since permissions do not bind whoever runs the test.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/prune_notes.h"
#include "tests/storage/counted_acts.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::kv {
namespace {

namespace fs = std::filesystem;
using santong::testing::IsOk;
using santong::testing::StatusIs;
using santong::testing::TempFolder;

absl::Status LookAway(const Reader&) { return absl::OkStatus(); }

TEST(Backups, OneWhoseNoteCannotBeReadIsNeitherRemovedNorLeftOut) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  RunActs(*store, 2);
  const auto first = backups.Create(NoNote);
  ASSERT_THAT(first, IsOk());
  RunActs(*store, 2);
  ASSERT_THAT(backups.Create(NoNote), IsOk());

  const fs::path note = fs::path(kept) / "notes" / absl::StrCat(first->id);
  const fs::path aside = fs::path(kept) / "aside";
  fs::rename(note, aside);
  fs::create_symlink(note, note);
  EXPECT_THAT(backups.List(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(backups.Create(NoNote), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(backups.Prune(1, Any, ""), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(backups.Verify(first->id, LookAway), StatusIs(absl::StatusCode::kUnavailable));

  fs::remove(note);
  fs::rename(aside, note);
  const auto all = backups.List();
  ASSERT_THAT(all, IsOk());
  ASSERT_EQ(all->size(), 2u);
  for (const Backup& backup : *all) EXPECT_THAT(backups.Verify(backup.id, LookAway), IsOk());
}

// As data_dir may be named, too: each backup failed, and nothing said so at the start.
TEST(Backups, TheFolderMayBeNamedFromWhereTheServerStarts) {
  const TempFolder folder;
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(fs::relative(folder.path() + "/backups").string(), store.get());
  RunActs(*store, 2);
  const auto made = backups.Create(NoNote);
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(backups.Verify(made->id, LookAway), IsOk());
}

// Not one bit of it: a store's name that is read wrongly leaves out what was archived.
TEST(Backups, ADamagedNoteIsSaidOfItsBackupAndCostsNoOther) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  RunActs(*store, 2);
  const auto first =
      backups.Create([](const Reader&) -> absl::StatusOr<std::string> { return "a note"; });
  ASSERT_THAT(first, IsOk());
  RunActs(*store, 2);
  ASSERT_THAT(backups.Create(NoNote), IsOk());
  const fs::path note = fs::path(kept) / "notes" / absl::StrCat(first->id);
  const uint64_t bytes = fs::file_size(note);
  for (uint64_t at = 0; at < bytes; ++at) {
    SCOPED_TRACE(at);
    Flip(note, at);
    const auto all = backups.List();
    ASSERT_THAT(all, IsOk());
    ASSERT_EQ(all->size(), 2u);
    EXPECT_NE(all->front().damage, "");
    EXPECT_EQ(all->front().store, "");
    EXPECT_EQ(all->back().damage, "");
    Flip(note, at);
  }
  Flip(note, 0);
  EXPECT_THAT(backups.Verify(first->id, LookAway), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(backups.Verify(first->id + 1, LookAway), IsOk());
  ASSERT_THAT(backups.Create(NoNote), IsOk());
  const auto pruned = backups.Prune(1, Any, "");
  ASSERT_THAT(pruned, IsOk());
  EXPECT_EQ(pruned->removed, std::vector<uint64_t>{first->id + 1})
      << "the damaged one is left to look at";
}

// The note of an older program bears no sum: whether it is one, the caller alone can tell.
TEST(Backups, OneThatDoesNotCountTakesThePlaceOfNoneThatDoes) {
  const TempFolder folder;
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(folder.path() + "/backups", store.get());
  std::vector<uint64_t> made;
  for (int i = 0; i < 3; ++i) {
    RunActs(*store, 2);
    const auto backup = backups.Create(NoNote);
    ASSERT_THAT(backup, IsOk());
    made.push_back(backup->id);
  }
  const auto pruned = backups.Prune(
      1, [&](const Backup& backup) { return backup.id != made.back(); }, "");
  ASSERT_THAT(pruned, IsOk());
  EXPECT_EQ(pruned->removed, std::vector<uint64_t>{made.front()});
  const auto left = backups.List();
  ASSERT_THAT(left, IsOk());
  ASSERT_EQ(left->size(), 2u);
  EXPECT_EQ(left->front().id, made[1]) << "the newest that can be restored";
}

std::vector<uint64_t> Ids(const BackupFolder& backups) {
  const std::vector<Backup> all = backups.List().value();
  std::vector<uint64_t> ids;
  for (const Backup& backup : all) ids.push_back(backup.id);
  return ids;
}

TEST(Backups, APruneThatIsRepeatedRemovesNothingMoreThoughTheServerStartedAnew) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  std::vector<uint64_t> removed;
  {
    BackupFolder backups(kept, store.get());
    for (int i = 0; i < 3; ++i) ASSERT_THAT(backups.Create(NoNote), IsOk());
    const auto pruned = backups.Prune(2, Any, "call");
    ASSERT_THAT(pruned, IsOk());
    EXPECT_FALSE(pruned->made_before);
    EXPECT_EQ(pruned->left, 2u);
    removed = pruned->removed;
    ASSERT_EQ(removed.size(), 1u);
  }
  BackupFolder backups(kept, store.get());
  ASSERT_THAT(backups.Create(NoNote), IsOk());
  const std::vector<uint64_t> there = Ids(backups);
  const auto again = backups.Prune(1, Any, "call");
  ASSERT_THAT(again, IsOk());
  EXPECT_TRUE(again->made_before);
  EXPECT_EQ(again->keep, 2u) << "as it was asked then";
  EXPECT_EQ(again->left, 2u);
  EXPECT_EQ(again->removed, removed);
  EXPECT_EQ(Ids(backups), there);
  EXPECT_EQ(backups.Prune(2, Any, "another call").value().removed.size(), 1u);
}

TEST(Backups, APruneThatWasCutOffIsFinishedAndNotMadeAnew) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  for (int i = 0; i < 4; ++i) ASSERT_THAT(backups.Create(NoNote), IsOk());
  const std::vector<uint64_t> ids = Ids(backups);
  Pruned begun;
  begun.keep = 2;
  begun.left = 2;
  begun.removed = {ids[0], ids[1]};
  ASSERT_THAT(NotePruned(kept, "call", begun), IsOk());
  fs::remove(fs::path(kept) / "notes" / absl::StrCat(ids[0]));  // as far as it came
  ASSERT_THAT(backups.Create(NoNote), IsOk());
  const auto finished = backups.Prune(2, Any, "call");
  ASSERT_THAT(finished, IsOk());
  EXPECT_EQ(finished->removed, begun.removed);
  EXPECT_EQ(Ids(backups).front(), ids[2]) << "a third would go by the same words today";
}

TEST(Backups, WhatIsNotedOfPrunesIsBoundedAndAFlippedBitInItIsFound) {
  const TempFolder folder;
  for (size_t i = 0; i < 3; ++i) {
    Pruned pruned;
    pruned.removed = {i};
    ASSERT_THAT(NotePruned(folder.path(), absl::StrCat("call", i), pruned), IsOk());
  }
  EXPECT_EQ(FindPruned(folder.path(), "call1").value()->removed, std::vector<uint64_t>{1});
  EXPECT_FALSE(FindPruned(folder.path(), "call").value().has_value());
  const std::string notes = folder.path() + "/pruned";
  for (uint64_t at = 0; at < fs::file_size(notes); ++at) {
    Flip(notes, at);
    EXPECT_THAT(FindPruned(folder.path(), "call1"), StatusIs(absl::StatusCode::kDataLoss)) << at;
    Flip(notes, at);
  }
  for (size_t i = 3; i <= kPrunesNotedMax; ++i)
    ASSERT_THAT(NotePruned(folder.path(), absl::StrCat("call", i), Pruned()), IsOk());
  EXPECT_FALSE(FindPruned(folder.path(), "call0").value().has_value()) << "the oldest";
  EXPECT_TRUE(FindPruned(folder.path(), "call1").value().has_value());
}

TEST(Backups, OneWithoutANoteIsUnfinishedAndClearedAway) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  const auto store = Open(folder.path() + "/data");
  BackupFolder backups(kept, store.get());
  RunActs(*store, 2);
  const auto first = backups.Create(NoNote);
  ASSERT_THAT(first, IsOk());
  fs::remove(fs::path(kept) / "notes" / absl::StrCat(first->id));
  const auto left = backups.List();
  ASSERT_THAT(left, IsOk());
  EXPECT_TRUE(left->empty());
  ASSERT_THAT(backups.Create(NoNote), IsOk());
  const auto all = backups.List();
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->size(), 1u);
}

// Who reads which disk is full makes room there.
TEST(Backups, OneThatCannotBeWrittenNamesItsOwnFolder) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups", data = folder.path() + "/data";
  const auto store = Open(data);
  BackupFolder backups(kept, store.get());
  RunActs(*store, 2);
  ASSERT_THAT(backups.Create(NoNote), IsOk());
  // Where the engine writes what the second one holds.
  fs::create_directories(fs::path(kept) / "meta" / ".2.tmp" / "in the way");
  const absl::Status refused = backups.Create(NoNote).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_NE(refused.message().find("the disk that holds " + kept + " "), std::string::npos)
      << refused;
}

}  // namespace
}  // namespace santong::kv
