// Office Open XML word processing files, as Word and WPS save them: ECMA-376.
#pragma once

#include "absl/status/statusor.h"
#include "server/intake/archive.h"
#include "server/intake/extracted.h"

namespace santong::intake {

// The path of the main part when the archive is an Office file of any kind; "" otherwise.
std::string MainPartOf(const Archive& archive);

// A line a paragraph, with the number that Word shows before it; a line a row of a table, with tabs
// between the cells. Deleted text, hidden text and tables of contents are left out.
absl::StatusOr<Extracted> ReadDocx(const Archive& archive, const std::string& main_part);

}  // namespace santong::intake
