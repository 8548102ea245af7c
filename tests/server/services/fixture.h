// One real santongd over a fresh folder, with the registry of tests/support set up in it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/registry.h"
#include "tests/support/server_process.h"

namespace santong::testing {

class RunningServer {
 public:
  explicit RunningServer(std::vector<std::string> more = {}) : more_(std::move(more)) { Start(); }
  // Over a folder that the test made, e.g. on a disk of its own.
  RunningServer(std::string data_dir, std::vector<std::string> more)
      : given_data_dir_(std::move(data_dir)), more_(std::move(more)) {
    Start();
  }

  // The registry is set up at the first use, so that a test of the bare server pays nothing.
  Registry& registry() {
    if (registry_ == nullptr)
      registry_ = std::make_unique<Registry>(Channel(), AdminToken(data_dir()));
    return *registry_;
  }
  std::shared_ptr<grpc::Channel> Channel() const {
    return grpc::CreateChannel(process_->address(), grpc::InsecureChannelCredentials());
  }
  std::string data_dir() const {
    return given_data_dir_.empty() ? folder_.path() + "/data" : given_data_dir_;
  }
  ServerProcess& process() { return *process_; }

  void Start() {
    process_ = std::make_unique<ServerProcess>([this](const std::string& port_file) {
      return SantongdArguments(data_dir(), port_file, more_);
    });
  }
  void KillAndRestart() {
    process_->Kill();
    Start();
  }

 private:
  TempFolder folder_;
  const std::string given_data_dir_;
  const std::vector<std::string> more_;
  std::unique_ptr<ServerProcess> process_;
  std::unique_ptr<Registry> registry_;
};

}  // namespace santong::testing
