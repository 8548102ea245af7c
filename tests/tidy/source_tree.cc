// Reads the tree from the working directory.
#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace santong::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array kFolders = {".ci",     ".githooks", "proto", "server",
                                 "storage", "client",    "tests", "deploy"};
constexpr std::array kLeftBehind = {"node_modules", "__pycache__", "corpus"};

std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::vector<SourceFile> ReadTree() {
  if (!fs::exists("CMakeLists.txt") || !fs::exists("tests/tidy/layers.txt")) {
    std::cerr << "the working directory must be the root of the tree\n";
    std::exit(1);
  }
  std::vector<SourceFile> files;
  const auto add = [&files](const fs::path& path) {
    files.push_back({path.lexically_normal().generic_string(), ReadAll(path)});
  };
  for (const char* folder : kFolders) {
    if (!fs::exists(folder)) continue;
    for (auto it = fs::recursive_directory_iterator(folder);
         it != fs::recursive_directory_iterator(); ++it) {
      const std::string name = it->path().filename().string();
      if (it->is_directory() &&
          std::find(kLeftBehind.begin(), kLeftBehind.end(), name) != kLeftBehind.end()) {
        it.disable_recursion_pending();
      } else if (it->is_regular_file()) {
        add(it->path());
      }
    }
  }
  for (const auto& entry : fs::directory_iterator(".")) {
    const std::string name = entry.path().filename().string();
    // .git is a file where the tree is one of several that share a repository.
    if (entry.is_regular_file() && name != "compile_commands.json" && name != ".git")
      add(entry.path());
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace

std::vector<std::string> SourceFile::Lines() const { return absl::StrSplit(text, '\n'); }

std::string SourceFile::Folder() const { return fs::path(path).parent_path().generic_string(); }

std::string SourceFile::Stem() const { return fs::path(path).stem().string(); }

bool SourceFile::HasSuffix(const char* suffix) const { return absl::EndsWith(path, suffix); }

bool SourceFile::IsUnder(const char* folder) const {
  return absl::StartsWith(path, folder) && path.size() > std::string(folder).size() &&
         path[std::string(folder).size()] == '/';
}

const std::vector<SourceFile>& Tree() {
  static const auto* const kTree = new std::vector<SourceFile>(ReadTree());
  return *kTree;
}

std::string IncludeOf(const std::string& line) {
  absl::string_view rest = line;
  if (!absl::ConsumePrefix(&rest, "#include ")) return "";
  rest = absl::StripLeadingAsciiWhitespace(rest);
  if (rest.empty() || (rest[0] != '"' && rest[0] != '<')) return "";
  const size_t end = rest.find(rest[0] == '"' ? '"' : '>', 1);
  if (end == absl::string_view::npos) return "";
  return std::string(rest.substr(0, end + 1));
}

std::string WithoutComments(const std::string& text) {
  enum class Mode { kCode, kString, kCharacter, kLineComment, kBlockComment };
  Mode mode = Mode::kCode;
  std::string code;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    switch (mode) {
      case Mode::kCode:
        if (c == '/' && next == '/') {
          mode = Mode::kLineComment;
        } else if (c == '/' && next == '*') {
          mode = Mode::kBlockComment;
        } else {
          if (c == '"') mode = Mode::kString;
          // An apostrophe between digits only groups them.
          if (c == '\'' &&
              (i == 0 || !absl::ascii_isalnum(static_cast<unsigned char>(text[i - 1])))) {
            mode = Mode::kCharacter;
          }
          code += c;
        }
        break;
      case Mode::kString:
      case Mode::kCharacter:
        code += c;
        if (c == '\\' && next != '\0') {
          code += next;
          ++i;
        } else if (c == (mode == Mode::kString ? '"' : '\'') || c == '\n') {
          mode = Mode::kCode;
        }
        break;
      case Mode::kLineComment:
        if (c == '\n') {
          mode = Mode::kCode;
          code += c;
        }
        break;
      case Mode::kBlockComment:
        if (c == '\n') code += c;
        if (c == '*' && next == '/') {
          mode = Mode::kCode;
          ++i;
        }
        break;
    }
  }
  return code;
}

}  // namespace santong::tidy
