// How far a long work has come: a bar on a terminal, now and then a line elsewhere.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "client/cli/session.h"

namespace santong::cli {

// From one thread.
class Progress {
 public:
  explicit Progress(Session& session);

  // `fraction` between 0 and 1. Shows at most a few times a second.
  void Update(int64_t rows, double fraction);
  // Clears the bar; nothing is shown afterwards.
  void Finish();
  // Since the start.
  absl::Duration elapsed() const;

 private:
  Session& session_;
  const bool terminal_;
  const absl::Time start_;
  absl::Time next_;
  bool drawn_ = false;
};

}  // namespace santong::cli
