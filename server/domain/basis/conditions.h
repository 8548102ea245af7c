// The conditions of reliance (可以作为行政管理依据的条件), in the order in which an answer lists
// them.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "santong/v1/document.pb.h"

namespace santong::basis {

// What is asked: this document, on this day, knowing what is known today.
struct Question {
  const v1::Document& document;
  absl::CivilDay day;
  absl::CivilDay today;
};

// What was found for one condition.
struct Fact {
  bool holds = false;
  std::string fact{};  // in Chinese, or a number or name
  std::string date{};  // YYYY-MM-DD, or empty
  // Has happened by today and cannot be undone, so that no later day can see it otherwise.
  bool settled = false;
  std::string article{};  // where the document itself knows a nearer one than the condition
};

struct Condition {
  const char* name;
  const char* title_zh;
  const char* article;
  Fact (*look)(const Question&);
  const char* leaves;  // keys that begin with it stand behind the fact; empty for none
};

absl::Span<const Condition> Conditions();

// The registration number that the document bore on `day`; empty when it bore none.
std::string NumberOn(const v1::Document& document, absl::CivilDay day);

// The day of a YYYY-MM-DD; nullopt when empty or no day.
std::optional<absl::CivilDay> DayOf(const std::string& date);

}  // namespace santong::basis
