// C2SP signed notes (c2sp.org/signed-note) with Ed25519 (RFC 8032), checkpoints
// (c2sp.org/tlog-checkpoint) and witnesses' cosignatures (c2sp.org/tlog-cosignature, type 0x04).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace santong::proof {

enum class SignatureType : unsigned char { kEd25519 = 1, kCosignature = 4 };

// Base64 of RFC 4648, section 4, in its one canonical form. INVALID_ARGUMENT for any other.
absl::StatusOr<std::string> DecodeBase64(absl::string_view text);

// Whose signatures are believed.
struct VerifierKey {
  std::string name;
  uint32_t id = 0;
  SignatureType type = SignatureType::kEd25519;
  std::string public_key;  // 32 bytes

  // name+id+base64(type, key), as Format writes it. INVALID_ARGUMENT says what is wrong.
  static absl::StatusOr<VerifierKey> Parse(absl::string_view vkey);
  std::string Format() const;
};

// Signs. The form of the text is that of golang.org/x/mod/sumdb/note: PRIVATE+KEY+name+id+base64.
class SigningKey {
 public:
  // INVALID_ARGUMENT without the text in it: a refusal must not show a key.
  static absl::StatusOr<SigningKey> Parse(absl::string_view skey);
  // `seed` is 32 random bytes.
  static absl::StatusOr<SigningKey> FromSeed(absl::string_view name, absl::string_view seed);
  // A key that is kept elsewhere: `sign` is given what is to be signed and gives the signature's 64
  // bytes. Each is verified before it is used.
  using SignElsewhere = std::function<absl::StatusOr<std::string>(absl::string_view bytes)>;
  static SigningKey Elsewhere(VerifierKey verifier, SignElsewhere sign);

  // The key's text; of one that is kept elsewhere, without the key.
  std::string Format() const;
  const VerifierKey& verifier() const { return verifier_; }
  // The signature line with its end of line, over the text of a note. Of a key that is kept
  // elsewhere its error is handed on; INVALID_ARGUMENT when the signature is not the key's.
  absl::StatusOr<std::string> Sign(absl::string_view text) const;
  // The line of a witness (type kCosignature) at `time_seconds` of POSIX.
  absl::StatusOr<std::string> Cosign(absl::string_view text, uint64_t time_seconds) const;

 private:
  SigningKey() = default;
  absl::StatusOr<std::string> SignBytes(absl::string_view bytes) const;

  std::string seed_;  // empty while `elsewhere_` signs
  SignElsewhere elsewhere_;
  VerifierKey verifier_;
};

struct Signature {
  std::string name;
  uint32_t id = 0;
  std::string bytes;
};

struct Note {
  std::string text;  // with its last end of line
  std::vector<Signature> signatures;
};

// INVALID_ARGUMENT: not of the form, not UTF-8, a control character, more than 100 signatures.
absl::StatusOr<Note> ParseNote(absl::string_view bytes);
// A signature line, with or without its end of line.
absl::StatusOr<Signature> ParseSignatureLine(absl::string_view line);
std::string FormatSignatureLine(const Signature& signature);
std::string FormatNote(const Note& note);

// The keys that signed. INVALID_ARGUMENT when none of `keys` did, or the signature under the name
// and id of one of them is not its own.
absl::StatusOr<std::vector<VerifierKey>> VerifyNote(const Note& note,
                                                    absl::Span<const VerifierKey> keys);

// The time of a cosignature, seconds of POSIX. INVALID_ARGUMENT when it is not the witness's.
absl::StatusOr<uint64_t> VerifyCosignature(absl::string_view text, const Signature& signature,
                                           const VerifierKey& witness);

struct Checkpoint {
  std::string origin;
  uint64_t size = 0;
  std::string root;                     // 32 bytes where the log is one of ours
  std::vector<std::string> extensions;  // lines, without their ends
};

// `text` is that of a note. INVALID_ARGUMENT says what is wrong.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);
std::string FormatCheckpoint(const Checkpoint& checkpoint);
// The value of the extension line "name value"; empty when there is none.
std::string ExtensionOf(const Checkpoint& checkpoint, absl::string_view name);

}  // namespace santong::proof
