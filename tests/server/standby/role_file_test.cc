// What a server is when it starts, by what was noted beside its store and what it is told.
#include "server/standby/role_file.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace santong::standby
