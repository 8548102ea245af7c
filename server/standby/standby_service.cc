#include "server/standby/standby_service.h"

#include <iterator>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "server/domain/error/refusal.h"
#include "server/ops/clock.h"
#include "server/standby/copy_stream.h"
#include "server/standby/role_file.h"
#include "server/standby/term.h"
#include "storage/tables/event_table.h"

namespace santong::standby {
namespace {

constexpr size_t kBytesMax = 4 << 20;
constexpr absl::Duration kFenceMax = absl::Seconds(5);
constexpr absl::Duration kRestMax = absl::Seconds(60);

// Tells standbys of one first apart; no secret.
std::string NewName() {
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(absl::BitGen()), absl::kZeroPad16));
}

absl::Status NotStandby() {
  return error::RefuseConditions(
      "store", "PROMOTE",
      {{"ServerIsStandby", "", "this server is no standby", "本服务不是备用服务"}});
}

absl::Status KeepsNoChanges() {
  return error::RefuseConditions(
      "store", "FOLLOW",
      {{"ChangesAreKept", "",
        "this server keeps no changes for a standby: set backup_dir or standby_required and "
        "restart",
        "本服务没有为备用服务保留变更：请设置 backup_dir 或 standby_required 并重启"}});
}

absl::Status ChangesNotKept() {
  return error::RefuseConditions(
      "store", "FOLLOW",
      {{"ChangesAreStillKept", "",
        "the standby was away for too long: the changes that it lacks are not kept any more. Put "
        "its folder and its .role aside and start it again, so that it takes a new copy; raise "
        "changes_kept_bytes of the first if this happens often",
        "备用服务离线过久，所缺变更已不再保留：请移走其数据目录及 .role 文件后重启，由其重新复制；"
        "如经常发生，请调大主服务的 changes_kept_bytes"}});
}

absl::Status NotOurCopy() {
  return error::RefuseConditions(
      "store", "FOLLOW",
      {{"CopyIsOfThisStore", "",
        "the standby's copy is of another store: put its folder aside and start it again, so that "
        "it takes a new copy",
        "备用服务的副本来自另一存储：请移走其数据目录后重启，由其重新复制"}});
}

absl::Status Fenced(int64_t term) {
  const std::string text = absl::StrCat(term);
  return error::RefuseConditions("store", "WRITE",
                                 {{"ServerIsFirst", "",
                                   absl::StrCat("a standby took the place of this server (term ",
                                                text, "); write to that one, and stop this one"),
                                   absl::StrCat("备用服务已接替本服务（第 ", text,
                                                " 任期）：请改向该服务提交，并停止本服务")}});
}

absl::Status FencedByAnother(int64_t term) {
  const std::string text = absl::StrCat(term);
  return error::RefuseConditions(
      "store", "FENCE",
      {{"NoOtherTookItsPlace", "",
        absl::StrCat("another standby took the place of this server (term ", text,
                     "): put the caller's folder and its .role aside and let it follow that one"),
        absl::StrCat("另一备用服务已接替本服务（第 ", text,
                     " 任期）：请移走请求方的数据目录及 .role 文件，改为跟随该服务")}});
}

absl::Status CannotFence(const std::string& address, absl::string_view why) {
  return error::RefuseConditions(
      "store", "PROMOTE",
      {{"FirstIsFenced", "",
        absl::StrCat("the first at ", address, " could not be told (", why,
                     ") and may go on giving numbers: make sure that it is off and stays off, then "
                     "promote with --first-is-off"),
        absl::StrCat("无法通知原主服务 ", address,
                     "，它可能仍在编号：请先确认其已停止且不会再启动，再加 --first-is-off 执行")}});
}

// Of why it does not follow: the first cannot be reached, which is no reason not to tell it.
bool IsOutOfReach(const absl::Status& problem) {
  return absl::IsUnavailable(problem) || absl::IsDeadlineExceeded(problem);
}

absl::Status DoesNotFollow(const std::string& address, absl::string_view why) {
  return error::RefuseConditions(
      "store", "PROMOTE",
      {{"StandbyFollows", "",
        absl::StrCat(
            "this standby does not follow the first at ", address, " (", why,
            "), and that one would stop for good, whose last changes are not here; nothing "
            "was done: mend that, or make sure that the first is off and stays off, and "
            "promote with --first-is-off"),
        absl::StrCat("本备用服务没有跟随主服务 ", address, "（", why,
                     "），缺少其最后的变更，而主服务一经通知即不再写入；未作任何改动：请先排除该"
                     "问题；如主服务已停止且不会再启动，可加 --first-is-off 执行")}});
}

absl::Status RestIsMissing(const std::string& address, absl::string_view why) {
  return error::RefuseConditions(
      "store", "PROMOTE",
      {{"RestOfTheChangesIsHere", "",
        absl::StrCat("the first at ", address,
                     " takes no writes any more, and the changes that it still has did not come in "
                     "time",
                     why.empty() ? "" : absl::StrCat(" (", why, ")"),
                     ": leave it on and promote again; with --first-is-off they are lost"),
        absl::StrCat("原主服务 ", address, " 已停止写入，但其余下的变更未能及时传到",
                     why.empty() ? "" : absl::StrCat("（", why, "）"),
                     "：请保持其运行并再次执行；如加 --first-is-off，余下的变更将丢失")}});
}

}  // namespace

absl::Status RefuseOnStandby(const std::string& first) {
  return error::RefuseConditions(
      "store", "WRITE",
      {{"ServerIsFirst", "",
        absl::StrCat("this server is a standby and takes no writes: write to ", first),
        absl::StrCat("本服务是备用服务，不接受写入：请改向 ", first, " 提交")}});
}

#define SANTONG_METHOD(name) "santong.v1.StandbyService/" name

StandbyService::StandbyService(rpc::Gate& gate, GuardedStore& store, kv::ChangeLog& log,
                               ops::Log& ops_log, Parts parts)
    : gate_(gate),
      store_(store),
      log_(log),
      ops_log_(ops_log),
      parts_(std::move(parts)),
      thread_([this] { Run(); }) {
  // With nobody to answer the thread sleeps on: to wake it costs more than a row.
  store_.OnWritten([this] {
    if (calls_.load() == 0) return;
    absl::MutexLock lock(&mutex_);
    look_ = true;
  });
}

StandbyService::~StandbyService() {
  store_.OnWritten(nullptr);
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
  }
  thread_.join();
}

grpc::ServerWriteReactor<v1::CopyStoreResponse>* StandbyService::CopyStore(
    grpc::CallbackServerContext* context, const v1::CopyStoreRequest* request) {
  return SendCopy(gate_, context, log_, parts_.data_dir, *request,
                  parts_.keeps_changes ? absl::OkStatus() : KeepsNoChanges());
}

absl::Status StandbyService::CheckFollower(const v1::ReadChangesRequest& asked) const {
  if (!parts_.keeps_changes) return KeepsNoChanges();
  auto store = log_.Identity();
  if (!store.ok()) return store.status();
  auto last = log_.LastChange();
  if (!last.ok()) return last.status();
  const bool ahead = static_cast<uint64_t>(asked.after_change()) > *last;
  return ahead || *store != asked.store() ? NotOurCopy() : absl::OkStatus();
}

grpc::ServerUnaryReactor* StandbyService::ReadChanges(grpc::CallbackServerContext* context,
                                                      const v1::ReadChangesRequest* request,
                                                      v1::ReadChangesResponse* reply) {
  return rpc::Unary(
      gate_, context, request, reply, SANTONG_METHOD("ReadChanges"),
      [this](rpc::Call&&, const v1::ReadChangesRequest& asked, v1::ReadChangesResponse* reply,
             rpc::Done done) {
        if (absl::Status status = CheckFollower(asked); !status.ok())
          return std::move(done)(status);
        store_.Acknowledge(static_cast<uint64_t>(asked.after_change()));
        calls_.fetch_add(1);
        absl::MutexLock lock(&mutex_);
        waiting_.push_back({&asked, reply, std::move(done),
                            ops::Clock::MachineNow() + absl::Milliseconds(asked.wait_millis())});
        look_ = true;
      });
}

bool StandbyService::Answerable(const Waiting& waiting, absl::Status& status) const {
  auto changes = log_.ReadChanges(static_cast<uint64_t>(waiting.asked->after_change()), kBytesMax);
  auto last = log_.LastChange();
  auto event = tables::LastEvent(*store_.Snapshot());
  for (const absl::Status& read : {changes.status(), last.status(), event.status()}) {
    if (read.ok()) continue;
    status = absl::IsOutOfRange(read) ? ChangesNotKept() : read;
    return true;
  }
  if (changes->empty() && ops::Clock::MachineNow() < waiting.until) return false;
  for (kv::ChangeBatch& batch : *changes) {
    v1::StoreChanges& out = *waiting.reply->add_changes();
    out.set_first(static_cast<int64_t>(batch.first));
    out.set_count(static_cast<int64_t>(batch.count));
    out.set_data(std::move(batch.bytes));
  }
  waiting.reply->set_last_change(static_cast<int64_t>(*last));
  waiting.reply->set_last_event_sequence(static_cast<int64_t>(*event));
  waiting.reply->set_standby_required(store_.standby_required());
  return true;
}

void StandbyService::Run() {
  // What waits is looked at when something was written, and now and then for its time.
  constexpr absl::Duration kLook = absl::Milliseconds(50);
  while (true) {
    std::list<Waiting> asked;
    bool closing = false;
    {
      absl::MutexLock lock(&mutex_);
      const auto work = [this]()
                            ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return closing_ || look_; };
      mutex_.AwaitWithTimeout(absl::Condition(&work), kLook);
      look_ = false;
      closing = closing_;
      asked.swap(waiting_);
    }
    store_.Expire();
    for (auto waiting = asked.begin(); waiting != asked.end();) {
      absl::Status status = closing ? error::Refuse(v1::ERROR_REASON_TRY_AGAIN) : absl::OkStatus();
      if (closing || Answerable(*waiting, status)) {
        std::move(waiting->done)(status);
        waiting = asked.erase(waiting);
        calls_.fetch_sub(1);
      } else {
        ++waiting;
      }
    }
    if (closing) return;
    absl::MutexLock lock(&mutex_);
    waiting_.splice(waiting_.end(), asked);
  }
}

grpc::ServerUnaryReactor* StandbyService::FenceStore(grpc::CallbackServerContext* context,
                                                     const v1::FenceStoreRequest* request,
                                                     v1::FenceStoreResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("FenceStore"),
                    [this](rpc::Call&&, const v1::FenceStoreRequest& asked,
                           v1::FenceStoreResponse* reply, rpc::Done done) {
                      absl::MutexLock lock(&acting_);
                      std::move(done)(Fence(asked, reply));
                    });
}

absl::Status StandbyService::Fence(const v1::FenceStoreRequest& asked,
                                   v1::FenceStoreResponse* reply) {
  // A standby gives no numbers: who follows it and takes it for the first would stop nobody.
  if (parts_.following != nullptr) return RefuseOnStandby(parts_.first->address());
  auto term = StoredTerm(*store_.Snapshot());
  if (!term.ok()) return term.status();
  if (asked.term() <= *term) {
    return error::RefuseConditions(
        "store", "FENCE",
        {{"TermIsHigher", "", absl::StrCat("the term of this server is ", *term),
          absl::StrCat("本服务的任期为 ", *term)}});
  }
  auto role = ReadRole(parts_.data_dir);
  if (!role.ok()) return role.status();
  if (role->fenced_by_term() > 0 && role->fenced_by() != asked.standby())
    return FencedByAnother(role->fenced_by_term());
  absl::Status noted = UpdateRole(parts_.data_dir, [&](store::v1::RoleRecord& changed) {
    changed.set_fenced_by_term(asked.term());
    changed.set_fenced_by(asked.standby());
  });
  if (!noted.ok()) return noted;
  store_.Refuse(Fenced(asked.term()));
  ops_log_.Write(ops::LogLevel::kError, "a standby takes the place of this server",
                 {{"term", int64_t{asked.term()}}});
  // A write that came before is in the store's queue; this one comes after it and finds the store
  // as it will stay.
  auto last = store_.Settle();
  if (!last.ok()) return last.status();
  reply->set_last_change(static_cast<int64_t>(*last));
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* StandbyService::GetStandby(grpc::CallbackServerContext* context,
                                                     const v1::GetStandbyRequest* request,
                                                     v1::Standby* reply) {
  return rpc::Unary(
      gate_, context, request, reply, SANTONG_METHOD("GetStandby"),
      [this](rpc::Call&&, const v1::GetStandbyRequest&, v1::Standby* reply, rpc::Done done) {
        const auto reader = store_.Snapshot();
        auto term = StoredTerm(*reader);
        auto event = tables::LastEvent(*reader);
        if (!term.ok()) return std::move(done)(term.status());
        if (!event.ok()) return std::move(done)(event.status());
        reply->set_standby_term(*term);
        reply->set_last_event_sequence(static_cast<int64_t>(*event));
        reply->set_standby_required(store_.standby_required());
        if (parts_.following == nullptr) {
          reply->set_problem(error::WordsOf(store_.Writable()));
        } else {
          const Progress progress = parts_.following->Now();
          reply->set_standby(true);
          reply->set_first(parts_.first->address());
          reply->set_following(progress.following);
          reply->set_lag_changes(static_cast<int64_t>(progress.lag_changes));
          reply->set_lag_millis(absl::ToInt64Milliseconds(progress.lag));
          reply->set_problem(std::string(parts_.following->Word().message()));
          reply->set_standby_required(progress.standby_required);
        }
        std::move(done)(absl::OkStatus());
      });
}

grpc::ServerUnaryReactor* StandbyService::PromoteStandby(grpc::CallbackServerContext* context,
                                                         const v1::PromoteStandbyRequest* request,
                                                         v1::PromoteStandbyResponse* reply) {
  return rpc::Unary(gate_, context, request, reply, SANTONG_METHOD("PromoteStandby"),
                    [this](rpc::Call&&, const v1::PromoteStandbyRequest& asked,
                           v1::PromoteStandbyResponse* reply, rpc::Done done) {
                      absl::Status status;
                      {
                        absl::MutexLock lock(&acting_);
                        status = Promote(asked, reply);
                      }
                      std::move(done)(status);
                      if (status.ok()) parts_.promoted();
                    });
}

// The first stops, and gives what it still has; OUT_OF_RANGE when that did not come.
absl::Status StandbyService::FenceFirst(const v1::FenceStoreRequest& request,
                                        v1::PromoteStandbyResponse* reply) {
  v1::FenceStoreResponse fenced;
  FirstClient& first = *parts_.first;
  absl::Status status =
      FromCall(first.stub().FenceStore(first.NewContext(kFenceMax).get(), request, &fenced),
               first.address());
  if (!status.ok()) return status;
  reply->set_fenced(
      parts_.following->AwaitChange(static_cast<uint64_t>(fenced.last_change()), kRestMax));
  return reply->fenced() ? absl::OkStatus()
                         : absl::OutOfRangeError("the rest of its changes did not come");
}

absl::Status StandbyService::Promote(const v1::PromoteStandbyRequest& asked,
                                     v1::PromoteStandbyResponse* reply) {
  if (parts_.following == nullptr) return NotStandby();
  auto role = ReadRole(parts_.data_dir);
  if (!role.ok()) return role.status();
  if (role->promoted_term() > 0) return NotStandby();
  // A first that is told stops for good: not for one that cannot have what it still has.
  const absl::Status problem = parts_.following->Now().problem;
  if (!problem.ok() && !IsOutOfReach(problem) && !asked.first_is_off())
    return DoesNotFollow(parts_.first->address(), problem.message());
  auto term = StoredTerm(*store_.Snapshot());
  if (!term.ok()) return term.status();
  // Noted before the first is told: a server that cannot write the note cannot take its place.
  v1::FenceStoreRequest request;
  request.set_term(*term + 1);
  request.set_standby(role->standby().empty() ? NewName() : role->standby());
  absl::Status named = UpdateRole(parts_.data_dir, [&](store::v1::RoleRecord& changed) {
    changed.set_standby(request.standby());
  });
  if (!named.ok()) return named;
  const absl::Status fenced = FenceFirst(request, reply);
  // Without its standby such a first answers no write; one that refused has another, or is none.
  const bool needs_this =
      parts_.following->Now().standby_required && !absl::IsFailedPrecondition(fenced);
  if (absl::IsOutOfRange(fenced) && !asked.first_is_off() && !needs_this) {
    return RestIsMissing(parts_.first->address(), parts_.following->Now().problem.message());
  }
  if (!fenced.ok() && !asked.first_is_off() && !needs_this)
    return CannotFence(parts_.first->address(), fenced.message());
  parts_.following->Stop();
  const Progress progress = parts_.following->Now();
  auto event = tables::LastEvent(*store_.Snapshot());
  if (!event.ok()) return event.status();
  // The decision: whoever starts over this folder from now on is the first.
  absl::Status noted = UpdateRole(parts_.data_dir, [&](store::v1::RoleRecord& changed) {
    changed.set_promoted_term(*term + 1);
    changed.set_first(parts_.first->address());  // it may have moved since the copy
    changed.set_first_fenced(reply->fenced());
  });
  if (!noted.ok()) return noted;
  reply->set_standby_term(*term + 1);
  reply->set_last_event_sequence(static_cast<int64_t>(*event));
  reply->set_standby_required(progress.standby_required);
  reply->set_first_last_event_sequence(
      std::max(progress.first_last_event, static_cast<int64_t>(*event)));
  reply->set_heard_millis_ago(absl::ToInt64Milliseconds(progress.heard_ago));
  ops_log_.Write(ops::LogLevel::kInfo, "this standby becomes the first",
                 {{"term", int64_t{reply->standby_term()}},
                  {"last_event", int64_t{reply->last_event_sequence()}},
                  {"fenced", absl::string_view(reply->fenced() ? "yes" : "no")}});
  return absl::OkStatus();
}

}  // namespace santong::standby
