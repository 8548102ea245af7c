// A resource of the register as rows of a label and a value, by its own descriptor: whatever the
// clerk may see, the desk shows.
#pragma once

#include "google/protobuf/message.h"
#include "server/pages/dictionary.h"
#include "server/pages/site.h"

namespace santong::pages {

// Adds a ROW (LABEL, VALUE or a link) to `values` for each field that holds something. Clocks,
// findings and whole texts have places of their own on the page.
void ShowRecord(const google::protobuf::Message& resource, const Visit& visit, Dictionary& values);

// The desk's page of a resource name ("documents/7", "campaigns/1/items/7"); empty where it has
// none.
std::string DeskPath(absl::string_view resource);

}  // namespace santong::pages
