// A slow second opinion for CheckBasis: folds the facts of a document's events, in their order,
// onto a strip of days and reads the answer off the strip. It compares no dates of the document and
// shares no code with the rules.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "santong/v1/event.pb.h"

namespace santong::basis {

class Recount {
 public:
  // Answers for `first_day` to `last_day`.
  Recount(absl::CivilDay first_day, absl::CivilDay last_day)
      : first_day_(first_day), strip_(static_cast<size_t>(last_day - first_day) + 1) {}

  void Fold(const v1::Event& event) {
    if (Has(event, "openness")) {
      const bool open = event.facts().at("openness") == "OPENNESS_PUBLIC";
      for (Square& square : strip_) square.open = open;
    }
    if (Has(event, "registered_date"))
      From(event, "registered_date", [](Square& s) { s.registered = true; });
    if (Has(event, "published_date"))
      From(event, "published_date", [](Square& s) { s.published = true; });
    if (Has(event, "effective_date")) {
      for (Square& square : strip_) square.effective = false;
      From(event, "effective_date", [](Square& s) { s.effective = true; });
    }
    if (Has(event, "last_valid_date")) {
      for (Square& square : strip_) square.over = false;
      From(
          event, "last_valid_date", [](Square& s) { s.over = true; }, /*skip=*/1);
    }
    if (Has(event, "suspended_from"))
      From(event, "suspended_from", [](Square& s) { s.suspended = true; });
    if (Has(event, "suspended_to"))
      From(
          event, "suspended_to", [](Square& s) { s.suspended = false; }, 1);
    if (event.to_state() == "REVOKED") {
      for (Square& square : strip_) square.ended = true;
    } else if (Has(event, "ended_date")) {
      From(event, "ended_date", [](Square& s) { s.ended = true; });
    }
    if (Has(event, "says_from")) From(event, "says_from", [](Square& s) { s.announces = true; });
    if (event.type() == "RelationApplied")
      FromDay(event.date(), [](Square& s) { s.announces = false; });
    FoldVersion(event);
  }

  // Whether it had then said of another document what was not carried out yet.
  bool Announces(absl::CivilDay day) const { return At(day).announces; }
  bool MayBeReliedOn(absl::CivilDay day) const {
    const Square& s = At(day);
    return s.registered && s.published && s.open && s.effective && s.version > 0 && !s.over &&
           !s.suspended && !s.ended;
  }
  uint32_t Version(absl::CivilDay day) const { return At(day).version; }

 private:
  struct Square {
    bool registered = false, published = false, open = false, effective = false;
    bool over = false, suspended = false, ended = false;
    bool announces = false;
    uint32_t version = 0;
  };

  static bool Has(const v1::Event& event, const char* key) { return event.facts().count(key) > 0; }

  static uint32_t Number(const v1::Event& event, const char* key) {
    uint32_t number = 0;
    return absl::SimpleAtoi(event.facts().at(key), &number) ? number : 0;
  }

  // A correction takes the squares of what it corrects; any other text those from its day on.
  void FoldVersion(const v1::Event& event) {
    if (!Has(event, "version")) return;
    const uint32_t version = Number(event, "version");
    if (Has(event, "corrects")) {
      const uint32_t corrected = Number(event, "corrects");
      for (Square& square : strip_) {
        if (square.version == corrected) square.version = version;
      }
      return;
    }
    const char* key =
        Has(event, "version_effective_date") ? "version_effective_date" : "effective_date";
    if (Has(event, key)) From(event, key, [version](Square& s) { s.version = version; });
  }

  template <typename Paint>
  void From(const v1::Event& event, const char* key, Paint paint, int skip = 0) {
    FromDay(event.facts().at(key), paint, skip);
  }
  template <typename Paint>
  void FromDay(const std::string& date, Paint paint, int skip = 0) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(date, &day)) return;
    const int64_t begin = std::max<int64_t>(0, day + skip - first_day_);
    for (size_t i = static_cast<size_t>(begin); i < strip_.size(); ++i) paint(strip_[i]);
  }

  const Square& At(absl::CivilDay day) const {
    return strip_.at(static_cast<size_t>(day - first_day_));
  }

  absl::CivilDay first_day_;
  std::vector<Square> strip_;
};

}  // namespace santong::basis
