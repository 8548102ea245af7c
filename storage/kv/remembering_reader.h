// A reader that reads each value once: for many questions that go over the same rows.
#pragma once

#include <string>

#include "absl/container/node_hash_map.h"
#include "storage/kv/store.h"

namespace santong::kv {

// Keeps every value that was asked for, also that there is none, as long as it lives; scans are not
// kept. Not thread-safe.
class RememberingReader final : public Reader {
 public:
  // `reader` must outlive it.
  explicit RememberingReader(const Reader& reader) : reader_(reader) {}

  // As if it had been read.
  void Remember(absl::string_view key, absl::string_view value) {
    values_.insert_or_assign(key, std::string(value));
  }

  absl::StatusOr<std::string> Get(absl::string_view key) const override {
    auto found = values_.find(key);
    if (found == values_.end()) found = values_.emplace(key, reader_.Get(key)).first;
    return found->second;
  }
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
    return reader_.Scan(begin, end, visit);
  }
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override {
    return reader_.ScanBackward(begin, end, visit);
  }

 private:
  const Reader& reader_;
  mutable absl::node_hash_map<std::string, absl::StatusOr<std::string>> values_;
};

}  // namespace santong::kv
