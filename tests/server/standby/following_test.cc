// What a standby says of itself before it was ever known to have everything.
#include "server/standby/following.h"

#include <atomic>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::standby {
namespace {

using santong::testing::IsOk;
using santong::testing::TempFolder;
using ::testing::IsEmpty;
using ::testing::Not;

class EmptyLog final : public kv::ChangeLog {
 public:
  absl::StatusOr<uint64_t> LastChange() const override { return 0; }
  absl::StatusOr<std::vector<kv::ChangeBatch>> ReadChanges(uint64_t, size_t) const override {
    return std::vector<kv::ChangeBatch>();
  }
  absl::Status Apply(const kv::ChangeBatch&) override { return absl::OkStatus(); }
  absl::StatusOr<std::string> Identity() const override { return "store"; }
  absl::Status CopyTo(const std::string&) const override { return absl::OkStatus(); }
};

// It was an infinite time, which the wire told as 9,223,372,036,854,775,807 ms, without a reason.
TEST(Following, CountsFromItsStartAndSaysWhyBeforeTheFirstIsHeard) {
  const TempFolder folder;
  std::ofstream(folder.path() + "/token") << "secret";
  const auto first = FirstClient::Create({"127.0.0.1:1", folder.path() + "/token", ""});
  ASSERT_THAT(first, IsOk());
  EmptyLog log;
  std::atomic<int> seconds = 0;
  const Following following(log, **first, "store", [&seconds] {
    return absl::UnixEpoch() + absl::Seconds(seconds.load());
  });
  seconds = 7;
  EXPECT_EQ(following.Now().lag, absl::Seconds(7));
  EXPECT_FALSE(following.Now().following);
  EXPECT_THAT(std::string(following.Word().message()), Not(IsEmpty()));
}

}  // namespace
}  // namespace santong::standby
