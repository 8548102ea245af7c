// An import as a stream: batches out, answers in, at the same time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/lib/channel.h"
#include "google/protobuf/arena.h"
#include "santong/v1/import.pb.h"

namespace santong::v1 {
class ImportDocumentsRequest;
}

namespace santong::client {

// Rows that travel together. The message lies on its arena.
struct ImportBatch {
  std::unique_ptr<google::protobuf::Arena> arena;
  v1::ImportDocumentsRequest* request = nullptr;
  int64_t last_row = 0;
};

struct ImportHandlers {
  // Called once, when the server has said after which row it resumes (0 for a new import).
  std::function<void(int64_t resumed_after_row)> resumed;
  // The next batch; one without a request at the end. Called from one thread, may wait.
  std::function<ImportBatch()> next;
  // An answer, in the order of the rows. Called from one thread, another one than `next`.
  std::function<void(const v1::ImportResult&)> answered;
};

// Limits of one message, below the server's.
inline constexpr int kImportRowsMax = 500;
inline constexpr size_t kImportBytesMax = 4 << 20;
// A longer row is longer than any text that a register takes, and would end the stream.
inline constexpr size_t kImportRowBytesMax = 6 << 20;

// Runs an import to its end. A few batches are under way at any time; none waits for another's
// answer. A stream that breaks (UNAVAILABLE) is opened again with the same identifier, after pauses
// that grow up to 5 seconds, and what was not answered is sent again. Returns when every row is
// answered. The error is as MakeCallStatus makes it.
absl::Status RunImport(const Connection& connection, const v1::ImportStart& start,
                       const ImportHandlers& handlers);

}  // namespace santong::client
