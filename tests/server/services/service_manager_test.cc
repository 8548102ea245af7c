// What systemd is told by a running server (Type=notify, WatchdogSec): an independent reader of the
// socket that the manager would listen on, sd_notify(3).
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string>

#include "gtest/gtest.h"
#include "tests/server/services/fixture.h"
#include "tests/support/server_process.h"

namespace santong::testing {
namespace {

class Manager {
 public:
  explicit Manager(const std::string& path)
      : socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::strncpy(name.sun_path, path.c_str(), sizeof(name.sun_path) - 1);
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&name), sizeof(name)), 0);
    const timeval limit{.tv_sec = 60, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~Manager() {
    unsetenv("NOTIFY_SOCKET");
    close(socket_);
  }
  // Reads until `wanted` comes; false when it does not.
  bool Hears(const std::string& wanted) {
    char text[256];
    ssize_t size = 0;
    while ((size = recv(socket_, text, sizeof(text), 0)) > 0) {
      if (std::string(text, static_cast<size_t>(size)) == wanted) return true;
    }
    return false;
  }

 private:
  const int socket_;
};

TEST(ServiceManager, IsToldThatItServesThatItLivesAndThatItEnds) {
  const TempFolder folder;
  Manager manager(folder.path() + "/notify");
  ServerProcess server([&](const std::string& port_file) {
    return SantongdArguments(folder.path() + "/data", port_file);
  });
  EXPECT_TRUE(manager.Hears("READY=1"));
  EXPECT_TRUE(manager.Hears("WATCHDOG=1"));
  EXPECT_TRUE(manager.Hears("WATCHDOG=1")) << "and again";
  EXPECT_EQ(server.Terminate(), 0);
  EXPECT_TRUE(manager.Hears("STOPPING=1"));
}

}  // namespace
}  // namespace santong::testing
