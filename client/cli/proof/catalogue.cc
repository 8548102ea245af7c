#include "client/cli/proof/catalogue.h"

#include "absl/strings/numbers.h"
#include "server/domain/proof/number_map.h"

namespace santong::cli {

absl::Status Catalogue::Add(absl::string_view bytes) {
  const std::string hash = proof::LeafHash(bytes);
  proof::Append(
      hash, [](int, uint64_t, absl::string_view) {}, &edge_);
  auto leaf = proof::ParseLeaf(bytes);
  if (!leaf.ok()) return leaf.status();
  uint64_t event = 0;
  if (!absl::SimpleAtoi(leaf->event, &event) || event <= last_event_)
    return absl::InvalidArgumentError("its event is not after the one before");
  last_event_ = event;
  ++counts_[{leaf->organ, leaf->type}];
  for (const std::string& number : leaf->former_numbers) numbers_[number] = {hash, *leaf};
  if (!leaf->registration_number.empty()) {
    const std::string number = leaf->registration_number;
    numbers_[number] = {hash, *std::move(leaf)};
  }
  return absl::OkStatus();
}

std::string Catalogue::MapRoot() const {
  std::map<std::string, std::string> rows;
  for (const auto& [number, entry] : numbers_) rows[proof::MapKey(number)] = entry.leaf_hash;
  return proof::MapRootOf(rows);
}

}  // namespace santong::cli
