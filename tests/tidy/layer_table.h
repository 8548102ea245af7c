// layers.txt as a value: which folder may include what.
#pragma once

#include <string>
#include <vector>

namespace santong::tidy {

class LayerTable {
 public:
  // Reads lines "folder : word word …"; # begins a comment line.
  static LayerTable Parse(const std::string& text);

  // Why `path` may not contain `include` (as IncludeOf gives it), or an empty string when it may.
  std::string WhyNot(const std::string& path, const std::string& include) const;

  // The folders of the table, in its order.
  std::vector<std::string> Folders() const;

 private:
  struct Line {
    std::string folder;
    std::vector<std::string> allowed;
    std::vector<std::string> forbidden;  // without the '!'
  };
  const Line* LineOf(const std::string& path) const;

  std::vector<Line> lines_;
};

}  // namespace santong::tidy
