#include "server/services/task_service.h"

#include <utility>

#include "server/domain/error/refusal.h"
#include "server/queries/statistics.h"
#include "server/queries/tasks.h"
#include "server/rpc/unary.h"

namespace santong::services {

grpc::ServerUnaryReactor* TaskService::ListTasks(grpc::CallbackServerContext* context,
                                                 const v1::ListTasksRequest* request,
                                                 v1::ListTasksResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, "santong.v1.TaskService/ListTasks",
                    [this](rpc::Call&& call, const v1::ListTasksRequest& asked,
                           v1::ListTasksResponse* reply, rpc::Done done) {
                      auto tasks = queries::ListTasks(*store_.Snapshot(), settings_, call.caller,
                                                      call.today, asked);
                      const absl::Status status = tasks.status();
                      if (status.ok()) *reply = *std::move(tasks);
                      std::move(done)(status);
                    });
}

grpc::ServerUnaryReactor* TaskService::GetStatistics(grpc::CallbackServerContext* context,
                                                     const v1::GetStatisticsRequest* request,
                                                     v1::Statistics* reply) {
  return rpc::Unary(gate_, context, request, reply, "santong.v1.TaskService/GetStatistics",
                    [this](rpc::Call&& call, const v1::GetStatisticsRequest& asked,
                           v1::Statistics* reply, rpc::Done done) {
                      // To count reads every document: for those without a login, one at a time.
                      const bool in_turn = call.caller.IsPublic();
                      if (in_turn && public_count_.exchange(true)) {
                        std::move(done)(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
                        return;
                      }
                      auto statistics = queries::GetStatistics(*store_.Snapshot(), settings_,
                                                               call.caller, call.today, asked);
                      if (in_turn) public_count_ = false;
                      const absl::Status status = statistics.status();
                      if (status.ok()) *reply = *std::move(statistics);
                      std::move(done)(status);
                    });
}

}  // namespace santong::services
