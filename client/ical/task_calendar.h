// Tasks as a calendar: an entry for each that has a due day, on the very day that the lists show;
// an alarm on the day before it moved off a holiday.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "santong/v1/task.pb.h"

namespace santong::ical {

// The word for a field of a task or of its clock, e.g. "due_date", in the reader's language.
using FieldWords = absl::FunctionRef<std::string(const char* field)>;

// iCalendar (RFC 5545). A task without a due day is left out. `now` is stamped on every entry.
std::string FormatTasks(const google::protobuf::RepeatedPtrField<v1::Task>& tasks, FieldWords word,
                        absl::Time now);

}  // namespace santong::ical
