#include "storage/rocksdb/writer.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "rocksdb/perf_level.h"
#include "storage/rocksdb/acts_of.h"
#include "storage/rocksdb/step_back.h"

namespace santong::kv {
namespace {

// Of the thread that runs bodies: where the processors are full, calls that only read go before it,
// and its batches grow. 0: as the others. The thread that answers is not held back, for it does the
// work of the connections, too.
constexpr int kRunnerNice = 5;

// More in one write does not make the share of the sync smaller in a way that can be measured, but
// makes the first in the batch wait for the last.
constexpr size_t kBatchBodiesMax = 256;
constexpr size_t kBatchBytesMax = 4 << 20;

// A body that put more than this gets the room for all of it at once: a log that grows as it is
// written copies itself again and again.
constexpr size_t kRoomFromBytes = 1 << 20;
// The room of a log up to this is kept for the next: one that grows anew for each batch costs the
// copies, and the system's clearing of its pages.
constexpr size_t kKeptRoomBytesMax = 2 * kBatchBytesMax;
// What a write takes in the log besides its key and value: a tag and two lengths.
constexpr size_t kRecordBytesMax = 11;

// How often the runner looks, when there is nothing to write, whether the database must recover.
constexpr absl::Duration kIdlePause = absl::Milliseconds(250);

absl::Status Closing() { return absl::UnavailableError("the store is closing"); }

// Remembers the small values it has read: counters and stamps, which every body of a batch asks
// for. Lives for one batch, during which the state below it stays the same.
class SmallValues : public Reader {
 public:
  explicit SmallValues(const Reader& base) : base_(base) {}

  absl::StatusOr<std::string> Get(absl::string_view key) const override {
    if (auto known = values_.find(key); known != values_.end()) return known->second;
    auto value = base_.Get(key);
    if (value.ok() && value->size() <= kBytesMax) values_.emplace(key, *value);
    return value;
  }
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
    return base_.Scan(begin, end, visit);
  }
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override {
    return base_.ScanBackward(begin, end, visit);
  }

 private:
  static constexpr size_t kBytesMax = 8;
  const Reader& base_;
  mutable absl::btree_map<std::string, std::string> values_;
};

// Runs the body upon `writes`; what it wrote goes to `log`, too.
absl::Status RunBody(Store::Body& body, Pending& writes, rocksdb::WriteBatch& log) {
  Pending own(&writes);
  const absl::Status result = body(own);
  if (!result.ok() || own.writes().empty()) return result;
  if (log.Count() == 0 && own.bytes_put() > kRoomFromBytes) {
    log = rocksdb::WriteBatch(own.bytes_put() + kRecordBytesMax * own.writes().size());
  }
  for (const auto& [key, value] : own.writes()) {
    // They fail when a limit is set, and none is.
    if (value) {
      (void)log.Put(key, *value);
    } else {
      (void)log.Delete(key);
    }
  }
  writes.Take(own);
  return MarkAct(log);
}

}  // namespace

Writer::Writer(Database& database, size_t queue_bodies_max)
    : database_(database),
      queue_bodies_max_(queue_bodies_max),
      runner_([this] { RunLoop(); }),
      committer_([this] { CommitLoop(); }) {}

Writer::~Writer() {
  {
    absl::MutexLock lock(&mutex_);
    closing_ = true;
  }
  runner_.join();
  committer_.join();
}

size_t Writer::Waiting() {
  absl::MutexLock lock(&mutex_);
  return queue_.size();
}

void Writer::Transact(Store::Body body, Store::Done done) {
  absl::Status refusal;
  bool alone = false;
  {
    absl::MutexLock lock(&mutex_);
    if (closing_) {
      refusal = Closing();
    } else if (!running_ && committing_ == nullptr && queue_.empty() && last_batch_bodies_ <= 1 &&
               database_.healthy()) {
      // Nobody is here, nor was anybody beside the last one. After a full batch the threads take
      // it: its neighbours are on their way, and waking them gives these the time to join.
      running_ = alone = true;
    } else if (queue_.size() < queue_bodies_max_) {
      queue_.push_back({std::move(body), std::move(done), {}});
      return;
    } else {
      refusal = absl::UnavailableError(absl::StrCat(
          "the store's queue is full (maximum: ", queue_bodies_max_, "); try again later"));
    }
  }
  if (alone) {
    RunAlone({std::move(body), std::move(done), {}});
  } else {
    std::move(done)(std::move(refusal));
  }
}

// On the caller's thread, which saves it a change of threads, but for the sync: the caller is one
// of the few that answer calls, and others' reads would wait with it. One body only: whoever came
// meanwhile is the threads'.
void Writer::RunAlone(Job job) {
  auto batch = std::make_shared<Batch>(&database_.newest());
  job.result = RunBody(job.body, batch->writes, batch->log);
  batch->jobs.push_back(std::move(job));
  const bool has_written = batch->log.Count() > 0;
  if (!has_written) Commit(*batch);
  absl::MutexLock lock(&mutex_);
  if (has_written) committing_ = std::move(batch);
  running_ = false;
  last_batch_bodies_ = 1;
}

absl::Status Writer::Apply(const ChangeBatch& changes) {
  {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Writer::Idle));
    if (closing_) return Closing();
    running_ = true;
  }
  absl::Status applied = database_.Recover();
  if (applied.ok()) applied = database_.Apply(changes);
  absl::MutexLock lock(&mutex_);
  running_ = false;
  return applied;
}

bool Writer::HasWork() const { return !running_ && (closing_ || !queue_.empty()); }

Writer::Jobs Writer::TakeJobs() {
  Jobs jobs;
  if (queue_.size() <= kBatchBodiesMax) return std::exchange(queue_, {});
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(kBatchBodiesMax);
  std::move(queue_.begin(), end, std::back_inserter(jobs));
  queue_.erase(queue_.begin(), end);
  return jobs;
}

void Writer::RunLoop() {
  StepBack(kRunnerNice);
  // As in a reader: nobody asks for what RocksDB counts for the thread.
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  for (;;) {
    Jobs jobs;
    bool closing = false;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.AwaitWithTimeout(absl::Condition(this, &Writer::HasWork), kIdlePause);
      if (running_) continue;
      closing = closing_;
      if (closing && queue_.empty()) {
        run_loop_ended_ = true;
        return;
      }
      running_ = true;
      jobs = TakeJobs();
    }
    const size_t bodies = jobs.size();
    if (closing) {
      AwaitCommitted();
      Finish(jobs, Closing());
    } else {
      RunAll(std::move(jobs));  // without jobs it only looks after the database
    }
    absl::MutexLock lock(&mutex_);
    running_ = false;
    last_batch_bodies_ = bodies;
  }
}

void Writer::AwaitCommitted() {
  absl::MutexLock lock(&mutex_, absl::Condition(this, &Writer::Committed));
}

std::shared_ptr<Writer::Batch> Writer::Committing() {
  absl::MutexLock lock(&mutex_);
  return committing_;
}

rocksdb::WriteBatch Writer::SpareLog() {
  absl::MutexLock lock(&mutex_);
  return std::exchange(spare_log_, rocksdb::WriteBatch());
}

void Writer::RunAll(Jobs jobs) {
  do {
    if (!database_.healthy()) {
      AwaitCommitted();
      const absl::Status writable = database_.Recover();
      if (!writable.ok()) return Finish(jobs, writable);
    }
    if (jobs.empty()) return;
    const std::shared_ptr<Batch> below = Committing();
    HandOver(RunSome(jobs, below.get()), below.get());
  } while (!jobs.empty());
}

std::shared_ptr<Writer::Batch> Writer::RunSome(Jobs& jobs, const Batch* below) {
  const SmallValues base(below == nullptr ? database_.newest() : below->writes);
  auto batch = std::make_shared<Batch>(&base);
  batch->log = SpareLog();
  while (!jobs.empty() && batch->writes.bytes_put() < kBatchBytesMax) {
    Job& job = batch->jobs.emplace_back(std::move(jobs.front()));
    jobs.pop_front();
    job.result = RunBody(job.body, batch->writes, batch->log);
  }
  batch->writes.Rebase(nullptr);
  return batch;
}

void Writer::HandOver(std::shared_ptr<Batch> batch, const Batch* below) {
  {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Writer::Committed));
    if (below == nullptr || below->written.ok()) {
      // What was below is stored now: whoever runs upon this batch need not look through it.
      batch->writes.Rebase(&database_.newest());
      committing_ = std::move(batch);
      return;
    }
  }
  Finish(batch->jobs, below->written);
}

void Writer::CommitLoop() {
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  for (;;) {
    std::shared_ptr<Batch> batch;
    {
      absl::MutexLock lock(&mutex_, absl::Condition(this, &Writer::MustCommit));
      if (committing_ == nullptr) return;
      batch = committing_;
    }
    Commit(*batch);
    const bool keep_room = batch->log.GetDataSize() <= kKeptRoomBytesMax;
    batch->log.Clear();
    absl::MutexLock lock(&mutex_);
    committing_.reset();
    if (keep_room) spare_log_ = std::move(batch->log);
  }
}

void Writer::Commit(Batch& batch) {
  if (batch.log.Count() > 0) batch.written = database_.Write(batch.log);
  Finish(batch.jobs, batch.written);
}

template <typename Some>
void Writer::Finish(Some& jobs, const absl::Status& written) {
  for (Job& job : jobs) {
    // A failed write fails the refused bodies too: they may have been refused because of a
    // neighbour whose writes are lost.
    std::move(job.done)(written.ok() ? job.result : written);
  }
  jobs.clear();
}

}  // namespace santong::kv
