// Data files of deploy/ that are built into the program, so that it never starts without them.
#pragma once

#include "absl/strings/string_view.h"

namespace santong::settings {

// deploy/policies/builtin.textproto: a santong.v1.PolicySet in text form.
absl::string_view BuiltinPolicyText();
// deploy/screening/national.textproto: a santong.v1.ScreeningRuleSet in text form.
absl::string_view BuiltinScreeningText();

}  // namespace santong::settings
