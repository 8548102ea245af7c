#include "server/pages/clock_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/domain/policy/leaf.h"

namespace santong::pages {
namespace {

// What the days of a pause wait for, which is told by the name of another clock.
std::string PauseReason(const v1::ClockPause& pause, const Words& words) {
  const std::string key = absl::StrCat("clock_kind_", absl::AsciiStrToLower(pause.reason()));
  return words.Has(key) ? words.Say(key) : pause.reason();
}

// Before the end of another period, not from a day on.
bool IsCountedBack(v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_EVALUATION || kind == v1::CLOCK_KIND_CLEANUP_REMINDER;
}

}  // namespace

std::string ComputationOf(const v1::Clock& clock, const Words& words) {
  if (clock.limit() == 0) return words.Say("clock_set", {clock.due_date()});
  // A time within which it is done: counted back is its first day, and it ends with the period.
  if (clock.leaf() == policy::kEvaluationWindowDays) {
    return words.Say("clock_window", {clock.start_date()}) +
           words.Say("clock_until", {clock.due_date()});
  }
  const std::string unit =
      words.Say(absl::StrCat("count_", absl::AsciiStrToLower(v1::PeriodUnit_Name(clock.unit()))));
  if (IsCountedBack(clock.kind())) {
    return words.Say("clock_counted_back", {absl::StrCat(clock.limit()), unit}) +
           words.Say("clock_until", {clock.due_date()});
  }
  std::string text =
      words.Say("clock_counted", {clock.start_date(), absl::StrCat(clock.limit()), unit});
  if (clock.extended_by() > 0)
    text += words.Say("clock_extended", {absl::StrCat(clock.extended_by()), unit});
  for (const v1::ClockPause& pause : clock.pauses()) {
    text += pause.to_date().empty()
                ? words.Say("clock_paused", {pause.from_date(), PauseReason(pause, words)})
                : words.Say("clock_paused_until",
                            {pause.from_date(), pause.to_date(), PauseReason(pause, words)});
  }
  if (!clock.due_date_before_roll().empty() && clock.due_date_before_roll() != clock.due_date())
    text += words.Say("clock_rolled", {clock.due_date_before_roll(), clock.due_date()});
  return text + words.Say("clock_until", {clock.due_date()});
}

std::string DaysLeft(const std::string& due, absl::CivilDay today, const Words& words) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(due, &day)) return "";
  const int64_t left = day - today;
  if (left < 0) return words.Say("desk_days_over", {absl::StrCat(-left)});
  return left == 0 ? words.Say("desk_today") : words.Say("desk_days_left", {absl::StrCat(left)});
}

void ShowClock(const v1::Clock& clock, absl::CivilDay today, const Words& words,
               Dictionary* section) {
  Dictionary* entry = Include(*section, "CLOCK_ENTRY", "clock.html");
  entry->SetValue("KIND", words.Say(v1::ClockKind_descriptor(), clock.kind()));
  entry->SetValue("DUE", clock.due_date());
  entry->SetValue("HOW", ComputationOf(clock, words));
  entry->SetValue("STATE", words.Say(v1::ClockState_descriptor(), clock.state()));
  Show(*entry, "ARTICLE", clock.article());
  if (clock.provisional()) entry->ShowSection("PROVISIONAL");
  if (clock.unconfirmed()) entry->ShowSection("UNCONFIRMED");
  // What ran out undone is still to be done: the days go on being counted until it is.
  const bool runs_late = clock.state() == v1::CLOCK_STATE_EXPIRED && clock.overdue();
  if (clock.state() == v1::CLOCK_STATE_RUNNING || runs_late) {
    entry->SetValue("TONE", clock.due_date() < absl::FormatCivilTime(today) ? "ended" : "wait");
    Show(*entry, "LEFT", DaysLeft(clock.due_date(), today, words));
  } else if (clock.overdue()) {
    entry->ShowSection("OVERDUE");
  }
}

const v1::Clock* RunningClock(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks) {
  for (const v1::Clock& clock : clocks) {
    // What may be done besides is not what the stage waits for.
    if (clock.kind() == v1::CLOCK_KIND_OBJECTION_RETENTION ||
        clock.kind() == v1::CLOCK_KIND_OBJECTION_TRANSFER ||
        clock.kind() == v1::CLOCK_KIND_OBJECTION_REFUSAL_NOTICE ||
        clock.kind() == v1::CLOCK_KIND_OBJECTION_FEEDBACK)
      continue;
    if (clock.state() == v1::CLOCK_STATE_RUNNING) return &clock;
  }
  return nullptr;
}

}  // namespace santong::pages
