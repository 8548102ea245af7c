// The path of a field from the request, built on the stack and written out only when something is
// wrong.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace santong::rpc {

struct FieldPath {
  const FieldPath* parent = nullptr;
  absl::string_view name;
  int index = -1;  // of an entry of a repeated field

  // "document.issuers[1].organ"
  std::string ToString() const {
    std::string path = parent == nullptr ? std::string() : parent->ToString();
    if (!path.empty() && !name.empty()) path += '.';
    absl::StrAppend(&path, name);
    if (index >= 0) absl::StrAppend(&path, "[", index, "]");
    return path;
  }
};

}  // namespace santong::rpc
