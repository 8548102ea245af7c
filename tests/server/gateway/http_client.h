// A plain HTTP client over one socket, which can also say what no client should.
#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <string>
#include <utility>
#include <vector>

namespace santong::testing {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  int status = 0;  // 0: the connection ended without an answer
  boost::beast::http::fields headers;
  std::string body;
  bool keep_alive = false;

  std::string Header(const std::string& name) const { return std::string(headers[name]); }
};

class HttpClient {
 public:
  // `address` is 127.0.0.1:port.
  explicit HttpClient(const std::string& address) : socket_(io_) {
    const size_t colon = address.rfind(':');
    socket_.connect({boost::asio::ip::make_address(address.substr(0, colon)),
                     static_cast<unsigned short>(std::stoi(address.substr(colon + 1)))});
  }

  // Bytes as they are. False when the other side has closed.
  bool Send(const std::string& bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }

  // The next answer on this connection; a HEAD's has no body.
  HttpAnswer Read(bool head = false) {
    namespace http = boost::beast::http;
    http::response_parser<http::string_body> parser;
    parser.body_limit(boost::none);
    parser.skip(head);
    boost::system::error_code error;
    http::read(socket_, buffer_, parser, error);
    if (error) return {};
    auto message = parser.release();
    HttpAnswer answer;
    answer.status = static_cast<int>(message.result_int());
    answer.keep_alive = message.keep_alive();
    answer.body = std::move(message.body());
    answer.headers = std::move(message.base());
    return answer;
  }

  HttpAnswer Ask(const std::string& method, const std::string& target,
                 const HttpHeaders& headers = {}, const std::string& body = "") {
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
    if (method == "POST") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    Send(request + "\r\n" + body);
    return Read(method == "HEAD");
  }
  HttpAnswer Get(const std::string& target, const HttpHeaders& headers = {}) {
    return Ask("GET", target, headers);
  }

  // Waits until the other side closes; returns what it still sent.
  std::string ReadToEnd() {
    std::string rest = boost::beast::buffers_to_string(buffer_.data());
    boost::system::error_code error;
    char bytes[4096];
    while (true) {
      const size_t size = socket_.read_some(boost::asio::buffer(bytes), error);
      if (error) return rest;
      rest.append(bytes, size);
    }
  }
  void Close() { socket_.close(); }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

// One request on a connection of its own.
inline HttpAnswer Get(const std::string& address, const std::string& target,
                      const HttpHeaders& headers = {}) {
  return HttpClient(address).Get(target, headers);
}
inline HttpAnswer Post(const std::string& address, const std::string& target,
                       const HttpHeaders& headers, const std::string& body) {
  return HttpClient(address).Ask("POST", target, headers, body);
}

}  // namespace santong::testing
