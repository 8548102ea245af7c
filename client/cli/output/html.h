// Tables as one HTML page: a title, and a heading and a table for each part. Escaped by libxml2.
#pragma once

#include <string>
#include <vector>

#include "client/cli/output/table.h"

namespace santong::cli {

struct HtmlPart {
  std::string heading;
  Table table;  // what is shown to people
};

std::string FormatHtml(const std::string& title, const std::vector<HtmlPart>& parts,
                       const char* language_tag);

}  // namespace santong::cli
