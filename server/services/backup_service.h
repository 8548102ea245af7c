// santong.v1.BackupService: backups of the store, for the operator.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "santong/v1/backup_service.grpc.pb.h"
#include "server/ops/log.h"
#include "server/rpc/gate.h"
#include "storage/kv/backups.h"

namespace santong::services {

// Copying and reading take minutes, so they run one at a time on a thread of this service.
class BackupService final : public v1::BackupService::CallbackService {
 public:
  // All must outlive the service. `backups` is null when no folder is configured.
  BackupService(rpc::Gate& gate, kv::Backups* backups, ops::Log& log);
  // Waits for the call that is being worked on.
  ~BackupService() override;

  // Seconds since the newest backup; infinite when there is none.
  double AgeSeconds(absl::Time now) const;

  grpc::ServerUnaryReactor* CreateBackup(grpc::CallbackServerContext* context,
                                         const v1::CreateBackupRequest* request,
                                         v1::Backup* reply) override;
  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const v1::ListBackupsRequest* request,
                                        v1::ListBackupsResponse* reply) override;
  grpc::ServerUnaryReactor* VerifyBackup(grpc::CallbackServerContext* context,
                                         const v1::VerifyBackupRequest* request,
                                         v1::VerifyBackupResponse* reply) override;
  grpc::ServerUnaryReactor* PruneBackups(grpc::CallbackServerContext* context,
                                         const v1::PruneBackupsRequest* request,
                                         v1::PruneBackupsResponse* reply) override;

 private:
  using Job = absl::AnyInvocable<void()>;

  // Answers on the service's thread, or refuses because it is busy or there is no folder.
  template <typename Asked, typename Answer, typename Work>
  grpc::ServerUnaryReactor* Later(grpc::CallbackServerContext* context, const Asked* request,
                                  Answer* reply, const char* method, Work work);
  absl::Status Create(const v1::CreateBackupRequest& asked, v1::Backup* reply);
  absl::Status Verify(const v1::VerifyBackupRequest& asked, v1::VerifyBackupResponse* reply);
  absl::Status Prune(const v1::PruneBackupsRequest& asked, v1::PruneBackupsResponse* reply);
  // What the caller is told of a failure, which the log tells in full.
  absl::Status Refused(const absl::Status& failure);
  void LookForNewest();
  void Run();

  rpc::Gate& gate_;
  kv::Backups* const backups_;
  ops::Log& log_;
  std::atomic<int64_t> newest_seconds_ = 0;  // of POSIX; 0: none
  absl::Mutex mutex_;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<Job> job_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace santong::services
