// Confines itself as its input says and tells what it can still do.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "server/confined/confine.h"

int main() {
  char word = 0;
  if (read(STDIN_FILENO, &word, 1) != 1) return 1;
  // What was there before: a file of ours, and whoever started this.
  const int file = memfd_create("probe", 0);
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  const pid_t parent = getppid();
  if (!santong::confined::LimitThisProcess({.memory_bytes_max = 256 << 20, .cpu_seconds_max = 1})
           .ok()) {
    return 1;
  }
  const bool all = word == 'a';
  const absl::Status status =
      all ? santong::confined::ForbidSystemCalls() : santong::confined::ForbidNetworkAndWrites();
  if (!status.ok()) return 1;
  std::string can;
  const auto tell = [&](const char* what, bool done) {
    if (done) can += std::string(what) + " ";
  };
  tell("socket", socket(AF_INET, SOCK_STREAM, 0) >= 0);
  tell("read", open("/etc/passwd", O_RDONLY) >= 0);
  tell("write", open("/tmp/confined_probe", O_WRONLY | O_CREAT, 0600) >= 0);
  tell("append", open("/dev/null", O_RDWR) >= 0);
  tell("truncate", open(path.c_str(), O_RDONLY | O_TRUNC) >= 0);
  tell("create", open("/tmp/confined_probe", O_RDONLY | O_CREAT, 0600) >= 0);
  tell("chmod", fchmod(file, 0644) == 0);
  tell("signal", kill(parent, 0) == 0);
  tell("unlink", unlink("/tmp/confined_probe") == 0);
  void* memory = std::malloc(1 << 20);
  tell("allocate", memory != nullptr);
  std::free(memory);
  (void)!write(STDOUT_FILENO, can.data(), can.size());
  // Spins until its processor time is over, where it was asked to.
  for (volatile bool spin = word == 'c'; spin;) {
  }
  return 0;
}
