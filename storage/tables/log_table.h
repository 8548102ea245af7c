// The log and what hangs on it: leaves, the nodes of the tree, the chain of events, checkpoints,
// the map of numbers, the counts of organs. Bytes here; server/domain/proof says what they mean.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/kv/store.h"

namespace santong::tables {

// The right edge; empty when nothing was ever appended.
absl::StatusOr<std::string> GetLogEdge(const kv::Reader& reader);
void PutLogEdge(kv::Transaction& txn, absl::string_view edge);

// NOT_FOUND when there is none.
absl::StatusOr<std::string> GetLogNode(const kv::Reader& reader, int level, uint64_t index);
void PutLogNode(kv::Transaction& txn, int level, uint64_t index, absl::string_view hash);

struct LogLeaf {
  uint64_t sequence = 0;  // of its event
  std::string bytes;
};
absl::StatusOr<LogLeaf> GetLogLeaf(const kv::Reader& reader, uint64_t index);
void PutLogLeaf(kv::Transaction& txn, uint64_t index, const LogLeaf& leaf);
// In order from `first`, until `visit` returns false. DATA_LOSS when a row is too short.
absl::Status ScanLogLeaves(const kv::Reader& reader, uint64_t first,
                           absl::FunctionRef<bool(uint64_t index, const LogLeaf& leaf)> visit);

// What the log keeps of each event.
struct ChainLink {
  std::string hash;              // 32 bytes, over all events up to this one
  std::optional<uint64_t> leaf;  // where it has one
};
// NOT_FOUND when the event has none.
absl::StatusOr<ChainLink> GetChainLink(const kv::Reader& reader, uint64_t sequence);
// Of the last event up to this one that has a link; NOT_FOUND when none has.
absl::StatusOr<ChainLink> GetChainLinkUpTo(const kv::Reader& reader, uint64_t sequence);
void PutChainLink(kv::Transaction& txn, uint64_t sequence, const ChainLink& link);
// The last event that has a link; 0 when none has.
absl::StatusOr<uint64_t> LastChained(const kv::Reader& reader);
// The resource's newest leaf among the first `size`; NOT_FOUND when it has none.
absl::StatusOr<uint64_t> NewestLeafOf(const kv::Reader& reader, absl::string_view resource,
                                      uint64_t size = std::numeric_limits<uint64_t>::max());

// Of a version's text, beside the SHA-256 that its document holds. 32 bytes each.
struct TextDigest {
  std::string sm3;
  std::string outline_sha256;
};
// NOT_FOUND for a text that an older program wrote.
absl::StatusOr<TextDigest> GetTextDigest(const kv::Reader& reader, uint64_t id, uint32_t number);
void PutTextDigest(kv::Transaction& txn, uint64_t id, uint32_t number, const TextDigest& digest);

// Signed checkpoints, by size. NOT_FOUND when there is none of that size.
absl::StatusOr<std::string> GetCheckpoint(const kv::Reader& reader, uint64_t size);
void PutCheckpoint(kv::Transaction& txn, uint64_t size, absl::string_view note);
// The size of the newest; nullopt when nothing was ever signed. The map and the counts are of it.
absl::StatusOr<std::optional<uint64_t>> LastSigned(const kv::Reader& reader);
void PutLastSigned(kv::Transaction& txn, uint64_t size);

absl::StatusOr<std::optional<std::string>> GetMapNode(const kv::Reader& reader, int bits,
                                                      absl::string_view path);

absl::Status ScanOrganCounts(
    const kv::Reader& reader,
    absl::FunctionRef<void(const std::string& organ, const std::string& type, uint64_t count)>
        visit);

}  // namespace santong::tables
