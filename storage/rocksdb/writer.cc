#include "storage/rocksdb/writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/kv/pending.h"

namespace santong::kv {
namespace {

// More in one write does not make the share of the sync smaller in a way that can be measured, but
// makes the first in the batch wait for the last.
constexpr size_t kBatchBodiesMax = 256;
constexpr size_t kBatchBytesMax = 4 << 20;

// How often the thread looks, when there is nothing to write, whether the database must recover.
constexpr absl::Duration kIdlePause = absl::Milliseconds(250);

absl::Status Closing() { return absl::UnavailableError("the store is closing"); }

}  // namespace

Writer::Writer(Database& database, size_t queue_bodies_max)
    : database_(database), queue_bodies_max_(queue_bodies_max), thread_([this] { Loop(); }) {}

Writer::~Writer() {
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
  }
  thread_.join();
}

void Writer::Transact(Store::Body body, Store::Done done) {
  absl::Status refusal;
  bool mine = false;
  {
    absl::MutexLock lock(&mutex_);
    if (closing_) {
      refusal = Closing();
    } else if (!writing_ && queue_.empty() && last_batch_bodies_ <= 1 && database_.healthy()) {
      // Nobody is here, nor was anybody beside the last one. After a full batch the thread takes
      // it: its neighbours are on their way, and waking it gives them the time to join.
      writing_ = mine = true;
    } else if (queue_.size() < queue_bodies_max_) {
      queue_.push_back({std::move(body), std::move(done), {}});
      return;
    } else {
      refusal = absl::UnavailableError(absl::StrCat(
          "the store's queue is full (maximum: ", queue_bodies_max_, "); try again later"));
    }
  }
  if (!mine) {
    std::move(done)(std::move(refusal));
    return;
  }
  // One batch only: whoever came meanwhile is the thread's, so the caller is not held for ever.
  Job job{std::move(body), std::move(done), {}};
  WriteAll(absl::MakeSpan(&job, 1));
  StopWriting(1);
}

void Writer::StopWriting(size_t bodies) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  last_batch_bodies_ = bodies;
}

bool Writer::HasWork() const { return !writing_ && (closing_ || !queue_.empty()); }

Writer::Jobs Writer::TakeBatch() {
  Jobs jobs;
  jobs.reserve(std::min(queue_.size(), kBatchBodiesMax));
  while (!queue_.empty() && jobs.size() < kBatchBodiesMax) {
    jobs.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return jobs;
}

void Writer::Loop() {
  for (;;) {
    Jobs jobs;
    bool closing = false;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(this, &Writer::HasWork), kIdlePause);
      if (writing_) continue;
      closing = closing_;
      if (closing && queue_.empty()) return;
      writing_ = true;
      jobs = TakeBatch();
    }
    const size_t bodies = jobs.size();
    if (closing) {
      Finish(absl::MakeSpan(jobs), Closing());
    } else {
      WriteAll(absl::MakeSpan(jobs));  // without jobs it only looks after the database
    }
    StopWriting(bodies);
  }
}

void Writer::WriteAll(absl::Span<Job> jobs) {
  const absl::Status writable = database_.Recover();
  if (!writable.ok()) return Finish(jobs, writable);
  while (!jobs.empty()) jobs.remove_prefix(WriteSome(jobs));
}

size_t Writer::WriteSome(absl::Span<Job> jobs) {
  Pending batch(&database_.newest());
  size_t ran = 0;
  while (ran < jobs.size() && batch.bytes_put() < kBatchBytesMax) {
    Job& job = jobs[ran++];
    Pending own(&batch);
    job.result = job.body(own);
    if (job.result.ok()) own.MoveInto(batch);
  }
  const absl::Status written =
      batch.writes().empty() ? absl::OkStatus() : database_.Write(batch.writes());
  Finish(jobs.subspan(0, ran), written);
  return ran;
}

void Writer::Finish(absl::Span<Job> jobs, const absl::Status& written) {
  for (Job& job : jobs) {
    // A failed write fails the refused bodies too: they may have been refused because of a
    // neighbour whose writes are lost.
    std::move(job.done)(written.ok() ? job.result : written);
  }
}

}  // namespace santong::kv
