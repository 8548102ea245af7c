// Copies what was written to the store into the folder of the backups.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <utility>

#include "absl/time/time.h"
#include "server/followers/follower.h"
#include "storage/kv/backups.h"

namespace santong::followers {

class ArchiveFollower final : public Follower {
 public:
  // The backups must outlive it. `now` is called here and on the follower's thread.
  ArchiveFollower(kv::Backups& backups, std::function<absl::Time()> now)
      : backups_(backups), now_(std::move(now)), abreast_nanos_(absl::ToUnixNanos(now_())) {}

  absl::string_view name() const override { return "archive"; }
  absl::StatusOr<bool> Advance() override {
    const absl::Time before = now_();
    absl::StatusOr<bool> more = backups_.ArchiveChanges();
    if (more.ok() && !*more) abreast_nanos_ = absl::ToUnixNanos(before);
    return more;
  }

  // Archives what is left, at the end of the server.
  void Finish() {
    for (absl::StatusOr<bool> more = true; more.ok() && *more;) more = Advance();
  }

  // Seconds since the archive held everything that was durable, or since the start where it did not
  // yet: one that never works is behind like any other. Any thread.
  double AgeSeconds(absl::Time now) const {
    return absl::ToDoubleSeconds(now - absl::FromUnixNanos(abreast_nanos_.load()));
  }

 private:
  kv::Backups& backups_;
  const std::function<absl::Time()> now_;
  std::atomic<int64_t> abreast_nanos_;
};

}  // namespace santong::followers
