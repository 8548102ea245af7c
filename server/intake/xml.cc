#include "server/intake/xml.h"

#include "server/domain/error/refusal.h"
#include "server/intake/extracted.h"

namespace santong::intake {
namespace {

absl::string_view WithoutPrefix(absl::string_view name) {
  const size_t colon = name.find(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

struct DepthMeter : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node&) override { return depth() <= kDepthMax; }
};

}  // namespace

absl::StatusOr<std::unique_ptr<pugi::xml_document>> ParseXml(absl::string_view xml,
                                                             absl::string_view part) {
  auto document = std::make_unique<pugi::xml_document>();
  const auto parsed = document->load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata);
  for (const pugi::xml_node& node : document->children()) {
    if (node.type() == pugi::node_doctype) {
      return error::Refuse(v1::ERROR_REASON_FILE_UNSAFE, {{"part", std::string(part)}});
    }
  }
  DepthMeter meter;
  if (!parsed || !document->traverse(meter)) return Damaged(part);
  return document;
}

absl::string_view LocalName(const pugi::xml_node& node) { return WithoutPrefix(node.name()); }

pugi::xml_node Child(const pugi::xml_node& node, absl::string_view local_name) {
  for (const pugi::xml_node& child : node.children()) {
    if (LocalName(child) == local_name) return child;
  }
  return {};
}

std::string Attribute(const pugi::xml_node& node, absl::string_view local_name) {
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    if (WithoutPrefix(attribute.name()) == local_name) return attribute.value();
  }
  return "";
}

}  // namespace santong::intake
