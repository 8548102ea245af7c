// What the end of a document writes, and a clock that ran out.
#include "server/domain/document/clocks.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/subject.h"
#include "server/domain/workflow/describe.h"

namespace santong::document {
namespace {

// The first day on which a document could have counted: a revocation reaches back to it.
std::string FirstDayOf(const v1::Document& document, absl::CivilDay today) {
  for (const std::string* date : {&document.effective_date(), &document.publication().date(),
                                  &document.registered_date(), &document.written_date()}) {
    if (!date->empty()) return *date;
  }
  return IsoDay(today);
}

}  // namespace

constinit const Effect kRecordEnd = {
    .name = "RecordEnd", .zh = "记录不再有效之日", .apply = [](const Facts& facts, Change& change) {
      if (facts.act.date.has_value()) change.document.set_ended_date(IsoDay(*facts.act.date));
      change.facts["ended_date"] = change.document.ended_date();
      if (facts.other == nullptr) return;
      change.document.set_ended_by(facts.other->name());
      change.facts["ended_by"] = facts.other->name();
    }};

constinit const Effect kRecordRevocation = {
    .name = "RecordRevocation",
    .zh = "记录自始无效",
    .apply = [](const Facts& facts, Change& change) {
      change.document.set_ended_date(FirstDayOf(change.document, facts.today));
      change.facts["ended_date"] = change.document.ended_date();
    }};

constinit const Effect kRecordLapse = {
    .name = "RecordLapse", .zh = "记录期满失效", .apply = [](const Facts&, Change& change) {
      const auto last = DayOf(change.document.term().last_valid_date());
      if (!last.has_value()) return;
      change.document.set_ended_date(IsoDay(*last + 1));
      change.facts["ended_date"] = change.document.ended_date();
      change.facts["last_valid_date"] = change.document.term().last_valid_date();
    }};

constinit const Effect kNoteOverdueClock = {
    .name = "NoteOverdueClock",
    .zh = "记录逾期的期限",
    .apply = [](const Facts& facts, Change& change) {
      const v1::Clock* clock =
          workflow::FindRunOut(change.document.clocks(), facts.act.clock, facts.today);
      if (clock == nullptr) return;
      change.facts["clock"] = workflow::ClockName(clock->kind());
      change.facts["due_date"] = clock->due_date();
    }};

}  // namespace santong::document
