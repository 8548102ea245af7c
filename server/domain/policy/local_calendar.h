// The calendar of a place: the national arrangement and the place's own days off (地方性节假日).
#pragma once

#include "server/domain/calendar/calendar.h"
#include "server/domain/policy/policy.h"

namespace santong::policy {

// `national` with the days of the leaf calendar.overlay off, as e.g. an autonomous prefecture's
// festivals are (全国年节及纪念日放假办法 art. 4). Without such days, `national` itself. What
// it counts over them is `unconfirmed` while nobody has confirmed the leaf: who decides by that
// notes the leaf.
calendar::Calendar LocalCalendar(const calendar::Calendar& national, const PolicyView& policy);

}  // namespace santong::policy
