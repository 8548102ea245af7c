// A server in one process over the reference engine: the gate, every service, a small register in
// it, reached through a channel that passes no socket. Made once; what calls changed is undone in
// less than a millisecond.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/support/status.h"

namespace santong::testing {

struct Answer {
  grpc::Status status;
  std::vector<std::string> messages;
  bool was_cut = false;  // the client cancelled a stream that said nothing for a while
  bool ended = true;     // false: not even then
};

class World {
 public:
  // Ends the program when the register cannot be set up.
  World();
  ~World();

  // Every method of every service that the server lists.
  const std::vector<const google::protobuf::MethodDescriptor*>& methods() const;
  // Tokens: of nobody, of one who does not exist, of each role in several organs.
  const std::vector<std::string>& callers() const;
  // Those of them who between them may read everything.
  const std::vector<std::string>& readers() const;

  Answer Call(const google::protobuf::MethodDescriptor& method, const std::string& token,
              const std::vector<std::string>& messages);

  // The last event of the history.
  uint64_t LastEvent() const;
  // Differs when anything was written.
  uint64_t Changes() const;
  // What is wrong with the store, as `santong admin verify` says it, and with an index of it that
  // is built anew.
  std::vector<std::string> Problems() const;
  // The register as it was set up.
  void Reset();

 private:
  struct State;
  const std::unique_ptr<State> state_;
};

}  // namespace santong::testing
