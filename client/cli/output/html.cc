#include "client/cli/output/html.h"

#include <libxml/HTMLtree.h>
#include <libxml/tree.h>

#include <memory>

namespace santong::cli {
namespace {

const xmlChar* Text(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

xmlNode* Add(xmlNode* parent, const char* element, const std::string& text = "") {
  // xmlNewTextChild escapes what xmlNewChild would read as markup.
  return xmlNewTextChild(parent, nullptr, reinterpret_cast<const xmlChar*>(element),
                         text.empty() ? nullptr : Text(text));
}

void AddTable(xmlNode* parent, const Table& table) {
  xmlNode* node = Add(parent, "table");
  xmlNode* head = Add(Add(node, "thead"), "tr");
  for (const Column& column : table.columns) {
    xmlNewProp(Add(head, "th", column.title), reinterpret_cast<const xmlChar*>("scope"),
               reinterpret_cast<const xmlChar*>("col"));
  }
  xmlNode* body = Add(node, "tbody");
  for (const auto& row : table.rows) {
    xmlNode* line = Add(body, "tr");
    for (const Cell& cell : row) Add(line, "td", cell.shown);
  }
}

void Set(xmlNode* node, const char* name, const std::string& value) {
  xmlNewProp(node, reinterpret_cast<const xmlChar*>(name), Text(value));
}

void AddPicture(xmlNode* parent, const HtmlPicture& picture) {
  xmlNode* figure = Add(parent, "figure");
  xmlNode* svg = Add(figure, "svg");
  Set(svg, "viewBox", picture.view_box);
  Set(svg, "role", "img");
  Set(svg, "width", "264");
  Set(svg, "height", "264");
  Set(svg, "shape-rendering", "crispEdges");
  Set(Add(svg, "path"), "d", picture.path);
  Add(figure, "figcaption", picture.caption);
}

}  // namespace

std::string FormatHtml(const std::string& title, const std::vector<HtmlPart>& parts,
                       const char* language_tag) {
  std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(htmlNewDocNoDtD(nullptr, nullptr),
                                                          &xmlFreeDoc);
  xmlCreateIntSubset(document.get(), reinterpret_cast<const xmlChar*>("html"), nullptr, nullptr);
  xmlNode* root = xmlNewNode(nullptr, reinterpret_cast<const xmlChar*>("html"));
  xmlDocSetRootElement(document.get(), root);
  xmlNewProp(root, reinterpret_cast<const xmlChar*>("lang"),
             reinterpret_cast<const xmlChar*>(language_tag));
  xmlNode* head = Add(root, "head");
  // Also tells libxml2 to write UTF-8 as it is; otherwise it escapes everything that is not ASCII.
  htmlSetMetaEncoding(document.get(), reinterpret_cast<const xmlChar*>("UTF-8"));
  Add(head, "title", title);
  xmlNode* body = Add(root, "body");
  Add(body, "h1", title);
  for (const HtmlPart& part : parts) {
    Add(body, "h2", part.heading);
    AddTable(body, part.table);
    for (const HtmlPicture& picture : part.pictures) AddPicture(body, picture);
  }
  xmlChar* bytes = nullptr;
  int size = 0;
  htmlDocDumpMemoryFormat(document.get(), &bytes, &size, 1);
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  xmlFree(bytes);
  return text;
}

}  // namespace santong::cli
