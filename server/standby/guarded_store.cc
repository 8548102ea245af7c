#include "server/standby/guarded_store.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "server/domain/error/refusal.h"

namespace santong::standby {
namespace {

absl::Status NoStandby() {
  return error::RefuseConditions(
      "store", "WRITE",
      {{"StandbyHasIt", "",
        "the standby does not answer, and this register takes no write that its standby does not "
        "have: start the standby, or, once it is certain that the standby was not promoted, put "
        "its folder aside, so that it is not promoted later, and restart without standby_required",
        "备用服务没有应答，而本登记系统不接受备用服务未保存的写入：请启动备用服务；如确认备用服务"
        "没有升为主服务，也可移走其数据目录（以免其后升为主服务），再去掉 standby_required "
        "后重启"}});
}

// The outcome is not known: to be repeated under the same request_id.
absl::Status NotConfirmed() { return error::Refuse(v1::ERROR_REASON_TRY_AGAIN); }

}  // namespace

GuardedStore::GuardedStore(kv::Store& store, const kv::ChangeLog& log,
                           std::function<absl::Time()> now)
    : store_(store), log_(log), now_(std::move(now)) {}

GuardedStore::~GuardedStore() {
  std::vector<Done> left;
  {
    absl::MutexLock lock(&mutex_);
    for (Waiting& waiting : waiting_) left.push_back(std::move(waiting.done));
    waiting_.clear();
  }
  Answer(std::move(left), NotConfirmed());
}

absl::Status GuardedStore::Refusal() const {
  if (!refusal_.ok()) return refusal_;
  if (patience_.has_value() && (!heard_.has_value() || now_() - *heard_ > *patience_))
    return NoStandby();
  return absl::OkStatus();
}

absl::Status GuardedStore::Writable() const {
  {
    absl::MutexLock lock(&mutex_);
    if (absl::Status refusal = Refusal(); !refusal.ok()) return refusal;
  }
  return store_.Writable();
}

void GuardedStore::Transact(Body body, Done done) {
  absl::Status refusal;
  {
    absl::MutexLock lock(&mutex_);
    refusal = Refusal();
    if (refusal.ok()) ++entering_;
  }
  if (!refusal.ok()) return std::move(done)(refusal);
  store_.Transact(std::move(body), [this, done = std::move(done)](absl::Status status) mutable {
    Written(std::move(done), std::move(status));
  });
  absl::MutexLock lock(&mutex_);
  --entering_;
}

void GuardedStore::Written(Done done, absl::Status status) {
  if (written_ != nullptr) written_();
  if (status.ok()) {
    absl::MutexLock lock(&mutex_);
    if (patience_.has_value()) {
      // Everything up to here, also for an act that wrote nothing: what it was told may stand in a
      // write that waits.
      auto last = log_.LastChange();
      if (last.ok() && *last > acknowledged_) {
        waiting_.push_back({*last, now_() + *patience_, std::move(done)});
        return;
      }
      if (!last.ok()) status = last.status();
    }
  }
  std::move(done)(std::move(status));
}

void GuardedStore::Refuse(absl::Status why) {
  absl::MutexLock lock(&mutex_);
  refusal_ = std::move(why);
}

absl::StatusOr<uint64_t> GuardedStore::Settle() {
  // A Transact that saw no refusal is in the store by the time it returns; they are counted.
  mutex_.LockWhen(absl::Condition(
      +[](int* entering) { return *entering == 0; }, &entering_));
  mutex_.Unlock();
  // The store answers bodies in order: after this one there is none. One that takes no writes
  // answers, too, and what it does not take nobody was told.
  const absl::Status last =
      kv::TransactAndWait(store_, [](kv::Transaction&) { return absl::OkStatus(); });
  if (!last.ok() && !absl::IsResourceExhausted(last) && !absl::IsDataLoss(last)) return last;
  return log_.LastChange();
}

void GuardedStore::RequireStandby(absl::Duration patience) {
  absl::MutexLock lock(&mutex_);
  patience_ = patience;
}

bool GuardedStore::standby_required() const {
  absl::MutexLock lock(&mutex_);
  return patience_.has_value();
}

void GuardedStore::Acknowledge(uint64_t change) {
  std::vector<Done> ready;
  {
    absl::MutexLock lock(&mutex_);
    heard_ = now_();
    acknowledged_ = std::max(acknowledged_, change);
    // Dones come on two threads, so neighbours may stand out of order; the later then waits for the
    // next word.
    while (!waiting_.empty() && waiting_.front().change <= acknowledged_) {
      ready.push_back(std::move(waiting_.front().done));
      waiting_.pop_front();
    }
  }
  Answer(std::move(ready), absl::OkStatus());
}

void GuardedStore::Expire() {
  std::vector<Done> late;
  {
    absl::MutexLock lock(&mutex_);
    while (!waiting_.empty() && waiting_.front().until < now_()) {
      late.push_back(std::move(waiting_.front().done));
      waiting_.pop_front();
    }
  }
  Answer(std::move(late), NotConfirmed());
}

double GuardedStore::StandbyAgeSeconds() const {
  absl::MutexLock lock(&mutex_);
  if (!heard_.has_value()) return std::numeric_limits<double>::infinity();
  return absl::ToDoubleSeconds(now_() - *heard_);
}

void GuardedStore::Answer(std::vector<Done> ready, const absl::Status& status) {
  for (Done& done : ready) std::move(done)(status);
}

}  // namespace santong::standby
