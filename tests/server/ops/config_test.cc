// Precedence and refusals of the configuration.
#include "server/ops/config.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>

#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::ops {
namespace {

using santong::testing::IsOk;
using santong::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ConfigTest : public ::testing::Test {
 protected:
  std::string File(const std::string& text) {
    std::ofstream(path_) << text;
    return path_;
  }
  absl::StatusOr<LoadedConfig> Load(std::vector<const char*> flags) {
    flags.insert(flags.begin(), "santongd");
    return LoadConfig(static_cast<int>(flags.size()), flags.data(), "1.2.3",
                      [this](const char* name) -> const char* {
                        const auto found = environment_.find(name);
                        return found == environment_.end() ? nullptr : found->second.c_str();
                      });
  }

  const santong::testing::TempFolder folder_;
  const std::string path_ = folder_.path() + "/santong.yaml";
  std::map<std::string, std::string> environment_;
};

TEST_F(ConfigTest, WithoutAnythingTheDefaultsHold) {
  const auto loaded = Load({});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.listen, Config().listen);
  EXPECT_EQ(loaded->config.max_message_bytes, 8 << 20);
  EXPECT_EQ(loaded->config.metrics_address, "");
  for (const ConfigKey& key : ConfigKeys()) EXPECT_EQ(loaded->origins.at(key.name), "default");
}

TEST_F(ConfigTest, TheFlagIsAboveTheEnvironmentIsAboveTheFileIsAboveTheDefault) {
  const std::string path = File("data_dir: from-file\nlog_level: debug\ndrain_seconds: 5\n");
  environment_ = {{"SANTONG_CONFIG", path},
                  {"SANTONG_DATA_DIR", "from-environment"},
                  {"SANTONG_LOG_LEVEL", "warning"}};
  const auto loaded = Load({"--data-dir", "from-flag"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->config.data_dir, "from-flag");
  EXPECT_EQ(loaded->config.log_level, "warning");
  EXPECT_EQ(loaded->config.drain_seconds, 5);
  EXPECT_EQ(loaded->config.cache_bytes, Config().cache_bytes);
  EXPECT_EQ(loaded->origins.at("data_dir"), "flag");
  EXPECT_EQ(loaded->origins.at("log_level"), "environment");
  EXPECT_EQ(loaded->origins.at("drain_seconds"), "file");
  EXPECT_EQ(loaded->origins.at("cache_bytes"), "default");
}

// The keys lay within the store, and went with it.
TEST_F(ConfigTest, TheDataFolderHasNoSlashAtItsEnd) {
  for (const char* given : {"/srv/data/", "/srv/data//", "/srv/data"}) {
    const auto loaded = Load({"--data-dir", given});
    ASSERT_THAT(loaded, IsOk());
    EXPECT_EQ(loaded->config.data_dir, "/srv/data") << given;
  }
}

TEST_F(ConfigTest, EveryKeyCanBeSetInAllThreeWays) {
  for (const ConfigKey& key : ConfigKeys()) {
    SCOPED_TRACE(key.name);
    const std::string called = key.name;
    const bool bytes = called.find("bytes") != std::string::npos;
    const std::string value = bytes ? "2097152" : called == "max_descriptors" ? "1024" : "1";
    environment_.clear();
    const auto from_file = Load({"--config", File(std::string(key.name) + ": " + value).c_str()});
    ASSERT_THAT(from_file, IsOk());
    EXPECT_EQ(from_file->origins.at(key.name), "file");

    std::string name = key.name;
    for (char& c : name) c = static_cast<char>(std::toupper(c));
    environment_ = {{"SANTONG_" + name, value}};
    const auto from_environment = Load({});
    ASSERT_THAT(from_environment, IsOk());
    EXPECT_EQ(from_environment->origins.at(key.name), "environment");

    std::string flag = std::string("--") + key.name + "=" + value;
    for (char& c : flag) c = c == '_' ? '-' : c;
    const auto from_flag = Load({flag.c_str()});
    ASSERT_THAT(from_flag, IsOk());
    EXPECT_EQ(from_flag->origins.at(key.name), "flag");
  }
}

TEST_F(ConfigTest, TheFlagNamesTheFileAboveTheEnvironment) {
  environment_ = {{"SANTONG_CONFIG", "/no/such/file"}};
  EXPECT_THAT(Load({"--config", File("log_level: error").c_str()}), IsOk());
}

TEST_F(ConfigTest, AnUnknownKeyIsRefusedWithItsLine) {
  EXPECT_THAT(
      Load({"--config", File("# comment\nlisten: 127.0.0.1:1\nlissten: 2\n").c_str()}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr(path_ + ":3:"), HasSubstr("\"lissten\""), HasSubstr("data_dir"))));
}

TEST_F(ConfigTest, AKeyThatStandsTwiceIsRefused) {
  EXPECT_THAT(Load({"--config", File("log_level: info\nlog_level: debug\n").c_str()}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("twice")));
}

struct BadFile {
  const char* text;
  const char* says;
};

TEST_F(ConfigTest, AFileThatCannotBeUsedIsRefusedWithTheReason) {
  const BadFile rows[] = {
      {"listen: [1, 2]\n", ":1: listen takes one value"},
      {"- listen\n", "expected lines \"key: value\""},
      {"log_level: info\nlisten: a: b\n", ":2: not YAML"},
      {"drain_seconds: soon\n", ":1: \"soon\" is not a whole number from 0 to 3600"},
      {"\ndrain_seconds: -1\n", ":2: \"-1\" is not a whole number"},
      {"tls_require_client_certificate: maybe\n", "\"maybe\" is not true or false"},
      {"log_level: info\n---\ndata_dir: /srv\n", "would not count"},
  };
  for (const BadFile& row : rows) {
    EXPECT_THAT(Load({"--config", File(row.text).c_str()}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.says)))
        << row.text;
  }
  for (const std::string path : {"/no/such/file", "/tmp"}) {
    EXPECT_THAT(Load({"--config", path.c_str()}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(path + " cannot be read")));
  }
}

TEST_F(ConfigTest, AnEmptyFileSetsNothing) {
  EXPECT_THAT(Load({"--config", File("# nothing\n").c_str()}), IsOk());
}

TEST_F(ConfigTest, BadFlagsAndVariablesAreNamed) {
  EXPECT_THAT(Load({"--no-such-flag"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no-such-flag")));
  EXPECT_THAT(Load({"--max-message-bytes", "1"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--max-message-bytes")));
  environment_ = {{"SANTONG_DRAIN_SECONDS", "x"}};
  EXPECT_THAT(Load({}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("SANTONG_DRAIN_SECONDS")));
}

TEST_F(ConfigTest, ASwitchNeedsNoValue) {
  const auto loaded = Load({"--tls-require-client-certificate"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_TRUE(loaded->config.tls_require_client_certificate);
}

TEST_F(ConfigTest, HelpVersionAndTheValuesArePrinted) {
  const auto help = Load({"--help"});
  ASSERT_THAT(help, IsOk());
  for (const ConfigKey& key : ConfigKeys()) EXPECT_THAT(*help->print_and_exit, HasSubstr(key.help));
  EXPECT_EQ(*Load({"--version"})->print_and_exit, "1.2.3\n");
  EXPECT_THAT(*Load({"--print-config", "--log-level", "error"})->print_and_exit,
              AllOf(HasSubstr("log_level: \"error\"  # flag\n"),
                    HasSubstr("drain_seconds: 30  # default\n")));
}

TEST_F(ConfigTest, WhatIsPrintedCanBeReadAgain) {
  const auto printed = Load({"--print-config", "--data-dir", "/srv/a b", "--drain-seconds", "7"});
  ASSERT_THAT(printed, IsOk());
  const auto again = Load({"--config", File(*printed->print_and_exit).c_str()});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->config.data_dir, "/srv/a b");
  EXPECT_EQ(again->config.drain_seconds, 7);
}

}  // namespace
}  // namespace santong::ops
