// The tiles of a log that fills one whole tile and a part of the next.
#include "server/followers/tiles.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "storage/files/whole_file.h"
#include "storage/kv/memory_store.h"
#include "storage/tables/log_table.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::followers {
namespace {

namespace fs = std::filesystem;
using santong::testing::IsOk;
using santong::testing::StatusIs;
using santong::testing::TempFolder;

constexpr uint64_t kSize = 300;
constexpr uint64_t kWidth = 256;

class Tiles : public ::testing::Test {
 protected:
  Tiles() {
    const absl::Status written = kv::TransactAndWait(store_, [](kv::Transaction& txn) {
      for (uint64_t i = 0; i < kSize; ++i) {
        tables::PutLogNode(txn, 0, i, std::string(32, static_cast<char>('a' + i % 26)));
        tables::LogLeaf leaf;
        leaf.sequence = i + 1;
        leaf.bytes = "leaf";
        tables::PutLogLeaf(txn, i, leaf);
      }
      tables::PutLogNode(txn, 8, 0, std::string(32, 'z'));
      tables::PutCheckpoint(txn, kSize, "signed");
      tables::PutLastSigned(txn, kSize);
      return absl::OkStatus();
    });
    EXPECT_THAT(written, IsOk());
  }
  absl::Status Write() { return WriteTiles(*store_.Snapshot(), folder_.path()); }
  fs::path PathOf(int level, uint64_t index, uint64_t width) const {
    return fs::path(folder_.path()) / TilePath(level, index, width);
  }

  kv::MemoryStore store_;
  const TempFolder folder_;
};

TEST_F(Tiles, AreWhole) {
  ASSERT_THAT(Write(), IsOk());
  EXPECT_EQ(fs::file_size(PathOf(0, 0, kWidth)), kWidth * 32);
  EXPECT_EQ(fs::file_size(PathOf(0, 1, kSize - kWidth)), (kSize - kWidth) * 32);
  EXPECT_EQ(fs::file_size(PathOf(1, 0, 1)), 32u);
  EXPECT_EQ(fs::file_size(PathOf(-1, 0, kWidth)), kWidth * 6);
  EXPECT_FALSE(fs::exists(PathOf(0, 0, kWidth).string() + ".new"));
}

// What a power cut left between the name and the bytes.
TEST_F(Tiles, AnEmptyOneIsWrittenAgain) {
  ASSERT_THAT(Write(), IsOk());
  const auto whole = files::ReadFileWhole(PathOf(0, 0, kWidth).string());
  ASSERT_THAT(whole, IsOk());
  fs::resize_file(PathOf(0, 0, kWidth), 0);
  fs::resize_file(PathOf(0, 1, kSize - kWidth), 0);
  ASSERT_THAT(Write(), IsOk());
  const auto again = files::ReadFileWhole(PathOf(0, 0, kWidth).string());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, *whole);
  EXPECT_EQ(fs::file_size(PathOf(0, 1, kSize - kWidth)), (kSize - kWidth) * 32);
}

// An earlier server took acts with such a leaf; a length that is cut off would make all after it
// unreadable.
TEST_F(Tiles, AnEntryThatIsTooLongIsSaidAndNotCutOff) {
  const auto put = [&](size_t leaf_bytes) {
    return kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
      tables::LogLeaf leaf;
      leaf.sequence = kSize;
      leaf.bytes = std::string(leaf_bytes, 'x');
      tables::PutLogLeaf(txn, kSize - 1, leaf);
      return absl::OkStatus();
    });
  };
  ASSERT_THAT(put(65536), IsOk());
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(fs::exists(PathOf(-1, 0, kWidth))) << "what comes before it is there";
  EXPECT_FALSE(fs::exists(PathOf(-1, 1, kSize - kWidth)));
  ASSERT_THAT(put(65535), IsOk());
  EXPECT_THAT(Write(), IsOk());
}

// Nothing is thrown out of the thread that writes them.
TEST_F(Tiles, AFolderThatCannotBeReadIsSaid) {
  const fs::path tile = fs::path(folder_.path()) / "tile";
  fs::create_symlink(tile, tile);  // leads to itself
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace santong::followers
