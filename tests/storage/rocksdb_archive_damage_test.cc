// A flipped bit in what is kept to go on from: the archive beside the backups, and the kept logs of
// a first, from which its standby follows. What comes of it is a true state of the store, or
// somebody says that a file is damaged; never a state that was not, and never silence about a gap.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "storage/rocksdb/backup_folder.h"
#include "tests/storage/counted_acts.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

namespace fs = std::filesystem;
using santong::testing::TempFolder;

constexpr int kActs = 40;
constexpr int kPlaces = 12;  // in which a file is tried, from its beginning to its end

std::vector<fs::path> FilesUnder(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (file.is_regular_file() && file.file_size() > 0)
      files.push_back(fs::relative(file.path(), folder));
  }
  return files;
}

// Calls `look` with a copy of the folder in which one bit of one file below `part` is another.
template <typename Look>
void WithEachFlip(const std::string& folder, const std::string& part, Look look) {
  for (const fs::path& file : FilesUnder(fs::path(folder) / part)) {
    for (int place = 0; place < kPlaces; ++place) {
      const TempFolder copy;
      fs::copy(folder, copy.path(), fs::copy_options::recursive);
      const fs::path damaged = fs::path(copy.path()) / part / file;
      Flip(damaged, fs::file_size(damaged) * static_cast<uint64_t>(place) / kPlaces);
      SCOPED_TRACE(absl::StrCat(file.string(), ", place ", place));
      look(copy.path());
    }
  }
}

// How many acts the state is after; fails where it is after no number of them.
int CountOf(const Store& store) {
  const auto count = store.Snapshot()->Get(kCount);
  if (!count.ok()) {
    ADD_FAILURE() << count.status();
    return 0;
  }
  const int acts = std::stoi(*count);
  EXPECT_EQ(ScanAll(*store.Snapshot()), StateAfter(acts));
  return acts;
}

TEST(ArchiveDamage, IsSaidWhenABackupGoesOnFromIt) {
  const TempFolder folder;
  const std::string kept = folder.path() + "/backups";
  auto store = Open(folder.path() + "/data");
  auto backups = std::make_unique<BackupFolder>(kept, store.get());
  RunActs(*store, 5);
  const auto backup = backups->Create(NoNote);
  ASSERT_TRUE(backup.ok()) << backup.status();
  while (CountOf(*store) < kActs) {
    RunActs(*store, 5);
    ASSERT_TRUE(ArchiveAll(*backups).ok());
  }
  backups.reset();
  int said = 0, tried = 0;
  WithEachFlip(kept, "changes", [&](const std::string& damaged) {
    ++tried;
    const TempFolder target;
    const std::string path = target.path() + "/restored";
    const BackupFolder copy(damaged, nullptr);
    ASSERT_TRUE(copy.Restore(backup->id, path).ok()) << "the backup itself is whole";
    const auto restored = Open(path, 0);
    const auto replayed =
        copy.Replay(*backup, *restored, [](const Pending::Writes&) { return true; });
    const int acts = CountOf(*restored);
    if (replayed.ok()) {
      EXPECT_EQ(acts, kActs) << "acts are missing, unsaid";
    } else {
      EXPECT_TRUE(absl::IsDataLoss(replayed.status())) << replayed.status();
      EXPECT_THAT(std::string(replayed.status().message()), ::testing::HasSubstr(damaged));
      ++said;
    }
  });
  EXPECT_GT(said, 0) << "of " << tried;
}

TEST(ArchiveDamage, IsNotPassedOnToAStandby) {
  const TempFolder folder;
  uint64_t first_change = 0;
  for (int opened = 0; opened < 4; ++opened) {  // each opening leaves a kept log
    const auto store = Open(folder.path());
    if (opened == 1) first_change = *store->LastChange();
    RunActs(*store, kActs / 4);
  }
  ASSERT_GT(FilesUnder(folder.path() + "/archive").size(), 0u);
  int said = 0, tried = 0;
  WithEachFlip(folder.path(), "archive", [&](const std::string& damaged) {
    ++tried;
    const auto first = Open(damaged);
    ASSERT_EQ(CountOf(*first), kActs) << "the store itself is whole";
    const uint64_t end = *first->LastChange();
    for (uint64_t at = 0; at < end;) {
      const auto some = first->ReadChanges(at, 1);
      if (!some.ok()) {
        EXPECT_TRUE(absl::IsDataLoss(some.status()) || absl::IsOutOfRange(some.status()))
            << some.status();
        ++said;
        return;
      }
      ASSERT_FALSE(some->empty()) << "the standby would wait for ever at " << at << " of " << end;
      for (const ChangeBatch& batch : *some) {
        ASSERT_EQ(batch.first, at + 1) << "a gap";
        at = batch.last();
      }
    }
  });
  EXPECT_GT(said, 0) << "of " << tried;
  EXPECT_GT(first_change, 0u);
}

}  // namespace
}  // namespace santong::kv
