#include "client/ical/task_calendar.h"

#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "client/ical/calendar.h"

namespace santong::ical {
namespace {

// The lines of an entry: whose it is, why it is due that day, and what is said of it.
CalendarEntry EntryOf(const v1::Task& task, absl::CivilDay day, FieldWords word) {
  const v1::Clock& clock = task.clock();
  std::vector<std::string> lines = {task.resource()};
  const auto add = [&](const char* field, const std::string& text) {
    if (!text.empty()) lines.push_back(absl::StrCat(word(field), " ", text));
  };
  add("organ", task.organ());
  add("start_date", clock.start_date());
  add("due_date", clock.due_date());
  // Whether an organ's duty rolls off a holiday is not settled: both days, an alarm on the earlier
  // (domain.md 3.16).
  std::optional<absl::CivilDay> reminder;
  absl::CivilDay before_roll;
  if (clock.due_date_before_roll() != clock.due_date() &&
      absl::ParseCivilTime(clock.due_date_before_roll(), &before_roll)) {
    add("due_date_before_roll", clock.due_date_before_roll());
    reminder = before_roll;
  }
  add("article", clock.article());
  lines.insert(lines.end(), task.details().begin(), task.details().end());
  // A cleanup has a task for each organ.
  return {absl::StrCat(task.resource(), "/", task.organ(), "/", v1::ClockKind_Name(clock.kind()),
                       "/", clock.start_date(), "@santong"),
          absl::StrCat(task.todo_zh(), " ", task.title()), absl::StrJoin(lines, "\n"), day,
          reminder};
}

}  // namespace

std::string FormatTasks(const google::protobuf::RepeatedPtrField<v1::Task>& tasks, FieldWords word,
                        absl::Time now) {
  std::vector<CalendarEntry> entries;
  for (const v1::Task& task : tasks) {
    absl::CivilDay day;
    if (absl::ParseCivilTime(task.clock().due_date(), &day))
      entries.push_back(EntryOf(task, day, word));
  }
  return FormatCalendar("-//santong//santong//ZH", entries, now);
}

}  // namespace santong::ical
