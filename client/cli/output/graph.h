// Who cites whom, as a picture: an SVG of three columns, what cites on the left and what is cited
// on the right. Escaped by libxml2.
#pragma once

#include <string>
#include <vector>

namespace santong::cli {

struct GraphNode {
  std::string name;    // documents/{document}; empty for what the register does not hold
  std::string title;   // shown, shortened; whole as a tooltip
  std::string number;  // under the title
};

struct CitationGraph {
  GraphNode subject;
  std::vector<GraphNode> citing;
  std::vector<GraphNode> cited;
};

// `citing_heading` and `cited_heading` stand over the outer columns.
std::string FormatSvg(const CitationGraph& graph, const std::string& citing_heading,
                      const std::string& cited_heading, const char* language_tag);

}  // namespace santong::cli
