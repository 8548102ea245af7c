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
void Must(bool done) { ABSL_RAW_CHECK(done, "OpenSSL computes no SHA-256"); }

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

}  // namespace

std::string Sha256(absl::string_view bytes) {
  // One for each thread, used again: to make one costs more than to hash a hash, or a line.
  thread_local const Context context(EVP_MD_CTX_new());
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  Must(context != nullptr && EVP_DigestInit_ex(context.get(), Algorithm(), nullptr) == 1 &&
       EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
       EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(out.data()), nullptr) ==
           1);
  return out;
}

std::string Sha256Hex(absl::string_view bytes) { return absl::BytesToHexString(Sha256(bytes)); }

struct Sha256Stream::State {
  const Context context{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  Must(EVP_DigestInit_ex(state_->context.get(), Algorithm(), nullptr) == 1);
}
Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::Add(absl::string_view bytes) {
  Must(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256Stream::Finish() {
  std::string out(SHA256_DIGEST_LENGTH, '\0');
  Must(EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(out.data()),
                          nullptr) == 1);
  return out;
}

}  // namespace santong::digest
