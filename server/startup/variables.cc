#include "server/startup/variables.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "server/domain/text/similar.h"
#include "server/ops/config.h"

namespace santong::startup {

absl::Status CheckVariables(const char* const* environment) {
  std::vector<std::string> known = {ops::kConfigVariable};
  for (const ops::ConfigKey& key : ops::ConfigKeys()) known.push_back(ops::VariableOf(key.name));
  for (; *environment != nullptr; ++environment) {
    const absl::string_view variable = *environment;
    if (!absl::StartsWith(variable, ops::kVariablePrefix)) continue;
    const std::string name(variable.substr(0, variable.find('=')));
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string meant = text::MostSimilar(name, known);
    if (meant.empty()) continue;
    return absl::InvalidArgumentError(absl::StrCat("the environment has ", name,
                                                   ", which sets nothing; did you mean ", meant,
                                                   "? Rename it or take it away"));
  }
  return absl::OkStatus();
}

}  // namespace santong::startup
