#include "server/domain/deadline/deadline.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace santong::deadline {
namespace {

using absl::CivilDay;

// Days are kept and compared as YYYY-MM-DD: one of five digits would be before them all.
constexpr CivilDay kLastDay(9999, 12, 31);

std::string Print(CivilDay day) { return absl::FormatCivilTime(day); }

const char* UnitName(Unit unit) {
  switch (unit) {
    case Unit::kWorkingDays:
      return "working days";
    case Unit::kCalendarDays:
      return "calendar days";
    case Unit::kMonths:
      return "months";
    case Unit::kYears:
      return "years";
  }
  return "";
}

// The same day `months` later, or that month's last day when it has no such day.
CivilDay AddMonths(CivilDay start, int64_t months) {
  const absl::CivilMonth month = absl::CivilMonth(start) + months;
  const CivilDay last = CivilDay(month + 1) - 1;
  return CivilDay(month.year(), month.month(), std::min(start.day(), last.day()));
}

absl::Status CheckInput(CivilDay start, const Rule& rule, absl::Span<const Pause> pauses) {
  std::vector<std::string> faults;
  if (start.year() < 1900 || start.year() > 2199) {
    faults.push_back(absl::StrCat("start ", Print(start), " is outside 1900 to 2199"));
  }
  if (rule.limit < 1 || rule.limit > LimitMax(rule.unit)) {
    faults.push_back(absl::StrCat("limit ", rule.limit, " is outside 1 to ", LimitMax(rule.unit),
                                  " ", UnitName(rule.unit)));
  }
  if (pauses.size() > kPausesMax) {
    faults.push_back(absl::StrCat(pauses.size(), " pauses; maximum: ", kPausesMax));
  }
  for (const Pause& pause : pauses) {
    if (pause.to && *pause.to < pause.from) {
      faults.push_back(
          absl::StrCat("pause from ", Print(pause.from), " ends before it, ", Print(*pause.to)));
    }
  }
  return faults.empty() ? absl::OkStatus()
                        : absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
}

// In order and apart; only the last may have no end.
std::vector<Pause> Merge(absl::Span<const Pause> pauses) {
  std::vector<Pause> sorted(pauses.begin(), pauses.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const Pause& a, const Pause& b) { return a.from < b.from; });
  std::vector<Pause> merged;
  for (const Pause& pause : sorted) {
    if (pause.to && *pause.to == pause.from) continue;
    if (merged.empty() || (merged.back().to && *merged.back().to < pause.from)) {
      merged.push_back(pause);
    } else if (merged.back().to) {
      merged.back().to = pause.to ? std::max(*merged.back().to, *pause.to) : pause.to;
    }
  }
  return merged;
}

// Goes forward from a day over those that count, and notes what it met where that is wanted.
class Walk {
 public:
  Walk(CivilDay start, std::vector<Pause> pauses, const calendar::Calendar& calendar,
       std::vector<std::string>* notes)
      : day_(start), pauses_(std::move(pauses)), calendar_(calendar), notes_(notes) {}

  CivilDay day() const { return day_; }
  bool is_working_day() const { return calendar_.IsWorkingDay(day_); }
  bool is_announced() const { return calendar_.IsAnnounced(day_); }
  bool is_unconfirmed() const { return calendar_.IsUnconfirmed(day_); }

  // Over so many days at once, where no pause can lie among them; else stays where it is.
  bool Leap(int64_t days) {
    if (!pauses_.empty()) return false;
    day_ += days;
    return true;
  }

  // To the next day outside the pauses. FAILED_PRECONDITION when a pause without end is in the way.
  absl::Status Next() {
    ++day_;
    for (; pause_ < pauses_.size() && pauses_[pause_].from <= day_; ++pause_) {
      const Pause& pause = pauses_[pause_];
      if (!pause.to) {
        return absl::FailedPreconditionError(
            absl::StrCat("paused since ", Print(pause.from),
                         "; the due day is known when the pause has an end"));
      }
      if (*pause.to <= day_) continue;
      Note([&] {
        return absl::StrCat("not counted: ", Print(day_), " to ", Print(*pause.to - 1), ", ",
                            *pause.to - day_, " days of a pause");
      });
      day_ = *pause.to;
    }
    return absl::OkStatus();
  }

  // Notes the day when the arrangement changed it.
  void NoteOverride() {
    if (notes_ == nullptr) return;
    const calendar::DayOverride* override = calendar_.Find(day_);
    if (override == nullptr || override->is_off_day == IsWeekend()) return;
    Note([&] {
      return absl::StrCat(Print(day_), " (", override->name, ") is ",
                          override->is_off_day ? "off" : "worked", " by the arrangement");
    });
  }

  template <typename Words>
  void Note(const Words& words) {
    if (notes_ != nullptr) notes_->push_back(words());
  }

 private:
  bool IsWeekend() const {
    const absl::Weekday weekday = absl::GetWeekday(day_);
    return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
  }

  CivilDay day_;
  const std::vector<Pause> pauses_;
  size_t pause_ = 0;  // the first that may still lie ahead
  const calendar::Calendar& calendar_;
  std::vector<std::string>* const notes_;
};

// The number of days that the walk has to count; for working days, of working days.
int64_t DaysToCount(CivilDay start, const Rule& rule) {
  switch (rule.unit) {
    case Unit::kMonths:
      return AddMonths(start, rule.limit) - start;
    case Unit::kYears:
      return AddMonths(start, rule.limit * 12) - start;
    default:
      return rule.limit;
  }
}

absl::Status Count(const Rule& rule, int64_t days, Walk* walk, Computed* computed) {
  const bool working_only = rule.unit == Unit::kWorkingDays;
  if (!working_only && walk->Leap(days)) days = 0;
  while (days > 0) {
    if (absl::Status status = walk->Next(); !status.ok()) return status;
    if (working_only) {
      computed->provisional = computed->provisional || !walk->is_announced();
      computed->unconfirmed = computed->unconfirmed || walk->is_unconfirmed();
      walk->NoteOverride();
    }
    if (!working_only || walk->is_working_day()) --days;
  }
  computed->due_day_before_roll = walk->day();
  computed->unconfirmed_before_roll = computed->unconfirmed;
  walk->Note([&] {
    return absl::StrCat("last of ", rule.limit, " ", UnitName(rule.unit), ": ", Print(walk->day()));
  });
  return absl::OkStatus();
}

absl::Status Roll(const calendar::Calendar& calendar, Walk* walk, Computed* computed) {
  const CivilDay before = walk->day();
  computed->provisional = computed->provisional || !walk->is_announced();
  if (walk->is_working_day()) return absl::OkStatus();
  while (!walk->is_working_day()) {
    computed->unconfirmed = computed->unconfirmed || walk->is_unconfirmed();
    if (absl::Status status = walk->Next(); !status.ok()) return status;
    computed->provisional = computed->provisional || !walk->is_announced();
  }
  walk->Note([&] {
    const calendar::DayOverride* override = calendar.Find(before);
    return absl::StrCat(Print(before), " is ", override ? override->name : "a weekend day",
                        "; moved to the next working day ", Print(walk->day()));
  });
  return absl::OkStatus();
}

}  // namespace

int64_t LimitMax(Unit unit) {
  switch (unit) {
    case Unit::kWorkingDays:
      return 2'500;
    case Unit::kCalendarDays:
      return 36'500;
    case Unit::kMonths:
      return 1'200;
    case Unit::kYears:
      return 100;
  }
  return 0;
}

absl::StatusOr<Computed> Compute(CivilDay start, const Rule& rule, absl::Span<const Pause> pauses,
                                 const calendar::Calendar& calendar,
                                 std::vector<std::string>* steps) {
  if (absl::Status status = CheckInput(start, rule, pauses); !status.ok()) return status;
  Computed computed;
  Walk walk(start, Merge(pauses), calendar, steps);
  walk.Note([&] { return absl::StrCat("start ", Print(start), " is not counted"); });
  if (absl::Status status = Count(rule, DaysToCount(start, rule), &walk, &computed); !status.ok()) {
    return status;
  }
  if (rule.roll_forward && rule.unit != Unit::kWorkingDays) {
    if (absl::Status status = Roll(calendar, &walk, &computed); !status.ok()) return status;
  }
  computed.due_day = walk.day();
  if (computed.provisional) {
    walk.Note(
        [] { return "provisional: a day on which it rests lies in a year not yet announced"; });
  }
  if (computed.unconfirmed) {
    walk.Note([] { return "unconfirmed: it rests on local days off that nobody has confirmed"; });
  }
  return computed;
}

CivilDay LastValidDay(CivilDay start, int years, TermEndRule rule) {
  switch (rule) {
    case TermEndRule::kDayBefore:
      // Out of range on purpose: 29 February of an ordinary year is 1 March, the day before it the
      // 28th.
      return std::min(CivilDay(start.year() + years, start.month(), start.day()) - 1, kLastDay);
    case TermEndRule::kSameDay:
      return std::min(AddMonths(start, int64_t{12} * years), kLastDay);
  }
  return start;
}

}  // namespace santong::deadline
