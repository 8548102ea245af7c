#include "server/domain/catalog/timeline.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "server/domain/basis/check_basis.h"
#include "server/domain/basis/conditions.h"
#include "server/domain/basis/version_on.h"
#include "server/domain/document/decide.h"
#include "server/domain/document/relation.h"
#include "server/domain/workflow/clocks.h"

namespace santong::catalog {
namespace {

using basis::DayOf;

bool IsEnd(v1::DocumentState state) {
  return state == v1::DOCUMENT_STATE_LAPSED || state == v1::DOCUMENT_STATE_REPEALED ||
         state == v1::DOCUMENT_STATE_SUPERSEDED || state == v1::DOCUMENT_STATE_REVOKED;
}

bool IsSuspended(const v1::Document& document, absl::CivilDay day) {
  return std::any_of(document.suspensions().begin(), document.suspensions().end(),
                     [&](const v1::Suspension& suspension) {
                       const auto from = DayOf(suspension.from_date());
                       const auto to = DayOf(suspension.to_date());
                       return (!from || *from <= day) && (!to || *to >= day);
                     });
}

// Every day on which something may change.
std::set<absl::CivilDay> Turns(const v1::Document& document) {
  std::set<absl::CivilDay> turns;
  auto add = [&](const std::string& date, int days) {
    if (const auto day = DayOf(date)) turns.insert(*day + days);
  };
  add(document.effective_date(), 0);
  add(document.registered_date(), 0);
  for (const v1::FormerNumber& former : document.former_numbers()) {
    add(former.registered_date(), 0);
    add(former.last_valid_date(), 1);
  }
  add(document.publication().date(), 0);
  for (const v1::Publication& again : document.republications()) add(again.date(), 0);
  add(document.ended_date(), 0);
  add(document.term().last_valid_date(), 1);
  for (const v1::Suspension& suspension : document.suspensions()) {
    add(suspension.from_date(), 0);
    add(suspension.to_date(), 1);
  }
  for (const v1::VersionSummary& version : document.versions()) {
    add(version.effective_date(), 0);
    add(version.last_effective_date(), 1);
  }
  return turns;
}

bool IsLater(const std::string& date, absl::CivilDay day) {
  const auto then = DayOf(date);
  return then && *then > day;
}

// The number of the day is the number, and those before it are former ones.
void KeepRegistrations(absl::CivilDay day, v1::Document* document) {
  while (IsLater(document->registered_date(), day)) {
    document->clear_registration_number();
    document->clear_registered_date();
    if (document->former_numbers().empty()) return;
    const v1::FormerNumber& former = *document->former_numbers().rbegin();
    document->set_registration_number(former.registration_number());
    document->set_registered_date(former.registered_date());
    document->mutable_former_numbers()->RemoveLast();
  }
}

// Suspensions that had begun. The last day of one is known from the day of the resumption on, which
// is the one after it.
void KeepSuspensions(absl::CivilDay day, v1::Document* document) {
  google::protobuf::RepeatedPtrField<v1::Suspension> suspensions;
  suspensions.Swap(document->mutable_suspensions());
  for (v1::Suspension& suspension : suspensions) {
    if (IsLater(suspension.from_date(), day)) continue;
    const auto to = DayOf(suspension.to_date());
    if (to && *to >= day) suspension.clear_to_date();
    *document->add_suspensions() = std::move(suspension);
  }
}

// Publications after it had been registered again.
void KeepRepublications(absl::CivilDay day, v1::Document* document) {
  google::protobuf::RepeatedPtrField<v1::Publication> republications;
  republications.Swap(document->mutable_republications());
  for (v1::Publication& again : republications) {
    if (!IsLater(again.date(), day)) *document->add_republications() = std::move(again);
  }
}

// What it had done to others, what a cleanup had made of it, and what had been made good.
// `ended_date` is that of the document now.
void KeepEffects(absl::CivilDay day, const std::string& ended_date, v1::Document* document) {
  for (v1::Relation& relation : *document->mutable_relations()) {
    if (IsLater(document::DateOf(relation, *document), day)) relation.clear_applied();
  }
  if (IsLater(document->cleanup().recorded_date(), day)) {
    // Where it cut the term, the mark has the term that there was. One that bears the day of the
    // end itself cut nothing on that day: what was announced before, and recorded once more at its
    // end by an older version, had cut it then, as its event says.
    const v1::CleanupMark& mark = document->cleanup();
    const bool cut_then = mark.recorded_date() != ended_date;
    if (cut_then &&
        (mark.on_miss() == v1::ON_MISS_LAPSES || !mark.end_date().empty() ||
         !mark.former_last_valid_date().empty()) &&
        document->term().last_valid_date() != mark.former_last_valid_date()) {
      document->mutable_term()->set_last_valid_date(mark.former_last_valid_date());
      document->mutable_term()->set_computed(mark.former_computed());
      document->mutable_term()->set_by_stated_years(mark.former_by_stated_years());
    }
    document->clear_cleanup();
  }
  for (v1::CompletionItem& item : *document->mutable_completion_items()) {
    if (!IsLater(item.done_date(), day)) continue;
    item.clear_done();
    item.clear_done_date();
  }
}

bool IsRegisteredBy(const v1::Document& document, absl::CivilDay day) {
  const auto registered = DayOf(document.registered_date());
  if (registered && *registered <= day) return true;
  return std::any_of(document.former_numbers().begin(), document.former_numbers().end(),
                     [&](const v1::FormerNumber& former) {
                       const auto then = DayOf(former.registered_date());
                       return then && *then <= day;
                     });
}

}  // namespace

absl::CivilDay PublicSince(const v1::Document& document) {
  for (const std::string* date :
       {&document.publication().date(), &document.written_date(), &document.effective_date()}) {
    if (const auto day = DayOf(*date)) return *day;
  }
  return kFirstDay;
}

v1::DocumentState StateOn(const v1::Document& document, absl::CivilDay day) {
  const v1::DocumentState now = document.state();
  const auto ended = DayOf(document.ended_date());
  if (IsEnd(now) && (!ended || *ended <= day)) return now;
  // An end that no end state explains yet is a repeal that was announced.
  if (ended && *ended <= day) return v1::DOCUMENT_STATE_REPEALED;
  if (document.legacy() && !IsRegisteredBy(document, day)) return v1::DOCUMENT_STATE_LEGACY;
  if (!document::IsPublicState(now)) return now;
  const auto last_valid = DayOf(document.term().last_valid_date());
  if (last_valid && *last_valid < day) return v1::DOCUMENT_STATE_LAPSED;
  const auto effective = DayOf(document.effective_date());
  if (!effective || *effective > day) return v1::DOCUMENT_STATE_PUBLISHED;
  const bool suspended_without_days =
      now == v1::DOCUMENT_STATE_SUSPENDED && document.suspensions().empty();
  if (suspended_without_days || IsSuspended(document, day)) return v1::DOCUMENT_STATE_SUSPENDED;
  return v1::DOCUMENT_STATE_IN_EFFECT;
}

uint32_t VersionShownOn(const v1::Document& document, absl::CivilDay day) {
  if (const uint32_t counts = basis::VersionOn(document, day); counts != 0) return counts;
  for (const absl::CivilDay turn : Turns(document)) {
    if (turn <= day) continue;
    if (const uint32_t first = basis::VersionOn(document, turn); first != 0) return first;
  }
  return document.versions().empty() ? 0 : document.versions().rbegin()->number();
}

std::vector<Span> Timeline(const v1::Document& document) {
  std::set<absl::CivilDay> turns = Turns(document);
  turns.insert(PublicSince(document));
  std::vector<Span> spans;
  for (const absl::CivilDay day : turns) {
    if (day < PublicSince(document)) continue;
    const Span span{day, kLastDay, StateOn(document, day), VersionShownOn(document, day),
                    basis::MayBeReliedOn(document, day)};
    if (!spans.empty()) {
      Span& last = spans.back();
      if (last.state == span.state && last.version == span.version && last.valid == span.valid)
        continue;
      last.to_day = day - 1;
    }
    spans.push_back(span);
  }
  return spans;
}

std::optional<v1::Document> AsOf(const v1::Document& document, absl::CivilDay day) {
  if (PublicSince(document) > day) return std::nullopt;
  v1::Document then = document;
  then.set_state(StateOn(document, day));
  const auto ended = DayOf(document.ended_date());
  if (ended && *ended > day && !IsEnd(then.state())) {
    then.clear_ended_date();
    then.clear_ended_by();
  }
  const uint32_t shown = VersionShownOn(document, day);
  const bool has_later =
      !document.versions().empty() && document.versions().rbegin()->number() > shown;
  then.clear_versions();
  for (const v1::VersionSummary& version : document.versions()) {
    if (version.number() > shown) continue;
    v1::VersionSummary* kept = then.add_versions();
    *kept = version;
    // What ends it is a text that there was not yet.
    const auto last = DayOf(version.last_effective_date());
    if (has_later && last && *last >= day) kept->clear_last_effective_date();
  }
  KeepRegistrations(day, &then);
  KeepRepublications(day, &then);
  KeepSuspensions(day, &then);
  workflow::KeepUntil(day, then.mutable_clocks());
  KeepEffects(day, document.ended_date(), &then);
  then.clear_revoked_articles();
  for (const v1::RevokedArticles& revoked : document.revoked_articles()) {
    if (!IsLater(revoked.date(), day)) *then.add_revoked_articles() = revoked;
  }
  if (IsLater(document.not_normative_date(), day)) then.clear_not_normative_date();
  return then;
}

}  // namespace santong::catalog
