// What happens to a document by itself when a day arrives.
#include <algorithm>

#include "server/domain/document/clocks.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/subject.h"

namespace santong::document {
namespace {

bool IsPublishedState(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_PUBLISHED || state == v1::DOCUMENT_STATE_IN_EFFECT ||
         state == v1::DOCUMENT_STATE_SUSPENDED;
}

// A document from before the registry lapses by itself only after a cleanup has set its last day.
bool IsLimitedLegacy(const v1::Document& document) {
  return document.state() == v1::DOCUMENT_STATE_LEGACY &&
         std::any_of(document.clocks().begin(), document.clocks().end(),
                     [](const v1::Clock& clock) {
                       return clock.kind() == v1::CLOCK_KIND_LAPSE &&
                              clock.state() == v1::CLOCK_STATE_RUNNING;
                     });
}

bool HasRow(v1::DocumentState state, Action action) {
  for (const Row& row : Table()) {
    if (row.from == state && row.action == action) return true;
  }
  return false;
}

}  // namespace

std::optional<SystemAct> NextSystemAct(const v1::Document& document, absl::CivilDay today) {
  // A paper of the old stock keeps its state, also where a cleanup has announced its end before it
  // was found to be none; what was asked for it waits until it is found otherwise.
  if (IsFoundNotNormative(document)) return std::nullopt;
  const std::string now = IsoDay(today);
  const std::string& first = document.effective_date();
  if (document.state() == v1::DOCUMENT_STATE_PUBLISHED && !first.empty() && first <= now) {
    return SystemAct{Action::kTakeEffect, v1::CLOCK_KIND_TAKE_EFFECT};
  }
  const std::string& last = document.term().last_valid_date();
  const bool is_over = (IsPublishedState(document.state()) || IsLimitedLegacy(document)) &&
                       !last.empty() && last < now;
  const auto announced = DayOf(document.cleanup().end_date());
  // Where both days came while nobody looked, the earlier one has ended it.
  const bool was_over = is_over && announced.has_value() && last < IsoDay(*announced - 1);
  if (announced.has_value() && *announced <= today && !was_over &&
      HasRow(document.state(), Action::kCleanUpRepeal)) {
    return SystemAct{document.cleanup().disposition() == v1::DISPOSITION_LAPSE
                         ? Action::kCleanUpLapse
                         : Action::kCleanUpRepeal,
                     v1::CLOCK_KIND_LAPSE};
  }
  if (is_over) return SystemAct{Action::kLapse, v1::CLOCK_KIND_LAPSE};
  for (const v1::Clock* clock : workflow::RunOut(document.clocks(), today)) {
    if (clock->kind() == v1::CLOCK_KIND_TAKE_EFFECT || clock->kind() == v1::CLOCK_KIND_LAPSE)
      continue;
    if (HasRow(document.state(), Action::kMarkOverdue))
      return SystemAct{Action::kMarkOverdue, clock->kind()};
  }
  return std::nullopt;
}

bool IsPublicState(v1::DocumentState state) {
  switch (state) {
    case v1::DOCUMENT_STATE_PUBLISHED:
    case v1::DOCUMENT_STATE_IN_EFFECT:
    case v1::DOCUMENT_STATE_SUSPENDED:
    case v1::DOCUMENT_STATE_LAPSED:
    case v1::DOCUMENT_STATE_REPEALED:
    case v1::DOCUMENT_STATE_SUPERSEDED:
    case v1::DOCUMENT_STATE_REVOKED:
    case v1::DOCUMENT_STATE_LEGACY:
      return true;
    default:
      return false;
  }
}

}  // namespace santong::document
