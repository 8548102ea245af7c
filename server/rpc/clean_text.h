// A fast look at text that is UTF-8 already: most of it is clean, and the exact check is slower.
#pragma once

#include "absl/strings/string_view.h"

namespace santong::rpc {

// False only when text::CheckUtf8Text(utf8, multiline) is OK; true when it must be asked. `utf8`
// must be UTF-8, as protobuf's parser makes sure of for every string field.
bool NeedsCheck(absl::string_view utf8, bool multiline);

}  // namespace santong::rpc
