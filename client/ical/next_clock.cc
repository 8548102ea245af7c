#include "client/ical/next_clock.h"

namespace santong::ical {

bool AsksNothing(v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_UNSPECIFIED:
    case v1::CLOCK_KIND_TAKE_EFFECT:
    case v1::CLOCK_KIND_LAPSE:
    case v1::CLOCK_KIND_OBJECTION_SUPPLEMENT:
    case v1::CLOCK_KIND_OBJECTION_RECHECK_REQUEST:
    case v1::CLOCK_KIND_OBJECTION_RETENTION:
    case v1::CLOCK_KIND_CLEANUP_REMINDER:
      return true;
    default:
      return false;
  }
}

const v1::Clock* NextClock(const google::protobuf::Message& resource) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("clocks");
  if (field == nullptr || !field->is_repeated() || field->message_type() != v1::Clock::descriptor())
    return nullptr;
  const auto& reflection = *resource.GetReflection();
  const v1::Clock* next = nullptr;
  for (int i = 0; i < reflection.FieldSize(resource, field); ++i) {
    const auto& clock =
        static_cast<const v1::Clock&>(reflection.GetRepeatedMessage(resource, field, i));
    const bool open =
        clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED;
    if (!open || clock.due_date().empty() || AsksNothing(clock.kind())) continue;
    // ISO days compare as text.
    if (next == nullptr || clock.due_date() < next->due_date()) next = &clock;
  }
  return next;
}

}  // namespace santong::ical
