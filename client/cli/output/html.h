// Tables as one HTML page: a title, and a heading and a table for each part. Escaped by libxml2.
#pragma once

#include <string>
#include <vector>

#include "client/cli/output/table.h"

namespace santong::cli {

// An SVG picture of one black path, 7 cm wide on paper.
struct HtmlPicture {
  std::string view_box;
  std::string path;
  std::string caption;
};

struct HtmlPart {
  std::string heading;
  Table table;  // what is shown to people
  std::vector<HtmlPicture> pictures{};
};

std::string FormatHtml(const std::string& title, const std::vector<HtmlPart>& parts,
                       const char* language_tag);

}  // namespace santong::cli
