// The HTTP server at its socket, with handlers that do what the test says: limits, bad input, the
// headers that every answer has, drain.
#include "server/gateway/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ssl.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "server/gateway/forwarded_for.h"
#include "server/gateway/gzip.h"
#include "server/gateway/worker_pool.h"
#include "tests/server/gateway/http_client.h"
#include "tests/server/rpc/certificates.h"
#include "tests/support/status_matchers.h"

namespace santong::gateway {
namespace {

using santong::testing::Get;
using santong::testing::HttpAnswer;
using santong::testing::HttpClient;
using santong::testing::Post;
using santong::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Says what it was asked.
HttpResponse Echo(const HttpRequest& request) {
  std::string text = absl::StrCat(request.method, " ", request.path, "\n");
  for (const auto& [name, value] : request.query) absl::StrAppend(&text, name, "=", value, "\n");
  return {200, {{"Content-Type", "text/plain"}}, absl::StrCat(text, request.body)};
}

class TestHandler final : public HttpHandler {
 public:
  std::function<HttpResponse(const HttpRequest&)> handle = Echo;
  HttpResponse Handle(const HttpRequest& request) override { return handle(request); }
  // Says what is known of a request that was not read.
  HttpResponse Refuse(const HttpRequest& head, const Unread& unread) override {
    return PlainAnswer(unread.status,
                       absl::StrCat(head.method, " ", head.path, " ", FieldOf(head.query, "lang"),
                                    " ", FieldOf(head.headers, "content-type"), ": ", unread.why,
                                    ", ", unread.body_bytes_max));
  }
};

struct TestServer {
  explicit TestServer(HttpOptions options = {}, int workers = 4, int waiting_max = 64)
      : pool(workers, waiting_max), blocking(handler, pool) {
    auto started = HttpServer::Start(std::move(options), {{"/", &blocking}});
    if (!started.ok()) {
      ADD_FAILURE() << started.status();
      std::abort();
    }
    server = *std::move(started);
    address = absl::StrCat("127.0.0.1:", server->port());
  }

  TestHandler handler;
  WorkerPool pool;
  Blocking blocking;
  std::unique_ptr<HttpServer> server;
  std::string address;
};

TEST(HttpServer, DecodesTheTargetAndKeepsTheConnection) {
  TestServer test;
  HttpClient client(test.address);
  EXPECT_EQ(client.Get("/%E6%96%87%E4%BB%B6/7?q=%E4%B8%89+%E7%BB%9F&a=b%26c&empty").body,
            "GET /文件/7\nq=三 统\na=b&c\nempty=\n");
  EXPECT_EQ(client.Ask("POST", "/x", {}, "body").body, "POST /x\nbody");
  const HttpAnswer head = client.Ask("HEAD", "/x");
  EXPECT_EQ(head.Header("Content-Length"), absl::StrCat(std::string("HEAD /x\n").size()));
  EXPECT_TRUE(head.keep_alive);
}

TEST(ForwardedFor, AProxyIsKnownAlsoWhereItsAddressIsMapped) {
  namespace ip = boost::asio::ip;
  const Site site({}, {}, {ip::make_address("192.0.2.1")});
  const auto forwarded = [&](const char* peer) {
    return ForwardedFor(site, {ip::make_address(peer), 4711}, "198.51.100.7");
  };
  EXPECT_EQ(forwarded("192.0.2.1"), "ipv4:198.51.100.7:0");
  EXPECT_EQ(forwarded("::ffff:192.0.2.1"), "ipv4:198.51.100.7:0") << "of a socket on [::]";
  EXPECT_EQ(forwarded("::ffff:192.0.2.2"), "ipv4:192.0.2.2:4711") << "no proxy of ours";
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  TestServer test;
  HttpClient client(test.address);
  client.Send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.Read().body, "GET /1\n");
  EXPECT_EQ(client.Read().body, "GET /2\n");
}

TEST(HttpServer, EveryAnswerCarriesTheSecurityHeaders) {
  TestServer test;
  HttpClient refused(test.address);
  refused.Send("NONSENSE\r\n\r\n");
  for (const HttpAnswer& answer : {Get(test.address, "/"), refused.Read()}) {
    EXPECT_THAT(answer.Header("Content-Security-Policy"),
                AllOf(HasSubstr("default-src 'self'"), HasSubstr("frame-ancestors 'none'"),
                      Not(HasSubstr("unsafe"))));
    EXPECT_EQ(answer.Header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.Header("Referrer-Policy"), "same-origin");
    EXPECT_EQ(answer.Header("Strict-Transport-Security"), "");
    EXPECT_NE(answer.Header("Date"), "");
  }
}

TEST(HttpServer, AHeadersValueCannotAddAnother) {
  TestServer test;
  test.handler.handle = [](const HttpRequest&) {
    return HttpResponse{302, {{"Location", "/x\r\nSet-Cookie: a=b"}}, ""};
  };
  const HttpAnswer answer = Get(test.address, "/");
  EXPECT_EQ(answer.Header("Set-Cookie"), "");
  EXPECT_EQ(answer.Header("Location"), "/x  Set-Cookie: a=b");
}

TEST(HttpServer, RefusesWhatLeadsOutOfThePathOrIsNoRequest) {
  TestServer test;
  for (const std::string target :
       {"/../etc/passwd", "/a/../../b", "/%2e%2e/x", "/a/%2E%2E%2Fb", "/a/./b", "/..", "/a%00b",
        "/%ff%fe", "/a%0d%0ab", "http://other/x", "*", "x", "/%zz", "/?q=%ff"}) {
    HttpClient client(test.address);
    EXPECT_EQ(client.Get(target).status, 400) << target;
  }
  for (const std::string bytes :
       {"GET / HTTP/1.1\r\n\r\n",                        // no host
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",  // two
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "GET /\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n"}) {
    HttpClient client(test.address);
    client.Send(bytes);
    EXPECT_EQ(client.Read().status, 400) << bytes;
    EXPECT_EQ(client.ReadToEnd(), "") << bytes;
  }
  for (const std::string method : {"PUT", "DELETE", "TRACE", "CONNECT", "OPTIONS"}) {
    const HttpAnswer answer = HttpClient(test.address).Ask(method, "/");
    EXPECT_EQ(answer.status, 405) << method;
    EXPECT_EQ(answer.Header("Allow"), "GET, HEAD, POST");
  }
}

TEST(HttpServer, LimitsTheHeaderAndTheBody) {
  HttpOptions options;
  options.max_header_bytes = 4096;
  options.max_body_bytes = 1000;
  TestServer test(options);
  EXPECT_EQ(Get(test.address, "/" + std::string(5000, 'a')).status, 431);
  EXPECT_EQ(Get(test.address, "/", {{"A", std::string(5000, 'a')}}).status, 431);
  EXPECT_EQ(Post(test.address, "/", {}, std::string(1000, 'a')).status, 200);
  EXPECT_EQ(Post(test.address, "/", {}, std::string(1001, 'a')).status, 413);
  HttpClient chunked(test.address);
  chunked.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  // A body that never ends.
  while (chunked.Send(absl::StrCat("64\r\n", std::string(100, 'a'), "\r\n"))) {
  }
  HttpClient again(test.address);
  again.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 11; ++i) again.Send(absl::StrCat("64\r\n", std::string(100, 'a'), "\r\n"));
  EXPECT_EQ(again.Read().status, 413);
}

// A browser shows the answer when it has sent its form: what is too large is read on for a while.
TEST(HttpServer, WhoSendsTooMuchIsAnsweredByTheHandlerAndSeesIt) {
  constexpr size_t kMax = size_t{8} << 20;
  HttpOptions options;
  options.max_body_bytes = kMax;
  TestServer test(options);
  const std::string head = "POST /form?lang=en HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n";
  const std::string said =
      absl::StrCat("POST /form en text/plain: Payload Too Large, ", kMax, "\n");
  HttpClient whole(test.address);
  whole.Send(absl::StrCat(head, "Content-Length: ", 2 * kMax, "\r\n\r\n"));
  EXPECT_TRUE(whole.Send(std::string(2 * kMax, 'a')));
  const HttpAnswer answer = whole.Read();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.body, said);
  HttpClient chunked(test.address);
  chunked.Send(absl::StrCat(head, "Transfer-Encoding: chunked\r\n\r\n"));
  EXPECT_TRUE(
      chunked.Send(absl::StrCat("c00000\r\n", std::string(0xc00000, 'a'), "\r\n0\r\n\r\n")));
  EXPECT_EQ(chunked.Read().body, said);
}

TEST(HttpServer, LimitsWhatAllBodiesHoldTogether) {
  HttpOptions options;
  options.max_bodies_bytes = 150'000;
  TestServer test(options);
  HttpClient first(test.address);
  first.Send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\nExpect: 100-continue\r\n\r\n");
  first.Send(std::string(100'000, 'a'));
  // The server has what the first sent before it is asked again: it answers once it holds too much.
  HttpAnswer answer;
  do {
    answer = Post(test.address, "/", {}, std::string(100'000, 'b'));
  } while (answer.status == 200);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.Header("Retry-After"), "5");
  first.Close();
  do {  // given back when the connection is gone
    answer = Post(test.address, "/", {}, std::string(100'000, 'b'));
  } while (answer.status == 503);
  EXPECT_EQ(answer.status, 200);
}

TEST(HttpServer, TellsAClientThatAsksToSendItsBody) {
  TestServer test;
  HttpClient client(test.address);
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Read().status, 100);
  client.Send("ok");
  EXPECT_EQ(client.Read().body, "POST /\nok");
}

TEST(HttpServer, ClosesWhoIsTooSlow) {
  // A server for each: what a test has to send in time, it has the ordinary time for.
  HttpOptions slow_header, slow_body, slow_next;
  slow_header.header_time = slow_body.body_time = slow_next.idle_time = absl::Milliseconds(50);
  TestServer headers(slow_header), bodies(slow_body), nexts(slow_next);
  HttpClient silent(headers.address), header(headers.address), body(bodies.address),
      idle(nexts.address);
  header.Send("GET / HTTP/1.1\r\nHost:");
  EXPECT_TRUE(body.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab"));
  EXPECT_EQ(idle.Get("/").status, 200);
  for (HttpClient* client : {&silent, &header, &body, &idle}) EXPECT_EQ(client->ReadToEnd(), "");
}

TEST(HttpServer, StuckConnectionsDoNotStopTheNext) {
  TestServer test;
  std::vector<std::unique_ptr<HttpClient>> stuck;
  for (int i = 0; i < 200; ++i) {
    stuck.push_back(std::make_unique<HttpClient>(test.address));
    constexpr const char* kBegun[] = {"", "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n",
                                      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab"};
    stuck.back()->Send(kBegun[i % 4]);
  }
  EXPECT_EQ(Get(test.address, "/").status, 200);
}

TEST(HttpServer, TakesNoMoreConnectionsThanItMay) {
  HttpOptions options;
  options.max_connections = 2;
  TestServer test(options);
  HttpClient first(test.address), second(test.address);
  EXPECT_EQ(first.Get("/").status, 200);
  EXPECT_EQ(second.Get("/").status, 200);
  EXPECT_EQ(Get(test.address, "/").status, 0);
  first.Close();
  while (Get(test.address, "/").status == 0) {  // until the place is free
  }
}

TEST(HttpServer, TooManyRequestsForItsWorkersAreRefusedAtOnce) {
  TestServer test({}, /*workers=*/1, /*waiting_max=*/0);
  absl::Notification in, go;
  test.handler.handle = [&](const HttpRequest& request) {
    in.Notify();
    go.WaitForNotification();
    return Echo(request);
  };
  HttpClient first(test.address);
  first.Send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  in.WaitForNotification();
  const HttpAnswer refused = Get(test.address, "/2");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("Retry-After"), "5");
  go.Notify();
  EXPECT_EQ(first.Read().body, "GET /1\n");
}

TEST(HttpServer, PublicAnswersHaveATagAndAreNotSentTwice) {
  TestServer test;
  std::string text(5000, 'a');
  test.handler.handle = [&](const HttpRequest&) {
    return HttpResponse{
        200, {{"Content-Type", "text/html"}, {"Cache-Control", "public, max-age=60"}}, text};
  };
  const HttpAnswer plain = Get(test.address, "/");
  const HttpAnswer packed = Get(test.address, "/", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(packed.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.Header("Vary"), "Accept-Encoding");
  EXPECT_EQ(Gunzip(packed.body, 10'000).value(), plain.body);
  const std::string tag = plain.Header("ETag");
  EXPECT_NE(packed.Header("ETag"), tag) << "a strong tag is of the bytes that are sent";
  for (const std::string& named :
       {tag, packed.Header("ETag"), "\"x\", W/" + tag, std::string("*")}) {
    HttpClient client(test.address);
    const HttpAnswer answer = client.Get("/", {{"If-None-Match", named}});
    EXPECT_EQ(answer.status, 304) << named;
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(client.Get("/").body, text) << "the connection goes on";
  }
  EXPECT_EQ(Get(test.address, "/", {{"If-None-Match", "\"x\""}}).status, 200);
  text = "other";
  EXPECT_EQ(Get(test.address, "/", {{"If-None-Match", tag}}).status, 200);
}

TEST(HttpServer, WhatIsNotPublicHasNoTag) {
  TestServer test;
  EXPECT_EQ(Get(test.address, "/").Header("ETag"), "");
}

TEST(HttpServer, PacksOnlyForWhoTakesIt) {
  TestServer test;
  test.handler.handle = [](const HttpRequest& request) {
    return HttpResponse{200, {{"Content-Type", request.path.substr(1)}}, std::string(5000, 'a')};
  };
  const auto packed = [&](const std::string& type, const std::string& takes) {
    return Get(test.address, "/" + type, {{"Accept-Encoding", takes}}).Header("Content-Encoding") ==
           "gzip";
  };
  EXPECT_TRUE(packed("text/html", "gzip"));
  EXPECT_TRUE(packed("application/json", "deflate, gzip;q=0.5"));
  EXPECT_FALSE(packed("text/html", "gzip;q=0"));
  EXPECT_FALSE(packed("text/html", "identity"));
  EXPECT_FALSE(packed("image/png", "gzip"));
}

TEST(HttpServer, BelievesForwardedAddressesOfTrustedProxiesOnly) {
  HttpOptions options;
  options.trusted_proxies = {"127.0.0.1", "10.0.0.9"};
  TestServer trusting(options), other;
  for (TestServer* test : {&trusting, &other}) {
    test->handler.handle = [](const HttpRequest& request) {
      return HttpResponse{200, {}, absl::StrCat(request.peer, request.tls ? " tls" : "")};
    };
  }
  const santong::testing::HttpHeaders headers = {
      {"X-Forwarded-For", "6.6.6.6, 203.0.113.7, 10.0.0.9"}, {"X-Forwarded-Proto", "https"}};
  EXPECT_EQ(Get(trusting.address, "/", headers).body, "ipv4:203.0.113.7:0 tls");
  EXPECT_EQ(Get(trusting.address, "/", {{"X-Forwarded-For", "2001:db8::1"}}).body,
            "ipv6:[2001:db8::1]:0");
  // The line of the client itself, and below it the one that the proxy added.
  EXPECT_EQ(Get(trusting.address, "/",
                {{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "203.0.113.7"}})
                .body,
            "ipv4:203.0.113.7:0");
  EXPECT_THAT(Get(trusting.address, "/", {{"X-Forwarded-For", "x"}}).body, HasSubstr("127.0.0.1"));
  EXPECT_THAT(Get(other.address, "/", headers).body, ::testing::StartsWith("ipv4:127.0.0.1:"));
}

TEST(HttpServer, DrainLetsWhatIsInFinishAndClosesTheRest) {
  TestServer test;
  absl::Notification in, go;
  test.handler.handle = [&](const HttpRequest& request) {
    if (request.path == "/slow") {
      in.Notify();
      go.WaitForNotification();
    }
    return Echo(request);
  };
  HttpClient idle(test.address), slow(test.address);
  EXPECT_EQ(idle.Get("/").status, 200);
  slow.Send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  in.WaitForNotification();
  std::thread drain([&] { test.server->Drain(absl::Seconds(20)); });
  EXPECT_EQ(idle.ReadToEnd(), "");
  go.Notify();
  const HttpAnswer answer = slow.Read();
  EXPECT_EQ(answer.body, "GET /slow\n");
  EXPECT_FALSE(answer.keep_alive);
  slow.Close();
  drain.join();
  EXPECT_THROW(HttpClient{test.address}, boost::system::system_error);
}

struct TlsPair {
  santong::testing::KeyPair ca = santong::testing::MakeCa("Test CA");
  HttpOptions options;
  TlsPair() {
    const auto pair = santong::testing::MakeCertificate(ca, "localhost");
    options.tls_certificate = pair.certificate_pem;
    options.tls_key = pair.key_pem;
  }
};

// GET / over TLS by a client that trusts `ca`; throws when there is no handshake.
boost::beast::http::response<boost::beast::http::string_body> GetOverTls(const TestServer& test,
                                                                         const std::string& ca) {
  namespace net = boost::asio;
  net::ssl::context tls(net::ssl::context::tls_client);
  tls.add_certificate_authority(net::buffer(ca));
  tls.set_verify_mode(net::ssl::verify_peer);
  net::io_context io;
  net::ssl::stream<net::ip::tcp::socket> stream(io, tls);
  stream.next_layer().connect(
      {net::ip::make_address("127.0.0.1"), static_cast<unsigned short>(test.server->port())});
  stream.handshake(net::ssl::stream_base::client);
  net::write(stream, net::buffer(std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
  boost::beast::flat_buffer buffer;
  boost::beast::http::response<boost::beast::http::string_body> answer;
  boost::beast::http::read(stream, buffer, answer);
  return answer;
}

TEST(HttpServer, SpeaksTlsAndNothingElseThen) {
  const TlsPair pair;
  TestServer test(pair.options);
  const auto answer = GetOverTls(test, pair.ca.certificate_pem);
  EXPECT_EQ(answer.body(), "GET /\n");
  EXPECT_EQ(std::string(answer["Strict-Transport-Security"]), "max-age=31536000");

  HttpClient plain(test.address);
  EXPECT_EQ(plain.Get("/").status, 0);
}

// A browser takes its session up again with every new connection.
TEST(HttpServer, AClientWithACertificateComesBackWithItsSession) {
  namespace net = boost::asio;
  TlsPair pair;
  pair.options.tls_client_ca = pair.ca.certificate_pem;
  TestServer test(pair.options);
  const auto own = santong::testing::MakeCertificate(pair.ca, "client");
  net::ssl::context tls(net::ssl::context::tls_client);
  tls.add_certificate_authority(net::buffer(pair.ca.certificate_pem));
  tls.set_verify_mode(net::ssl::verify_peer);
  tls.use_certificate_chain(net::buffer(own.certificate_pem));
  tls.use_private_key(net::buffer(own.key_pem), net::ssl::context::pem);
  SSL_SESSION* session = nullptr;
  for (int i = 0; i < 2; ++i) {
    net::io_context io;
    net::ssl::stream<net::ip::tcp::socket> stream(io, tls);
    stream.next_layer().connect(
        {net::ip::make_address("127.0.0.1"), static_cast<unsigned short>(test.server->port())});
    if (session != nullptr) SSL_set_session(stream.native_handle(), session);
    stream.handshake(net::ssl::stream_base::client);
    net::write(stream, net::buffer(std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    boost::beast::flat_buffer buffer;
    boost::beast::http::response<boost::beast::http::string_body> answer;
    boost::beast::http::read(stream, buffer, answer);
    EXPECT_EQ(answer.body(), "GET /\n");
    EXPECT_EQ(SSL_session_reused(stream.native_handle()), i);
    SSL_SESSION_free(session);
    // With the answer came the ticket. A connection that ends without a word spoils its session.
    session = SSL_get1_session(stream.native_handle());
    SSL_set_shutdown(stream.native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  }
  SSL_SESSION_free(session);
}

TEST(HttpServer, ARenewedCertificateIsForNewConnections) {
  const TlsPair old, renewed;
  TestServer test(old.options);
  HttpOptions mixed = renewed.options;
  mixed.tls_key = old.options.tls_key;
  EXPECT_THAT(test.server->RenewTls(mixed), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(GetOverTls(test, old.ca.certificate_pem).body(), "GET /\n");

  ASSERT_TRUE(test.server->RenewTls(renewed.options).ok());
  EXPECT_EQ(GetOverTls(test, renewed.ca.certificate_pem).body(), "GET /\n");
  EXPECT_THROW(GetOverTls(test, old.ca.certificate_pem), boost::system::system_error);
}

TEST(HttpServer, RefusesToStartWhereItMayNot) {
  const auto start = [](HttpOptions options) {
    return HttpServer::Start(std::move(options), {}).status();
  };
  using Code = absl::StatusCode;
  EXPECT_THAT(start({.listen = "0.0.0.0:0"}),
              StatusIs(Code::kInvalidArgument, HasSubstr("tls_certificate")));
  EXPECT_THAT(start({.listen = "unix:/x"}), StatusIs(Code::kInvalidArgument));
  EXPECT_THAT(start({.listen = "127.0.0.1:0", .tls_certificate = "x", .tls_key = "y"}),
              StatusIs(Code::kInvalidArgument));
  EXPECT_THAT(start({.trusted_proxies = {"proxy"}}),
              StatusIs(Code::kInvalidArgument, HasSubstr("proxy")));
  TestServer test;
  EXPECT_THAT(start({.listen = test.address}), StatusIs(Code::kUnavailable));
}

}  // namespace
}  // namespace santong::gateway
