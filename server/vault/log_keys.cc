#include "server/vault/log_keys.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/confined/program.h"
#include "server/vault/key_file.h"
#include "server/vault/vault.h"

namespace santong::vault {
namespace {

constexpr char kWhat[] = "the log's signing key";
constexpr size_t kFileBytesMax = 4096;
constexpr size_t kSeedBytes = 32;
constexpr size_t kSignatureBytes = 64;
constexpr confined::RunLimits kSignerLimits = {.wall_clock = absl::Seconds(10),
                                               .output_bytes_max = 4096};

absl::Status Refused(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(kWhat, ", ", path, ": ", why));
}

absl::Status Failed(const std::string& program, absl::string_view why) {
  return absl::UnavailableError(absl::StrCat("log_signer_command, ", program, ": ", why));
}

absl::StatusOr<std::string> SignByProgram(const std::string& program, absl::string_view bytes) {
  auto result = confined::RunProgram(program, bytes, kSignerLimits);
  if (absl::IsDeadlineExceeded(result.status()))
    return Failed(program, absl::StrCat("gave no signature within ",
                                        absl::FormatDuration(kSignerLimits.wall_clock)));
  if (!result.ok()) return Failed(program, result.status().message());
  if (result->exit_code != 0)
    return Failed(program, absl::StrCat("ended with exit code ", result->exit_code));
  if (result->output.size() != kSignatureBytes) {
    return Failed(program, absl::StrCat("wrote ", result->output.size(), " bytes; a signature has ",
                                        kSignatureBytes));
  }
  return std::move(result->output);
}

absl::StatusOr<proof::SigningKey> SignerOf(const LogKeySource& source) {
  const std::string& program = source.signer_command;
  if (program.front() != '/' || access(program.c_str(), X_OK) != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "log_signer_command, ", program, ": is not the full path of a program that can be run"));
  }
  auto verifier = proof::VerifierKey::Parse(source.signer_key);
  if (!verifier.ok() || verifier->type != proof::SignatureType::kEd25519) {
    return absl::InvalidArgumentError(
        absl::StrCat("log_signer_key: ",
                     verifier.ok() ? "a witness's key signs no log" : verifier.status().message()));
  }
  return proof::SigningKey::Elsewhere(*std::move(verifier), [program](absl::string_view bytes) {
    return SignByProgram(program, bytes);
  });
}

absl::Status AddKeysOfFile(const LogKeySource& source, std::vector<proof::SigningKey>* keys) {
  auto text =
      ReadOrMakeKeyFile(kWhat, source.file, kFileBytesMax, [&]() -> absl::StatusOr<std::string> {
        auto seed = Vault::Random(kSeedBytes);
        if (!seed.ok()) return seed;
        auto key = proof::SigningKey::FromSeed(source.origin, *seed);
        if (!key.ok()) return key.status();
        return key->Format() + "\n";
      });
  if (!text.ok()) return text.status();
  const size_t before = keys->size();
  for (absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipWhitespace())) {
    auto key = proof::SigningKey::Parse(line);
    if (!key.ok()) return Refused(source.file, key.status().message());
    if (key->verifier().type != proof::SignatureType::kEd25519)
      return Refused(source.file, "a witness's key signs no log");
    if (!keys->empty() && key->verifier().name != keys->front().verifier().name)
      return Refused(source.file, "its keys do not bear one name");
    keys->push_back(*std::move(key));
  }
  return keys->size() > before ? absl::OkStatus() : Refused(source.file, "it holds no key");
}

}  // namespace

absl::StatusOr<std::vector<proof::SigningKey>> OpenLogKeys(const LogKeySource& source) {
  std::vector<proof::SigningKey> keys;
  if (!source.signer_command.empty()) {
    auto signer = SignerOf(source);
    if (!signer.ok()) return signer.status();
    keys.push_back(*std::move(signer));
    if (access(source.file.c_str(), F_OK) != 0) return keys;
  }
  absl::Status added = AddKeysOfFile(source, &keys);
  if (!added.ok()) return added;
  return keys;
}

}  // namespace santong::vault
