// A reader that goes no further once nobody waits for what is read.
#pragma once

#include "absl/functional/function_ref.h"
#include "storage/kv/store.h"

namespace santong::queries {

// Passes reads on. Once `stopped` is true, which every row of a scan asks, a scan is CANCELLED.
class StoppableReader final : public kv::Reader {
 public:
  // Both must outlive it.
  StoppableReader(const kv::Reader& reader, absl::FunctionRef<bool()> stopped)
      : reader_(reader), stopped_(stopped) {}

  absl::StatusOr<std::string> Get(absl::string_view key) const override { return reader_.Get(key); }
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
    return Until(visit, [&](Visit each) { return reader_.Scan(begin, end, each); });
  }
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override {
    return Until(visit, [&](Visit each) { return reader_.ScanBackward(begin, end, each); });
  }

 private:
  absl::Status Until(Visit visit, absl::FunctionRef<absl::Status(Visit each)> scan) const {
    bool stopped = false;
    absl::Status scanned = scan([&](absl::string_view key, absl::string_view value) {
      stopped = stopped_();
      return !stopped && visit(key, value);
    });
    return stopped ? absl::CancelledError("nobody waits for it any more") : scanned;
  }

  const kv::Reader& reader_;
  const absl::FunctionRef<bool()> stopped_;
};

}  // namespace santong::queries
