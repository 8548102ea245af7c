// The tree hashes of RFC 6962, section 2.1: appending, proving, verifying. A hash is 32 bytes.
//
// A tree of n leaves is kept as its complete subtrees: node (level, index) is the root of the
// leaves index·2^level up to (index+1)·2^level. Such a node never changes once it is there, so what
// is stored is only ever added to, and every root and proof of every size can be made from it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace santong::proof {

inline constexpr size_t kHashBytes = 32;

// The root of a tree without leaves.
std::string EmptyRoot();
std::string LeafHash(absl::string_view leaf);
std::string NodeHash(absl::string_view left, absl::string_view right);

// The right edge: all that is needed to append.
struct Edge {
  uint64_t size = 0;
  std::vector<std::string> roots;  // of the complete subtrees, the largest first
};

// DO NOT CHANGE: stored on disk. The size, 8 bytes big-endian, then the roots.
std::string EncodeEdge(const Edge& edge);
// DATA_LOSS when the number of roots is not that of the size.
absl::StatusOr<Edge> DecodeEdge(absl::string_view bytes);

// Adds a leaf; `put` is given every node that this completes, the leaf's own first.
void Append(absl::string_view leaf_hash,
            absl::FunctionRef<void(int level, uint64_t index, absl::string_view hash)> put,
            Edge* edge);
std::string RootOf(const Edge& edge);

// Reads a complete node. Its error is handed on.
using GetNode = absl::FunctionRef<absl::StatusOr<std::string>(int level, uint64_t index)>;

// Each reads O(log size) nodes. INVALID_ARGUMENT: index >= size; first is 0 or > second.
absl::StatusOr<std::string> RootAt(uint64_t size, GetNode get);
absl::StatusOr<std::vector<std::string>> ProveInclusion(uint64_t index, uint64_t size, GetNode get);
absl::StatusOr<std::vector<std::string>> ProveConsistency(uint64_t first, uint64_t second,
                                                          GetNode get);

// OK when the leaf is that of `index` in the tree with `root` (RFC 9162, section 2.1.3.2); else
// INVALID_ARGUMENT.
absl::Status VerifyInclusion(uint64_t index, uint64_t size, absl::string_view leaf_hash,
                             absl::Span<const std::string> proof, absl::string_view root);
// OK when the first tree is the beginning of the second (RFC 9162, section 2.1.4.2); else
// INVALID_ARGUMENT, also for a first size of 0: of nothing, everything is the continuation.
absl::Status VerifyConsistency(uint64_t first, uint64_t second, absl::Span<const std::string> proof,
                               absl::string_view first_root, absl::string_view second_root);

}  // namespace santong::proof
