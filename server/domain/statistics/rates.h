// The figures that an office is held to (domain.md 6): each a row of one table that says which
// cases it is about and which of them count; executed, printed and tested from there.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "santong/v1/statistics.pb.h"

namespace santong::statistics {

// One duty to file a document with the level above (报备).
struct FilingCase {
  std::string name;   // filings/{filing}, or documents/{document} when none was made
  std::string organ;  // the lead issuer, which files
  absl::CivilDay due_day;
  bool filed = false;
  bool late = false;          // filed after its due day
  bool accepted = false;      // its form was accepted
  bool supplemented = false;  // a supplement was asked for
  bool reviewed = false;      // a decision was made
  bool concluded = false;     // nothing is left to do
  bool corrected = false;     // concluded by the issuer's own correction
};

// One duty to file a document with the standing committee of its own level (报送人大备案).
struct CongressCase {
  std::string name;   // documents/{document}
  std::string organ;  // the lead issuer, which files
  absl::CivilDay due_day;
  bool filed = false;
  bool late = false;  // recorded after its due day
};

// One document that was published; not one from before the regime, whose proofs may be lost.
struct IssuedCase {
  std::string name;       // documents/{document}
  std::string organ;      // the lead issuer
  bool reviewed = false;  // the review of its legality is on record
};

// How an objection stands, for counting.
enum class ObjectionGroup {
  kOpen,
  kLawful,
  kCorrect,
  kRevoke,
  kAnswered,  // the issuer answered, and no re-check was asked for
  kRejected,
  kTransferred,
  kWithdrawn
};

struct ObjectionCase {
  std::string name;   // objections/{objection}
  std::string organ;  // the lead issuer of the document; empty where the registry knows none
  ObjectionGroup group = ObjectionGroup::kOpen;
  int days = 0;          // calendar days from lodging to the decision, when decided
  bool overdue = false;  // a period of the office ran out before it was answered
};

// One item of a cleanup.
struct CleanupCase {
  std::string name;   // campaigns/{campaign}/items/{document}
  std::string organ;  // who answers for it; empty where the registry knows nobody
  bool reviewed = false;
};

// The cases of one period and jurisdiction.
struct Cases {
  std::vector<FilingCase> filings;
  std::vector<CongressCase> congress;
  std::vector<ObjectionCase> objections;
  std::vector<CleanupCase> cleanup;
  std::vector<IssuedCase> issued;

  size_t size() const {
    return filings.size() + congress.size() + objections.size() + cleanup.size() + issued.size();
  }
};

// Whether a duty to file belongs to the period: its due day is in it, and it was fulfilled or is
// over by `today`. What is not due yet and not filed is neither good nor bad.
bool Belongs(absl::CivilDay due_day, bool filed, absl::CivilDay first, absl::CivilDay last,
             absl::CivilDay today);

// One rate: what it is called, what it divides by what, and by which source.
struct RateWords {
  v1::IndicatorKind kind;
  const char* title_zh;
  const char* title_en;
  const char* definition_zh;
  const char* definition_en;
  const char* article;
};
// In the order of their kinds.
std::vector<RateWords> AllRates();

// Fills `total` and `organs` of a Statistics. `display_names` names organs; one that is not in it
// is shown by its resource name. A case of no organ counts in the total alone.
v1::Statistics Count(const Cases& cases, const std::map<std::string, std::string>& display_names,
                     bool with_cases);

// Puts beside each figure of `now` that of `before`, the same cut of the year before, and how it
// changed (同比). An organ that had no case then had none.
void Compare(const v1::Statistics& before, v1::Statistics* now);

}  // namespace santong::statistics
