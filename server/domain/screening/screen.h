// Reads a text for what a normative document must not contain and for missing parts. Rules are
// data.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/v1/finding.pb.h"

namespace santong::screening {

// One rule: a RE2 pattern that hits, patterns that excuse a hit in the same sentence, or a part
// that must be there.
struct Rule {
  std::string id{};
  std::string title_zh{};
  std::string title_en{};
  std::string article{};
  std::string mend_zh{};
  std::string pattern{};  // hits per sentence; empty for a part that must be there
  // A sentence that matches one is not a hit (quoting a law's own penalty).
  std::vector<std::string> excuses{};
  // The same for all that follows in the full sentence (up to 。): a law's article is named once,
  // its penalties are listed after it.
  std::vector<std::string> carried_excuses{};
  std::string required{};  // a part that must be there: no match in the whole text is the finding
  std::vector<std::string> examples{};          // must hit
  std::vector<std::string> counter_examples{};  // must not hit
};

// A file of rules as rules; notes on the examples are left out.
std::vector<Rule> RulesOf(const v1::ScreeningRuleSet& set);

// Gives each finding its identifier: from its rule, its passage, and which of the equal ones it is.
// A change elsewhere in the text leaves it as it is. A finding without a weight asks for a verdict.
void NameFindings(std::vector<v1::Finding>& findings);

// The most findings of one text; what comes after is not listed.
constexpr size_t kFindingsMax = 1000;

// A compiled set of rules. Immutable; thread-safe.
class Screener {
 public:
  // INVALID_ARGUMENT when a pattern does not compile or an example contradicts its rule; names the
  // rule.
  // `laws` are those that have ended; see citation.h.
  static absl::StatusOr<std::shared_ptr<const Screener>> Create(
      std::vector<Rule> rules, std::vector<v1::RepealedLaw> laws = {});
  // The findings in the order of the text, at most one for each rule and sentence; missing parts
  // last. `text` is UTF-8. Takes time in proportion to the text.
  std::vector<v1::Finding> Screen(absl::string_view text) const;
  const std::vector<v1::RepealedLaw>& laws() const;
  ~Screener();

 private:
  Screener();
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

// What looks like personal data, as findings: resident identity numbers (公民身份号码) whose check
// digit is right, and mobile numbers of 11 digits without blanks, with or without 86. Digits in
// full width are not looked for. Costs almost nothing on a text without such runs of digits, since
// import calls it on each.
std::vector<v1::Finding> FindPersonalData(absl::string_view text);

}  // namespace santong::screening
