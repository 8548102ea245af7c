// What a server is when it starts, by what was noted beside its store and what it is told.
#include "server/standby/role_file.h"

#include <gtest/gtest.h>

#include <string>

#include "server/ops/config.h"
#include "server/standby/twin.h"
#include "storage/files/whole_file.h"
#include "tests/storage/temp_folder.h"

namespace santong::standby {
namespace {

TEST(Role, OneThatWasPromotedIsNoCopyOfAnother) {
  store::v1::RoleRecord role;
  role.set_first("old:7630");
  role.set_promoted_term(2);
  for (const char* told : {"", "old:7630"}) {
    const auto start = HowToStart(role, "/data", told, true);
    ASSERT_TRUE(start.ok()) << start.status();
    EXPECT_EQ(*start, Start::kFirst);
  }
  EXPECT_TRUE(absl::IsFailedPrecondition(HowToStart(role, "/data", "new:7630", true).status()));
}

// A server that was fenced is a bit away from one that was not.
TEST(Role, AFlippedBitInItsFileIsFoundOrDoesNoHarm) {
  const santong::testing::TempFolder folder;
  const std::string data_dir = folder.path() + "/data";
  store::v1::RoleRecord role;
  role.set_first("old:7630");
  role.set_fenced_by_term(2);
  ASSERT_TRUE(WriteRole(data_dir, role).ok());
  const std::string text = files::ReadFileWhole(RoleFile(data_dir)).value();
  int found = 0;
  for (size_t at = 0; at < text.size() * 8; ++at) {
    std::string damaged = text;
    damaged[at / 8] = static_cast<char>(damaged[at / 8] ^ (1 << at % 8));
    ASSERT_TRUE(files::WriteFileWhole(RoleFile(data_dir), damaged).ok());
    const auto read = ReadRole(data_dir);
    if (!read.ok()) {
      ++found;
      continue;
    }
    EXPECT_EQ(read->fenced_by_term(), 2) << damaged;
    EXPECT_EQ(read->first(), "old:7630") << damaged;
  }
  EXPECT_GT(found, 0);
  ASSERT_TRUE(files::WriteFileWhole(RoleFile(data_dir), "").ok());
  EXPECT_TRUE(absl::IsInvalidArgument(ReadRole(data_dir).status())) << "what a full disk leaves";
  ASSERT_TRUE(files::WriteFileWhole(RoleFile(data_dir), "fenced_by_term: 3\n").ok());
  EXPECT_EQ(ReadRole(data_dir).value().fenced_by_term(), 3) << "one without a sum is an older one";
}

// The first has no file of that key, either, so there is none to be copied.
TEST(Role, AStandbyWhoseLogIsSignedByAProgramNeedsNoFileOfItsKey) {
  const santong::testing::TempFolder folder;
  ops::Config config;
  config.data_dir = folder.path() + "/data";
  config.log_signer_command = "/usr/bin/signer";
  EXPECT_TRUE(absl::IsFailedPrecondition(CheckKeysAreThere(config))) << "no personal key";
  ASSERT_TRUE(files::WriteFileWhole(config.data_dir + ".key", "key").ok());
  EXPECT_TRUE(CheckKeysAreThere(config).ok()) << CheckKeysAreThere(config);
  config.log_signer_command = "";
  EXPECT_TRUE(absl::IsFailedPrecondition(CheckKeysAreThere(config)));
}

}  // namespace
}  // namespace santong::standby
