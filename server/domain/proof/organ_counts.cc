#include "server/domain/proof/organ_counts.h"

#include "absl/strings/str_cat.h"

namespace santong::proof {

std::string CountsText(const OrganCounts& counts) {
  std::string text;
  for (const auto& [key, count] : counts) {
    absl::StrAppend(&text, key.first.empty() ? "-" : key.first, " ", key.second, " ", count, "\n");
  }
  return text;
}

}  // namespace santong::proof
