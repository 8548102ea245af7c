// The words of the index: what it is given of a text, and what stands in it.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/search/search_index.h"
#include "storage/search/sqlite.h"

namespace santong::search {

// What the three indexes of words are given for a text of a record. DO NOT CHANGE: stored on disk.
struct IndexedTexts {
  std::string title;       // title_index
  std::string characters;  // character_index
  std::string text;        // text_index
};
IndexedTexts IndexedTextsOf(const Record& record, const Text& text);

// SearchIndex::Words, at one moment of the file. Of a connection that was opened for it: it is left
// in the transaction, with tables of its own.
absl::Status ReadWords(Connection& connection, absl::FunctionRef<bool()> stopped, Wording* wording);

}  // namespace santong::search
