#include "tests/client/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace santong::testing {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::string ProgramPath() {
  const char* path = std::getenv("SANTONG");
  if (path != nullptr) return path;
  std::fputs("set SANTONG to the program\n", stderr);
  std::abort();
}

}  // namespace

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "santong-client-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string Folder::Path(const std::string& name) const { return (path_ / name).string(); }

std::string Folder::Write(const std::string& name, const std::string& bytes) const {
  const std::string path = Path(name);
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

Program::Program(const std::vector<std::string>& arguments, const Environment& environment,
                 const std::string& input) {
  std::vector<std::string> words = {ProgramPath()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = {"HOME=" + folder_.Path("home"), "PATH=/usr/bin:/bin"};
  for (const auto& [name, value] : environment) variables.push_back(name + "=" + value);
  const std::string in = folder_.Write("in", input);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, folder_.Path("out").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  posix_spawn_file_actions_addopen(&files, 2, folder_.Path("err").c_str(), O_WRONLY | O_CREAT,
                                   0600);
  if (posix_spawn(&pid_, words[0].c_str(), &files, nullptr, Pointers(words).data(),
                  Pointers(variables).data()) != 0) {
    std::perror(words[0].c_str());
    std::abort();
  }
  posix_spawn_file_actions_destroy(&files);
}

Program::~Program() {
  if (pid_ <= 0) return;
  Kill();
  Wait();
}

void Program::Kill() { kill(pid_, SIGKILL); }

Output Program::Wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(folder_.Path("out")),
          ReadAll(folder_.Path("err"))};
}

Output RunProgram(const std::vector<std::string>& arguments,
                  const Program::Environment& environment, const std::string& input) {
  return Program(arguments, environment, input).Wait();
}

}  // namespace santong::testing
