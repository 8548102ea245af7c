// The tokenizer of the search index: every two neighbouring characters are a token, so that a
// phrase of tokens is found exactly where its characters stand together, in Chinese and in anything
// else.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct sqlite3;

namespace santong::search {

// How FTS5 tables name it: tokenize = 'santong_bigram'.
inline constexpr char kBigramTokenizer[] = "santong_bigram";

// Registers it with a connection; needed before such a table is used. Blanks divide a text into
// runs: a run of one character is a token itself, a longer one gives a token for each pair. The
// text must be UTF-8; broken bytes give tokens that match themselves only.
absl::Status RegisterBigramTokenizer(sqlite3* database);

// The same without a connection: `take` is told where each token begins and ends in the text, in
// their order. What it returns ends it and is returned, unless it is 0.
int Tokenize(absl::string_view text, absl::FunctionRef<int(int begin, int end)> take);

}  // namespace santong::search
