#include "client/lib/digest.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"

namespace santong::client {

struct Digest::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(evp); }
};

Digest::Digest() : context_(std::make_unique<Context>()) {
  EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr);
}

Digest::~Digest() = default;

void Digest::Add(absl::string_view bytes) {
  EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size());
}

std::string Digest::Finish() {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_DigestFinal_ex(context_->evp, bytes, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes), size));
}

std::string Sha256(absl::string_view bytes) {
  Digest digest;
  digest.Add(bytes);
  return digest.Finish();
}

}  // namespace santong::client
