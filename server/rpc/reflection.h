// grpc.reflection.v1.ServerReflection: the library brings only v1alpha, and newer tools ask for v1
// alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"

namespace santong::rpc {

class Reflection final : public grpc::reflection::v1::ServerReflection::CallbackService {
 public:
  // What list_services answers. Until then it answers with no name.
  void SetServiceNames(std::vector<std::string> names) ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<std::string> ServiceNames() const ABSL_LOCKS_EXCLUDED(mutex_);

  grpc::ServerBidiReactor<grpc::reflection::v1::ServerReflectionRequest,
                          grpc::reflection::v1::ServerReflectionResponse>*
  ServerReflectionInfo(grpc::CallbackServerContext* context) override;

 private:
  mutable absl::Mutex mutex_;
  std::vector<std::string> names_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::rpc
