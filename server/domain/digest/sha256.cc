#include "server/domain/digest/sha256.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "absl/base/internal/raw_logging.h"
#include "absl/strings/escaping.h"

namespace santong::digest {

namespace {

// Looked up once: OpenSSL's own SHA256() looks it up at each call, which costs more than to hash a
// hash. Never freed.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// A digest that was not computed would go on as bytes that say nothing: into a leaf, a token's row.
void Must(int done) { ABSL_RAW_CHECK(done == 1, "OpenSSL computes no SHA-256"); }

}  // namespace

std::string Sha256(absl::string_view bytes) {
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  Must(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), nullptr,
                  Algorithm(), nullptr));
  return out;
}

std::string Sha256Hex(absl::string_view bytes) { return absl::BytesToHexString(Sha256(bytes)); }

struct Sha256Stream::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(md); }
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
  Must(EVP_DigestInit_ex(context_->md, Algorithm(), nullptr));
}
Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::Add(absl::string_view bytes) {
  Must(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()));
}

std::string Sha256Stream::Finish() {
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  Must(EVP_DigestFinal_ex(context_->md, reinterpret_cast<unsigned char*>(out.data()), nullptr));
  return out;
}

}  // namespace santong::digest
