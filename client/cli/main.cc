// santong: the registry's command line.
#include <cstdlib>
#include <iostream>

#include "client/cli/program.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  return santong::cli::RunProgram(
      std::vector<std::string>(argv + 1, argv + argc),
      [](const char* name) -> const char* { return std::getenv(name); }, std::cout, std::cerr);
}
