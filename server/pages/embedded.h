// The files of client/portal that are built into the program, so that it serves its pages from no
// folder: templates, word catalogues, and what a browser loads.
#pragma once

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace santong::pages {

struct EmbeddedFile {
  // Within client/portal, e.g. "templates/home.html"; of an asset also the hash of its content,
  // e.g. "style/portal.1a2b3c4d5e6f7081.css".
  absl::string_view name;
  absl::string_view content;
};

absl::Span<const EmbeddedFile> EmbeddedFiles();

}  // namespace santong::pages
