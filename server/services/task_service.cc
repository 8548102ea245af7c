#include "server/services/task_service.h"

#include <utility>

#include "server/domain/error/refusal.h"
#include "server/ops/clock.h"
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
                      const std::string question = asked.SerializeAsString();
                      // What is the offices' alone is refused to the public before it is
                      // counted, and takes no turn.
                      const bool is_public =
                          call.caller.IsPublic() && asked.organ().empty() && !asked.with_cases();
                      if (is_public) {
                        const auto answer = public_counts_.Ask(question, call.today,
                                                               ops::Clock::MonotonicNanos(), reply);
                        if (answer == PublicCounts::Answer::kKept)
                          return std::move(done)(absl::OkStatus());
                        if (answer == PublicCounts::Answer::kComeAgain)
                          return std::move(done)(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
                      }
                      auto statistics = queries::GetStatistics(*store_.Snapshot(), settings_,
                                                               call.caller, call.today, asked);
                      if (is_public) {
                        public_counts_.End(question, call.today, ops::Clock::MonotonicNanos(),
                                           statistics.ok() ? &*statistics : nullptr);
                      }
                      const absl::Status status = statistics.status();
                      if (status.ok()) *reply = *std::move(statistics);
                      std::move(done)(status);
                    });
}

}  // namespace santong::services
