// Candidates for the word at the cursor, for the shells' completion.
#pragma once

#include <string>
#include <vector>

#include "client/cli/session.h"

namespace CLI {  // NOLINT(readability-identifier-naming): not our name
class App;
}

namespace santong::cli {

// The hidden command that the scripts of `completion` call.
inline constexpr char kCompleteCommand[] = "__complete";

// `words` are those after the program's name up to the cursor, the last one unfinished. Prints the
// candidates, one a line; where a document is named, those that the server lists in a moment.
int Complete(Session& session, const CLI::App& root, const std::vector<std::string>& words);

}  // namespace santong::cli
