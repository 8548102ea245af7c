#include "server/gateway/worker_pool.h"

#include <boost/asio/post.hpp>
#include <utility>

namespace santong::gateway {

void WorkerPool::Run(HttpHandler& handler, std::shared_ptr<Exchange> exchange) {
  if (places_.fetch_sub(1) <= 0) {
    places_.fetch_add(1);
    HttpResponse busy = PlainAnswer(503, "too many requests wait; try again");
    busy.headers.emplace_back("Retry-After", "5");
    return exchange->Answer(std::move(busy));
  }
  boost::asio::post(pool_, [this, &handler, exchange = std::move(exchange)] {
    exchange->Answer(handler.Handle(exchange->request()));
    places_.fetch_add(1);
  });
}

}  // namespace santong::gateway
