// The offline verifier: a text and a receipt, judged with nothing but the keys or the checkpoint
// that its user trusts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "santong/v1/proof.pb.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/note.h"

namespace santong::proof {

// c2sp.org/tlog-proof, version 1.
struct TlogProof {
  std::string extra;
  uint64_t index = 0;
  std::vector<std::string> hashes;  // from the leaf's sibling up
  std::string checkpoint;           // a signed note
};
std::string FormatTlogProof(const TlogProof& proof);
// INVALID_ARGUMENT says what is wrong.
absl::StatusOr<TlogProof> ParseTlogProof(absl::string_view text);

// What a receipt holds, read and not verified: it may say anything.
struct ReceiptParts {
  TlogProof proof;
  Leaf leaf;  // empty where no document bears the number
  Checkpoint checkpoint;
};
absl::StatusOr<ReceiptParts> ReadParts(const v1::LogReceipt& receipt);

enum class Verdict {
  kInForce,      // genuine, and in force as of the checkpoint
  kNotInForce,   // genuine, and not in force as of the checkpoint
  kTextDiffers,  // the number exists, the text is another
  kUnknown,      // nothing trusted says that there is such a document
};

struct Verification {
  Verdict verdict = Verdict::kUnknown;
  // Why kUnknown, in English; empty where the map proves that no document bears the number.
  std::string reason;
  Leaf leaf;                         // the number's latest entry; empty for kUnknown
  uint32_t version = 0;              // the version whose text it is; 0 for none
  uint32_t counting = 0;             // the version that counts on the checkpoint's day; 0 for none
  std::string attachment;            // the attached file that it is, by its name; empty for none
  std::vector<size_t> lines;         // kTextDiffers: which lines differ, from 1, at most 20
  Checkpoint checkpoint;             // empty when none could be believed
  std::vector<std::string> signers;  // the keys that were trusted and signed, as vkeys
};

// `text` are the bytes of the paper's text, or of a file that was attached to the document and that
// the receipt opens; `receipt` what GetReceipt gave. Trusted are `keys` and,
// where one is given, `checkpoint`, a signed note that came another way: it must then be of the
// same size and say the same. INVALID_ARGUMENT when neither is given.
absl::StatusOr<Verification> VerifyText(absl::string_view text, const v1::LogReceipt& receipt,
                                        absl::Span<const VerifierKey> keys,
                                        absl::string_view checkpoint);

}  // namespace santong::proof
