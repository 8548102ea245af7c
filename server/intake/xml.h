// XML of files from outside: pugixml, which resolves no entity but the five of XML and fetches
// nothing.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace santong::intake {

// `part` names it in a refusal. FILE_UNSAFE when it declares a document type; FILE_DAMAGED when it
// is not well-formed or its elements lie deeper within one another than kDepthMax.
absl::StatusOr<std::unique_ptr<pugi::xml_document>> ParseXml(absl::string_view xml,
                                                             absl::string_view part);

// The name without its prefix: "p" for <w:p> and <p>.
absl::string_view LocalName(const pugi::xml_node& node);
// The first child of that local name.
pugi::xml_node Child(const pugi::xml_node& node, absl::string_view local_name);
// The value of the attribute of that local name; "" when there is none.
std::string Attribute(const pugi::xml_node& node, absl::string_view local_name);

}  // namespace santong::intake
