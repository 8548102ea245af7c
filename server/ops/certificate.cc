#include "server/ops/certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <utility>

namespace santong::ops {
namespace {

struct Free {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<X509> ReadCertificate(absl::string_view pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Owned<X509> certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  return certificate;
}

Owned<EVP_PKEY> ReadKey(absl::string_view pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // Without the callback OpenSSL would ask the terminal for a pass phrase.
  const auto no_pass_phrase = [](char*, int, int, void*) { return -1; };
  Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr));
  ERR_clear_error();
  return key;
}

absl::Status NoCertificate() {
  return absl::InvalidArgumentError(
      "tls_certificate holds no PEM certificate; give the file that begins with -----BEGIN "
      "CERTIFICATE-----");
}

}  // namespace

absl::Status CheckKeyPair(absl::string_view certificate_pem, absl::string_view key_pem) {
  const Owned<X509> certificate = ReadCertificate(certificate_pem);
  if (certificate == nullptr) return NoCertificate();
  const Owned<EVP_PKEY> key = ReadKey(key_pem);
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "tls_key holds no PEM private key without a pass phrase; remove the pass phrase with "
        "openssl pkey");
  }
  const bool fits = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!fits) {
    return absl::InvalidArgumentError(
        "tls_key is not the key of the first certificate in tls_certificate; give the pair that "
        "was issued together");
  }
  return absl::OkStatus();
}

absl::Status CheckClientCa(absl::string_view pem) {
  if (ReadCertificate(pem) != nullptr) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "tls_client_ca holds no PEM certificate; give the file with the certificate of the CA that "
      "signed the clients' certificates");
}

absl::StatusOr<absl::Time> ExpiryOf(absl::string_view certificate_pem) {
  const Owned<X509> certificate = ReadCertificate(certificate_pem);
  if (certificate == nullptr) return NoCertificate();
  std::tm utc = {};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &utc) != 1) return NoCertificate();
  return absl::FromTM(utc, absl::UTCTimeZone());
}

void ServedCertificate::Set(std::string pem) {
  absl::MutexLock lock(&mutex_);
  pem_ = std::move(pem);
}

absl::StatusOr<absl::Time> ServedCertificate::Expiry() const {
  absl::MutexLock lock(&mutex_);
  if (pem_.empty()) return absl::InfiniteFuture();
  return ExpiryOf(pem_);
}

}  // namespace santong::ops
