// What a server is to its twin when it starts, and what tells of the two.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "santong/store/v1/role_record.pb.h"
#include "server/ops/config.h"
#include "server/ops/metrics.h"
#include "server/standby/first_client.h"
#include "server/standby/following.h"
#include "server/standby/guarded_store.h"

namespace santong::standby {

// Does not go back: for durations between two events of this process.
absl::Time Monotonic();

struct Twin {
  std::unique_ptr<FirstClient> first;  // when it is, or was, a standby
  store::v1::RoleRecord role;
  bool is_standby = false;
};

// Finds out, and takes a copy of the first's store when there is none. Errors as in HowToStart,
// FirstClient::Create and TakeCopy.
absl::StatusOr<Twin> FindTwin(const ops::Config& config);

// A standby without the keys could be made the first and yet open no objection and sign no log; and
// keys of its own would be the wrong ones. FAILED_PRECONDITION when one is missing; where a program
// signs the log (log_signer_command), there need be no file of its key.
absl::Status CheckKeysAreThere(const ops::Config& config);

// How far a first and its standby are apart, on both; `following` is null on a first. All must
// outlive the metrics.
void AddGauges(ops::Metrics& metrics, const GuardedStore& guarded, const Following* following);

}  // namespace santong::standby
