// Another's server as a child process in a folder of its own, for as long as a benchmark runs.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace santong::bench {

class Daemon {
 public:
  // Starts the program (found by PATH, or a whole path), its output in `log`. As root it runs as
  // `user`, because some servers refuse root.
  Daemon(const std::vector<std::string>& arguments, const std::string& log,
         const std::string& user);
  // Ends it by SIGTERM and waits.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

 private:
  pid_t pid_ = -1;
};

// Runs a program to its end, as above; ends this one with a message when it fails.
void RunToEnd(const std::vector<std::string>& arguments, const std::string& log,
              const std::string& user);

// A new folder that `user` owns, when we are root.
void MakeFolderFor(const std::string& user, const std::string& path);

// A TCP port of loopback that was free a moment ago.
int FreePort();

}  // namespace santong::bench
