#include "storage/files/whole_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::files {
namespace {

namespace fs = std::filesystem;
using santong::testing::IsOk;
using santong::testing::StatusIs;
using santong::testing::TempFolder;

TEST(WholeFile, TakesThePlaceOfWhatWasThere) {
  const TempFolder folder;
  const std::string path = folder.path() + "/mark";
  ASSERT_THAT(WriteFileWhole(path, "one"), IsOk());
  ASSERT_THAT(WriteFileWhole(path, std::string(100000, 'x')), IsOk());
  auto read = ReadFileWhole(path);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, std::string(100000, 'x'));
  EXPECT_FALSE(fs::exists(path + ".new")) << "nothing is left beside it";
}

TEST(WholeFile, IsAsItWasWhenItCannotBeWritten) {
  const TempFolder folder;
  const std::string path = folder.path() + "/mark";
  ASSERT_THAT(WriteFileWhole(path, "one"), IsOk());
  fs::create_directory(path + ".new");  // in the way
  EXPECT_THAT(WriteFileWhole(path, "two"), StatusIs(absl::StatusCode::kUnavailable));
  auto read = ReadFileWhole(path);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, "one");
}

TEST(WholeFile, IsRemovedWhetherItIsThereOrNot) {
  const TempFolder folder;
  const std::string path = folder.path() + "/mark";
  ASSERT_THAT(WriteFileWhole(path, "one"), IsOk());
  ASSERT_THAT(RemoveFile(path), IsOk());
  EXPECT_THAT(ReadFileWhole(path), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(RemoveFile(path), IsOk());

  fs::create_directory(path);
  EXPECT_THAT(RemoveFile(path), StatusIs(absl::StatusCode::kUnavailable)) << "a folder is none";
}

TEST(WholeFile, NotThereIsNotTheSameAsCannotBeRead) {
  const TempFolder folder;
  const std::string path = folder.path() + "/mark";
  EXPECT_THAT(ReadFileWhole(path), StatusIs(absl::StatusCode::kNotFound));
  auto there = FileExists(path);
  ASSERT_THAT(there, IsOk());
  EXPECT_FALSE(*there);

  fs::create_symlink(path, path);  // a loop: every look at it is an error
  EXPECT_THAT(ReadFileWhole(path), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(FileExists(path), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(ReadFileWhole(folder.path()), StatusIs(absl::StatusCode::kUnavailable))
      << "a folder can be opened, not read";
}

}  // namespace
}  // namespace santong::files
