// What changed from one text to another: article by article, then character by character.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace santong::text {

enum class Change { kSame, kChanged, kAdded, kDeleted, kMoved };

struct DiffSpan {
  Change change;  // kSame, kAdded or kDeleted
  std::string text;
};

struct DiffPart {
  Change change;
  std::string from_anchor;  // empty when it was added
  std::string to_anchor;    // empty when it was deleted
  std::vector<DiffSpan> spans;
};

struct Difference {
  std::vector<DiffPart> parts;  // in the order of `to`; a deleted part behind what it followed
  bool coarse = false;          // some parts were too different to be compared within the bounds
};

// Joining the SAME and ADDED spans gives `to`, and the SAME and DELETED ones, in the order of
// `from`, give `from`. An article is known by its words, whatever its number: a renumbered one is
// CHANGED in its number alone, and one whose words stand elsewhere is MOVED. A text without
// articles is compared line by line, and within a long line sentence by sentence. Time and memory
// are bounded.
Difference Diff(absl::string_view from, absl::string_view to);

}  // namespace santong::text
