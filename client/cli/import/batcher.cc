#include "client/cli/import/batcher.h"

#include "absl/strings/str_cat.h"
#include "client/lib/digest.h"
#include "santong/v1/document_service.pb.h"

namespace santong::cli {
namespace {

constexpr size_t kReadAhead = 4;  // batches

client::ImportBatch NewBatch() {
  client::ImportBatch batch;
  batch.arena = std::make_unique<google::protobuf::Arena>();
  batch.request =
      google::protobuf::Arena::CreateMessage<v1::ImportDocumentsRequest>(batch.arena.get());
  return batch;
}

}  // namespace

// The batch that rows are put into.
struct Batcher::Building {
  client::ImportBatch batch = NewBatch();
  size_t bytes = 0;
};

Batcher::Batcher(std::unique_ptr<RowSource> rows, bool hash, bool keep_source)
    : rows_(std::move(rows)), hash_(hash), keep_source_(keep_source) {
  if (keep_source) rows_->KeepSource();
}

Batcher::~Batcher() {
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void Batcher::Start(int64_t after_row) {
  thread_ = std::thread([this, after_row] { ReadAll(after_row); });
}

void Batcher::ReadAll(int64_t after_row) {
  Building building;
  absl::Status status;
  while (true) {
    const auto more = ReadRow(after_row, &building);
    if (!more.ok()) status = more.status();
    if (!more.ok() || !*more) break;
  }
  if (building.batch.request->rows_size() > 0) Push(std::move(building.batch));
  absl::MutexLock lock(&mutex_);
  status_ = status;
  ended_ = true;
}

// Reads one row into the batch; sends off the batch first when the row has no room in it.
absl::StatusOr<bool> Batcher::ReadRow(int64_t after_row, Building* building) {
  auto* rows = building->batch.request->mutable_rows();
  v1::ImportRow* row = rows->Add();
  RowNote note;
  const auto found = rows_->Next(row, &note.problem);
  fraction_ = rows_->Fraction();
  if (!found.ok() || *found == RowSource::Found::kEnd) {
    rows->RemoveLast();
    if (!found.ok()) return found.status();
    return false;
  }
  const size_t size = row->ByteSizeLong();
  const bool too_long = *found == RowSource::Found::kRow && size > client::kImportRowBytesMax;
  if (too_long) note.problem = absl::StrCat(size, " > ", client::kImportRowBytesMax, " bytes");
  const bool is_sound = *found == RowSource::Found::kRow && !too_long;
  const bool send = is_sound && row->row() > after_row;
  const bool report = !is_sound && row->row() > after_row;
  if (send || report) {
    note.row = row->row();
    note.source_id = row->source_id();
    note.title = row->title();
    if (send && hash_) note.sha256 = client::Sha256(row->text());
    if (keep_source_) note.source = rows_->Source();
    absl::MutexLock lock(&mutex_);
    notes_.push_back(std::move(note));
  }
  if (!send) {
    rows->RemoveLast();
    return true;
  }
  if (rows->size() > 1 && building->bytes + size > client::kImportBytesMax) {
    Building next;
    *next.batch.request->add_rows() = *row;
    next.batch.last_row = row->row();
    rows->RemoveLast();
    if (!Push(std::move(building->batch))) return false;
    *building = std::move(next);
  }
  building->bytes += size;
  building->batch.last_row = building->batch.request->rows().rbegin()->row();
  if (building->batch.request->rows_size() < client::kImportRowsMax) return true;
  const bool pushed = Push(std::move(building->batch));
  *building = Building();
  return pushed;
}

bool Batcher::Push(client::ImportBatch batch) {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &Batcher::HasRoomOrStopped));
  if (stopped_) return false;
  ready_.push_back(std::move(batch));
  return true;
}

bool Batcher::HasRoomOrStopped() const { return stopped_ || ready_.size() < kReadAhead; }
bool Batcher::HasBatchOrEnded() const { return ended_ || !ready_.empty(); }

client::ImportBatch Batcher::Next() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &Batcher::HasBatchOrEnded));
  if (ready_.empty()) return {};
  client::ImportBatch batch = std::move(ready_.front());
  ready_.pop_front();
  return batch;
}

std::deque<RowNote> Batcher::TakeNotes(int64_t row) {
  absl::MutexLock lock(&mutex_);
  std::deque<RowNote> taken;
  while (!notes_.empty() && notes_.front().row <= row) {
    taken.push_back(std::move(notes_.front()));
    notes_.pop_front();
  }
  return taken;
}

std::deque<RowNote> Batcher::TakeRest() {
  absl::MutexLock lock(&mutex_);
  return std::move(notes_);
}

absl::Status Batcher::status() {
  absl::MutexLock lock(&mutex_);
  return status_;
}

}  // namespace santong::cli
