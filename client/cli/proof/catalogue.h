// The register as its leaves alone tell it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/organ_counts.h"

namespace santong::cli {

// Whether the entry, the latest of its day or before, says that the document is in effect on it. A
// document that ends on a day is not in effect on that day.
bool IsInEffectOn(const proof::Leaf& leaf, absl::string_view day);

class Catalogue {
 public:
  // `day` (YYYY-MM-DD): of which on_day tells; may be empty.
  explicit Catalogue(std::string day = "") : day_(std::move(day)) {}

  // The next leaves of the log, read and hashed on all processors. `added` is told after each, in
  // order: INVALID_ARGUMENT when it is none, or its event is not after the one before.
  void Add(std::vector<std::string> leaves, absl::FunctionRef<void(const absl::Status&)> added);

  uint64_t size() const { return edge_.size; }
  // The sequence number of the last entry's event; 0 when there is none.
  uint64_t last_event() const { return last_event_; }
  std::string Root() const { return proof::RootOf(edge_); }
  // The root of the map of numbers and the text of the counts, as a checkpoint signs them.
  std::string MapRoot() const;
  std::string CountsText() const { return proof::CountsText(counts_); }

  // The latest entry of a number, as its bytes: there are many, and few are looked at.
  struct Entry {
    std::string number;
    std::string leaf_hash;
    std::string leaf;
  };
  // By the key of the registration number in the map, former numbers too.
  const absl::flat_hash_map<std::string, Entry>& numbers() const { return numbers_; }
  // The day of the first entry of a document; empty when there is none.
  const std::string& first_day() const { return first_day_; }
  // Documents by the latest entry that counts on the day, which a publication or an end may that
  // was written down later; empty without a day.
  const std::map<std::string, proof::Leaf>& on_day() const { return on_day_; }

 private:
  // What of a leaf does not depend on those before it.
  struct Parsed {
    absl::StatusOr<proof::Leaf> leaf;
    std::string hash;
    std::vector<std::pair<std::string, std::string>> numbers;  // and their keys in the map
  };
  static Parsed Parse(absl::string_view bytes);
  absl::Status Take(const std::string& bytes, Parsed parsed);

  const std::string day_;
  proof::Edge edge_;
  uint64_t last_event_ = 0;
  absl::flat_hash_map<std::string, Entry> numbers_;
  std::string first_day_;
  std::map<std::string, proof::Leaf> on_day_;
  proof::OrganCounts counts_;
};

}  // namespace santong::cli
