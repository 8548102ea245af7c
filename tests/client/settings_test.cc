// Flag before environment before profile before file before default.
#include "client/cli/settings.h"

#include <map>

#include "client/cli/local_error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/program.h"

namespace santong::cli {
namespace {

using ::testing::HasSubstr;
using Map = std::map<std::string, std::string>;

constexpr char kFile[] = R"(address: file:1
timeout: 20
profile: office
profiles:
  office: {address: office:1, output: yaml}
  home: {address: home:1}
)";

absl::StatusOr<Settings> Load(const Map& flags, const Map& environment) {
  return Settings::Load(flags, [&environment](const char* name) -> const char* {
    const auto it = environment.find(name);
    return it == environment.end() ? nullptr : it->second.c_str();
  });
}

class Precedence : public ::testing::Test {
 protected:
  santong::testing::Folder folder_;
  Map environment_ = {{"XDG_CONFIG_HOME", folder_.root()}};
  const std::string file_ = folder_.Write("santong/config.yaml", kFile);
};

TEST_F(Precedence, EachOriginYieldsToTheOneAbove) {
  auto settings = Load({}, environment_);
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->Text("lang"), "zh");
  EXPECT_EQ(settings->Get("lang").origin, "default");
  EXPECT_EQ(settings->Text("timeout"), "20");
  EXPECT_EQ(settings->Get("timeout").origin, file_);
  EXPECT_EQ(settings->Text("address"), "office:1");
  EXPECT_EQ(settings->Get("address").origin, file_ + " (office)");

  settings = Load({{"profile", "home"}}, environment_);
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(settings->Text("address"), "home:1");
  EXPECT_EQ(settings->Text("output"), "table") << "another profile's value";

  environment_["SANTONG_ADDRESS"] = "environment:1";
  settings = Load({}, environment_);
  EXPECT_EQ(settings->Text("address"), "environment:1");
  EXPECT_EQ(settings->Get("address").origin, "SANTONG_ADDRESS");

  settings = Load({{"address", "flag:1"}}, environment_);
  EXPECT_EQ(settings->Text("address"), "flag:1");
  EXPECT_EQ(settings->Get("address").origin, "--address");
}

TEST_F(Precedence, TheLocaleSpeaksOnlyWhereNobodyNamesALanguage) {
  environment_["LANG"] = "en_GB.UTF-8";
  auto settings = Load({}, environment_);
  EXPECT_EQ(settings->Text("lang"), "en");
  environment_["LC_ALL"] = "zh_CN.UTF-8";
  EXPECT_EQ(Load({}, environment_)->Text("lang"), "zh");
  EXPECT_EQ(Load({{"lang", "en"}}, environment_)->Text("lang"), "en");
}

TEST_F(Precedence, AnUnknownKeyNamesTheOneThatWasMeant) {
  folder_.Write("santong/config.yaml", "adress: here:1\n");
  const auto settings = Load({}, environment_);
  ASSERT_FALSE(settings.ok());
  EXPECT_THAT(LocalErrorText(settings.status(), Language::kEnglish),
              HasSubstr("did you mean 'address'"));
}

TEST_F(Precedence, WhatIsAskedForMustBeThere) {
  EXPECT_FALSE(Load({{"profile", "nobody"}}, environment_).ok());
  EXPECT_FALSE(Load({{"config", folder_.Path("none.yaml")}}, environment_).ok());
  EXPECT_FALSE(Load({{"config", folder_.Path(".")}}, environment_).ok()) << "a folder is no file";
  EXPECT_TRUE(Load({}, {{"HOME", folder_.Path("nowhere")}}).ok());
}

TEST_F(Precedence, ADamagedFileIsRefusedAndSaysWhere) {
  folder_.Write("santong/config.yaml", "address: [1\n");
  const auto settings = Load({}, environment_);
  ASSERT_FALSE(settings.ok());
  EXPECT_THAT(std::string(settings.status().message()), HasSubstr(file_));
}

}  // namespace
}  // namespace santong::cli
