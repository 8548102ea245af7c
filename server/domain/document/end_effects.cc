// What the end of a document writes, and a clock that ran out.
#include "absl/strings/str_join.h"
#include "server/domain/document/clocks.h"
#include "server/domain/document/effects.h"
#include "server/domain/document/filing_level.h"
#include "server/domain/document/subject.h"
#include "server/domain/workflow/clocks.h"

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

// Who sees to it when a clock has run out: what the registrar owes, the level above; what the
// issuer owes, the office that it owes it to (domain.md 3.10).
std::string OverseerOf(const Facts& facts, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_REGISTRATION_DECISION:
      return facts.parent_jurisdiction;
    case v1::CLOCK_KIND_FILING:
    case v1::CLOCK_KIND_CONGRESS_FILING:
      return ReviewingJurisdiction(LeadOrgan(facts), facts.document.jurisdiction(),
                                   facts.parent_jurisdiction);
    default:
      return facts.document.jurisdiction();
  }
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
      change.document.clear_ended_by();  // what had repealed it ended nothing any more
      change.facts["ended_date"] = change.document.ended_date();
    }};

constinit const Effect kRecordRevokedArticles = {
    .name = "RecordRevokedArticles",
    .zh = "记录被撤销的条款",
    .apply = [](const Facts& facts, Change& change) {
      v1::RevokedArticles* revoked = change.document.add_revoked_articles();
      for (const std::string& article : facts.act.articles) revoked->add_articles(article);
      revoked->set_version(NewestVersion(facts.document));
      revoked->set_date(IsoDay(facts.today));
      revoked->set_decision(facts.act.decision.document_title());
      revoked->set_reason(facts.act.reason);
      change.facts["revoked_articles"] = absl::StrJoin(facts.act.articles, "、");
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
      workflow::Escalate(*change.document.mutable_clocks(), facts.act.clock, facts.today,
                         OverseerOf(facts, facts.act.clock), change.facts);
    }};

}  // namespace santong::document
