// The acts in a batch of changes: what each body of a transaction wrote.
//
// A batch holds the writes of its bodies one after the other, and after each body a mark that goes
// to RocksDB's log and nowhere else (WriteBatch::PutLogData). So the history can be cut between any
// two acts, although many become durable together.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/kv/change_batch.h"
#include "storage/kv/pending.h"

namespace rocksdb {
class WriteBatch;
}

namespace santong::kv {

// Ends an act in `batch`: what was put since the last mark is one.
absl::Status MarkAct(rocksdb::WriteBatch& batch);

// Visits the acts in order; false stops. What stands after the last mark is an act, too: older
// programs wrote a whole batch without one. DATA_LOSS when the bytes are no batch.
using VisitAct = absl::FunctionRef<bool(const Pending::Writes& act)>;
absl::Status VisitActs(const ChangeBatch& changes, VisitAct visit);

// Adds the writes of an act to `batch`, without its mark.
absl::Status AddWrites(const Pending::Writes& act, rocksdb::WriteBatch& batch);

}  // namespace santong::kv
