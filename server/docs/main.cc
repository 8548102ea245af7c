// santong_docs FOLDER: writes the generated pages below FOLDER (deploy/docs).
#include <filesystem>
#include <fstream>
#include <iostream>

#include "server/docs/pages.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: santong_docs FOLDER\n";
    return 2;
  }
  for (const santong::docs::Page& page : santong::docs::AllPages()) {
    const std::filesystem::path path = std::filesystem::path(argv[1]) / page.path;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << page.text;
    out.close();
    if (!out) {
      std::cerr << "santong_docs: cannot write " << path.string() << "\n";
      return 1;
    }
    std::cout << path.string() << "\n";
  }
  return 0;
}
