// RocksDbStore: the conformance suite, and what a store on a disk must do besides.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/status.h"
#include "tests/storage/conformance.h"
#include "tests/storage/conformance_transactions.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

std::unique_ptr<Store> OpenRocksDb(const std::string& folder) {
  RocksDbStore::Options options;
  options.path = folder;
  auto store = RocksDbStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

INSTANTIATE_TEST_SUITE_P(RocksDb, Conformance, ::testing::Values(Engine{"on_disk", OpenRocksDb}),
                         EngineName);

using santong::testing::TempFolder;

TEST(RocksDbStore, TellsNumbersOfItself) {
  const TempFolder folder;
  const auto store = OpenRocksDb(folder.path());
  const std::vector<Figure> figures = store->Figures();
  EXPECT_GE(figures.size(), 8u);
  for (const Figure& figure : figures)
    EXPECT_FALSE(std::isnan(figure.read())) << figure.name << " is no property of the engine";
}

absl::Status Put(Store& store, const std::string& key, const std::string& value) {
  return TransactAndWait(store, [&](Transaction& txn) {
    txn.Put(key, value);
    return absl::OkStatus();
  });
}

absl::StatusOr<std::unique_ptr<RocksDbStore>> TryToOpen(const std::string& folder,
                                                        bool create = true) {
  RocksDbStore::Options options;
  options.path = folder;
  options.create_if_missing = create;
  return RocksDbStore::Open(options);
}

// The only file in `folder` whose name ends so.
std::filesystem::path FileIn(const std::string& folder, const std::string& extension) {
  std::vector<std::filesystem::path> found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == extension) found.push_back(file.path());
  }
  EXPECT_EQ(found.size(), 1u) << extension;
  return found.empty() ? "" : found.front();
}

void FlipByte(const std::filesystem::path& path, uint64_t offset) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  const char flipped = static_cast<char>(file.get() ^ 0x40);
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(flipped);
  EXPECT_TRUE(file.good());
}

TEST(RocksDbStore, FindsEverythingAgain) {
  const TempFolder folder;
  const std::string text(100000, 't');
  for (int i = 0; i < 4; ++i) {
    const auto store = OpenRocksDb(folder.path());
    EXPECT_EQ(ScanAll(*store->Snapshot()).size(), static_cast<size_t>(i));
    ASSERT_TRUE(Put(*store, absl::StrCat("k", i), text).ok());
  }
  EXPECT_EQ(OpenRocksDb(folder.path())->Snapshot()->Get("k0").value(), text);
}

TEST(RocksDbStore, MakesNoFolderUnlessItMay) {
  const TempFolder folder;
  const absl::Status opened = TryToOpen(folder.path(), false).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), ::testing::HasSubstr("holds no store"));
}

// As where the folder above was never made, or is somebody else's: no fault of the disk, and no
// other server, whatever the folder is called.
TEST(RocksDbStore, SaysThatTheFolderAboveIsNotThere) {
  const TempFolder folder;
  const absl::Status opened = TryToOpen(folder.path() + "/blocks/data").status();
  EXPECT_THAT(std::string(opened.message()), ::testing::HasSubstr("does not exist"));
  EXPECT_THAT(std::string(opened.message()), ::testing::Not(::testing::HasSubstr("in use")));
}

TEST(RocksDbStore, SaysThatAFolderIsAnotherUsers) {
  // Asked of the words alone: to root nothing is forbidden.
  const absl::Status opened =
      FromRocksDbOpen(rocksdb::Status::IOError("While open a file for appending: /blocks/data/LOG",
                                               "Permission denied"),
                      "/blocks/data");
  EXPECT_THAT(std::string(opened.message()), ::testing::HasSubstr("may not read and write"));
}

TEST(RocksDbStore, RefusesAFolderThatIsOpenInThisProcess) {
  const TempFolder folder;
  const auto store = OpenRocksDb(folder.path());
  const absl::Status second = TryToOpen(folder.path()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(second)) << second;
  EXPECT_THAT(std::string(second.message()), ::testing::HasSubstr("in use"));
}

TEST(RocksDbStore, OpensWithATornRecordAtTheEndOfTheLog) {
  const TempFolder folder;
  {
    const auto store = OpenRocksDb(folder.path());
    for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(Put(*store, key, "v").ok());
  }
  const auto log = FileIn(folder.path(), ".log");
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 3);
  EXPECT_EQ(Keys(ScanAll(*OpenRocksDb(folder.path())->Snapshot())), "a b");
}

TEST(RocksDbStore, DoesNotOpenOverDamageInsideTheLog) {
  const TempFolder folder;
  {
    const auto store = OpenRocksDb(folder.path());
    for (const char* key : {"a", "b", "c"}) {
      ASSERT_TRUE(Put(*store, key, std::string(1000, 'v')).ok());
    }
  }
  const auto log = FileIn(folder.path(), ".log");
  FlipByte(log, std::filesystem::file_size(log) / 2);
  const absl::Status opened = TryToOpen(folder.path()).status();
  EXPECT_TRUE(absl::IsDataLoss(opened)) << opened;
  EXPECT_THAT(std::string(opened.message()), ::testing::HasSubstr("backup"));
}

TEST(RocksDbStore, SaysThatAFileIsDamaged) {
  const std::string text(50000, 't');
  for (const char* extension : {".sst", ".blob"}) {
    SCOPED_TRACE(extension);
    const TempFolder folder;
    ASSERT_TRUE(Put(*OpenRocksDb(folder.path()), "a", text).ok());
    (void)OpenRocksDb(folder.path());  // an opening writes the log out into tables
    const auto file = FileIn(folder.path(), extension);
    FlipByte(file, extension == std::string(".sst") ? 10 : std::filesystem::file_size(file) / 2);
    const auto store = OpenRocksDb(folder.path());
    const absl::Status read = store->Snapshot()->Get("a").status();
    EXPECT_TRUE(absl::IsDataLoss(read)) << read;
    // RocksDB 7.8 says of a text only "Blob CRC mismatch".
    if (extension == std::string(".sst")) {
      EXPECT_THAT(std::string(read.message()), ::testing::HasSubstr(file.filename().string()));
    }
    const absl::Status scanned =
        store->Snapshot()->Scan("", "", [](absl::string_view, absl::string_view) { return true; });
    EXPECT_TRUE(absl::IsDataLoss(scanned)) << scanned;
  }
}

TEST(RocksDbStore, RefusesWhatItsQueueDoesNotHold) {
  const TempFolder folder;
  RocksDbStore::Options options;
  options.path = folder.path();
  options.queue_bodies_max = 1;
  const auto store = RocksDbStore::Open(options).value();
  absl::Notification second_finished;
  absl::Status second, third;
  const auto nothing = [](Transaction&) { return absl::OkStatus(); };
  {
    Held held(*store);
    store->Transact(nothing, [&](absl::Status status) {
      second = std::move(status);
      second_finished.Notify();
    });
    store->Transact(nothing, [&](absl::Status status) { third = std::move(status); });
    EXPECT_TRUE(absl::IsUnavailable(third)) << third;
    EXPECT_THAT(std::string(third.message()), ::testing::HasSubstr("maximum: 1"));
  }
  second_finished.WaitForNotification();
  EXPECT_TRUE(second.ok()) << second;
}

}  // namespace
}  // namespace santong::kv
