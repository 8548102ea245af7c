// The known word that was probably meant.
#pragma once

#include <string>
#include <vector>

namespace santong::text {

// The nearest of `known` by edits, within two of them; empty when none is that near.
std::string MostSimilar(const std::string& word, const std::vector<std::string>& known);

}  // namespace santong::text
