#include "client/cli/output/graph.h"

#include <libxml/tree.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "client/cli/output/width.h"

namespace santong::cli {
namespace {

// In pixels.
constexpr int kNodeWidth = 300, kNodeHeight = 46, kRow = 58, kColumn = 420, kMargin = 20;
constexpr int kHeading = 40;
// Columns of a terminal, two to a Chinese character: what fits into a node.
constexpr int kTitleColumns = 40;

const xmlChar* Xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

xmlNode* Add(xmlNode* parent, const char* element, const std::string& text = "") {
  // xmlNewTextChild escapes what xmlNewChild would read as markup.
  return xmlNewTextChild(parent, nullptr, reinterpret_cast<const xmlChar*>(element),
                         text.empty() ? nullptr : Xml(text));
}

template <typename Value>
void Set(xmlNode* node, const char* name, const Value& value) {
  xmlNewProp(node, reinterpret_cast<const xmlChar*>(name), Xml(absl::StrCat(value)));
}

struct Point {
  int x;
  int y;
};

Point PlaceOf(int column, size_t row, size_t rows, size_t most) {
  const int free = static_cast<int>(most - rows) * kRow / 2;
  return {kMargin + column * kColumn, kHeading + free + static_cast<int>(row) * kRow};
}

void AddText(xmlNode* parent, Point at, const std::string& text, const char* kind) {
  xmlNode* node = Add(parent, "text", text);
  Set(node, "x", at.x);
  Set(node, "y", at.y);
  Set(node, "class", kind);
}

void AddNode(xmlNode* parent, Point at, const GraphNode& one, bool is_subject) {
  xmlNode* group = Add(parent, "g");
  Add(group, "title", one.number.empty() ? one.title : absl::StrCat(one.title, " ", one.number));
  xmlNode* box = Add(group, "rect");
  Set(box, "x", at.x);
  Set(box, "y", at.y);
  Set(box, "width", kNodeWidth);
  Set(box, "height", kNodeHeight);
  Set(box, "rx", 4);
  Set(box, "class", is_subject ? "subject" : one.name.empty() ? "unknown" : "known");
  AddText(group, {at.x + 10, at.y + 19}, Truncate(one.title, kTitleColumns, 2), "title");
  AddText(group, {at.x + 10, at.y + 36},
          one.name.empty()     ? one.number
          : one.number.empty() ? one.name
                               : absl::StrCat(one.number, "  ", one.name),
          "number");
}

// From the right side of one node to the left side of another, with an arrow.
void AddArrow(xmlNode* parent, Point from, Point to) {
  xmlNode* path = Add(parent, "path");
  const int x1 = from.x + kNodeWidth, y1 = from.y + kNodeHeight / 2;
  const int x2 = to.x - 6, y2 = to.y + kNodeHeight / 2;
  const int middle = (x1 + x2) / 2;
  Set(path, "d",
      absl::StrCat("M", x1, " ", y1, " C", middle, " ", y1, " ", middle, " ", y2, " ", x2, " ",
                   y2));
  Set(path, "marker-end", "url(#arrow)");
}

constexpr char kStyle[] =
    "text{font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}"
    ".title{font-size:14px;fill:#1a1a1a}.number{font-size:11px;fill:#555}"
    ".heading{font-size:13px;fill:#555}rect{fill:#fff;stroke:#1f5fa8}"
    ".subject{fill:#e8f0fa;stroke-width:2}.unknown{stroke:#777;stroke-dasharray:4 3}"
    "path{fill:none;stroke:#7a8ba0}#arrow path{fill:#7a8ba0;stroke:none}";

}  // namespace

std::string FormatSvg(const CitationGraph& graph, const std::string& citing_heading,
                      const std::string& cited_heading, const char* language_tag) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlNewDoc(reinterpret_cast<const xmlChar*>("1.0")), &xmlFreeDoc);
  xmlNode* root = xmlNewNode(nullptr, reinterpret_cast<const xmlChar*>("svg"));
  xmlDocSetRootElement(document.get(), root);
  const size_t most = std::max({size_t{1}, graph.citing.size(), graph.cited.size()});
  const int width = 2 * kMargin + 2 * kColumn + kNodeWidth;
  const int height = kHeading + static_cast<int>(most) * kRow + kMargin;
  Set(root, "xmlns", "http://www.w3.org/2000/svg");
  Set(root, "viewBox", absl::StrCat("0 0 ", width, " ", height));
  Set(root, "width", width);
  Set(root, "height", height);
  Set(root, "lang", language_tag);
  Set(root, "role", "img");
  Add(root, "title", graph.subject.title);
  Add(root, "style", kStyle);
  xmlNode* marker = Add(Add(root, "defs"), "marker");
  Set(marker, "id", "arrow");
  Set(marker, "viewBox", "0 0 8 8");
  Set(marker, "refX", 4);
  Set(marker, "refY", 4);
  Set(marker, "markerWidth", 8);
  Set(marker, "markerHeight", 8);
  Set(marker, "orient", "auto");
  Set(Add(marker, "path"), "d", "M0 0 L8 4 L0 8 z");
  AddText(root, {kMargin, kHeading - 16}, citing_heading, "heading");
  AddText(root, {kMargin + 2 * kColumn, kHeading - 16}, cited_heading, "heading");
  const Point centre = PlaceOf(1, 0, 1, most);
  for (size_t i = 0; i < graph.citing.size(); ++i) {
    AddArrow(root, PlaceOf(0, i, graph.citing.size(), most), centre);
  }
  for (size_t i = 0; i < graph.cited.size(); ++i) {
    AddArrow(root, centre, PlaceOf(2, i, graph.cited.size(), most));
  }
  for (size_t i = 0; i < graph.citing.size(); ++i) {
    AddNode(root, PlaceOf(0, i, graph.citing.size(), most), graph.citing[i], false);
  }
  for (size_t i = 0; i < graph.cited.size(); ++i) {
    AddNode(root, PlaceOf(2, i, graph.cited.size(), most), graph.cited[i], false);
  }
  AddNode(root, centre, graph.subject, true);
  xmlChar* bytes = nullptr;
  int size = 0;
  xmlDocDumpFormatMemoryEnc(document.get(), &bytes, &size, "UTF-8", 1);
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  xmlFree(bytes);
  return text;
}

}  // namespace santong::cli
