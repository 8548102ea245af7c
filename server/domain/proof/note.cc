#include "server/domain/proof/note.h"

#include <openssl/evp.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "absl/base/internal/endian.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "server/domain/digest/sha256.h"

namespace santong::proof {
namespace {

constexpr char kEmDash[] = "\xe2\x80\x94 ";
constexpr size_t kSignatureBytes = 64;
constexpr size_t kKeyBytes = 32;
constexpr size_t kIdBytes = 4;
constexpr size_t kTimeBytes = 8;
constexpr size_t kSignaturesMax = 100;

absl::Status Wrong(absl::string_view why) { return absl::InvalidArgumentError(why); }

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Calls `take` with each character; false when the bytes are not UTF-8 or `take` says so.
template <typename Take>
bool EachCharacter(absl::string_view text, Take take) {
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    UChar32 character = 0;
    U8_NEXT(text.data(), at, length, character);
    if (character < 0 || !take(character)) return false;
  }
  return true;
}

bool IsNoteText(absl::string_view text) {
  return EachCharacter(text, [](UChar32 c) { return c >= 0x20 || c == '\n'; });
}

bool IsKeyName(absl::string_view name) {
  return !name.empty() && EachCharacter(name, [](UChar32 c) {
    return c >= 0x20 && c != '+' && !u_isUWhiteSpace(c);
  });
}

uint32_t KeyId(absl::string_view name, SignatureType type, absl::string_view public_key) {
  const std::string hash =
      digest::Sha256(absl::StrCat(name, "\n", std::string(1, static_cast<char>(type)), public_key));
  return absl::big_endian::Load32(hash.data());
}

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

bool SignatureIsOf(absl::string_view public_key, absl::string_view message,
                   absl::string_view signature) {
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  const Context context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(message),
                          message.size()) == 1;
}

absl::StatusOr<std::string> SignWith(absl::string_view seed, absl::string_view message) {
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  const Context context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t length = signature.size();
  if (key == nullptr || context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     Bytes(message), message.size()) != 1) {
    return absl::InternalError("OpenSSL could not sign");
  }
  return signature;
}

std::string CosignedMessage(absl::string_view text, uint64_t time_seconds) {
  return absl::StrCat("cosignature/v1\ntime ", time_seconds, "\n", text);
}

// name+id+base64, with what the base64 holds after its type.
struct KeyText {
  std::string name;
  uint32_t id = 0;
  SignatureType type = SignatureType::kEd25519;
  std::string key;
};

std::string IdText(uint32_t id) { return absl::StrFormat("%08x", id); }

absl::StatusOr<KeyText> ParseKeyText(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits('+', 2));
  KeyText key;
  if (parts.size() != 3) return Wrong("a key is name+id+base64");
  key.name = std::string(parts[0]);
  if (!IsKeyName(key.name)) return Wrong("a key's name is empty or has a space in it");
  // As keys are written (C2SP signed-note), so that one key has one text.
  if (!absl::SimpleHexAtoi(parts[1], &key.id) || IdText(key.id) != parts[1])
    return Wrong("a key's id is not 8 hexadecimal digits in lower case");
  auto bytes = DecodeBase64(parts[2]);
  if (!bytes.ok()) return bytes.status();
  if (bytes->size() != 1 + kKeyBytes) return Wrong("a key does not hold a type and 32 bytes");
  key.type = static_cast<SignatureType>(bytes->front());
  if (key.type != SignatureType::kEd25519 && key.type != SignatureType::kCosignature)
    return Wrong("a key's type is neither 1 (Ed25519) nor 4 (cosignature)");
  key.key = bytes->substr(1);
  return key;
}

std::string FormatKeyText(absl::string_view name, uint32_t id, SignatureType type,
                          absl::string_view key) {
  return absl::StrCat(
      name, "+", IdText(id), "+",
      absl::Base64Escape(absl::StrCat(std::string(1, static_cast<char>(type)), key)));
}

}  // namespace

absl::StatusOr<std::string> DecodeBase64(absl::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text)
    return Wrong("not base64");
  return bytes;
}

absl::StatusOr<VerifierKey> VerifierKey::Parse(absl::string_view vkey) {
  auto text = ParseKeyText(vkey);
  if (!text.ok()) return text.status();
  if (text->id != KeyId(text->name, text->type, text->key))
    return Wrong("a key's id is not the one of its name and bytes");
  return VerifierKey{std::move(text->name), text->id, text->type, std::move(text->key)};
}

std::string VerifierKey::Format() const { return FormatKeyText(name, id, type, public_key); }

absl::StatusOr<SigningKey> SigningKey::Parse(absl::string_view skey) {
  if (!absl::ConsumePrefix(&skey, "PRIVATE+KEY+"))
    return Wrong("a signing key begins with PRIVATE+KEY+");
  auto text = ParseKeyText(skey);
  if (!text.ok()) return text.status();
  auto key = FromSeed(text->name, text->key);
  if (!key.ok()) return key;
  if (text->type == SignatureType::kCosignature) {
    key->verifier_.type = text->type;
    key->verifier_.id = KeyId(text->name, text->type, key->verifier_.public_key);
  }
  if (key->verifier_.id != text->id) return Wrong("a signing key's id is not the one of its bytes");
  return key;
}

absl::StatusOr<SigningKey> SigningKey::FromSeed(absl::string_view name, absl::string_view seed) {
  if (!IsKeyName(name)) return Wrong("a key's name is empty or has a space or a plus in it");
  if (seed.size() != kKeyBytes) return Wrong("a seed is not 32 bytes");
  SigningKey key;
  key.seed_ = std::string(seed);
  const Key pair(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  std::string public_key(kKeyBytes, '\0');
  size_t length = public_key.size();
  if (pair == nullptr ||
      EVP_PKEY_get_raw_public_key(pair.get(), reinterpret_cast<unsigned char*>(public_key.data()),
                                  &length) != 1) {
    return absl::InternalError("OpenSSL could not make a key");
  }
  key.verifier_ = {std::string(name), KeyId(name, SignatureType::kEd25519, public_key),
                   SignatureType::kEd25519, public_key};
  return key;
}

SigningKey SigningKey::Elsewhere(VerifierKey verifier, SignElsewhere sign) {
  SigningKey key;
  key.verifier_ = std::move(verifier);
  key.elsewhere_ = std::move(sign);
  return key;
}

absl::StatusOr<std::string> SigningKey::SignBytes(absl::string_view bytes) const {
  if (elsewhere_ == nullptr) return SignWith(seed_, bytes);
  auto signature = elsewhere_(bytes);
  if (signature.ok() && !SignatureIsOf(verifier_.public_key, bytes, *signature)) {
    return Wrong(absl::StrCat("what signed for ", verifier_.Format(), " gave ", signature->size(),
                              " bytes that are no signature of that key"));
  }
  return signature;
}

std::string SigningKey::Format() const {
  return absl::StrCat("PRIVATE+KEY+",
                      FormatKeyText(verifier_.name, verifier_.id, verifier_.type, seed_));
}

absl::StatusOr<std::string> SigningKey::Sign(absl::string_view text) const {
  auto signature = SignBytes(text);
  if (!signature.ok()) return signature;
  return FormatSignatureLine({verifier_.name, verifier_.id, *std::move(signature)});
}

absl::StatusOr<std::string> SigningKey::Cosign(absl::string_view text,
                                               uint64_t time_seconds) const {
  auto signature = SignBytes(CosignedMessage(text, time_seconds));
  if (!signature.ok()) return signature;
  std::string stamp(kTimeBytes, '\0');
  absl::big_endian::Store64(stamp.data(), time_seconds);
  return FormatSignatureLine(
      {verifier_.name, KeyId(verifier_.name, SignatureType::kCosignature, verifier_.public_key),
       absl::StrCat(stamp, *signature)});
}

absl::StatusOr<Signature> ParseSignatureLine(absl::string_view line) {
  absl::ConsumeSuffix(&line, "\n");
  if (!absl::ConsumePrefix(&line, kEmDash)) return Wrong("a signature does not begin with a dash");
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ');
  if (parts.size() != 2 || !IsKeyName(parts[0]))
    return Wrong("a signature is not a name and base64");
  auto bytes = DecodeBase64(parts[1]);
  if (!bytes.ok()) return bytes.status();
  if (bytes->size() <= kIdBytes) return Wrong("a signature is too short");
  return Signature{std::string(parts[0]), absl::big_endian::Load32(bytes->data()),
                   bytes->substr(kIdBytes)};
}

std::string FormatSignatureLine(const Signature& signature) {
  std::string id(kIdBytes, '\0');
  absl::big_endian::Store32(id.data(), signature.id);
  return absl::StrCat(kEmDash, signature.name, " ",
                      absl::Base64Escape(absl::StrCat(id, signature.bytes)), "\n");
}

absl::StatusOr<Note> ParseNote(absl::string_view bytes) {
  if (!IsNoteText(bytes)) return Wrong("a note is not UTF-8 or has a control character");
  const size_t blank = bytes.rfind("\n\n");
  if (blank == absl::string_view::npos || bytes.back() != '\n')
    return Wrong("a note has no blank line before its signatures or does not end in a line");
  Note note;
  note.text = std::string(bytes.substr(0, blank + 1));
  absl::string_view rest = bytes.substr(blank + 2);
  if (rest.empty()) return Wrong("a note has no signature");
  rest.remove_suffix(1);
  for (absl::string_view line : absl::StrSplit(rest, '\n')) {
    auto signature = ParseSignatureLine(line);
    if (!signature.ok()) return signature.status();
    if (note.signatures.size() == kSignaturesMax) return Wrong("a note has too many signatures");
    note.signatures.push_back(*std::move(signature));
  }
  return note;
}

std::string FormatNote(const Note& note) {
  std::string bytes = absl::StrCat(note.text, "\n");
  for (const Signature& signature : note.signatures) bytes += FormatSignatureLine(signature);
  return bytes;
}

absl::StatusOr<std::vector<VerifierKey>> VerifyNote(const Note& note,
                                                    absl::Span<const VerifierKey> keys) {
  std::vector<VerifierKey> signers;
  for (const Signature& signature : note.signatures) {
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const VerifierKey& known) {
      return known.name == signature.name && known.id == signature.id;
    });
    if (key == keys.end()) continue;
    const bool own = key->type == SignatureType::kCosignature
                         ? VerifyCosignature(note.text, signature, *key).ok()
                         : SignatureIsOf(key->public_key, note.text, signature.bytes);
    if (!own) return Wrong(absl::StrCat("the signature of ", key->name, " is not its own"));
    signers.push_back(*key);
  }
  if (signers.empty()) return Wrong("none of the keys that are trusted signed it");
  return signers;
}

absl::StatusOr<uint64_t> VerifyCosignature(absl::string_view text, const Signature& signature,
                                           const VerifierKey& witness) {
  if (witness.type != SignatureType::kCosignature) return Wrong("the key is not of a witness");
  if (signature.name != witness.name || signature.id != witness.id)
    return Wrong("the signature bears another key's name or id");
  if (signature.bytes.size() != kTimeBytes + kSignatureBytes)
    return Wrong("a cosignature is not a time and 64 bytes");
  const uint64_t time_seconds = absl::big_endian::Load64(signature.bytes.data());
  if (time_seconds >> 63 != 0 ||
      !SignatureIsOf(witness.public_key, CosignedMessage(text, time_seconds),
                     absl::string_view(signature.bytes).substr(kTimeBytes))) {
    return Wrong(absl::StrCat("the cosignature of ", witness.name, " is not its own"));
  }
  return time_seconds;
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text) {
  if (!absl::ConsumeSuffix(&text, "\n")) return Wrong("a checkpoint does not end in a line");
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  Checkpoint checkpoint;
  if (lines.size() < 3) return Wrong("a checkpoint has less than three lines");
  checkpoint.origin = std::string(lines[0]);
  if (checkpoint.origin.empty()) return Wrong("a checkpoint names no log");
  if (!absl::SimpleAtoi(lines[1], &checkpoint.size) || lines[1] != absl::StrCat(checkpoint.size))
    return Wrong("a checkpoint's size is no number");
  auto root = DecodeBase64(lines[2]);
  if (!root.ok()) return root.status();
  checkpoint.root = *std::move(root);
  for (size_t i = 3; i < lines.size(); ++i) {
    if (lines[i].empty()) return Wrong("a checkpoint has an empty line");
    checkpoint.extensions.emplace_back(lines[i]);
  }
  return checkpoint;
}

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  std::string text = absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                                  absl::Base64Escape(checkpoint.root), "\n");
  for (const std::string& line : checkpoint.extensions) absl::StrAppend(&text, line, "\n");
  return text;
}

std::string ExtensionOf(const Checkpoint& checkpoint, absl::string_view name) {
  for (absl::string_view line : checkpoint.extensions) {
    if (absl::ConsumePrefix(&line, name) && absl::ConsumePrefix(&line, " "))
      return std::string(line);
  }
  return "";
}

}  // namespace santong::proof
