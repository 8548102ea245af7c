// What a form sent: fields and files of a POST.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "server/gateway/http.h"

namespace santong::pages {

// Fields and files. The longest form of the desk, a draft with as many issuers, bases and relations
// as it may have, has some 750.
inline constexpr size_t kFormPartsMax = 1000;

struct FormFile {
  std::string field;
  std::string name;  // as the sender calls it
  std::string content;
};

struct Form {
  gateway::Fields fields;  // in the order of the form
  std::vector<FormFile> files;

  // The first value with this name, without blanks around it; empty where there is none.
  std::string Value(absl::string_view name) const;
  // Every value with this name that is not empty.
  std::vector<std::string> Values(absl::string_view name) const;
};

// Reads a body of application/x-www-form-urlencoded or multipart/form-data. INVALID_ARGUMENT for
// another type, for a body that is none, for text that is not UTF-8 and for more than 200 parts.
absl::StatusOr<Form> ReadForm(const gateway::HttpRequest& request);

}  // namespace santong::pages
