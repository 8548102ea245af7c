#include "server/vault/log_keys.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/vault/key_file.h"
#include "server/vault/vault.h"

namespace santong::vault {
namespace {

constexpr char kWhat[] = "the log's signing key";
constexpr size_t kFileBytesMax = 4096;
constexpr size_t kSeedBytes = 32;

absl::Status Refused(const std::string& path, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(kWhat, ", ", path, ": ", why));
}

}  // namespace

absl::StatusOr<std::vector<proof::SigningKey>> OpenLogKeys(const std::string& path,
                                                           absl::string_view origin) {
  auto text = ReadOrMakeKeyFile(kWhat, path, kFileBytesMax, [&]() -> absl::StatusOr<std::string> {
    auto seed = Vault::Random(kSeedBytes);
    if (!seed.ok()) return seed;
    auto key = proof::SigningKey::FromSeed(origin, *seed);
    if (!key.ok()) return key.status();
    return key->Format() + "\n";
  });
  if (!text.ok()) return text.status();
  std::vector<proof::SigningKey> keys;
  for (absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipWhitespace())) {
    auto key = proof::SigningKey::Parse(line);
    if (!key.ok()) return Refused(path, key.status().message());
    if (key->verifier().type != proof::SignatureType::kEd25519)
      return Refused(path, "a witness's key signs no log");
    if (!keys.empty() && key->verifier().name != keys.front().verifier().name)
      return Refused(path, "its keys do not bear one name");
    keys.push_back(*std::move(key));
  }
  if (keys.empty()) return Refused(path, "it holds no key");
  return keys;
}

}  // namespace santong::vault
