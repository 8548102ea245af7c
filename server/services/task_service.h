// santong.v1.TaskService: what waits, and for whom; and what was done.
#pragma once

#include "santong/v1/task_service.grpc.pb.h"
#include "server/rpc/gate.h"
#include "server/services/public_counts.h"
#include "server/settings/settings.h"
#include "storage/kv/store.h"

namespace santong::services {

class TaskService final : public v1::TaskService::CallbackService {
 public:
  // All must outlive the service.
  TaskService(rpc::Gate& gate, kv::Store& store, settings::SettingsCache& settings)
      : gate_(gate), store_(store), settings_(settings) {}

  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context,
                                      const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* reply) override;
  grpc::ServerUnaryReactor* GetStatistics(grpc::CallbackServerContext* context,
                                          const v1::GetStatisticsRequest* request,
                                          v1::Statistics* reply) override;

 private:
  rpc::Gate& gate_;
  kv::Store& store_;
  settings::SettingsCache& settings_;
  PublicCounts public_counts_;
};

}  // namespace santong::services
