#include "server/vault/vault.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/vault/key_file.h"

namespace santong::vault {
namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string Mac(absl::string_view key, absl::string_view bytes) {
  std::string mac(kKeyBytes, '\0');
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(bytes), bytes.size(),
       Bytes(mac), &length);
  return mac;
}

// DO NOT CHANGE: stored on disk. Nonce (12 bytes), ciphertext, tag (16 bytes).
absl::StatusOr<std::string> Encrypt(absl::string_view key, absl::string_view aad,
                                    absl::string_view plain) {
  auto nonce = Vault::Random(kNonceBytes);
  if (!nonce.ok()) return nonce.status();
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string box(plain.size(), '\0');
  std::string tag(kTagBytes, '\0');
  int length = 0;
  const bool done =
      context != nullptr &&
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(*nonce)) ==
          1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &length, Bytes(aad),
                        static_cast<int>(aad.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), Bytes(box), &length, Bytes(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), Bytes(tag), &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, Bytes(tag)) == 1;
  if (!done) return absl::InternalError("OpenSSL could not seal");
  return absl::StrCat(*nonce, box, tag);
}

absl::StatusOr<std::string> Decrypt(absl::string_view key, absl::string_view aad,
                                    absl::string_view box) {
  if (box.size() < kNonceBytes + kTagBytes)
    return absl::DataLossError("a sealed text is too short");
  const absl::string_view nonce = box.substr(0, kNonceBytes);
  const absl::string_view body = box.substr(kNonceBytes, box.size() - kNonceBytes - kTagBytes);
  std::string tag(box.substr(box.size() - kTagBytes));
  Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string plain(body.size(), '\0');
  int length = 0;
  const bool done =
      context != nullptr &&
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, Bytes(key), Bytes(nonce)) ==
          1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &length, Bytes(aad),
                        static_cast<int>(aad.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Bytes(plain), &length, Bytes(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Bytes(tag)) == 1 &&
      EVP_DecryptFinal_ex(context.get(), Bytes(tag), &length) == 1;
  if (!done) return absl::DataLossError("a sealed text was changed, or its key is another");
  return plain;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Vault>> Vault::Open(const std::string& path) {
  auto key = ReadOrMakeKeyFile("the key of personal data", path, kKeyBytes,
                               [] { return Random(kKeyBytes); });
  if (!key.ok()) return key.status();
  if (key->size() != kKeyBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("the key of personal data, ", path, ": it does not hold 32 bytes"));
  }
  return std::unique_ptr<Vault>(new Vault(*std::move(key)));
}

std::string Vault::Hash(absl::string_view purpose, absl::string_view bytes) const {
  return Mac(Mac(key_, purpose), bytes);
}

absl::StatusOr<std::string> DataKey::Seal(absl::string_view context,
                                          absl::string_view plain) const {
  return Encrypt(key_, context, plain);
}

absl::StatusOr<std::string> DataKey::Unseal(absl::string_view context,
                                            absl::string_view box) const {
  return Decrypt(key_, context, box);
}

absl::StatusOr<std::string> Vault::NewWrappedKey(absl::string_view context) const {
  auto data_key = Random(kKeyBytes);
  if (!data_key.ok()) return data_key.status();
  return Encrypt(Mac(key_, "wrap"), context, *data_key);
}

absl::StatusOr<DataKey> Vault::Unwrap(absl::string_view context, absl::string_view wrapped) const {
  auto data_key = Decrypt(Mac(key_, "wrap"), context, wrapped);
  if (!data_key.ok()) return data_key.status();
  if (data_key->size() != kKeyBytes) return absl::DataLossError("a wrapped key is no key");
  return DataKey(*std::move(data_key));
}

absl::StatusOr<Sealed> Vault::Seal(absl::string_view context, absl::string_view plain) const {
  auto wrapped = NewWrappedKey(context);
  if (!wrapped.ok()) return wrapped.status();
  auto key = Unwrap(context, *wrapped);
  if (!key.ok()) return key.status();
  auto box = key->Seal(context, plain);
  if (!box.ok()) return box.status();
  return Sealed{*std::move(wrapped), *std::move(box)};
}

absl::StatusOr<std::string> Vault::Unseal(absl::string_view context, const Sealed& sealed) const {
  auto key = Unwrap(context, sealed.wrapped_key);
  if (!key.ok()) return key.status();
  return key->Unseal(context, sealed.box);
}

bool Vault::SameBytes(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

absl::StatusOr<std::string> Vault::Random(size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(Bytes(bytes), static_cast<int>(count)) != 1) {
    return absl::InternalError("OpenSSL has no random bytes");
  }
  return bytes;
}

}  // namespace santong::vault
