// A registry that holds documents in memory and knows no rule: it remembers what it was asked and
// answers what a test sets, over a real socket on a free port.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"
#include "santong/v1/admin_service.grpc.pb.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "santong/v1/document_service.grpc.pb.h"
#include "santong/v1/task_service.grpc.pb.h"

namespace santong::testing {

// What an import does besides taking its rows.
struct ImportPlan {
  int64_t break_after_row = 0;  // once: the stream ends UNAVAILABLE after this row is taken
  int64_t hold_after_row = 0;   // answers nothing after this row until the stream is cancelled
  absl::Notification* held = nullptr;  // notified then
  std::set<int64_t> refused;           // these rows are refused
  int busy_streams = 0;                // so many streams end UNAVAILABLE as soon as they start
};

class FakeRegistry {
 public:
  FakeRegistry();
  ~FakeRegistry();

  const std::string& address() const { return address_; }
  // {"SANTONG_ADDRESS": address()}.
  std::map<std::string, std::string> Environment() const;

  // The next call is answered so; later ones are not. Several are a queue.
  void Refuse(grpc::Status status);
  // What every call of the method after it is answered; else an empty message.
  void Answer(const std::string& method, const google::protobuf::Message& response);
  // The requests of a method in order, and what came with the last call of any.
  template <class Request>
  std::vector<Request> Requests(const std::string& method) {
    absl::MutexLock lock(&mutex_);
    std::vector<Request> requests;
    for (const std::string& bytes : requests_[method])
      requests.emplace_back().ParseFromString(bytes);
    return requests;
  }
  std::map<std::string, std::string> Metadata();

  void set_import_plan(ImportPlan plan);
  // Every row taken, in the order in which it was; a row taken twice stands there twice.
  std::vector<v1::ImportRow> Taken();
  std::vector<v1::ImportStart> Starts();

 private:
  class Documents;
  class Catalog;
  class Admin;
  class Tasks;

  // Remembers the call; the status and, when it is OK, the response that the test set.
  grpc::Status Call(const std::string& method, const grpc::ServerContext& context,
                    const google::protobuf::Message& request, google::protobuf::Message* response);
  grpc::Status Import(
      grpc::ServerContext* context,
      grpc::ServerReaderWriter<v1::ImportDocumentsResponse, v1::ImportDocumentsRequest>* stream);
  v1::ImportResult Take(const v1::ImportRow& row) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::vector<grpc::Status> refusals_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> answers_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::vector<std::string>> requests_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> metadata_ ABSL_GUARDED_BY(mutex_);
  ImportPlan plan_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::ImportRow> taken_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::ImportStart> starts_ ABSL_GUARDED_BY(mutex_);

  std::string address_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
};

// A status with google.rpc details, as the registry's own.
grpc::Status StatusWith(grpc::StatusCode code, const std::string& message,
                        const std::vector<const google::protobuf::Message*>& details);

}  // namespace santong::testing
