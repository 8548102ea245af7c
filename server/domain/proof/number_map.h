// The map of numbers: registration number → leaf hash of its latest entry, as a Merkle prefix tree.
// Its root is signed in every checkpoint, so that "no document bears this number" and "this is the
// latest entry" can be proved.
//
// A number's key is the SHA-256 of its folded form (server/domain/number), in UTF-8. From the first
// bit of the key on, 0 goes left and 1 right; a row stands at the shortest prefix that is its
// alone.
//
//   empty = 32 zero bytes
//   row   = SHA-256(0x00 key value)
//   inner = SHA-256(0x01 left right)
//
// DO NOT CHANGE: stored on disk and signed. A node is stored as what is hashed, 65 bytes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::proof {

std::string EmptyMapRoot();
std::string MapKey(absl::string_view number);

// The node at the first `bits` bits of `path`; nullopt where there is none.
using GetMapNode =
    absl::FunctionRef<absl::StatusOr<std::optional<std::string>>(int bits, absl::string_view path)>;
using PutMapNode =
    absl::FunctionRef<void(int bits, absl::string_view path, absl::string_view node)>;

// Sets the key's value (each 32 bytes); returns the new root. Reads and writes the nodes of one
// path. DATA_LOSS when a stored node is none.
absl::StatusOr<std::string> SetInMap(absl::string_view key, absl::string_view value, GetMapNode get,
                                     PutMapNode put);
absl::StatusOr<std::string> MapRoot(GetMapNode get);

// The root of a whole map at once; a row is a key and its value, each key once, in any order.
using MapRow = std::pair<std::string, std::string>;
std::string MapRootOf(std::vector<MapRow> rows);

struct PathProof {
  std::vector<std::string> siblings;  // from the root down
  std::string end_key;                // empty: the path ends in nothing
  std::string end_value;
};
absl::StatusOr<PathProof> ProveInMap(absl::string_view key, GetMapNode get);

// The key's value under `root`, nullopt where the proof shows that there is none. INVALID_ARGUMENT
// when it shows neither.
absl::StatusOr<std::optional<std::string>> VerifyInMap(absl::string_view key,
                                                       const PathProof& proof,
                                                       absl::string_view root);

}  // namespace santong::proof
