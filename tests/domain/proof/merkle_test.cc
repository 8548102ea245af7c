// The published proofs, and every proof of every small tree.
#include "server/domain/proof/merkle.h"

#include <simdjson.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace santong::proof {
namespace {

using ::santong::testing::IsOk;

constexpr char kVectors[] = "tests/testdata/public/vectors/";

std::string Base64(simdjson::dom::element text) {
  std::string bytes;
  EXPECT_TRUE(absl::Base64Unescape(std::string(std::string_view(text)), &bytes));
  return bytes;
}

// A tree that keeps its nodes.
struct Tree {
  Edge edge;
  std::map<std::pair<int, uint64_t>, std::string> nodes;

  void Add(absl::string_view leaf) {
    Append(
        LeafHash(leaf),
        [&](int level, uint64_t index, absl::string_view hash) {
          nodes[{level, index}] = std::string(hash);
        },
        &edge);
  }
  absl::StatusOr<std::string> Get(int level, uint64_t index) const {
    auto node = nodes.find({level, index});
    if (node == nodes.end()) return absl::NotFoundError(absl::StrCat(level, "/", index));
    return node->second;
  }
};

TEST(Merkle, AgreesWithEveryPublishedProof) {
  simdjson::dom::parser parser;
  simdjson::dom::document_stream lines;
  ASSERT_FALSE(parser.load_many(absl::StrCat(kVectors, "rfc6962_proofs.jsonl")).get(lines));
  int accepted = 0, refused = 0;
  for (simdjson::dom::element vector : lines) {
    std::vector<std::string> proof;
    simdjson::dom::array hashes;
    if (!vector["proof"].get(hashes)) {
      for (simdjson::dom::element hash : hashes) proof.push_back(Base64(hash));
    }
    const bool is_consistency = std::string_view(vector["kind"]) == "consistency";
    const absl::Status verified =
        is_consistency ? VerifyConsistency(uint64_t(vector["size1"]), uint64_t(vector["size2"]),
                                           proof, Base64(vector["root1"]), Base64(vector["root2"]))
                       : VerifyInclusion(uint64_t(vector["leafIdx"]), uint64_t(vector["treeSize"]),
                                         Base64(vector["leafHash"]), proof, Base64(vector["root"]));
    EXPECT_EQ(verified.ok(), !bool(vector["wantErr"])) << vector << " " << verified;
    ++(verified.ok() ? accepted : refused);
  }
  EXPECT_EQ(accepted, 12);
  EXPECT_EQ(refused, 184);
}

TEST(Merkle, ConsistencyFromNothingIsRefused) {
  EXPECT_FALSE(VerifyConsistency(0, 1, {}, EmptyRoot(), LeafHash("")).ok());
  EXPECT_FALSE(VerifyConsistency(0, 0, {}, EmptyRoot(), EmptyRoot()).ok());
}

TEST(Merkle, HasThePublishedRoots) {
  simdjson::dom::parser parser;
  simdjson::dom::element file;
  ASSERT_FALSE(parser.load(absl::StrCat(kVectors, "rfc6962_roots.json")).get(file));
  Tree tree;
  std::vector<std::string> roots;
  for (simdjson::dom::element root : file["root_hex_by_size"])
    roots.emplace_back(std::string_view(root));
  ASSERT_EQ(absl::BytesToHexString(RootOf(tree.edge)), roots[0]);
  size_t size = 0;
  for (simdjson::dom::element leaf : file["leaf_inputs_hex"]) {
    tree.Add(absl::HexStringToBytes(std::string(std::string_view(leaf))));
    EXPECT_EQ(absl::BytesToHexString(RootOf(tree.edge)), roots[++size]);
  }
  const auto primitive = [&](const char* name) {
    return std::string(std::string_view(file["hash_primitives"][name]));
  };
  EXPECT_EQ(absl::BytesToHexString(LeafHash("")), primitive("empty_leaf"));
  EXPECT_EQ(absl::BytesToHexString(LeafHash("L123456")), primitive("leaf_L123456"));
  EXPECT_EQ(absl::BytesToHexString(NodeHash("N123", "N456")), primitive("node_N123_N456"));
}

TEST(Merkle, ProvesEveryEntryAndEveryBeginningOfEverySmallTree) {
  constexpr uint64_t kSize = 40;
  Tree tree;
  std::vector<std::string> roots = {EmptyRoot()};
  for (uint64_t i = 0; i < kSize; ++i) {
    tree.Add(absl::StrCat("leaf ", i));
    roots.push_back(RootOf(tree.edge));
  }
  auto get = [&](int level, uint64_t index) { return tree.Get(level, index); };
  for (uint64_t size = 1; size <= kSize; ++size) {
    EXPECT_EQ(*RootAt(size, get), roots[size]);
    for (uint64_t index = 0; index < size; ++index) {
      auto proof = ProveInclusion(index, size, get);
      ASSERT_THAT(proof, IsOk());
      const std::string leaf = LeafHash(absl::StrCat("leaf ", index));
      EXPECT_THAT(VerifyInclusion(index, size, leaf, *proof, roots[size]), IsOk());
      if (size > 1)
        EXPECT_FALSE(VerifyInclusion((index + 1) % size, size, leaf, *proof, roots[size]).ok());
      EXPECT_FALSE(VerifyInclusion(index, size, leaf, *proof, roots[size - 1]).ok());
    }
    for (uint64_t first = 1; first <= size; ++first) {
      auto proof = ProveConsistency(first, size, get);
      ASSERT_THAT(proof, IsOk());
      EXPECT_THAT(VerifyConsistency(first, size, *proof, roots[first], roots[size]), IsOk());
      EXPECT_FALSE(VerifyConsistency(first, size, *proof, roots[first - 1], roots[size]).ok());
    }
  }
}

TEST(Merkle, TheEdgeIsReadAsItWasWrittenAndDamageIsSaid) {
  Tree tree;
  for (int i = 0; i < 13; ++i) tree.Add("leaf");
  const std::string bytes = EncodeEdge(tree.edge);
  auto edge = DecodeEdge(bytes);
  ASSERT_THAT(edge, IsOk());
  EXPECT_EQ(edge->size, 13u);
  EXPECT_EQ(RootOf(*edge), RootOf(tree.edge));
  EXPECT_TRUE(absl::IsDataLoss(DecodeEdge(bytes.substr(1)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeEdge("").status()));
}

}  // namespace
}  // namespace santong::proof
