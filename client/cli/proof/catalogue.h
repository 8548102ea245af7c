// The register as its leaves alone tell it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/organ_counts.h"

namespace santong::cli {

class Catalogue {
 public:
  // The next leaf of the log. INVALID_ARGUMENT when it is none, or its event is not after the one
  // before.
  absl::Status Add(absl::string_view bytes);

  uint64_t size() const { return edge_.size; }
  std::string Root() const { return proof::RootOf(edge_); }
  // The root of the map of numbers and the text of the counts, as a checkpoint signs them.
  std::string MapRoot() const;
  std::string CountsText() const { return proof::CountsText(counts_); }

  struct Entry {
    std::string leaf_hash;
    proof::Leaf leaf;
  };
  // By registration number, former ones too.
  const std::map<std::string, Entry>& numbers() const { return numbers_; }

 private:
  proof::Edge edge_;
  uint64_t last_event_ = 0;
  std::map<std::string, Entry> numbers_;
  proof::OrganCounts counts_;
};

}  // namespace santong::cli
