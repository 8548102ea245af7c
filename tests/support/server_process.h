// A server as a child process: started, awaited, killed as a crash would, or ended in good order.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

namespace santong::testing {

class ServerProcess {
 public:
  // Starts the program. `arguments` takes the path that the server must write its port to (a pipe
  // of ours: nobody polls) and returns the command line. Ends this program with a message when no
  // port comes.
  explicit ServerProcess(
      const std::function<std::vector<std::string>(const std::string& port_file)>& arguments);
  // Ends it in good order, if it still runs.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& address() const { return address_; }  // 127.0.0.1:port
  pid_t pid() const { return pid_; }
  // Seconds from its start until its port was known.
  double start_seconds() const { return start_seconds_; }
  // Its resident memory now, in MiB.
  double ResidentMib() const;
  // User and system time of all its threads.
  double CpuSeconds() const;

  // SIGKILL, and waits until it is gone.
  void Kill();
  // SIGTERM, and waits; returns its exit code, or -1 when a signal ended it.
  int Terminate();

 private:
  int Wait();

  pid_t pid_ = -1;
  std::string address_;
  double start_seconds_ = 0;
};

// santongd on free loopback ports over `data_dir`; `more` are further flags. The first start
// writes the admin's token to `data_dir`.token, each start its HTTP port to `data_dir`.http-port.
std::vector<std::string> SantongdArguments(const std::string& data_dir,
                                           const std::string& port_file,
                                           const std::vector<std::string>& more = {});
// The santongd of this build: $SANTONGD, which CTest sets.
std::string SantongdPath();
// Where the running santongd over `data_dir` serves HTTP: 127.0.0.1:port.
std::string HttpAddress(const std::string& data_dir);
// The token that the first start over `data_dir` wrote.
std::string AdminToken(const std::string& data_dir);

}  // namespace santong::testing
