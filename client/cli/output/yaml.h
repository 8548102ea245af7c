// Messages as YAML with the keys and values of canonical proto JSON.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace santong::cli {

std::string FormatYaml(const google::protobuf::Message& message);

}  // namespace santong::cli
