#include "server/domain/proof/merkle.h"

#include <algorithm>

#include "absl/base/internal/endian.h"
#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"
#include "server/domain/digest/sha256.h"

namespace santong::proof {
namespace {

constexpr size_t kSizeBytes = 8;

// The hash of the leaves [begin, end), which begin where a subtree of their size may begin.
absl::StatusOr<std::string> RangeHash(uint64_t begin, uint64_t end, GetNode get) {
  const uint64_t count = end - begin;
  if (absl::has_single_bit(count)) {
    const int level = absl::countr_zero(count);
    auto node = get(level, begin >> level);
    if (node.ok() && node->size() != kHashBytes) {
      return absl::DataLossError(absl::StrCat("node ", level, "/", begin >> level, " is no hash"));
    }
    return node;
  }
  const uint64_t middle = begin + absl::bit_floor(count);
  auto left = RangeHash(begin, middle, get);
  if (!left.ok()) return left;
  auto right = RangeHash(middle, end, get);
  if (!right.ok()) return right;
  return NodeHash(*left, *right);
}

// Where a tree of `count` leaves is cut: the largest power of two below it.
uint64_t CutOf(uint64_t count) { return absl::bit_floor(count - 1); }

absl::Status Refused(absl::string_view why) { return absl::InvalidArgumentError(why); }

bool AreHashes(absl::Span<const std::string> proof) {
  return std::all_of(proof.begin(), proof.end(),
                     [](const std::string& hash) { return hash.size() == kHashBytes; });
}

// Where a verification stands: the node that is known, and the last node of its level.
struct Walk {
  uint64_t node;
  uint64_t last;

  bool IsRightOrLast() const { return (node & 1) != 0 || node == last; }
  void Up() {
    node >>= 1;
    last >>= 1;
  }
  // Up to where the node has a sibling on its left.
  void UpToASibling() {
    while ((node & 1) == 0 && node != 0) Up();
  }
};

}  // namespace

std::string EmptyRoot() { return digest::Sha256(""); }

std::string LeafHash(absl::string_view leaf) {
  return digest::Sha256(absl::StrCat(absl::string_view("\0", 1), leaf));
}

std::string NodeHash(absl::string_view left, absl::string_view right) {
  return digest::Sha256(absl::StrCat("\1", left, right));
}

std::string EncodeEdge(const Edge& edge) {
  std::string bytes(kSizeBytes, '\0');
  absl::big_endian::Store64(bytes.data(), edge.size);
  for (const std::string& root : edge.roots) bytes += root;
  return bytes;
}

absl::StatusOr<Edge> DecodeEdge(absl::string_view bytes) {
  Edge edge;
  if (bytes.size() < kSizeBytes) return absl::DataLossError("the log's edge is too short");
  edge.size = absl::big_endian::Load64(bytes.data());
  bytes.remove_prefix(kSizeBytes);
  if (bytes.size() != kHashBytes * static_cast<size_t>(absl::popcount(edge.size)))
    return absl::DataLossError("the log's edge does not have the roots of its size");
  for (; !bytes.empty(); bytes.remove_prefix(kHashBytes))
    edge.roots.emplace_back(bytes.substr(0, kHashBytes));
  return edge;
}

void Append(absl::string_view leaf_hash,
            absl::FunctionRef<void(int level, uint64_t index, absl::string_view hash)> put,
            Edge* edge) {
  uint64_t index = edge->size++;
  std::string hash(leaf_hash);
  put(0, index, hash);
  for (int level = 1; (index & 1) != 0; ++level) {
    hash = NodeHash(edge->roots.back(), hash);
    edge->roots.pop_back();
    index >>= 1;
    put(level, index, hash);
  }
  edge->roots.push_back(std::move(hash));
}

std::string RootOf(const Edge& edge) {
  if (edge.roots.empty()) return EmptyRoot();
  std::string root = edge.roots.back();
  for (auto it = edge.roots.rbegin() + 1; it != edge.roots.rend(); ++it) root = NodeHash(*it, root);
  return root;
}

absl::StatusOr<std::string> RootAt(uint64_t size, GetNode get) {
  return size == 0 ? EmptyRoot() : RangeHash(0, size, get);
}

absl::StatusOr<std::vector<std::string>> ProveInclusion(uint64_t index, uint64_t size,
                                                        GetNode get) {
  if (index >= size) return Refused("the entry is not in the tree");
  std::vector<std::string> proof;
  for (uint64_t begin = 0, end = size; end - begin > 1;) {
    const uint64_t middle = begin + CutOf(end - begin);
    const bool left = index < middle;
    auto sibling = left ? RangeHash(middle, end, get) : RangeHash(begin, middle, get);
    if (!sibling.ok()) return sibling.status();
    proof.push_back(*std::move(sibling));
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<std::string>> ProveConsistency(uint64_t first, uint64_t second,
                                                          GetNode get) {
  if (first == 0 || first > second) return Refused("the sizes are not 0 < first <= second");
  std::vector<std::string> proof;
  uint64_t begin = 0, end = second;
  while (end != first) {
    const uint64_t middle = begin + CutOf(end - begin);
    const bool left = first <= middle;
    auto sibling = left ? RangeHash(middle, end, get) : RangeHash(begin, middle, get);
    if (!sibling.ok()) return sibling.status();
    proof.push_back(*std::move(sibling));
    (left ? end : begin) = middle;
  }
  if (begin != 0) {  // else the verifier has it: it is the first root itself
    auto common = RangeHash(begin, end, get);
    if (!common.ok()) return common.status();
    proof.push_back(*std::move(common));
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::Status VerifyInclusion(uint64_t index, uint64_t size, absl::string_view leaf_hash,
                             absl::Span<const std::string> proof, absl::string_view root) {
  if (index >= size) return Refused("the entry is not in the tree");
  if (leaf_hash.size() != kHashBytes || !AreHashes(proof))
    return Refused("a hash has not 32 bytes");
  Walk walk{index, size - 1};
  std::string hash(leaf_hash);
  for (const std::string& sibling : proof) {
    if (walk.last == 0) return Refused("the proof is too long");
    if (walk.IsRightOrLast()) {
      hash = NodeHash(sibling, hash);
      walk.UpToASibling();
    } else {
      hash = NodeHash(hash, sibling);
    }
    walk.Up();
  }
  if (walk.last != 0) return Refused("the proof is too short");
  if (hash != root) return Refused("the proof leads to another root");
  return absl::OkStatus();
}

absl::Status VerifyConsistency(uint64_t first, uint64_t second, absl::Span<const std::string> proof,
                               absl::string_view first_root, absl::string_view second_root) {
  if (first == 0 || first > second) return Refused("the sizes are not 0 < first <= second");
  if (!AreHashes(proof)) return Refused("a hash has not 32 bytes");
  if (first == second) {
    if (!proof.empty()) return Refused("the proof is too long");
    return first_root == second_root ? absl::OkStatus()
                                     : Refused("two roots are given for one size");
  }
  if (proof.empty()) return Refused("the proof is too short");
  Walk walk{first - 1, second - 1};
  while ((walk.node & 1) != 0) walk.Up();
  const bool first_is_complete = absl::has_single_bit(first);
  std::string old_hash(first_is_complete ? first_root : absl::string_view(proof[0]));
  std::string new_hash = old_hash;
  for (const std::string& hash : proof.subspan(first_is_complete ? 0 : 1)) {
    if (walk.last == 0) return Refused("the proof is too long");
    if (walk.IsRightOrLast()) {
      old_hash = NodeHash(hash, old_hash);
      new_hash = NodeHash(hash, new_hash);
      walk.UpToASibling();
    } else {
      new_hash = NodeHash(new_hash, hash);
    }
    walk.Up();
  }
  if (walk.last != 0) return Refused("the proof is too short");
  if (old_hash != first_root) return Refused("the proof does not lead to the first root");
  if (new_hash != second_root) return Refused("the proof does not lead to the second root");
  return absl::OkStatus();
}

}  // namespace santong::proof
