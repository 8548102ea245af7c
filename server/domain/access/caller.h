// Who calls.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "santong/v1/principal.pb.h"

namespace santong::access {

// A caller as the rules see it. The public is a caller without a principal and with the role PUBLIC
// alone; the server itself is the principal "system" with the role SYSTEM alone.
struct Caller {
  std::string principal{};  // principals/{principal}; empty for the public
  std::string organ{};      // jurisdictions/{code}/organs/{organ}; may be empty
  // jurisdictions/{code}: the organ's, or the principal's own; may be empty
  std::string jurisdiction{};
  std::vector<v1::Role> roles{};
  // The organs whose duties passed to `organ` when they were merged or renamed (domain.md 7), as of
  // the settings that the caller was looked up in.
  std::vector<std::string> predecessors{};

  bool Has(v1::Role role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  }
  bool IsPublic() const { return principal.empty(); }
  // Whether what `other` issued is the caller's: its own organ's, or a predecessor's. Never for an
  // empty name.
  bool AnswersFor(absl::string_view other) const {
    if (other.empty()) return false;
    return other == organ ||
           std::find(predecessors.begin(), predecessors.end(), other) != predecessors.end();
  }
};

inline Caller PublicCaller() { return {.roles = {v1::ROLE_PUBLIC}}; }
inline Caller SystemCaller() { return {.principal = "system", .roles = {v1::ROLE_SYSTEM}}; }

}  // namespace santong::access
