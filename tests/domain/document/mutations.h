// For each condition of the document, one change to a passing case after which it alone does not
// hold.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "tests/domain/document/life.h"

namespace santong::document {

using Mutation = std::function<void(Case&)>;

// By the condition's name.
const std::map<std::string, Mutation>& Mutations();

}  // namespace santong::document
