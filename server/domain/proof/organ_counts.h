// How many leaves of each type each organ has: with them anyone recomputes the rates of filing from
// signed entries. The hash of the text stands in every checkpoint's line "counts".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace santong::proof {

// By organ and type of event.
using OrganCounts = std::map<std::pair<std::string, std::string>, uint64_t>;

// Lines "organ TYPE count", sorted by organ and type; "-" for leaves without an organ.
std::string CountsText(const OrganCounts& counts);

}  // namespace santong::proof
