// TLS at the ports of a real santongd: which versions it speaks, and that a new certificate costs
// no call. The clients of single handshakes are OpenSSL's, so that they may be old.
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <memory>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/server/rpc/certificates.h"
#include "tests/server/services/fixture.h"
#include "tests/support/metrics_page.h"

namespace santong::testing {
namespace {

constexpr int kRenewals = 3;

struct Free {
  void operator()(SSL_CTX* p) const { SSL_CTX_free(p); }
  void operator()(BIO* p) const { BIO_free_all(p); }
  void operator()(X509* p) const { X509_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

struct Handshake {
  bool done = false;
  int reason = 0;                // OpenSSL's, where it is not done
  std::string certificate_name;  // the common name that the server showed
};

// With a client that speaks no version above `version_max` and whatever is weak below it.
Handshake Shake(const std::string& address, int version_max) {
  const Owned<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), version_max);
  const unsigned char kH2[] = {2, 'h', '2'};
  SSL_CTX_set_alpn_protos(context.get(), kH2, sizeof(kH2));
  const Owned<BIO> bio(BIO_new_ssl_connect(context.get()));
  BIO_set_conn_hostname(bio.get(), address.c_str());
  ERR_clear_error();
  Handshake handshake;
  handshake.done = BIO_do_handshake(bio.get()) == 1;
  if (!handshake.done) {
    handshake.reason = ERR_GET_REASON(ERR_peek_error());
    return handshake;
  }
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  const Owned<X509> certificate(SSL_get1_peer_certificate(ssl));
  char name[64] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name,
                            sizeof(name));
  handshake.certificate_name = name;
  return handshake;
}

class Tls : public ::testing::Test {
 protected:
  Tls() {
    Install("first");
    server_ = std::make_unique<RunningServer>(
        std::vector<std::string>{"--tls-certificate", CertificateFile(), "--tls-key", KeyFile(),
                                 "--metrics-address", absl::StrCat("127.0.0.1:", metrics_port_)});
  }

  std::string CertificateFile() const { return folder_.path() + "/certificate.pem"; }
  std::string KeyFile() const { return folder_.path() + "/key.pem"; }
  void Install(const std::string& common_name, int days = 30) const {
    const KeyPair pair = MakeCertificate(ca_, common_name, days);
    std::ofstream(CertificateFile()) << pair.certificate_pem;
    std::ofstream(KeyFile()) << pair.key_pem;
  }
  std::string CallAddress() const { return server_->process().address(); }
  std::string HttpPort() const { return HttpAddress(server_->data_dir()); }
  std::shared_ptr<grpc::Channel> Channel() const {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ca_.certificate_pem;
    return grpc::CreateChannel(CallAddress(), grpc::SslCredentials(options));
  }

  const TempFolder folder_;
  const KeyPair ca_ = MakeCa("Test CA");
  const int metrics_port_ = FreePort();
  std::unique_ptr<RunningServer> server_;
};

TEST_F(Tls, VersionsBefore12AreRefusedAtBothPorts) {
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    // The server's alert shows that the client did offer the version.
    const Handshake http = Shake(HttpPort(), version);
    EXPECT_FALSE(http.done);
    EXPECT_EQ(http.reason, SSL_R_TLSV1_ALERT_PROTOCOL_VERSION);
    EXPECT_FALSE(Shake(CallAddress(), version).done);
  }
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    EXPECT_TRUE(Shake(HttpPort(), version).done) << version;
    EXPECT_TRUE(Shake(CallAddress(), version).done) << version;
  }
}

TEST_F(Tls, ANewCertificateDropsNoCallAndNoStream) {
  Registry registry(Channel(), AdminToken(server_->data_dir()));
  const auto catalog = v1::CatalogService::NewStub(Channel());
  grpc::ClientContext context;
  const auto stream = catalog->WatchCatalog(&context, {});

  std::atomic<bool> renewed = false;
  std::atomic<int> calls = 0;
  std::atomic<int> failed = 0;
  std::thread caller([&] {
    while (!renewed.load()) {
      v1::GetServerInfoResponse info;
      const grpc::Status status =
          registry.admin().GetServerInfo(As(registry.tokens().admin).get(), {}, &info);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok()) ++failed;
      ++calls;
    }
  });
  for (int renewal = 1; renewal <= kRenewals; ++renewal) {
    const std::string name = "renewal " + std::to_string(renewal);
    const int before = calls.load();
    Install(name);
    EXPECT_EQ(kill(server_->process().pid(), SIGHUP), 0);
    while (Shake(CallAddress(), TLS1_3_VERSION).certificate_name != name) std::this_thread::yield();
    while (Shake(HttpPort(), TLS1_3_VERSION).certificate_name != name) std::this_thread::yield();
    while (calls.load() == before) std::this_thread::yield();
  }
  renewed = true;
  caller.join();
  EXPECT_EQ(failed.load(), 0) << "of " << calls.load();

  const v1::Document published = registry.Published("养老服务办法");
  bool came = false;
  for (v1::WatchCatalogResponse part; !came && stream->Read(&part);) {
    for (const v1::Event& event : part.events())
      came = came || event.resource() == published.name();
  }
  EXPECT_TRUE(came) << "the stream from before is open";
  context.TryCancel();
  stream->Finish();
}

// Somebody forgot to say that the file is new: the one that runs out is still served.
TEST_F(Tls, TheGaugeIsOfTheCertificateThatIsServed) {
  const auto days_left = [this] {
    double seconds = 0;
    (void)absl::SimpleAtod(
        MetricValue(MetricsPage(metrics_port_), "santong_certificate_expiry_seconds"), &seconds);
    return seconds / (24 * 3600);
  };
  const double first = days_left();
  ASSERT_NE(first, 0);
  Install("later", 300);
  EXPECT_NEAR(days_left(), first, 1);
  EXPECT_EQ(kill(server_->process().pid(), SIGHUP), 0);
  while (days_left() < first + 200) std::this_thread::yield();
  EXPECT_EQ(Shake(HttpPort(), TLS1_3_VERSION).certificate_name, "later");
}

}  // namespace
}  // namespace santong::testing
