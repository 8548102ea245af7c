#include "server/domain/proof/number_map.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/number/document_number.h"
#include "server/domain/proof/merkle.h"

namespace santong::proof {
namespace {

constexpr int kKeyBits = 256;
constexpr size_t kNodeBytes = 1 + 2 * kHashBytes;
constexpr char kRow = 0;
constexpr char kInner = 1;

bool BitOf(absl::string_view key, int bit) {
  return (static_cast<unsigned char>(key[static_cast<size_t>(bit / 8)]) >> (7 - bit % 8) & 1) != 0;
}

// A node as stored.
absl::string_view First(absl::string_view node) { return node.substr(1, kHashBytes); }
absl::string_view Second(absl::string_view node) { return node.substr(1 + kHashBytes); }
std::string Node(char kind, absl::string_view first, absl::string_view second) {
  return absl::StrCat(std::string(1, kind), first, second);
}

// The inner node above a child that lies in the direction of the bit.
std::string Above(bool right, absl::string_view child, absl::string_view sibling) {
  return right ? Node(kInner, sibling, child) : Node(kInner, child, sibling);
}

absl::StatusOr<std::optional<std::string>> Checked(
    absl::StatusOr<std::optional<std::string>> node) {
  if (node.ok() && node->has_value() &&
      ((*node)->size() != kNodeBytes || ((*node)->front() != kRow && (*node)->front() != kInner))) {
    return absl::DataLossError("a stored node of the map of numbers is none");
  }
  return node;
}

// The hash of rows that are sorted by key and share their first `bits` bits.
std::string HashOfRows(absl::Span<const MapRow> rows, int bits) {
  if (rows.empty()) return EmptyMapRoot();
  if (rows.size() == 1) return digest::Sha256(Node(kRow, rows[0].first, rows[0].second));
  // Those with a 0 here come first.
  const auto right = std::partition_point(
      rows.begin(), rows.end(), [bits](const MapRow& row) { return !BitOf(row.first, bits); });
  const auto left_size = static_cast<size_t>(right - rows.begin());
  return digest::Sha256(Node(kInner, HashOfRows(rows.first(left_size), bits + 1),
                             HashOfRows(rows.subspan(left_size), bits + 1)));
}

// The inner nodes from the root down to where the key's row stands or would stand.
struct Path {
  std::vector<std::string> inner;
  std::optional<std::string> end;  // a row
};

absl::StatusOr<Path> PathOf(absl::string_view key, GetMapNode get) {
  Path path;
  while (true) {
    const int bits = static_cast<int>(path.inner.size());
    if (bits == kKeyBits) return absl::DataLossError("the map of numbers is deeper than its keys");
    auto node = Checked(get(bits, key));
    if (!node.ok()) return node.status();
    if (!node->has_value() || (*node)->front() == kRow) {
      path.end = *std::move(node);
      return path;
    }
    path.inner.push_back(**std::move(node));
  }
}

}  // namespace

std::string EmptyMapRoot() { return std::string(kHashBytes, '\0'); }

std::string MapKey(absl::string_view number) { return digest::Sha256(number::FoldNumber(number)); }

absl::StatusOr<std::string> SetInMap(absl::string_view key, absl::string_view value, GetMapNode get,
                                     PutMapNode put) {
  auto path = PathOf(key, get);
  if (!path.ok()) return path.status();
  const std::string row = Node(kRow, key, value);
  int bits = static_cast<int>(path->inner.size());
  std::string hash = digest::Sha256(row);
  if (path->end.has_value() && First(*path->end) != key) {
    // Two rows where one stood: both go down to the first bit in which they differ.
    const std::string other(First(*path->end));
    int apart = bits;
    while (BitOf(key, apart) == BitOf(other, apart)) ++apart;
    put(apart + 1, key, row);
    put(apart + 1, other, *path->end);
    std::string inner = Above(BitOf(key, apart), hash, digest::Sha256(*path->end));
    put(apart, key, inner);
    while (apart > bits) {
      --apart;
      inner = Above(BitOf(key, apart), digest::Sha256(inner), EmptyMapRoot());
      put(apart, key, inner);
    }
    hash = digest::Sha256(inner);
  } else {
    put(bits, key, row);
  }
  while (bits > 0) {
    --bits;
    const std::string& old = path->inner[static_cast<size_t>(bits)];
    const bool right = BitOf(key, bits);
    const std::string inner = Above(right, hash, right ? First(old) : Second(old));
    put(bits, key, inner);
    hash = digest::Sha256(inner);
  }
  return hash;
}

absl::StatusOr<std::string> MapRoot(GetMapNode get) {
  auto node = Checked(get(0, EmptyMapRoot()));
  if (!node.ok()) return node.status();
  return node->has_value() ? digest::Sha256(**node) : EmptyMapRoot();
}

std::string MapRootOf(std::vector<MapRow> rows) {
  std::sort(rows.begin(), rows.end());
  return HashOfRows(rows, 0);
}

absl::StatusOr<PathProof> ProveInMap(absl::string_view key, GetMapNode get) {
  auto path = PathOf(key, get);
  if (!path.ok()) return path.status();
  PathProof proof;
  for (size_t bit = 0; bit < path->inner.size(); ++bit) {
    const std::string& inner = path->inner[bit];
    proof.siblings.emplace_back(BitOf(key, static_cast<int>(bit)) ? First(inner) : Second(inner));
  }
  if (path->end.has_value()) {
    proof.end_key = std::string(First(*path->end));
    proof.end_value = std::string(Second(*path->end));
  }
  return proof;
}

absl::StatusOr<std::optional<std::string>> VerifyInMap(absl::string_view key,
                                                       const PathProof& proof,
                                                       absl::string_view root) {
  const absl::Status wrong =
      absl::InvalidArgumentError("the proof of the number does not lead to the signed map");
  const size_t depth = proof.siblings.size();
  if (key.size() != kHashBytes || depth >= kKeyBits) return wrong;
  std::string hash = EmptyMapRoot();
  if (!proof.end_key.empty()) {
    if (proof.end_key.size() != kHashBytes || proof.end_value.size() != kHashBytes) return wrong;
    // A row elsewhere says nothing of this key.
    for (int bit = 0; bit < static_cast<int>(depth); ++bit) {
      if (BitOf(proof.end_key, bit) != BitOf(key, bit)) return wrong;
    }
    hash = digest::Sha256(Node(kRow, proof.end_key, proof.end_value));
  }
  for (size_t up = depth; up > 0; --up) {
    const std::string& sibling = proof.siblings[up - 1];
    if (sibling.size() != kHashBytes) return wrong;
    hash = digest::Sha256(Above(BitOf(key, static_cast<int>(up - 1)), hash, sibling));
  }
  if (hash != root) return wrong;
  if (proof.end_key != key) return std::optional<std::string>();
  return std::optional<std::string>(proof.end_value);
}

}  // namespace santong::proof
