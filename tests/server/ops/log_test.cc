#include "server/ops/log.h"

#include <gmock/gmock.h>

#include <sstream>

#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "tests/support/status_matchers.h"

namespace santong::ops {
namespace {

using ::testing::MatchesRegex;

google::protobuf::Struct ParseJson(const std::string& line) {
  google::protobuf::Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(line, &parsed).ok()) << line;
  return parsed;
}

TEST(Log, ALineIsOneJsonObject) {
  std::ostringstream out;
  Log log(LogLevel::kInfo, out);
  log.Write(
      LogLevel::kWarning, "disk nearly full",
      {{"free_bytes", int64_t{17}}, {"share", 0.5}, {"path", absl::string_view("a\"b\\c\n\x01")}});
  const auto line = ParseJson(out.str());
  EXPECT_EQ(line.fields().at("level").string_value(), "warning");
  EXPECT_EQ(line.fields().at("event").string_value(), "disk nearly full");
  EXPECT_EQ(line.fields().at("free_bytes").number_value(), 17);
  EXPECT_EQ(line.fields().at("share").number_value(), 0.5);
  EXPECT_EQ(line.fields().at("path").string_value(), "a\"b\\c\n\x01");
  EXPECT_THAT(line.fields().at("ts").string_value(),
              MatchesRegex("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z"));
}

TEST(Log, BracesInAValueAreText) {
  std::ostringstream out;
  Log log(LogLevel::kInfo, out);
  log.Write(LogLevel::kInfo, "{} {0}", {});
  EXPECT_EQ(ParseJson(out.str()).fields().at("event").string_value(), "{} {0}");
}

TEST(Log, LinesBelowTheLevelAreNotWritten) {
  std::ostringstream out;
  Log log(LogLevel::kWarning, out);
  EXPECT_FALSE(log.Enabled(LogLevel::kInfo));
  log.Write(LogLevel::kInfo, "chatter");
  EXPECT_EQ(out.str(), "");
  EXPECT_TRUE(log.Enabled(LogLevel::kError));
}

TEST(Log, OffWritesNothing) {
  std::ostringstream out;
  Log log(LogLevel::kOff, out);
  log.Write(LogLevel::kError, "lost");
  EXPECT_EQ(out.str(), "");
}

TEST(Log, LevelsHaveNames) {
  EXPECT_EQ(*ParseLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(*ParseLogLevel("off"), LogLevel::kOff);
  EXPECT_THAT(ParseLogLevel("loud"),
              santong::testing::StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace santong::ops
