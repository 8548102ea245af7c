// The program from its arguments to its exit code.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "client/cli/settings.h"

namespace santong::cli {

// `arguments` without the program's name.
int RunProgram(const std::vector<std::string>& arguments, const Settings::Environment& environment,
               std::ostream& out, std::ostream& err);

}  // namespace santong::cli
