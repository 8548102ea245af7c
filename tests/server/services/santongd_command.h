// santongd as a command that ends by itself, e.g. `santongd restore`.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/client/program.h"
#include "tests/support/server_process.h"

namespace santong::testing {

// Runs santongd with these arguments and waits.
inline Output RunSantongd(const std::vector<std::string>& arguments) {
  const Folder folder;
  std::string line = SantongdPath();
  for (const std::string& argument : arguments) absl::StrAppend(&line, " '", argument, "'");
  const std::string out = folder.Path("out"), err = folder.Path("err");
  Output output;
  const int status = std::system(absl::StrCat(line, " > ", out, " 2> ", err).c_str());
  output.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  output.out = ReadAll(out);
  output.err = ReadAll(err);
  return output;
}

}  // namespace santong::testing
