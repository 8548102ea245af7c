// Any bytes as a leaf, a note, a checkpoint, a key, a tlog-proof: refused, or in the one form that
// the writer gives. As the hashes of a proof and as a receipt: verifying ends, and proves nothing.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/base/internal/endian.h"
#include "absl/strings/string_view.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/note.h"
#include "server/domain/proof/verify.h"
#include "tests/fuzz/must.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace santong::proof;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  if (auto leaf = ParseLeaf(input); leaf.ok()) SANTONG_MUST(EncodeLeaf(*leaf) == input);
  if (auto note = ParseNote(input); note.ok()) SANTONG_MUST(FormatNote(*note) == input);
  if (auto checkpoint = ParseCheckpoint(input); checkpoint.ok())
    SANTONG_MUST(FormatCheckpoint(*checkpoint) == input);
  if (auto key = VerifierKey::Parse(input); key.ok()) SANTONG_MUST(key->Format() == input);
  if (auto edge = DecodeEdge(input); edge.ok()) SANTONG_MUST(EncodeEdge(*edge) == input);
  if (auto proof = ParseTlogProof(input); proof.ok())
    SANTONG_MUST(ParseTlogProof(FormatTlogProof(*proof)).ok());

  // Two numbers, and hashes.
  if (size >= 16) {
    const uint64_t first = absl::big_endian::Load64(data);
    const uint64_t second = absl::big_endian::Load64(data + 8);
    std::vector<std::string> hashes;
    for (size_t at = 16; at < size; at += kHashBytes)
      hashes.emplace_back(input.substr(at, kHashBytes));
    const std::string leaf = LeafHash(input);
    SANTONG_MUST(!VerifyInclusion(first, second, leaf, hashes, EmptyRoot()).ok());
    SANTONG_MUST(!VerifyConsistency(first, second, hashes, leaf, EmptyRoot()).ok());
  }
  santong::v1::LogReceipt receipt;
  if (!receipt.ParseFromArray(data, static_cast<int>(size))) return 0;
  // Under the checkpoint that it brings itself, so that all of it is looked at.
  if (const auto parts = ReadParts(receipt); parts.ok())
    SANTONG_MUST(VerifyText(receipt.outline(), receipt, {}, parts->proof.checkpoint).ok());
  return 0;
}
