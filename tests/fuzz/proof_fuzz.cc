// Any bytes as a leaf, a note, a checkpoint, a key, a tlog-proof: refused, or in the one form that
// the writer gives.
#include <cstddef>
#include <cstdint>

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
  return 0;
}
