#include "server/services/backup_service.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/queries/backups.h"
#include "server/queries/verify.h"
#include "server/rpc/unary.h"

namespace santong::services {
namespace {

absl::Status NoFolder() {
  return error::RefuseConditions(
      "backups", "BACKUP",
      {{"BackupFolderIsSet", "", "no backup folder is configured: set backup_dir and restart",
        "没有配置备份目录：请设置 backup_dir 并重启服务"}});
}

absl::Status FolderFails() {
  return error::RefuseConditions(
      "backups", "BACKUP",
      {{"BackupFolderTakesFiles", "",
        "the backup folder is full or cannot be written: make room or mend its rights, then try "
        "again; the server's log names it",
        "备份目录已满或不能写入：请腾出空间或改正权限后重试，目录名称见服务器日志"}});
}

// Of one without a sum, whose bytes are no such note.
std::string NoteIsDamaged(uint64_t id) {
  return absl::StrCat("the note of backups/", id, " is damaged");
}

}  // namespace

#define SANTONG_METHOD(name) "santong.v1.BackupService/" name

BackupService::BackupService(rpc::Gate& gate, kv::Backups* backups, ops::Log& log)
    : gate_(gate), backups_(backups), log_(log) {
  LookForNewest();
  thread_ = std::thread([this] { Run(); });
}

BackupService::~BackupService() {
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
  }
  thread_.join();
}

double BackupService::AgeSeconds(absl::Time now) const {
  const int64_t newest = newest_seconds_.load();
  if (newest == 0) return std::numeric_limits<double>::infinity();
  return absl::ToDoubleSeconds(now - absl::FromUnixSeconds(newest));
}

void BackupService::LookForNewest() {
  if (backups_ == nullptr) return;
  auto all = backups_->List();
  if (!all.ok()) {
    log_.Write(ops::LogLevel::kError, "the backups cannot be listed",
               {{"error", absl::string_view(all.status().message())}});
    return;
  }
  int64_t newest = 0;
  for (const kv::Backup& backup : *all) {
    if (queries::IsNoted(queries::BackupOf(backup))) {
      newest = absl::ToUnixSeconds(backup.created);
    } else {
      const std::string damage = backup.damage.empty() ? NoteIsDamaged(backup.id) : backup.damage;
      log_.Write(ops::LogLevel::kError, "a backup cannot be relied on",
                 {{"error", absl::string_view(damage)}});
    }
  }
  newest_seconds_ = newest;
}

void BackupService::Run() {
  while (true) {
    Job job;
    {
      const auto called = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return closing_ || job_.has_value();
      };
      absl::MutexLock lock(&mutex_, absl::Condition(&called));
      if (!job_.has_value()) return;
      job = *std::exchange(job_, std::nullopt);
    }
    job();
  }
}

template <typename Asked, typename Answer, typename Work>
grpc::ServerUnaryReactor* BackupService::Later(grpc::CallbackServerContext* context,
                                               const Asked* request, Answer* reply,
                                               const char* method, Work work) {
  return rpc::Unary(gate_, context, request, reply, method,
                    [this, work](rpc::Call&&, const Asked& asked, Answer* reply, rpc::Done done) {
                      if (backups_ == nullptr) return std::move(done)(NoFolder());
                      absl::MutexLock lock(&mutex_);
                      if (busy_ || closing_)
                        return std::move(done)(error::Refuse(v1::ERROR_REASON_TRY_AGAIN));
                      busy_ = true;
                      job_ = [this, work, &asked, reply, done = std::move(done)]() mutable {
                        const absl::Status status = (this->*work)(asked, reply);
                        LookForNewest();
                        const absl::Status shown = Refused(status);
                        {  // before the answer: who has it may call again at once
                          absl::MutexLock lock(&mutex_);
                          busy_ = false;
                        }
                        std::move(done)(shown);
                      };
                    });
}

absl::Status BackupService::Refused(const absl::Status& failure) {
  if (failure.ok() || error::ReasonOf(failure) != v1::ERROR_REASON_UNSPECIFIED) return failure;
  log_.Write(ops::LogLevel::kError, "the backups could not be worked on",
             {{"error", absl::string_view(failure.message())}});
  switch (failure.code()) {
    case absl::StatusCode::kAborted:
      return error::Refuse(v1::ERROR_REASON_TRY_AGAIN);
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kUnavailable:
      return FolderFails();
    default:
      return failure;
  }
}

absl::Status BackupService::Create(const v1::CreateBackupRequest& asked, v1::Backup* reply) {
  if (!asked.request_id().empty()) {
    auto all = queries::AllBackups(*backups_);
    if (!all.ok()) return all.status();
    for (v1::Backup& backup : *all) {
      if (backup.request_id() != asked.request_id()) continue;
      *reply = std::move(backup);
      return absl::OkStatus();
    }
  }
  auto made = backups_->Create(
      [&](const kv::Reader& held) { return queries::NoteOfBackup(held, asked.request_id()); });
  if (!made.ok()) return made.status();
  *reply = queries::BackupOf(*made);
  log_.Write(ops::LogLevel::kInfo, "a backup was made",
             {{"backup", absl::string_view(reply->name())},
              {"last_event", int64_t{reply->last_event_sequence()}},
              {"copied_bytes", int64_t{reply->copied_bytes()}}});
  return absl::OkStatus();
}

absl::Status BackupService::Verify(const v1::VerifyBackupRequest& asked,
                                   v1::VerifyBackupResponse* reply) {
  auto all = queries::AllBackups(*backups_);
  if (!all.ok()) return all.status();
  for (v1::Backup& backup : *all) {
    if (backup.name() == asked.name()) *reply->mutable_backup() = std::move(backup);
  }
  const auto id = queries::BackupId(asked.name());
  if (!id.has_value() || !reply->has_backup()) return error::NotFound(asked.name());
  absl::Status looked = backups_->Verify(*id, [&](const kv::Reader& held) {
    if (queries::IsNoted(reply->backup())) {
      const absl::Status same = queries::CompareWithNote(held, reply->backup());
      if (!same.ok()) return same;
    }
    v1::VerifyStoreRequest request;
    request.set_problems_max(asked.problems_max());
    auto verified = queries::VerifyStore(held, request);
    if (!verified.ok()) return verified.status();
    reply->set_documents(verified->documents());
    reply->set_events(verified->events());
    reply->set_numbers(verified->numbers());
    *reply->mutable_problems() = std::move(*verified->mutable_problems());
    return absl::OkStatus();
  });
  if (looked.ok() && !queries::IsNoted(reply->backup()))
    looked = absl::DataLossError(NoteIsDamaged(*id));
  if (!absl::IsDataLoss(looked)) return looked;
  reply->add_problems(std::string(looked.message()));
  return absl::OkStatus();
}

absl::Status BackupService::Prune(const v1::PruneBackupsRequest& asked,
                                  v1::PruneBackupsResponse* reply) {
  // None that can be restored goes for one that cannot.
  auto pruned = backups_->Prune(
      static_cast<uint32_t>(asked.keep()),
      [](const kv::Backup& backup) { return queries::IsNoted(queries::BackupOf(backup)); },
      asked.request_id());
  if (!pruned.ok()) return pruned.status();
  if (pruned->keep != static_cast<uint32_t>(asked.keep())) {
    return error::Refuse(v1::ERROR_REASON_REQUEST_ID_REUSED, {{"request_id", asked.request_id()}});
  }
  for (const uint64_t id : pruned->removed) reply->add_removed(absl::StrCat("backups/", id));
  reply->set_kept(static_cast<int32_t>(pruned->left));
  if (pruned->made_before) return absl::OkStatus();
  log_.Write(ops::LogLevel::kInfo, "backups were removed",
             {{"removed", static_cast<int64_t>(pruned->removed.size())},
              {"kept", static_cast<int64_t>(pruned->left)}});
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* BackupService::CreateBackup(grpc::CallbackServerContext* context,
                                                      const v1::CreateBackupRequest* request,
                                                      v1::Backup* reply) {
  return Later(context, request, reply, SANTONG_METHOD("CreateBackup"), &BackupService::Create);
}

grpc::ServerUnaryReactor* BackupService::VerifyBackup(grpc::CallbackServerContext* context,
                                                      const v1::VerifyBackupRequest* request,
                                                      v1::VerifyBackupResponse* reply) {
  return Later(context, request, reply, SANTONG_METHOD("VerifyBackup"), &BackupService::Verify);
}

grpc::ServerUnaryReactor* BackupService::PruneBackups(grpc::CallbackServerContext* context,
                                                      const v1::PruneBackupsRequest* request,
                                                      v1::PruneBackupsResponse* reply) {
  return Later(context, request, reply, SANTONG_METHOD("PruneBackups"), &BackupService::Prune);
}

grpc::ServerUnaryReactor* BackupService::ListBackups(grpc::CallbackServerContext* context,
                                                     const v1::ListBackupsRequest* request,
                                                     v1::ListBackupsResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("ListBackups"),
                    [this](rpc::Call&&, const v1::ListBackupsRequest& asked,
                           v1::ListBackupsResponse* reply, rpc::Done done) {
                      if (backups_ == nullptr) return std::move(done)(NoFolder());
                      auto listed = queries::ListBackups(*backups_, asked);
                      const absl::Status status = listed.status();
                      if (status.ok()) *reply = *std::move(listed);
                      std::move(done)(Refused(status));
                    });
}

}  // namespace santong::services
