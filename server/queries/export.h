// The public catalogue as a file, line by line, or as files.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "santong/v1/catalog_service.pb.h"
#include "storage/kv/store.h"

namespace santong::queries {

// One export, on one snapshot from its first line to its last. Used by one thread at a time.
class Export {
 public:
  // INVALID_ARGUMENT when the register has not come to `after_sequence`.
  static absl::StatusOr<Export> Begin(std::unique_ptr<kv::Reader> reader,
                                      const v1::ExportCatalogRequest& request);

  // The next whole lines, about kChunkBytes of them, or the next file; the last part has the
  // sequence and the count.
  absl::StatusOr<v1::ExportCatalogResponse> Next();
  bool done() const { return done_; }

 private:
  Export(std::unique_ptr<kv::Reader> reader, v1::ExportFormat format)
      : reader_(std::move(reader)), format_(format) {}

  absl::StatusOr<uint64_t> NextDocument();
  // With its newest text; nothing for one that not anyone may read.
  absl::StatusOr<std::optional<v1::Document>> ReadPublic(uint64_t id) const;
  absl::Status Add(const v1::Document& document, v1::ExportCatalogResponse* part);

  std::unique_ptr<kv::Reader> reader_;
  v1::ExportFormat format_;
  bool all_ = false;
  std::set<uint64_t> changed_;  // what is left of it, when not all are asked for
  uint64_t last_document_ = 0;
  uint64_t sequence_ = 0;
  int64_t documents_ = 0;
  bool began_ = false;
  bool done_ = false;
};

inline constexpr size_t kChunkBytes = 256 << 10;

}  // namespace santong::queries
