// santong.v1.StandbyService: what a first and its standby ask of each other, and the operator of
// both.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "server/ops/log.h"
#include "server/rpc/gate.h"
#include "server/rpc/unary.h"
#include "server/standby/first_client.h"
#include "server/standby/following.h"
#include "server/standby/guarded_store.h"

namespace santong::standby {

// Calls that wait are answered on a thread of the service.
class StandbyService final : public v1::StandbyService::CallbackService {
 public:
  struct Parts {
    std::string data_dir;
    bool keeps_changes = false;      // a standby can follow
    FirstClient* first = nullptr;    // of a standby
    Following* following = nullptr;  // of a standby
    std::function<void()> promoted;  // of a standby: the server is to start anew, as the first
  };
  // All must outlive the service. `store` is the same as `log`.
  StandbyService(rpc::Gate& gate, GuardedStore& store, kv::ChangeLog& log, ops::Log& ops_log,
                 Parts parts);
  ~StandbyService() override;

  grpc::ServerWriteReactor<v1::CopyStoreResponse>* CopyStore(
      grpc::CallbackServerContext* context, const v1::CopyStoreRequest* request) override;
  grpc::ServerUnaryReactor* ReadChanges(grpc::CallbackServerContext* context,
                                        const v1::ReadChangesRequest* request,
                                        v1::ReadChangesResponse* reply) override;
  grpc::ServerUnaryReactor* FenceStore(grpc::CallbackServerContext* context,
                                       const v1::FenceStoreRequest* request,
                                       v1::FenceStoreResponse* reply) override;
  grpc::ServerUnaryReactor* GetStandby(grpc::CallbackServerContext* context,
                                       const v1::GetStandbyRequest* request,
                                       v1::Standby* reply) override;
  grpc::ServerUnaryReactor* PromoteStandby(grpc::CallbackServerContext* context,
                                           const v1::PromoteStandbyRequest* request,
                                           v1::PromoteStandbyResponse* reply) override;

 private:
  struct Waiting {
    const v1::ReadChangesRequest* asked;
    v1::ReadChangesResponse* reply;
    rpc::Done done;
    absl::Time until;
  };

  void Run();
  absl::Status CheckFollower(const v1::ReadChangesRequest& asked) const;
  // True when the call is to be answered with `status`.
  bool Answerable(const Waiting& waiting, absl::Status& status) const;
  absl::Status Fence(const v1::FenceStoreRequest& asked, v1::FenceStoreResponse* reply);
  absl::Status Promote(const v1::PromoteStandbyRequest& asked, v1::PromoteStandbyResponse* reply);
  absl::Status FenceFirst(const v1::FenceStoreRequest& request, v1::PromoteStandbyResponse* reply);

  rpc::Gate& gate_;
  GuardedStore& store_;
  kv::ChangeLog& log_;
  ops::Log& ops_log_;
  const Parts parts_;
  absl::Mutex mutex_;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool look_ ABSL_GUARDED_BY(mutex_) = false;  // something was written or asked
  std::list<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  // How many calls wait. Counted before they are looked at, those that are being looked at
  // included: a write that finds none is one that the next call sees.
  std::atomic<int> calls_{0};
  absl::Mutex acting_;  // held by the call that fences or promotes
  std::thread thread_;
};

// The refusal of every write on a standby of `first`.
absl::Status RefuseOnStandby(const std::string& first);

}  // namespace santong::standby
