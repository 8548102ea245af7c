// A workflow is a table of rows. This file is the shape of a row and the executor; the tables are
// in the folders of their resources (document/table.h). The server executes a table, GetWorkflow
// and the docs print it, and a test walks it: one place for each rule.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "santong/v1/deadline.pb.h"
#include "santong/v1/principal.pb.h"
#include "server/domain/error/refusal.h"

namespace santong::workflow {

// One test, with the words that explain it. `holds` is pure. It reads the leaf of a rule only where
// that rule is asked for: what it read is what decided, and an unconfirmed leaf marks the act
// 待核定.
template <typename Facts>
struct Condition {
  const char* name;     // a sentence that can be true: "OpinionIsLawful"
  const char* zh;       // the same in Chinese
  const char* article;  // e.g. "国办发〔2018〕115号 (七)"
  const char* mend_zh;  // what to do when it does not hold
  const char* mend_en;
  bool (*holds)(const Facts&);
  // What was found instead, without words of a language: names, days, counts. Asked only when it
  // does not hold; null where the name says it all.
  std::string (*found)(const Facts&) = nullptr;
  // The fields of the request that keep it from holding, where it is about these alone; null where
  // it is about more.
  std::vector<error::FieldViolation> (*fields)(const Facts&) = nullptr;
  // What it asks of the piece of evidence (santong.v1.Evidence) that comes with the act, by the
  // names of its fields; unused places are null. For who makes a form of the row.
  std::array<const char*, 4> evidence{};
};

// One thing written besides the state. `apply` is pure: it changes `change` only.
template <typename Facts, typename Change>
struct Effect {
  const char* name;  // an imperative: "AllocateRegistrationNumber"
  const char* zh;
  void (*apply)(const Facts&, Change&);
};

enum class ClockOperation {
  kStarts,
  kStops,     // what it waited for was done
  kSuspends,  // it does not count for a while; one that had run out is answered, late
  kResumes,   // it counts again; after one that had run out, anew by `leaf`, if there is one
  kCancels,   // the act that it limits is not to be done any more: it ends, and nothing is late
  kExpires,   // it ran out, and this row is what follows
};

// Where a period begins to count: its day is not counted.
enum class ClockStart {
  kEvent,    // the day of what happened
  kReceipt,  // the day on which the resource was received, which may lie before its record
};

// Some of the cases of a resource, for which alone a step is done. Named by the resource's table.
struct CaseGroup {
  const char* name;     // "ADVICE"
  const char* article;  // why they are a group of their own
  uint32_t kinds;       // bits; what each kind is, the resource says
};

// What a row does to a clock. `leaf` gives the period of a start or of a resumption; null where a
// date of the resource is the due day, or where nothing starts anew. CLOCK_KIND_UNSPECIFIED is the
// clock that the act names, or, for a stop, every clock.
struct ClockStep {
  constexpr ClockStep() = default;
  constexpr ClockStep(ClockOperation operation, v1::ClockKind clock, const char* leaf = nullptr)
      : used(true), operation(operation), clock(clock), leaf(leaf) {}

  // The same step for these cases alone.
  constexpr ClockStep For(const CaseGroup& group) const {
    ClockStep step = *this;
    step.only_for = &group;
    return step;
  }
  // The same start, counted from receipt.
  constexpr ClockStep FromReceipt() const {
    ClockStep step = *this;
    step.start = ClockStart::kReceipt;
    return step;
  }
  // The same suspension, while that clock counts.
  constexpr ClockStep While(v1::ClockKind other) const {
    ClockStep step = *this;
    step.awaited = other;
    return step;
  }

  bool used = false;
  ClockOperation operation = ClockOperation::kStarts;
  v1::ClockKind clock = v1::CLOCK_KIND_UNSPECIFIED;
  const char* leaf = nullptr;
  const CaseGroup* only_for = nullptr;  // null for every case
  ClockStart start = ClockStart::kEvent;
  v1::ClockKind awaited = v1::CLOCK_KIND_UNSPECIFIED;  // of a suspension
};

// One transition. State and Action are enums of the resource.
template <typename State, typename Action, typename Facts, typename Change>
struct Row {
  State from;
  Action action;
  std::array<v1::Role, 3> roles{};  // one of them; unused places are ROLE_UNSPECIFIED
  State to;
  std::array<const Condition<Facts>*, 44> when{};
  std::array<const Effect<Facts, Change>*, 8> effects{};
  std::array<ClockStep, 10> clocks{};
  const char* event = "";
  bool public_event = false;
  const char* article = "";
};

// Calls `visit` with each used place of a row's array.
template <typename Array, typename Visit>
constexpr void ForEachUsed(const Array& places, Visit visit) {
  for (const auto& place : places) {
    if constexpr (requires { place == nullptr; }) {
      if (place == nullptr) return;
      visit(*place);
    } else {
      visit(place);
    }
  }
}

}  // namespace santong::workflow
