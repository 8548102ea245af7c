#include "tests/support/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <utility>

namespace santong::testing {
namespace {

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

// One line, or what came before the other end closed.
std::string ReadLine(int fd) {
  std::string line;
  char byte;
  while (read(fd, &byte, 1) == 1 && byte != '\n') line += byte;
  return line;
}

}  // namespace

ServerProcess::ServerProcess(
    const std::function<std::vector<std::string>(const std::string&)>& arguments) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) Die("no pipe");
  const std::vector<std::string> words = arguments("/dev/fd/" + std::to_string(ends[1]));
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const auto start = std::chrono::steady_clock::now();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // no server outlives its test
    fcntl(ends[1], F_SETFD, 0);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  const std::string port = ReadLine(ends[0]);
  close(ends[0]);
  if (port.empty()) Die(words[0] + " did not come up");
  start_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  address_ = "127.0.0.1:" + port;
}

ServerProcess::~ServerProcess() {
  if (pid_ > 0) Terminate();
}

int ServerProcess::Wait() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void ServerProcess::Kill() {
  kill(pid_, SIGKILL);
  Wait();
}

int ServerProcess::Terminate() {
  kill(pid_, SIGTERM);
  return Wait();
}

double ServerProcess::ResidentMib() const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  std::string word;
  while (status >> word) {
    if (word != "VmRSS:") continue;
    double kib = 0;
    status >> kib;
    return kib / 1024;
  }
  return 0;
}

double ServerProcess::CpuSeconds() const {
  clockid_t clock = 0;
  timespec time{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::string SantongdPath() {
  const char* path = std::getenv("SANTONGD");
  if (path == nullptr) Die("set SANTONGD to the server's program");
  return path;
}

std::vector<std::string> SantongdArguments(const std::string& data_dir,
                                           const std::string& port_file,
                                           const std::vector<std::string>& more) {
  std::vector<std::string> words = {SantongdPath()};
  const std::pair<const char*, std::string> flags[] = {
      {"--data-dir", data_dir},
      {"--listen", "127.0.0.1:0"},
      {"--port-file", port_file},
      {"--http-listen", "127.0.0.1:0"},
      {"--http-port-file", data_dir + ".http-port"},
      {"--admin-token-file", data_dir + ".token"},
      {"--log-level", "warning"}};
  for (const auto& [flag, value] : flags) {
    words.push_back(flag);
    words.push_back(value);
  }
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string HttpAddress(const std::string& data_dir) {
  std::ifstream file(data_dir + ".http-port");
  std::string port;
  file >> port;
  if (port.empty()) Die("there is no HTTP port beside " + data_dir);
  return "127.0.0.1:" + port;
}

std::string AdminToken(const std::string& data_dir) {
  std::ifstream file(data_dir + ".token");
  std::string token;
  file >> token;
  if (token.empty()) Die("there is no admin token beside " + data_dir);
  return token;
}

}  // namespace santong::testing
