// The shapes that santong.v1.TextFormat names.
#pragma once

#include "absl/strings/string_view.h"
#include "santong/v1/field_rules.pb.h"

namespace santong::rpc {

// Whether the text, which is not empty, has the shape. Any text has UNSPECIFIED.
bool HasFormat(absl::string_view text, v1::TextFormat format);

}  // namespace santong::rpc
