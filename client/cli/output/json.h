// Messages as canonical proto JSON: stable, for programs.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace santong::cli {

// Indented, with a line break at the end.
std::string FormatJson(const google::protobuf::Message& message);

}  // namespace santong::cli
