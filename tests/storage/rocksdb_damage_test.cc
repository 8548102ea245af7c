// A flipped bit is found, and never served.
//
// Method: a store is written so that every kind of file holds some of it: tables, texts (blobs),
// the log, the manifest. Then one bit of one file is flipped, at each of several places, in a copy
// of the folder; the copy is opened and read whole. Either everything is as it was written, because
// the bit was in no use, or somebody says DATA_LOSS: a changed or a missing value is never shown.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/rocksdb/rocksdb_store_for_test.h"
#include "tests/storage/fault_file_system.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

namespace fs = std::filesystem;
using santong::testing::Fault;
using santong::testing::FaultFileSystem;
using santong::testing::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;

absl::StatusOr<std::unique_ptr<RocksDbStore>> Open(const std::string& folder) {
  RocksDbStore::Options options;
  options.path = folder;
  return RocksDbStore::Open(options);
}

std::string Value(int number) {
  return std::string(number % 5 == 0 ? 9000 : 40, static_cast<char>('a' + number % 26));
}

// Three times: what stood in the log is in tables and blobs after an opening.
void Write(const std::string& folder) {
  for (int round = 0; round < 3; ++round) {
    auto store = Open(folder);
    ASSERT_TRUE(store.ok()) << store.status();
    for (int i = round * 100; i < round * 100 + 100; ++i) {
      ASSERT_TRUE(TransactAndWait(**store, [&](Transaction& txn) {
                    txn.Put(absl::StrCat("k", 1000 + i), Value(i));
                    return absl::OkStatus();
                  }).ok());
    }
  }
}

// Reads everything; says why it could not be read.
absl::Status ReadWhole(const std::string& folder) {
  auto store = Open(folder);
  if (!store.ok()) return store.status();
  const auto reader = (*store)->Snapshot();
  for (int i = 0; i < 300; ++i) {
    auto value = reader->Get(absl::StrCat("k", 1000 + i));
    if (absl::IsDataLoss(value.status()) || absl::IsUnavailable(value.status()))
      return value.status();
    EXPECT_TRUE(value.ok()) << i << ": " << value.status() << ": a value is missing, unsaid";
    if (value.ok()) EXPECT_EQ(*value, Value(i)) << i << ": a changed value is shown";
  }
  return absl::OkStatus();
}

TEST(RocksDbDamage, AFlippedBitInAnyFileIsFoundOrDoesNoHarm) {
  const TempFolder whole;
  Write(whole.path());
  std::map<std::string, int> found, tried;  // by kind of file
  for (const auto& file : fs::directory_iterator(whole.path())) {
    const std::string name = file.path().filename();
    std::string kind;
    for (const char* known : {".sst", ".blob", ".log", "MANIFEST", "CURRENT"}) {
      if (absl::StrContains(name, known)) kind = known;
    }
    if (kind.empty() || file.file_size() == 0) continue;
    for (const int tenth : {0, 2, 5, 7, 9}) {
      const TempFolder copy;
      fs::copy(whole.path(), copy.path(), fs::copy_options::recursive);
      Flip(fs::path(copy.path()) / name, file.file_size() * static_cast<uint64_t>(tenth) / 10);
      SCOPED_TRACE(absl::StrCat(name, " at ", tenth, " tenths"));
      ++tried[kind];
      const absl::Status read = ReadWhole(copy.path());
      if (read.ok()) continue;
      ++found[kind];
      EXPECT_THAT(std::string(read.message()), HasSubstr(copy.path())) << "which folder";
      EXPECT_THAT(std::string(read.message()), HasSubstr("santongd restore")) << "the way back";
      if (kind == ".sst")  // of the others RocksDB says the folder only
        EXPECT_THAT(std::string(read.message()), HasSubstr(name)) << "which file";
    }
  }
  for (const char* kind : {".sst", ".blob", ".log", "MANIFEST", "CURRENT"}) {
    EXPECT_GT(found[kind], 0) << kind << ", tried " << tried[kind];
  }
}

// By its name the archive of changes and a standby know a store: under another one, what is written
// from then on would be archived apart from the backups that there are.
TEST(RocksDbDamage, AFlippedBitInTheNameOfTheStoreIsFoundAndANewNameIsHadByRemovingIt) {
  const TempFolder whole;
  Write(whole.path());
  const std::string name = Open(whole.path()).value()->Identity().value();
  for (const char* file : {"/IDENTITY", "/IDENTITY.sum"}) {
    const uint64_t size = fs::file_size(whole.path() + file);
    ASSERT_GT(size, 0);
    for (uint64_t at = 0; at < size; ++at) {
      const TempFolder copy;
      fs::copy(whole.path(), copy.path(), fs::copy_options::recursive);
      Flip(copy.path() + file, at);
      const absl::Status read = ReadWhole(copy.path());
      EXPECT_TRUE(absl::IsDataLoss(read)) << file << " at " << at << ": " << read;
      EXPECT_THAT(
          std::string(read.message()),
          AllOf(HasSubstr(copy.path() + "/IDENTITY and "),
                HasSubstr(copy.path() + "/IDENTITY.sum is damaged"), HasSubstr("remove both")));
    }
  }
  fs::remove(whole.path() + "/IDENTITY");
  EXPECT_TRUE(absl::IsDataLoss(ReadWhole(whole.path()))) << "lost is damaged, too";
  fs::remove(whole.path() + "/IDENTITY.sum");
  EXPECT_TRUE(ReadWhole(whole.path()).ok());
  EXPECT_NE(Open(whole.path()).value()->Identity().value(), name);
}

TEST(RocksDbDamage, TheNameOfAnOlderStoreIsNotedAtItsNextStart) {
  const TempFolder folder;
  Write(folder.path());
  fs::remove(folder.path() + "/IDENTITY.sum");
  EXPECT_TRUE(ReadWhole(folder.path()).ok());
  Flip(folder.path() + "/IDENTITY", 0);
  EXPECT_TRUE(absl::IsDataLoss(ReadWhole(folder.path())));
}

// The newest log alone is named by no other file: that acts are gone with it is noticed by what was
// signed (server/followers/log_mark.h).
TEST(RocksDbDamage, ATableOrATextThatIsGoneIsFound) {
  for (const char* suffix : {".sst", ".blob"}) {
    const TempFolder folder;
    Write(folder.path());
    for (const auto& file : fs::directory_iterator(folder.path())) {
      if (absl::EndsWith(file.path().string(), suffix)) fs::remove(file.path());
    }
    const absl::Status read = ReadWhole(folder.path());
    EXPECT_FALSE(read.ok()) << suffix;
    EXPECT_THAT(std::string(read.message()), HasSubstr("No such file")) << suffix;
  }
}

// A disk that does not give back what it holds: the reader is told to look at it, and what was read
// before and after is right.
TEST(RocksDbDamage, AnErrorOfTheDiskWhileReadingIsSaidAndPasses) {
  const TempFolder folder;
  Write(folder.path());
  const auto disk = std::make_shared<FaultFileSystem>();
  const std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(disk);
  RocksDbStore::Options options;
  options.path = folder.path();
  auto store = RocksDbStoreForTest::Open(options, env.get());
  ASSERT_TRUE(store.ok()) << store.status();
  for (const char* suffix : {".sst", ".blob"}) {
    disk->Fail(Fault::kInputOutputAtRead, suffix);
    absl::Status failed;
    for (int i = 0; i < 300 && failed.ok(); ++i)
      failed = (*store)->Snapshot()->Get(absl::StrCat("k", 1000 + i)).status();
    EXPECT_TRUE(absl::IsUnavailable(failed)) << suffix << failed;
    EXPECT_THAT(std::string(failed.message()), HasSubstr("look at the disk"));
    disk->Heal();
    EXPECT_EQ((*store)->Snapshot()->Get("k1000").value(), Value(0));
  }
}

}  // namespace
}  // namespace santong::kv
