// Text as it comes in: whether it may be stored, and the key under which two spellings of it are
// one.
//
// All functions are pure and may be called from any thread.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace santong::text {

// OK when `s` may be stored and shown: UTF-8, no control character, nothing that reorders or hides
// text. A multiline text may also hold LF, CR and tab. INVALID_ARGUMENT names the first fault, its
// byte offset and the mend. Private-use characters pass: older GBK sources hold them.
absl::Status CheckUtf8Text(absl::string_view s, bool multiline);

// Whether the bytes are UTF-8 at all, whatever it says.
bool IsUtf8(absl::string_view s);

// Whether nothing of the text is seen: blanks of any kind (also the ideographic space of Chinese
// keyboards) and characters of no width. Bytes that are not UTF-8 are no blanks.
bool IsBlank(absl::string_view s);

// The number of code points of valid UTF-8; what limits such as "title up to 500 characters" count.
size_t CodePoints(absl::string_view utf8);

// The key under which two spellings of one title or number are equal: NFKC, lower case, blanks
// removed, and one character each for all brackets "(" ")", title marks 《 》, quotes ", dashes -
// (a run counts as one), middle dots · and Chinese zeros 〇 (also O between Chinese digits:
// 二OO六). Idempotent. Bytes that are not UTF-8 become U+FFFD. For comparing only, never for
// showing.
//
// DO NOT CHANGE without a rebuild of the indexes: such keys are stored on disk.
std::string FoldForMatch(absl::string_view s);

// FoldForMatch, but letters keep their case: for parsing what is afterwards shown.
std::string FoldWidths(absl::string_view s);

}  // namespace santong::text
