// The map against an ordinary one: whatever the order of writes, one root, and a proof for each
// key.
#include "server/domain/proof/number_map.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "tests/support/status_matchers.h"

namespace santong::proof {
namespace {

using ::santong::testing::IsOk;

// Nodes by the bits of their prefix.
struct Nodes {
  std::map<std::string, std::string> nodes;

  static std::string Place(int bits, absl::string_view path) {
    std::string place;
    for (int i = 0; i < bits; ++i) {
      const auto byte = static_cast<unsigned char>(path[static_cast<size_t>(i / 8)]);
      place += (byte >> (7 - i % 8) & 1) != 0 ? '1' : '0';
    }
    return place;
  }
  absl::StatusOr<std::optional<std::string>> Get(int bits, absl::string_view path) const {
    auto node = nodes.find(Place(bits, path));
    if (node == nodes.end()) return std::nullopt;
    return node->second;
  }
  std::string Set(absl::string_view key, absl::string_view value) {
    auto root = SetInMap(
        key, value, [&](int bits, absl::string_view path) { return Get(bits, path); },
        [&](int bits, absl::string_view path, absl::string_view node) {
          nodes[Place(bits, path)] = std::string(node);
        });
    EXPECT_THAT(root, IsOk());
    return *root;
  }
  PathProof Prove(absl::string_view key) const {
    auto proof = ProveInMap(key, [&](int bits, absl::string_view path) { return Get(bits, path); });
    EXPECT_THAT(proof, IsOk());
    return *proof;
  }
};

std::string NumberKey(int i) { return MapKey(absl::StrCat("测登〔2026〕", i, "号")); }
std::string ValueOf(int i) { return digest::Sha256(absl::StrCat("leaf ", i)); }

TEST(NumberMap, AnEmptyOneProvesThatThereIsNothing) {
  const Nodes map;
  auto value = VerifyInMap(NumberKey(1), map.Prove(NumberKey(1)), EmptyMapRoot());
  ASSERT_THAT(value, IsOk());
  EXPECT_EQ(*value, std::nullopt);
}

TEST(NumberMap, ProvesEveryValueAndEveryAbsenceInAnyOrderOfWrites) {
  Nodes up, down;
  std::string root, other;
  for (int i = 0; i < 300; ++i) root = up.Set(NumberKey(i), ValueOf(i));
  for (int i = 299; i >= 0; --i) other = down.Set(NumberKey(i), ValueOf(0));
  for (int i = 299; i >= 0; --i) other = down.Set(NumberKey(i), ValueOf(i));
  EXPECT_EQ(root, other);
  std::map<std::string, std::string> rows;
  for (int i = 0; i < 300; ++i) rows[NumberKey(i)] = ValueOf(i);
  EXPECT_EQ(root, MapRootOf({rows.begin(), rows.end()})) << "made at once";
  EXPECT_EQ(root, *MapRoot([&](int bits, absl::string_view path) { return up.Get(bits, path); }));
  for (int i = 0; i < 600; ++i) {
    auto value = VerifyInMap(NumberKey(i), up.Prove(NumberKey(i)), root);
    ASSERT_THAT(value, IsOk());
    EXPECT_EQ(value->has_value(), i < 300);
    if (i < 300) EXPECT_EQ(**value, ValueOf(i));
  }
}

TEST(NumberMap, AProofOfAnotherNumberOrAnotherValueIsRefused) {
  Nodes map;
  std::string root;
  for (int i = 0; i < 50; ++i) root = map.Set(NumberKey(i), ValueOf(i));
  PathProof proof = map.Prove(NumberKey(1));
  EXPECT_FALSE(VerifyInMap(NumberKey(2), proof, root).ok());
  EXPECT_FALSE(VerifyInMap(NumberKey(1), proof, ValueOf(1)).ok()) << "another root";
  PathProof changed = proof;
  changed.end_value = ValueOf(2);
  EXPECT_FALSE(VerifyInMap(NumberKey(1), changed, root).ok());
  changed = proof;
  changed.end_key.clear();
  EXPECT_FALSE(VerifyInMap(NumberKey(1), changed, root).ok()) << "left out";
  changed = proof;
  changed.siblings.back()[0] ^= 1;
  EXPECT_FALSE(VerifyInMap(NumberKey(1), changed, root).ok());
  changed = proof;
  changed.siblings.back().pop_back();
  EXPECT_FALSE(VerifyInMap(NumberKey(1), changed, root).ok());
}

}  // namespace
}  // namespace santong::proof
