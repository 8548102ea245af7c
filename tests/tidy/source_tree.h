// The files of this tree, read once, for the tests that look at the sources themselves.
#pragma once

#include <string>
#include <vector>

namespace santong::tidy {

struct SourceFile {
  std::string path;  // from the root, e.g. "server/domain/number/fold.cc"
  std::string text;

  std::vector<std::string> Lines() const;
  // "server/domain/number" and "fold".
  std::string Folder() const;
  std::string Stem() const;
  bool HasSuffix(const char* suffix) const;
  bool IsUnder(const char* folder) const;
};

// Every source, script, page and data file of proto, server, storage, client, tests and deploy, and
// those at the root, but not what a build or a run leaves behind. The working directory must be the
// root; stops the program otherwise. Sorted by path.
const std::vector<SourceFile>& Tree();

// What stands between quotes or angle brackets in an #include line, with them: "\"a/b.h\"" or
// "<a/b.h>"; empty when the line is none.
std::string IncludeOf(const std::string& line);

// `text` without comments, and with string and character literals kept; lines keep their numbers.
std::string WithoutComments(const std::string& text);

}  // namespace santong::tidy
