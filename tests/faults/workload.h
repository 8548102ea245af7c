// What an office does, as scripts of acts that are repeated until they are acknowledged, and what
// is remembered of each acknowledgement: the model that the register is held against.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/backup_service.grpc.pb.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/cleanup_service.grpc.pb.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/filing_service.grpc.pb.h"
#include "santong/v1/objection_service.grpc.pb.h"
#include "tests/support/registry.h"

namespace santong::testing {

// One resource as the acknowledgements left it. `actions` are the events that it must have, each
// once, in this order; the server's own (SYSTEM) may stand between them.
struct Acknowledged {
  std::vector<std::string> actions;
  std::string registration_number;
  std::vector<std::string> attachments;  // their names
};

// Thread-safe. The server may be another one, at another address, from one moment to the next.
class Workload {
 public:
  // `with_backups`: the server has a folder for them, and a disk that does not fail.
  Workload(Tokens tokens, std::string today, bool with_backups)
      : tokens_(std::move(tokens)), today_(std::move(today)), with_backups_(with_backups) {}

  // Where the server is now; none while it is down.
  void ServerIsAt(std::shared_ptr<grpc::Channel> channel);

  // Runs one script from its beginning to its end, through as many servers as it takes; numbers
  // tell scripts from each other. Ends early when `Stop` was called.
  void RunScript(int number);
  void Stop();

  // Acts that were acknowledged so far.
  int acts() const;
  std::map<std::string, Acknowledged> model() const;
  // What was acknowledged of the resources of which anything was since the last call.
  std::map<std::string, Acknowledged> TakeTouched();
  // The names of the backups.
  std::vector<std::string> backups() const;
  // Refusals that no act of the scripts should meet; empty when all is well.
  std::vector<std::string> refusals() const;

 private:
  class Script;

  using Call = std::function<grpc::Status(const std::shared_ptr<grpc::Channel>& channel)>;
  // Repeats the call until a server answers; false when it was refused, or Stop was called.
  bool Repeat(const std::string& what, const Call& call);
  std::shared_ptr<grpc::Channel> AwaitServer();
  void Record(const std::string& resource, const std::string& action);
  void Record(const v1::Document& document, const std::string& action);
  void RecordAttachment(const std::string& document, const std::string& name);
  void RecordBackup(const std::string& name);
  void NoteRefusal(const std::string& what);

  const Tokens tokens_;
  const std::string today_;
  const bool with_backups_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<grpc::Channel> channel_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  int acts_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Acknowledged> model_ ABSL_GUARDED_BY(mutex_);
  std::set<std::string> touched_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> backups_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> refusals_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::testing
