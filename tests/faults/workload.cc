#include "tests/faults/workload.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/faults/script.h"

namespace santong::testing {
namespace {

// Nothing was decided: the server was killed, is starting, or is full.
bool IsTransient(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         status.error_code() == grpc::StatusCode::CANCELLED ||
         // A stream that was cut off: gRPC's own words, without any of ours.
         status.error_details().empty();
}

}  // namespace

void Workload::ServerIsAt(std::shared_ptr<grpc::Channel> channel) {
  absl::MutexLock lock(&mutex_);
  channel_ = std::move(channel);
}

void Workload::RunScript(int number) { Script(*this, number).Run(); }

void Workload::Stop() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
}

int Workload::acts() const {
  absl::MutexLock lock(&mutex_);
  return acts_;
}

std::map<std::string, Acknowledged> Workload::model() const {
  absl::MutexLock lock(&mutex_);
  return model_;
}

std::map<std::string, Acknowledged> Workload::TakeTouched() {
  absl::MutexLock lock(&mutex_);
  std::map<std::string, Acknowledged> touched;
  for (const std::string& resource : touched_) touched[resource] = model_[resource];
  touched_.clear();
  return touched;
}

std::vector<std::string> Workload::backups() const {
  absl::MutexLock lock(&mutex_);
  return backups_;
}

std::vector<std::string> Workload::refusals() const {
  absl::MutexLock lock(&mutex_);
  return refusals_;
}

std::shared_ptr<grpc::Channel> Workload::AwaitServer() {
  const auto told = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return stopping_ || channel_ != nullptr;
  };
  absl::MutexLock lock(&mutex_, absl::Condition(&told));
  return stopping_ ? nullptr : channel_;
}

bool Workload::Repeat(const std::string& what, const Call& call) {
  while (auto channel = AwaitServer()) {
    const grpc::Status status = call(channel);
    absl::MutexLock lock(&mutex_);
    if (status.ok()) {
      ++acts_;
      return true;
    }
    if (IsTransient(status)) continue;
    refusals_.push_back(absl::StrCat(what, ": ", status.error_message()));
    return false;
  }
  return false;
}

void Workload::Record(const std::string& resource, const std::string& action) {
  absl::MutexLock lock(&mutex_);
  model_[resource].actions.push_back(action);
  touched_.insert(resource);
}

void Workload::Record(const v1::Document& document, const std::string& action) {
  Record(document.name(), action);
  absl::MutexLock lock(&mutex_);
  model_[document.name()].registration_number = document.registration_number();
}

void Workload::RecordAttachment(const std::string& document, const std::string& name) {
  Record(document, "ATTACH");
  absl::MutexLock lock(&mutex_);
  model_[document].attachments.push_back(name);
}

void Workload::NoteRefusal(const std::string& what) {
  absl::MutexLock lock(&mutex_);
  refusals_.push_back(what);
}

void Workload::RecordBackup(const std::string& name) {
  absl::MutexLock lock(&mutex_);
  backups_.push_back(name);
}

}  // namespace santong::testing
