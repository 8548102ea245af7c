// What a refused act says of itself, in both languages.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "server/domain/error/refusal.h"

namespace santong::error {

// Every gap of the sentences is filled, and the one in Chinese names the act in Chinese.
inline void ExpectWords(const absl::Status& status, const std::string& action_zh) {
  const std::string zh = ChineseMessageOf(status);
  EXPECT_FALSE(absl::StrContains(status.message(), "{")) << status.message();
  EXPECT_FALSE(absl::StrContains(zh, "{")) << zh;
  EXPECT_TRUE(absl::StrContains(zh, action_zh)) << zh;
  for (const auto& [key, value] : MetadataOf(status))
    EXPECT_FALSE(absl::EndsWith(key, "_zh")) << key << " is not the client's";
}

}  // namespace santong::error
