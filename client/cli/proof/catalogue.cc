#include "client/cli/proof/catalogue.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "server/domain/proof/number_map.h"

namespace santong::cli {
namespace {

// The day from which what the entry says counts: a publication and an end bear days of their own,
// which may be before the one on which they are written down.
std::string CountsFrom(const proof::Leaf& leaf) {
  if (!leaf.ended_date.empty()) return std::min(leaf.ended_date, leaf.date);
  return leaf.type == "DocumentPublished" ? leaf.published_date : leaf.date;
}

}  // namespace

bool IsInEffectOn(const proof::Leaf& leaf, absl::string_view day) {
  const auto is_by = [&](const std::string& date) { return !date.empty() && date <= day; };
  // What was published takes effect with its day, whenever that was written down.
  return (leaf.to_state == "IN_EFFECT" || leaf.to_state == "PUBLISHED") &&
         is_by(leaf.published_date) && is_by(leaf.effective_date) && !is_by(leaf.ended_date) &&
         !is_by(leaf.suspended_date) &&
         (leaf.last_valid_date.empty() || day <= leaf.last_valid_date);
}

void Catalogue::Add(std::vector<std::string> leaves,
                    absl::FunctionRef<void(const absl::Status&)> added) {
  std::vector<std::optional<Parsed>> parsed(leaves.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < leaves.size(); i = next++) parsed[i] = Parse(leaves[i]);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < leaves.size(); ++i) added(Take(leaves[i], *std::move(parsed[i])));
}

Catalogue::Parsed Catalogue::Parse(absl::string_view bytes) {
  Parsed parsed{proof::ParseLeaf(bytes), proof::LeafHash(bytes), {}};
  if (!parsed.leaf.ok()) return parsed;
  std::vector<std::string> numbers = parsed.leaf->former_numbers;
  if (!parsed.leaf->registration_number.empty())
    numbers.push_back(parsed.leaf->registration_number);
  for (std::string& number : numbers) {
    std::string key = proof::MapKey(number);
    parsed.numbers.emplace_back(std::move(number), std::move(key));
  }
  return parsed;
}

absl::Status Catalogue::Take(const std::string& bytes, Parsed parsed) {
  proof::Append(
      parsed.hash, [](int, uint64_t, absl::string_view) {}, &edge_);
  if (!parsed.leaf.ok()) return parsed.leaf.status();
  const proof::Leaf& leaf = *parsed.leaf;
  uint64_t event = 0;
  if (!absl::SimpleAtoi(leaf.event, &event) || event <= last_event_)
    return absl::InvalidArgumentError("its event is not after the one before");
  last_event_ = event;
  ++counts_[{leaf.organ, leaf.type}];
  if (absl::StartsWith(leaf.resource, "documents/")) {
    if (first_day_.empty()) first_day_ = leaf.date;
    if (!day_.empty() && CountsFrom(leaf) <= day_) on_day_[leaf.resource] = leaf;
  }
  for (auto& [number, key] : parsed.numbers) {
    numbers_[std::move(key)] = {std::move(number), parsed.hash, bytes};
  }
  return absl::OkStatus();
}

std::string Catalogue::MapRoot() const {
  std::vector<proof::MapRow> rows;
  rows.reserve(numbers_.size());
  for (const auto& [key, entry] : numbers_) rows.emplace_back(key, entry.leaf_hash);
  return proof::MapRootOf(std::move(rows));
}

}  // namespace santong::cli
