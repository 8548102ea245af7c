// Which state and which text a document has on a day, past or to come, by the days it bears. What
// is shown "as of" a day rests on this; whether it may be relied on is CheckBasis' question.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "santong/v1/document.pb.h"

namespace santong::catalog {

// The first and the last day there are, for what is open at an end.
inline constexpr absl::CivilDay kFirstDay(1000, 1, 1);
inline constexpr absl::CivilDay kLastDay(9999, 12, 31);

// The day from which the public could read the document: its publication, else the day it was
// written or took effect, as imported documents have it; kFirstDay for one without any day.
absl::CivilDay PublicSince(const v1::Document& document);

// The state on `day`. An end, a lapse and a suspension count on their days; a document imported
// from before the registry is LEGACY until its registration.
v1::DocumentState StateOn(const v1::Document& document, absl::CivilDay day);

// The version that is read on `day`: the one that counts (basis::VersionOn), before the first takes
// effect that one, and the newest where no version has a day. 0 when there is none.
uint32_t VersionShownOn(const v1::Document& document, absl::CivilDay day);

// A time of one state, one version and one answer, both days included.
struct Span {
  absl::CivilDay from_day;
  absl::CivilDay to_day;
  v1::DocumentState state;
  uint32_t version;
  bool valid;  // CheckBasis says YES
};

// The spans of a public document from PublicSince to kLastDay, without a gap.
std::vector<Span> Timeline(const v1::Document& document);

// The document as it stood on `day`: its state and its number, and only versions, publications,
// suspensions, clocks and effects that there were. A term that was extended or cut short later is
// as it became, since the document bears its last day alone: its history has the one before
// (queries/as_of.h). nullopt when it was not public by then.
std::optional<v1::Document> AsOf(const v1::Document& document, absl::CivilDay day);

}  // namespace santong::catalog
