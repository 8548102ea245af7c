#include "tests/bench/http_loop.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <vector>

namespace santong::bench {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace net = boost::asio;
using Clock = std::chrono::steady_clock;

class Loop {
 public:
  explicit Loop(const HttpLoad& load) : load_(load) {}

  Outcome Run() {
    const size_t colon = load_.address.rfind(':');
    const net::ip::tcp::endpoint server(
        net::ip::make_address(load_.address.substr(0, colon)),
        static_cast<unsigned short>(std::stoi(load_.address.substr(colon + 1))));
    const auto begin = Clock::now();
    end_ = begin + std::chrono::duration_cast<Clock::duration>(
                       std::chrono::duration<double>(load_.seconds));
    std::vector<std::unique_ptr<Connection>> connections;
    for (int i = 0; i < load_.connections; ++i) {
      connections.push_back(std::make_unique<Connection>(*this));
      connections.back()->Start(server);
    }
    io_.run();
    outcome_.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    std::sort(micros_.begin(), micros_.end());
    if (!micros_.empty()) {
      outcome_.latency.p50_us = micros_[micros_.size() / 2];
      outcome_.latency.p99_us = micros_[micros_.size() * 99 / 100];
    }
    return outcome_;
  }

 private:
  class Connection {
   public:
    explicit Connection(Loop& loop) : loop_(loop), socket_(loop.io_) {}

    void Start(const net::ip::tcp::endpoint& server) {
      socket_.connect(server);
      socket_.set_option(net::ip::tcp::no_delay(true));
      Ask();
    }

   private:
    void Ask() {
      asked_ = Clock::now();
      if (asked_ >= loop_.end_) return;
      request_ = {};
      request_.version(11);
      request_.set(http::field::host, "localhost");
      const HttpLoad& load = loop_.load_;
      if (load.page) {
        request_.method(http::verb::get);
        request_.target(load.page(loop_.next_++));
        if (!load.accept_encoding.empty())
          request_.set(http::field::accept_encoding, load.accept_encoding);
      } else {
        request_.method(http::verb::post);
        request_.target(load.target);
        request_.set(http::field::content_type, load.content_type);
        request_.body() = load.body(loop_.next_++);
      }
      request_.prepare_payload();
      http::async_write(socket_, request_, [this](beast::error_code error, size_t) {
        answer_ = {};
        if (error) return loop_.Fail(error.message());
        http::async_read(socket_, buffer_, answer_, [this](beast::error_code failed, size_t) {
          if (failed) return loop_.Fail(failed.message());
          loop_.Count(asked_, answer_);
          Ask();
        });
      });
    }

    Loop& loop_;
    net::ip::tcp::socket socket_;
    beast::flat_buffer buffer_;
    http::request<http::string_body> request_;
    http::response<http::string_body> answer_;
    Clock::time_point asked_;
  };

  void Count(Clock::time_point asked, const http::response<http::string_body>& answer) {
    ++outcome_.calls;
    if (answer.result_int() != 200) return Fail(answer.body());
    micros_.push_back(std::chrono::duration<double, std::micro>(Clock::now() - asked).count());
  }
  void Fail(const std::string& why) {
    if (outcome_.failures++ == 0) outcome_.first_failure = why;
  }

  const HttpLoad& load_;
  net::io_context io_{1};
  Clock::time_point end_;
  int64_t next_ = 0;
  std::vector<double> micros_;
  Outcome outcome_;
};

}  // namespace

Outcome RunHttpLoop(const HttpLoad& load) { return Loop(load).Run(); }

}  // namespace santong::bench
