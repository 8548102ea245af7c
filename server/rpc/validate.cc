#include "server/rpc/validate.h"

#include <memory>

#include "absl/container/node_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/rpc/message_plan.h"

namespace santong::rpc {
namespace {

// The plans of this program's message types; they live as long as it.
class Plans {
 public:
  const MessagePlan& For(const google::protobuf::Descriptor* descriptor)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    {
      absl::ReaderMutexLock lock(&mutex_);
      const auto found = plans_.find(descriptor);
      if (found != plans_.end()) return found->second;
    }
    absl::MutexLock lock(&mutex_);
    return *Make(descriptor);
  }

 private:
  // A message may hold itself, so its plan stands in the map before it is compiled.
  const MessagePlan* Make(const google::protobuf::Descriptor* descriptor)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto [entry, is_new] = plans_.try_emplace(descriptor, descriptor);
    MessagePlan* plan = &entry->second;
    if (is_new) {
      plan->Compile([this](const google::protobuf::Descriptor* nested)
                        ABSL_NO_THREAD_SAFETY_ANALYSIS { return Make(nested); });
    }
    return plan;
  }

  absl::Mutex mutex_;
  absl::node_hash_map<const google::protobuf::Descriptor*, MessagePlan> plans_
      ABSL_GUARDED_BY(mutex_);
};

absl::Status Walk(const MessagePlan& plan, const google::protobuf::Message& message,
                  const FieldPath* path, Depth depth) {
  std::vector<error::FieldViolation> violations;
  plan.Check(message, path, depth, violations);
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

}  // namespace

const MessagePlan& PlanFor(const google::protobuf::Descriptor* descriptor) {
  static Plans& plans = *new Plans;
  return plans.For(descriptor);
}

absl::Status Validate(const google::protobuf::Message& message, Depth depth,
                      absl::string_view prefix) {
  const FieldPath path{nullptr, prefix};
  return Walk(PlanFor(message.GetDescriptor()), message, prefix.empty() ? nullptr : &path, depth);
}

absl::Status Validate(const MessagePlan& plan, const google::protobuf::Message& message) {
  return Walk(plan, message, nullptr, Depth::kAll);
}

}  // namespace santong::rpc
