// Carries out what is due by itself: each once, in the order of its days, also when the server was
// down on its day.
#pragma once

#include <functional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/acts/request.h"
#include "server/acts/run_due.h"
#include "server/followers/follower.h"

namespace santong::followers {

// One kind of resource (DocumentWriter::RunDue).
using Due = std::function<void(acts::DueAsk, acts::Reply<acts::DueStep>)>;

// What came of a round.
struct Round {
  int acts = 0;
  // Resources on which something failed. Nothing else waited for them, and the next round tries
  // them again.
  int set_aside = 0;
  std::vector<acts::SetAside> first_set_aside{};  // the first 20 of them
  // Why a kind could not be gone through; the others were.
  absl::Status status{};
};

// Everything that is due on `today`, of all kinds by day and those of one day in the order of
// `due`; a bounded number of entries in each transaction. Waits for the store.
Round RunRound(const std::vector<Due>& due, absl::Time now, absl::CivilDay today);

// Runs a round at its start and then every `interval`, on a thread of its own.
class Scheduler {
 public:
  using Now = std::function<absl::Time()>;
  using Today = std::function<absl::CivilDay()>;
  // Called after each round. What failed is tried again at the next.
  using Report = std::function<void(const Round&)>;

  Scheduler(std::vector<Due> due, Now now, Today today, absl::Duration interval, Report report);
  // Waits for the round that runs.
  ~Scheduler();

 private:
  void Run();

  const std::vector<Due> due_;
  const Now now_;
  const Today today_;
  const absl::Duration interval_;
  const Report report_;
  Stopping stopping_;
  std::thread thread_;
};

}  // namespace santong::followers
