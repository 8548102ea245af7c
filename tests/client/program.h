// The program as a process: its arguments and environment in, what it wrote and its exit code out.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace santong::testing {

// A folder of this test alone, removed at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  std::string root() const { return path_.string(); }
  // The path of a file in it; with `bytes`, one that holds them.
  std::string Path(const std::string& name) const;
  std::string Write(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path path_;
};

std::string ReadAll(const std::string& path);

struct Output {
  int exit_code = -1;  // -1: ended by a signal
  std::string out;
  std::string err;
};

// $SANTONG, which CTest sets, in an environment of its own: nothing of the caller's but what is
// named.
class Program {
 public:
  using Environment = std::map<std::string, std::string>;
  Program(const std::vector<std::string>& arguments, const Environment& environment,
          const std::string& input = "");
  ~Program();
  // Waits for its end.
  Output Wait();
  // SIGKILL; Wait still tells what it wrote.
  void Kill();

 private:
  Folder folder_;
  pid_t pid_ = -1;
};

Output RunProgram(const std::vector<std::string>& arguments,
                  const Program::Environment& environment = {}, const std::string& input = "");

}  // namespace santong::testing
