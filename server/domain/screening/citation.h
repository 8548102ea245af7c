// The documents that a text cites, and what is to be said of one that may not be relied on.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "santong/v1/document.pb.h"
#include "santong/v1/finding.pb.h"

namespace santong::screening {

// 《title》（number） as it stands in the text. All views are into the text.
struct Citation {
  absl::string_view title;    // without the title marks
  absl::string_view number;   // without the brackets; empty where none follows
  absl::string_view passage;  // all of it
};

// The most citations of one text that are looked at.
constexpr size_t kCitationsMax = 500;

// The documents that the text cites, each once, at its first place. A title of more than 200
// characters is none. Left out are sentences that say themselves that a document ends or is changed
// (废止、失效、修改): such a text is right to name it. Takes time in proportion to the text.
std::vector<Citation> FindCitations(absl::string_view text);

// What is to be said on `today` of a citation, given the documents that the register holds under
// its number or, without one, its title. Nothing when one of them may be relied on, or when it is
// cited without a number and not held: a law or an organ's decree (令) is not in a register of
// normative documents. One with a number that is not held is a note, never more.
absl::optional<v1::Finding> JudgeCitation(absl::string_view text, const Citation& citation,
                                          absl::Span<const v1::Document> held,
                                          absl::CivilDay today);

// What is to be said of a citation of a law or regulation that has ended, named with 中华人民共和国
// or without; nothing when it is not on the list or ends after `today`.
absl::optional<v1::Finding> JudgeLaw(absl::string_view text, const Citation& citation,
                                     absl::Span<const v1::RepealedLaw> laws, absl::CivilDay today);

}  // namespace santong::screening
