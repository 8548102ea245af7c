// When a change of what the document cites waits, and how it is put away (引用核实).
#include "server/domain/document/citation.h"

#include "server/domain/document/conditions.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/state_kind.h"
#include "server/domain/document/subject.h"

namespace santong::document {

bool CitedChangeWaits(const v1::Document& document, uint32_t version, absl::string_view event) {
  if (!IsAtWork(document.state()) || document.versions().empty() ||
      document.versions().rbegin()->number() != version) {
    return false;
  }
  for (const v1::DismissedCitation& dismissed : document.internal().dismissed_citations()) {
    if (dismissed.event() == event) return false;
  }
  return true;
}

constinit const Condition kCitedChangeWaits = {
    .name = "CitedChangeWaits",
    .zh = "所引用文件的该项变动尚待核实",
    .article = "登记规则 3.15",
    .mend_zh = "请从待办事项中选取尚待核实的引用变动（event）",
    .mend_en = "Name the event of an open citation task, as ListTasks shows it.",
    .holds = [](const Facts& facts) { return facts.cited_change_waits; },
    .found = [](const Facts& facts) { return facts.act.event; }};

constinit const Effect kRecordDismissedCitation = {
    .name = "RecordDismissedCitation",
    .zh = "记录引用核实结论",
    .apply = [](const Facts& facts, Change& change) {
      v1::DismissedCitation* dismissed =
          change.document.mutable_internal()->add_dismissed_citations();
      dismissed->set_event(facts.act.event);
      dismissed->set_principal(facts.caller.principal);
      dismissed->set_date(IsoDay(facts.today));
      dismissed->set_reason(facts.act.reason);
      change.facts["cited_event"] = facts.act.event;
    }};

}  // namespace santong::document
