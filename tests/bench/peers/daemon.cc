#include "tests/bench/peers/daemon.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace santong::bench {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::perror(what.c_str());
  std::exit(1);
}

const passwd* EntryOf(const std::string& user) {
  const passwd* entry = geteuid() == 0 ? getpwnam(user.c_str()) : nullptr;
  if (geteuid() == 0 && entry == nullptr) Die("no such user: " + user);
  return entry;
}

pid_t Start(const std::vector<std::string>& arguments, const std::string& log,
            const std::string& user) {
  const passwd* entry = EntryOf(user);
  const pid_t pid = fork();
  if (pid < 0) Die("fork");
  if (pid > 0) return pid;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0) _exit(126);
  if (entry != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(entry->pw_gid) != 0 || setuid(entry->pw_uid) != 0))
    _exit(126);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

Daemon::Daemon(const std::vector<std::string>& arguments, const std::string& log,
               const std::string& user)
    : pid_(Start(arguments, log, user)) {}

Daemon::~Daemon() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

void RunToEnd(const std::vector<std::string>& arguments, const std::string& log,
              const std::string& user) {
  int status = 0;
  waitpid(Start(arguments, log, user), &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s failed; its output: %s\n", arguments[0].c_str(), log.c_str());
    std::exit(1);
  }
}

void MakeFolderFor(const std::string& user, const std::string& path) {
  std::filesystem::create_directories(path);
  if (const passwd* entry = EntryOf(user);
      entry != nullptr && chown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0)
    Die("chown " + path);
}

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    Die("a free port");
  close(fd);
  return ntohs(address.sin_port);
}

}  // namespace santong::bench
