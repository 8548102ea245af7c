// Threads on which handlers that block answer, and a bounded number of requests that wait for one.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "server/gateway/exchange.h"

namespace santong::gateway {

class WorkerPool {
 public:
  WorkerPool(int threads, int waiting_max) : pool_(threads), places_(threads + waiting_max) {}
  ~WorkerPool() { pool_.join(); }

  // Answers on a worker thread; with 503 at once when too many wait. Both must outlive the pool.
  void Run(HttpHandler& handler, std::shared_ptr<Exchange> exchange);

 private:
  boost::asio::thread_pool pool_;
  std::atomic<int> places_;
};

// A handler that blocks, behind a pool.
class Blocking final : public AsyncHandler {
 public:
  Blocking(HttpHandler& handler, WorkerPool& pool) : handler_(handler), pool_(pool) {}
  void Handle(std::shared_ptr<Exchange> exchange) override {
    pool_.Run(handler_, std::move(exchange));
  }
  HttpResponse Refusal(const HttpRequest& head, const Unread& unread) override {
    return handler_.Refuse(head, unread);
  }

 private:
  HttpHandler& handler_;
  WorkerPool& pool_;
};

}  // namespace santong::gateway
