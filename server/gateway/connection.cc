#include "server/gateway/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <deque>
#include <sstream>
#include <type_traits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "server/gateway/finish_answer.h"
#include "server/gateway/forwarded_for.h"
#include "server/gateway/target.h"
#include "server/ops/clock.h"
#include "server/rpc/client_address.h"

namespace santong::gateway {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using net::ip::tcp;

constexpr size_t kReadBytes = 4096;
constexpr size_t kBufferBytes = 128 << 10;
constexpr unsigned kHttp11 = 11;
// After a refusal the client may still send: it is read for so long and so far, or it would not see
// the answer. A body that is too large is read for as long as another and so much further.
constexpr absl::Duration kLinger = absl::Seconds(2);
constexpr size_t kTooLargeTimes = 2;
constexpr size_t kLingerBytes = 256 << 10;

using TcpStream = beast::basic_stream<tcp, Strand>;

template <class T>
constexpr bool kIsTls = !std::is_same_v<T, TcpStream>;

absl::string_view View(beast::string_view text) { return {text.data(), text.size()}; }

// "Sat, 28 Nov 2026 14:24:06 GMT"; made once a second on each thread.
const std::string& HttpDate() {
  thread_local int64_t second = 0;
  thread_local std::string text;
  const absl::Time now = ops::Clock::MachineNow();
  if (absl::ToUnixSeconds(now) != second) {
    second = absl::ToUnixSeconds(now);
    text = absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now, absl::UTCTimeZone());
  }
  return text;
}

// A header's value never ends its line.
std::string OneLine(absl::string_view value) {
  std::string line(value);
  for (char& c : line) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  return line;
}

template <class Body>
http::response<Body> HeadOf(const HttpResponse& answer, unsigned version, bool keep_alive) {
  http::response<Body> head;
  head.version(version);
  head.result(static_cast<unsigned>(answer.status));
  head.set(http::field::date, HttpDate());
  for (const auto& [name, value] : answer.headers) head.insert(name, OneLine(value));
  head.keep_alive(keep_alive);
  return head;
}

// 0: the connection ended or its time was over, and nobody waits for an answer.
int StatusOf(const beast::error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::body_limit) return 413;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  const bool malformed =
      error.category() == http::make_error_code(http::error::bad_method).category();
  return malformed ? 400 : 0;
}

template <class Stream>
class ConnectionOf;

template <class Stream>
class ExchangeOf final : public Exchange {
 public:
  ExchangeOf(std::shared_ptr<ConnectionOf<Stream>> connection, HttpRequest request,
             Site::Holding holding)
      : Exchange(std::move(request)),
        connection_(std::move(connection)),
        holding_(std::move(holding)) {}
  ~ExchangeOf() override {
    if (!begun_) Answer(PlainAnswer(500, "no answer"));
    if (begun_ && !ended_) connection_->Abort();
  }

  void Answer(HttpResponse response) override {
    begun_ = ended_ = true;
    FinishAnswer(request(), response);
    connection_->Send(std::move(response), request().method == "HEAD");
  }
  void Begin(HttpResponse head) override {
    begun_ = true;
    AddSecurityHeaders(request(), head.headers);
    connection_->Begin(std::move(head));
  }
  void Write(std::string piece, std::function<void(bool)> sent) override {
    connection_->Write(std::move(piece), std::move(sent));
  }
  void End() override {
    ended_ = true;
    connection_->End();
  }
  void OnGone(std::function<void()> gone) override { connection_->OnGone(std::move(gone)); }

 private:
  const std::shared_ptr<ConnectionOf<Stream>> connection_;
  const Site::Holding holding_;
  bool begun_ = false;
  bool ended_ = false;
};

// All members are touched on the socket's strand only.
template <class Stream>
class ConnectionOf final : public Connection,
                           public std::enable_shared_from_this<ConnectionOf<Stream>> {
 public:
  ConnectionOf(Site& site, Site::Place place, Stream stream)
      : place_(std::move(place)), site_(site), stream_(std::move(stream)) {
    beast::error_code ignored;
    peer_ = Lowest().socket().remote_endpoint(ignored);
  }

  void Run() {
    place_.Take(this->shared_from_this());
    net::dispatch(stream_.get_executor(), [self = this->shared_from_this()] { self->Greet(); });
  }

  void CloseWhenIdle() override {
    net::dispatch(stream_.get_executor(), [self = this->shared_from_this()] {
      if (self->idle_) self->Lowest().close();
    });
  }
  void CloseNow() override {
    net::dispatch(stream_.get_executor(), [self = this->shared_from_this()] {
      self->Lowest().close();
      self->Gone();
    });
  }

  // What an exchange says, from any thread.
  void Send(HttpResponse answer, bool head_only) {
    net::dispatch(stream_.get_executor(),
                  [self = this->shared_from_this(), answer = std::move(answer),
                   head_only]() mutable { self->WriteWhole(std::move(answer), head_only); });
  }
  void Begin(HttpResponse head) {
    net::dispatch(stream_.get_executor(), [self = this->shared_from_this(),
                                           head = std::move(head)] { self->BeginPieces(head); });
  }
  void Write(std::string piece, std::function<void(bool)> sent) {
    net::dispatch(stream_.get_executor(),
                  [self = this->shared_from_this(), piece = std::move(piece),
                   sent = std::move(sent)]() mutable {
                    self->Push(self->chunked_ ? Chunk(piece) : std::move(piece), std::move(sent));
                  });
  }
  void End() {
    net::dispatch(stream_.get_executor(), [self = this->shared_from_this()] {
      self->gone_ = nullptr;
      self->Push(self->chunked_ ? beast::buffers_to_string(http::make_chunk_last()) : std::string(),
                 [self](bool) { self->Finish(); });
    });
  }
  // The answer cannot be completed; the client is to see that it is not whole.
  void Abort() {
    net::dispatch(stream_.get_executor(),
                  [self = this->shared_from_this()] { self->Lowest().close(); });
  }
  void OnGone(std::function<void()> gone) {
    net::dispatch(stream_.get_executor(),
                  [self = this->shared_from_this(), gone = std::move(gone)]() mutable {
                    if (self->has_gone_) return gone();
                    self->gone_ = std::move(gone);
                  });
  }

 private:
  using Parser = http::request_parser<http::string_body>;
  struct Piece {
    std::string bytes;
    std::function<void(bool)> sent;
  };

  static std::string Chunk(const std::string& piece) {
    return piece.empty() ? std::string()
                         : beast::buffers_to_string(http::make_chunk(net::buffer(piece)));
  }

  TcpStream& Lowest() { return beast::get_lowest_layer(stream_); }
  const HttpOptions& options() const { return site_.options(); }
  void SetTime(absl::Duration time) { Lowest().expires_after(absl::ToChronoNanoseconds(time)); }

  void Greet() {
    if constexpr (kIsTls<Stream>) {
      SetTime(options().header_time);
      stream_.async_handshake(net::ssl::stream_base::server,
                              [self = this->shared_from_this()](beast::error_code error) {
                                if (!error) self->AwaitRequest(self->options().header_time);
                              });
    } else {
      AwaitRequest(options().header_time);
    }
  }

  void AwaitRequest(absl::Duration time) {
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(options().max_header_bytes));
    parser_->body_limit(options().max_body_bytes);
    parser_->eager(true);
    holding_.emplace(site_);
    if (buffer_.size() > 0) return ReadBuffered();
    if (site_.draining()) {
      keep_alive_ = false;
      return Finish();
    }
    idle_ = true;
    SetTime(time);
    stream_.async_read_some(buffer_.prepare(kReadBytes), [self = this->shared_from_this()](
                                                             beast::error_code error, size_t size) {
      self->idle_ = false;
      if (error) return;
      self->buffer_.commit(size);
      self->ReadBuffered();
    });
  }

  // Most requests come whole with the first bytes.
  void ReadBuffered() {
    beast::error_code error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error && error != http::error::need_more) return RefuseUnread(StatusOf(error));
    if (parser_->is_header_done()) return TakeHeader();
    ReadHeader();
  }

  void ReadHeader() {
    SetTime(options().header_time);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](beast::error_code error, size_t) {
                              if (error) return self->RefuseUnread(StatusOf(error));
                              self->TakeHeader();
                            });
  }

  void TakeHeader() {
    const auto& message = parser_->get();
    const http::verb verb = message.method();
    if (verb != http::verb::get && verb != http::verb::head && verb != http::verb::post) {
      return RefuseUnread(405);
    }
    // A request with two hosts, or none, is taken for different sites by different readers.
    if (message.version() == kHttp11 && message.count(http::field::host) != 1) {
      return RefuseUnread(400);
    }
    auto target = ParseTarget(View(message.target()));
    if (!target.ok()) return RefuseUnread(400);
    target_ = *std::move(target);
    SetTime(options().body_time);
    if (parser_->is_done() || !beast::iequals(message[http::field::expect], "100-continue")) {
      return ReadBody();
    }
    static constexpr absl::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    net::async_write(stream_, net::buffer(kContinue.data(), kContinue.size()),
                     [self = this->shared_from_this()](beast::error_code error, size_t) {
                       if (!error) self->ReadBody();
                     });
  }

  void ReadBody() {
    if (!holding_->GrowTo(parser_->get().body().size())) return RefuseUnread(503);
    if (parser_->is_done()) return HandOn();
    http::async_read_some(stream_, buffer_, *parser_,
                          [self = this->shared_from_this()](beast::error_code error, size_t) {
                            if (error) return self->RefuseUnread(StatusOf(error));
                            self->ReadBody();
                          });
  }

  static HttpRequest RequestOf(const http::request_header<>& head, Target target) {
    HttpRequest request;
    request.method = std::string(head.method_string());
    request.path = std::move(target.path);
    request.query = std::move(target.query);
    for (const auto& field : head) {
      request.headers.emplace_back(absl::AsciiStrToLower(View(field.name_string())),
                                   std::string(field.value()));
    }
    return request;
  }

  void HandOn() {
    http::request<http::string_body> message = parser_->release();
    complete_ = false;
    keep_alive_ = message.keep_alive();
    version_ = message.version();
    HttpRequest request = RequestOf(message, std::move(target_));
    request.body = std::move(message.body());
    request.peer = ForwardedFor(site_, peer_, ForwardedHops(request.headers));
    request.tls = kIsTls<Stream> || (site_.IsProxy(peer_.address()) &&
                                     beast::iequals(message["X-Forwarded-Proto"], "https"));
    request.call_metadata.emplace_back(rpc::kClientAddressKey, request.peer);
    AsyncHandler* handler = site_.HandlerOf(request.path);
    auto exchange = std::make_shared<ExchangeOf<Stream>>(this->shared_from_this(),
                                                         std::move(request), *std::move(holding_));
    Lowest().expires_never();
    if (handler == nullptr) {
      exchange->Answer(PlainAnswer(404, "not found"));
    } else {
      handler->Handle(std::move(exchange));
    }
  }

  // Refuses a request that was not read to its end; the connection ends with it.
  void RefuseUnread(int status) {
    if (status == 0) return;
    keep_alive_ = false;
    version_ = kHttp11;
    too_large_ = status == 413;
    const Unread unread{status,
                        std::string(http::obsolete_reason(static_cast<http::status>(status))),
                        options().max_body_bytes};
    auto target = ParseTarget(View(parser_->get().target()));
    AsyncHandler* handler = target.ok() ? site_.HandlerOf(target->path) : nullptr;
    HttpResponse answer =
        handler == nullptr
            ? PlainAnswer(status, unread.why)
            : handler->Refusal(RequestOf(parser_->get(), *std::move(target)), unread);
    if (status == 405) answer.headers.emplace_back("Allow", "GET, HEAD, POST");
    if (status == 503) answer.headers.emplace_back("Retry-After", "5");
    FinishAnswer(HttpRequest(), answer);
    WriteWhole(std::move(answer), /*head_only=*/false);
  }

  void WriteWhole(HttpResponse answer, bool head_only) {
    gone_ = nullptr;
    if (site_.draining()) keep_alive_ = false;
    whole_ = HeadOf<http::string_body>(answer, version_, keep_alive_);
    if (answer.status != 304) whole_.content_length(answer.body.size());
    if (!head_only) whole_.body() = std::move(answer.body);
    serializer_.emplace(whole_);
    WriteMore();
  }

  // Each step has its own time, so that a slow client that does read gets its answer.
  void WriteMore() {
    SetTime(options().write_time);
    http::async_write_some(stream_, *serializer_,
                           [self = this->shared_from_this()](beast::error_code error, size_t) {
                             if (error) return;
                             if (!self->serializer_->is_done()) return self->WriteMore();
                             self->Finish();
                           });
  }

  // How many pieces there will be is not known: the connection ends with the last.
  void BeginPieces(const HttpResponse& answer) {
    keep_alive_ = false;
    auto head = HeadOf<http::empty_body>(answer, version_, keep_alive_);
    chunked_ = version_ == kHttp11;
    head.chunked(chunked_);
    std::ostringstream text;
    text << head.base();
    WatchClient();
    Push(text.str(), [](bool) {});
  }

  // A client that goes is noticed although nothing is written; what it sends is not read any more.
  void WatchClient() {
    watching_ = true;
    Lowest().expires_never();
    stream_.async_read_some(net::buffer(scratch_),
                            [self = this->shared_from_this()](beast::error_code error, size_t) {
                              self->watching_ = false;
                              if (self->complete_) return self->Finish();
                              if (error) return self->Gone();
                              self->WatchClient();
                            });
  }

  void Gone() {
    has_gone_ = true;
    if (gone_ != nullptr) std::exchange(gone_, nullptr)();
  }

  void Push(std::string bytes, std::function<void(bool)> sent) {
    pieces_.push_back({std::move(bytes), std::move(sent)});
    if (pieces_.size() == 1) WritePiece();
  }

  void WritePiece() {
    if (pieces_.front().bytes.empty()) return Sent(true);
    SetTime(options().write_time);
    net::async_write(stream_, net::buffer(pieces_.front().bytes),
                     [self = this->shared_from_this()](beast::error_code error, size_t) {
                       if (error) self->Gone();
                       self->Sent(!error);
                     });
  }

  void Sent(bool whole) {
    const Piece piece = std::move(pieces_.front());
    pieces_.pop_front();
    if (!pieces_.empty()) WritePiece();
    piece.sent(whole);
  }

  // The answer is out: the next request, or the end.
  void Finish() {
    serializer_.reset();
    complete_ = true;
    if (watching_) return Lowest().cancel();  // and comes back here
    if (keep_alive_) return AwaitRequest(options().idle_time);
    if constexpr (kIsTls<Stream>) {
      SetTime(kLinger);
      stream_.async_shutdown(
          [self = this->shared_from_this()](beast::error_code) { self->Linger(); });
    } else {
      Linger();
    }
  }

  void Linger() {
    beast::error_code ignored;
    Lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    SetTime(too_large_ ? options().body_time : kLinger);
    const size_t further = too_large_ ? kTooLargeTimes * options().max_body_bytes : 0;
    Discard(std::max(kLingerBytes, further));
  }
  void Discard(size_t left) {
    Lowest().async_read_some(net::buffer(scratch_), [self = this->shared_from_this(), left](
                                                        beast::error_code error, size_t size) {
      if (!error && size < left) self->Discard(left - size);
    });
  }

  const Site::Place place_;  // first, so that it is given back when all else is gone
  Site& site_;
  Stream stream_;
  tcp::endpoint peer_;
  beast::flat_buffer buffer_{kBufferBytes};
  std::array<char, kReadBytes> scratch_;
  // The request that is read.
  absl::optional<Parser> parser_;
  absl::optional<Site::Holding> holding_;
  Target target_;
  bool idle_ = false;
  // The answer that is written.
  bool keep_alive_ = true;
  bool too_large_ = false;
  unsigned version_ = kHttp11;
  bool chunked_ = false;
  http::response<http::string_body> whole_;
  absl::optional<http::response_serializer<http::string_body>> serializer_;
  std::deque<Piece> pieces_;
  std::function<void()> gone_;
  bool has_gone_ = false;
  bool watching_ = false;
  bool complete_ = false;
};

}  // namespace

void Serve(Site& site, Site::Place place, Socket socket, net::ssl::context* tls) {
  beast::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (tls == nullptr) {
    std::make_shared<ConnectionOf<TcpStream>>(site, std::move(place), TcpStream(std::move(socket)))
        ->Run();
  } else {
    using TlsStream = beast::ssl_stream<TcpStream>;
    std::make_shared<ConnectionOf<TlsStream>>(site, std::move(place),
                                              TlsStream(TcpStream(std::move(socket)), *tls))
        ->Run();
  }
}

}  // namespace santong::gateway
