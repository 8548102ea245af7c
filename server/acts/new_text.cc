#include "server/acts/new_text.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/proof/leaf.h"

namespace santong::acts {

NewText WithDigests(std::string text) {
  tables::TextDigest digest = DigestOf(text);
  return {std::move(text), std::move(digest)};
}

tables::TextDigest DigestOf(absl::string_view text) {
  return {absl::HexStringToBytes(proof::Sm3Hex(text)), digest::Sha256(proof::OutlineOf(text))};
}

}  // namespace santong::acts
