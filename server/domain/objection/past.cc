#include "server/domain/objection/past.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/workflow/clocks.h"

namespace santong::objection {

std::optional<v1::Objection> AsOf(const v1::Objection& objection,
                                  const std::vector<v1::Event>& events, absl::CivilDay day) {
  // ISO days compare as text.
  const std::string until = text::FormatIsoDay(day);
  if (objection.lodged_date() > until) return std::nullopt;
  v1::Objection then = objection;
  then.set_state(v1::OBJECTION_STATE_RECEIVED);
  bool was_joined = false;
  for (const v1::Event& event : events) {
    v1::ObjectionState state = v1::OBJECTION_STATE_UNSPECIFIED;
    if (event.date() > until ||
        !v1::ObjectionState_Parse(absl::StrCat("OBJECTION_STATE_", event.to_state()), &state))
      continue;
    then.set_state(state);
    was_joined = was_joined || state == v1::OBJECTION_STATE_JOINED;
  }
  if (!was_joined) then.clear_joined_to();
  if (then.accepted_date() > until) then.clear_accepted_date();
  if (then.decision().date() > until) then.clear_decision();
  workflow::KeepUntil(day, then.mutable_clocks());
  return then;
}

}  // namespace santong::objection
