// What the published result of a cleanup (清理结果) does to a document: it is kept, its term is
// extended or cut, it ends. The conditions of the result itself are in server/domain/cleanup; here
// each item's part is carried out.
#pragma once

#include <array>

#include "server/domain/document/rows.h"

namespace santong::document {

inline constexpr char kCleanupArticle[] =
    "立法法（2023）第116条；青海省政府令第99号（待核定）；登记规则 3.14";

constexpr Row CleanUp(State from, Action action, State to, const char* event) {
  return {.from = from,
          .action = action,
          .roles = {v1::ROLE_SYSTEM},
          .to = to,
          .when = {&kCleanupIsPublished},
          .effects = {&kSupersedeCleanup, &kRecordCleanup},
          .event = event,
          .public_event = true,
          .article = kCleanupArticle};
}

constexpr Row CleanUpKeep(State state) {
  return CleanUp(state, Action::kCleanUpKeep, state, "DocumentKept");
}

constexpr Row CleanUpExtend(State state) {
  Row row = CleanUp(state, Action::kCleanUpExtend, state, "DocumentExtended");
  row.when = {&kCleanupIsPublished, &kCleanupDayIsAhead};
  row.effects = {&kSupersedeCleanup, &kRecordCleanup, &kSetCleanupTerm};
  row.clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_LAPSE), kTermClocks[0],
                kTermClocks[1]};
  // One from before the registry is neither evaluated nor continued before someone registers it;
  // once it was asked for nevertheless, which ends here.
  if (state == kLegacy) {
    row.clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_LAPSE), kTermClocks[0]};
  }
  return row;
}

// 限期修改: it counts until the day; then it lapses by itself or stays overdue, as the result says.
constexpr Row CleanUpAmend(State state) {
  Row row = CleanUp(state, Action::kCleanUpAmend, state, "DocumentToBeAmended");
  row.when = {&kCleanupIsPublished, &kCleanupDayIsAhead};
  row.effects = {&kSupersedeCleanup, &kRecordCleanup, &kAskForAmendment};
  row.clocks = {Stops(v1::CLOCK_KIND_LAPSE), Starts(v1::CLOCK_KIND_LAPSE),
                Starts(v1::CLOCK_KIND_CLEANUP_AMENDMENT)};
  return row;
}

// Its last day is set by the result and has not come.
constexpr Row CleanUpAnnounceEnd(State state) {
  Row row = CleanUp(state, Action::kCleanUpAnnounceEnd, state, "DocumentEndAnnounced");
  row.when = {&kCleanupIsPublished, &kCleanupDayIsAhead};
  row.effects = {&kSupersedeCleanup, &kRecordCleanup, &kAnnounceEnd};
  row.clocks = {Stops(v1::CLOCK_KIND_EVALUATION), Stops(v1::CLOCK_KIND_LAPSE),
                Starts(v1::CLOCK_KIND_LAPSE)};
  return row;
}

constexpr Row CleanUpEnd(State from, Action action, State to, const char* event) {
  Row row = CleanUp(from, action, to, event);
  row.when = {&kCleanupIsPublished, &kCleanupDayHasCome};
  row.effects = {&kRecordCleanup, &kRecordCleanupEnd};
  row.clocks = {StopsAll()};
  return row;
}

constexpr Row CleanUpRepeal(State from) {
  return CleanUpEnd(from, Action::kCleanUpRepeal, kRepealed, "DocumentRepealed");
}

constexpr Row CleanUpLapse(State from) {
  return CleanUpEnd(from, Action::kCleanUpLapse, kLapsed, "DocumentLapsed");
}

inline constexpr auto kCleanupRows = std::to_array<Row>({
    CleanUpKeep(kPublished),        CleanUpKeep(kInEffect),        CleanUpKeep(kSuspended),
    CleanUpKeep(kLegacy),           CleanUpExtend(kPublished),     CleanUpExtend(kInEffect),
    CleanUpExtend(kSuspended),      CleanUpExtend(kLegacy),        CleanUpAmend(kPublished),
    CleanUpAmend(kInEffect),        CleanUpAmend(kSuspended),      CleanUpAmend(kLegacy),
    CleanUpAnnounceEnd(kPublished), CleanUpAnnounceEnd(kInEffect), CleanUpAnnounceEnd(kSuspended),
    CleanUpAnnounceEnd(kLegacy),    CleanUpRepeal(kPublished),     CleanUpRepeal(kInEffect),
    CleanUpRepeal(kSuspended),      CleanUpRepeal(kLegacy),        CleanUpLapse(kPublished),
    CleanUpLapse(kInEffect),        CleanUpLapse(kSuspended),      CleanUpLapse(kLegacy),
});

}  // namespace santong::document
