#include "server/standby/term.h"

#include "storage/schema/keys.h"

namespace santong::standby {

absl::StatusOr<int64_t> StoredTerm(const kv::Reader& reader) {
  auto stored = reader.Get(schema::TermKey());
  if (absl::IsNotFound(stored.status())) return 1;
  if (!stored.ok()) return stored.status();
  auto term = schema::DecodeUint64(*stored);
  if (!term.ok()) return term.status();
  return static_cast<int64_t>(*term);
}

absl::Status RaiseTerm(kv::Store& store, int64_t term) {
  return kv::TransactAndWait(store, [term](kv::Transaction& txn) {
    auto stored = StoredTerm(txn);
    if (!stored.ok()) return stored.status();
    if (*stored < term)
      txn.Put(schema::TermKey(), schema::EncodeUint64(static_cast<uint64_t>(term)));
    return absl::OkStatus();
  });
}

}  // namespace santong::standby
