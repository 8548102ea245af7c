// The whole tree of commands with its settings; what help, completion and the man page are made of.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "client/cli/command.h"

namespace santong::cli {

class Tree {
 public:
  explicit Tree(Language language);
  ~Tree();

  CLI::App& root() { return *root_; }
  Commands& commands() { return *commands_; }
  // Settings given as flags in the last parse, by key.
  const std::map<std::string, std::string>& flags() const { return flags_; }
  const std::vector<std::string>& columns() const { return columns_; }
  bool headings() const { return !no_headings_; }

 private:
  std::unique_ptr<CLI::App> root_;
  std::unique_ptr<Commands> commands_;
  std::map<std::string, std::string> flags_;
  std::vector<std::string> columns_;
  bool no_headings_ = false;
};

// The settings among the arguments, by key, wherever they stand. Mistakes are left for the parse.
std::map<std::string, std::string> SettingFlags(const std::vector<std::string>& arguments);

}  // namespace santong::cli
