#include "tests/server/rpc/certificates.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <memory>

namespace santong::testing {
namespace {

struct Free {
  void operator()(BIO* p) const { BIO_free(p); }
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string Drain(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return std::string(data, static_cast<size_t>(size));
}

void Extend(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Owned<X509> ReadCertificate(const std::string& pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Owned<X509>(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

Owned<EVP_PKEY> ReadKey(const std::string& pem) {
  const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Owned<EVP_PKEY>(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

KeyPair Make(const std::string& common_name, int days, const KeyPair* ca) {
  static std::atomic<long> serial{1};
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const Owned<X509> certificate(X509_new());
  X509* const x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial++);
  constexpr long kSecondsOfDay = 86400;
  X509_gmtime_adj(X509_getm_notBefore(x), -kSecondsOfDay);
  X509_gmtime_adj(X509_getm_notAfter(x), days * kSecondsOfDay);
  X509_set_pubkey(x, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  const Owned<X509> issuer = ca == nullptr ? nullptr : ReadCertificate(ca->certificate_pem);
  X509* const signer = ca == nullptr ? x : issuer.get();
  X509_set_issuer_name(x, X509_get_subject_name(signer));
  if (ca == nullptr) {
    Extend(x, x, NID_basic_constraints, "critical,CA:TRUE");
    Extend(x, x, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    Extend(x, signer, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  }
  const Owned<EVP_PKEY> ca_key = ca == nullptr ? nullptr : ReadKey(ca->key_pem);
  X509_sign(x, ca == nullptr ? key.get() : ca_key.get(), EVP_sha256());

  const Owned<BIO> certificate_out(BIO_new(BIO_s_mem())), key_out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_out.get(), x);
  PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {Drain(certificate_out.get()), Drain(key_out.get())};
}

}  // namespace

KeyPair MakeCa(const std::string& common_name) { return Make(common_name, 30, nullptr); }

KeyPair MakeCertificate(const KeyPair& ca, const std::string& common_name, int days) {
  return Make(common_name, days, &ca);
}

}  // namespace santong::testing
