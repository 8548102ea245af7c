// One HTTP request and the way back to its client, for handlers that do not block.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "server/gateway/http.h"

namespace santong::gateway {

// Answered once, by Answer or by Begin, Write… and End, from any one thread at a time. One that is
// let go without an answer is answered with 500.
class Exchange {
 public:
  explicit Exchange(HttpRequest request) : request_(std::move(request)) {}
  virtual ~Exchange() = default;
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const HttpRequest& request() const { return request_; }

  // The whole answer.
  virtual void Answer(HttpResponse response) = 0;

  // An answer in pieces: its status and headers now (`head` has no body), the rest as it comes.
  virtual void Begin(HttpResponse head) = 0;
  // `sent` is called once: true when the piece is on its way and the next one may follow, false
  // when the client has gone and there will be no more. At most one piece waits at a time, and
  // End may follow at once.
  virtual void Write(std::string piece, std::function<void(bool)> sent) = 0;
  virtual void End() = 0;

  // `gone` is called at most once, on another thread maybe, when the client goes, or is sent away
  // by a server that stops, before the answer is complete. To be set before the first piece.
  virtual void OnGone(std::function<void()> gone) = 0;

 private:
  const HttpRequest request_;
};

// Answers requests without blocking the thread that brings them. Thread-safe.
class AsyncHandler {
 public:
  virtual ~AsyncHandler() = default;
  virtual void Handle(std::shared_ptr<Exchange> exchange) = 0;
  // The answer to a request that the server itself refuses; its head alone is there, as far as it
  // was read.
  virtual HttpResponse Refusal(const HttpRequest& head, const Unread& unread) {
    (void)head;
    return PlainAnswer(unread.status, unread.why);
  }
};

}  // namespace santong::gateway
