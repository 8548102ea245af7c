// What all connections of one HTTP server share: its options, its routes, what is in use of its
// limits.
#pragma once

#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/gateway/http_server.h"

namespace santong::gateway {

// A connection as the server holds on to it. Thread-safe.
class Connection {
 public:
  virtual ~Connection() = default;
  // Closes it when it waits for a request, and otherwise after its answer.
  virtual void CloseWhenIdle() = 0;
  virtual void CloseNow() = 0;
};

// Thread-safe.
class Site {
 public:
  using Address = boost::asio::ip::address;

  // ::ffff:192.0.2.1 as 192.0.2.1; any other address as it is.
  static Address Unmapped(const Address& address);

  // `proxies` as Unmapped gives them.
  Site(HttpOptions options, std::vector<Route> routes, std::set<Address> proxies)
      : options_(std::move(options)), routes_(std::move(routes)), proxies_(std::move(proxies)) {}

  const HttpOptions& options() const { return options_; }
  // nullptr when no route fits.
  AsyncHandler* HandlerOf(absl::string_view path) const;
  // An IPv4 peer of a socket on [::] has its address mapped into IPv6.
  bool IsProxy(const Address& address) const { return proxies_.contains(Unmapped(address)); }

  // One connection's place among max_connections; given back when it is destroyed. Empty when there
  // was none left.
  class Place {
   public:
    Place() = default;
    Place(Site* site, uint64_t id) : site_(site), id_(id) {}
    Place(Place&& other) noexcept : site_(std::exchange(other.site_, nullptr)), id_(other.id_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (site_ != nullptr) site_->Leave(id_);
    }
    explicit operator bool() const { return site_ != nullptr; }
    // Says which connection has the place, to be reached by Drain and CloseAll.
    void Take(const std::shared_ptr<Connection>& connection) const { site_->Add(id_, connection); }

   private:
    Site* site_ = nullptr;
    uint64_t id_ = 0;
  };
  Place Enter();

  void Drain();
  bool draining() const { return draining_.load(std::memory_order_relaxed); }
  void CloseAll();
  // Waits until no connection has a place; false when `limit` passed first.
  bool AwaitEmpty(absl::Duration limit);

  // What one request holds of max_bodies_bytes; given back when it is destroyed.
  class Holding {
   public:
    explicit Holding(Site& site) : site_(&site) {}
    Holding(Holding&& other) noexcept
        : site_(other.site_), bytes_(std::exchange(other.bytes_, 0)) {}
    Holding& operator=(Holding&&) = delete;
    ~Holding() { site_->bodies_bytes_.fetch_sub(bytes_); }
    // False when there is no room for as much.
    bool GrowTo(size_t bytes);

   private:
    Site* site_;
    size_t bytes_ = 0;
  };

 private:
  std::vector<std::shared_ptr<Connection>> Open();
  void Add(uint64_t id, const std::shared_ptr<Connection>& connection);
  void Leave(uint64_t id);

  const HttpOptions options_;
  const std::vector<Route> routes_;
  const std::set<Address> proxies_;
  std::atomic<bool> draining_{false};
  std::atomic<size_t> bodies_bytes_{0};
  absl::Mutex mutex_;
  uint64_t next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  // Who has a place; the pointer is empty until it is taken.
  absl::flat_hash_map<uint64_t, std::weak_ptr<Connection>> places_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace santong::gateway
