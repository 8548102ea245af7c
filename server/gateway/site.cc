#include "server/gateway/site.h"

#include "absl/strings/match.h"

namespace santong::gateway {

Site::Address Site::Unmapped(const Address& address) {
  namespace ip = boost::asio::ip;
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return ip::make_address_v4(ip::v4_mapped, address.to_v6());
}

AsyncHandler* Site::HandlerOf(absl::string_view path) const {
  const Route* best = nullptr;
  for (const Route& route : routes_) {
    const bool is_prefix = absl::EndsWith(route.path, "/") || absl::EndsWith(route.path, ".");
    const bool fits = is_prefix ? absl::StartsWith(path, route.path) : path == route.path;
    if (fits && (best == nullptr || route.path.size() > best->path.size())) best = &route;
  }
  return best == nullptr ? nullptr : best->handler;
}

Site::Place Site::Enter() {
  absl::MutexLock lock(&mutex_);
  if (places_.size() >= options_.max_connections) return {};
  places_[next_id_];
  return Place(this, next_id_++);
}

void Site::Leave(uint64_t id) {
  absl::MutexLock lock(&mutex_);
  places_.erase(id);
}

void Site::Add(uint64_t id, const std::shared_ptr<Connection>& connection) {
  absl::MutexLock lock(&mutex_);
  places_[id] = connection;
}

std::vector<std::shared_ptr<Connection>> Site::Open() {
  std::vector<std::shared_ptr<Connection>> open;
  absl::MutexLock lock(&mutex_);
  for (const auto& [key, weak] : places_) {
    if (auto connection = weak.lock()) open.push_back(std::move(connection));
  }
  return open;
}

void Site::Drain() {
  draining_ = true;
  for (const auto& connection : Open()) connection->CloseWhenIdle();
}

void Site::CloseAll() {
  draining_ = true;
  for (const auto& connection : Open()) connection->CloseNow();
}

bool Site::AwaitEmpty(absl::Duration limit) {
  absl::MutexLock lock(&mutex_);
  const auto empty = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return places_.empty(); };
  return mutex_.AwaitWithTimeout(absl::Condition(&empty), limit);
}

bool Site::Holding::GrowTo(size_t bytes) {
  if (bytes <= bytes_) return true;
  const size_t more = bytes - bytes_;
  if (site_->bodies_bytes_.fetch_add(more) + more > site_->options_.max_bodies_bytes) {
    site_->bodies_bytes_.fetch_sub(more);
    return false;
  }
  bytes_ = bytes;
  return true;
}

}  // namespace santong::gateway
