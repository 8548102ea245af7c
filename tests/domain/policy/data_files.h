// Reading the data files of deploy/ in text form.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace santong::policy {

// Every *.textproto of `folder`, by file name; a file that does not parse fails the test.
template <typename Message>
std::map<std::string, Message> ReadDataFiles(const std::string& folder) {
  std::map<std::string, Message> messages;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".textproto") continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    Message message;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text.str(), &message))
        << entry.path();
    messages[entry.path().filename().string()] = message;
  }
  EXPECT_FALSE(messages.empty()) << folder;
  return messages;
}

}  // namespace santong::policy
