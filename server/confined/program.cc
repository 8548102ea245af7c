#include "server/confined/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace santong::confined {
namespace {

using Steady = std::chrono::steady_clock;
using SteadyTime = Steady::time_point;

// Between two looks at a program that has closed its output and has not ended; nearly always both
// come together.
constexpr int kLookAgainMilliseconds = 1;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { Close(); }
  void Close() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status Failed(absl::string_view what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

absl::StatusOr<Descriptor> SealedFile(absl::string_view bytes) {
  Descriptor file(memfd_create("santong-input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (file.get() < 0) return Failed("cannot make a file in memory");
  for (absl::string_view rest = bytes; !rest.empty();) {
    const ssize_t written = write(file.get(), rest.data(), rest.size());
    if (written <= 0) return Failed("cannot write a file in memory");
    rest.remove_prefix(static_cast<size_t>(written));
  }
  if (lseek(file.get(), 0, SEEK_SET) != 0 ||
      fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) !=
          0) {
    return Failed("cannot seal a file in memory");
  }
  return file;
}

// A process and all that it starts; gone at the latest with this.
class Child {
 public:
  static absl::StatusOr<Child> Start(const std::string& program, int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    // A group of its own, so that what it starts is ended with it; no signal is held back in it.
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string name = program;
    std::string locale = "LC_ALL=C.UTF-8";
    char* const arguments[] = {name.data(), nullptr};
    char* const environment[] = {locale.data(), nullptr};
    pid_t pid = -1;
    const int error =
        posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
      return absl::InternalError(
          absl::StrCat("cannot start ", program, ": ", std::strerror(error)));
    }
    return Child(pid);
  }
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (pid_ > 0) {
      kill(-pid_, SIGKILL);
      int status = 0;
      while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
      }
      EndGroup();
    }
  }

  // Its wait status once it has ended by itself; nothing when `deadline` comes first: a program may
  // close its output and live on. What it started may outlive it and is ended here.
  std::optional<int> WaitUntil(SteadyTime deadline) {
    int status = 0;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
      if (Steady::now() >= deadline) return std::nullopt;
      poll(nullptr, 0, kLookAgainMilliseconds);
    }
    EndGroup();
    return status;
  }

 private:
  explicit Child(pid_t pid) : pid_(pid) {}
  void EndGroup() { kill(-std::exchange(pid_, -1), SIGKILL); }

  pid_t pid_;
};

absl::StatusOr<std::string> ReadAll(int pipe, SteadyTime deadline, size_t bytes_max) {
  std::string output;
  char buffer[64 << 10];
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now());
    if (left.count() <= 0) return absl::DeadlineExceededError("took too long");
    pollfd readable{pipe, POLLIN, 0};
    const int ready = poll(&readable, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) return Failed("cannot wait for the program");
    if (ready <= 0) continue;
    const ssize_t got = read(pipe, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Failed("cannot read what the program writes");
    if (got == 0) return output;
    output.append(buffer, static_cast<size_t>(got));
    if (output.size() > bytes_max) return absl::ResourceExhaustedError("wrote too much");
  }
}

}  // namespace

absl::StatusOr<RunResult> RunProgram(const std::string& program, absl::string_view input,
                                     const RunLimits& limits) {
  auto file = SealedFile(input);
  if (!file.ok()) return file.status();
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Failed("cannot make a pipe");
  Descriptor reading(ends[0]), writing(ends[1]);
  const SteadyTime deadline = Steady::now() + absl::ToChronoMilliseconds(limits.wall_clock);
  auto child = Child::Start(program, file->get(), writing.get());
  if (!child.ok()) return child.status();
  writing.Close();
  auto output = ReadAll(reading.get(), deadline, limits.output_bytes_max);
  if (!output.ok()) return output.status();
  const std::optional<int> status = child->WaitUntil(deadline);
  if (!status.has_value()) return absl::DeadlineExceededError("took too long");
  if (WIFSIGNALED(*status)) {
    return absl::AbortedError(absl::StrCat("ended by signal ", WTERMSIG(*status)));
  }
  return RunResult{WEXITSTATUS(*status), *std::move(output)};
}

std::string BesideThisProgram(absl::string_view name) {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  absl::string_view own(path, length > 0 ? static_cast<size_t>(length) : 0);
  return absl::StrCat(own.substr(0, own.rfind('/') + 1), name);
}

}  // namespace santong::confined
