#include "server/acts/filing_list.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/acts/admin_writer.h"
#include "server/domain/error/refusal.h"
#include "server/domain/filing/decide.h"
#include "server/domain/filing/list.h"
#include "server/domain/policy/leaf.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/text/chinese_date.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

// The first day of a row that the operator made: Asia/Shanghai's.
template <typename Row>
absl::CivilDay DayOfEntry(const Row& row) {
  constexpr int kShanghaiSecondsEast = 8 * 3600;
  return absl::ToCivilDay(absl::FromUnixSeconds(row.create_time().seconds()),
                          absl::FixedTimeZone(kShanghaiSecondsEast));
}

void MarkOverdue(absl::CivilDay today, v1::FilingList* list) {
  list->set_overdue(list->due_date() < text::FormatIsoDay(today));
}

// The policy by which the list of a year is due: that of the day from which it is owed. A rule of
// later moves no due day.
policy::PolicyView YearlyPolicy(const settings::Settings& settings, const std::string& jurisdiction,
                                absl::civil_year_t year, absl::CivilDay today) {
  return settings.policies->On(jurisdiction, std::min(today, absl::CivilDay(year + 1, 1, 1)));
}

// The policy by which the list is due.
policy::PolicyView PolicyOf(const settings::Settings& settings, const v1::FilingList& list,
                            absl::CivilDay today) {
  const auto first = text::ParseIsoDay(list.start_date());
  if (list.kind() == v1::FILING_LIST_KIND_YEARLY && first.ok())
    return YearlyPolicy(settings, settings::Settings::JurisdictionOf(list.parent()), first->year(),
                        today);
  return settings.policies->On(list.parent(), today);
}

// Of an organ that owes it, also where that was merged meanwhile.
std::optional<v1::FilingList> Yearly(const settings::Settings& settings, absl::CivilDay today,
                                     v1::Organ organ, int year) {
  organ.clear_successor();
  const std::string jurisdiction = settings::Settings::JurisdictionOf(organ.name());
  auto list = filing::YearlyList(
      organ, filing::ReviewerOf(&organ, jurisdiction, settings.ParentOf(jurisdiction)), year,
      YearlyPolicy(settings, jurisdiction, year, today));
  if (list.has_value()) MarkOverdue(today, &*list);
  return list;
}

constexpr char kLists[] = "/filingLists/";

// Whether the organ was merged after its successor had sent that year's list, which has nothing of
// it.
absl::StatusOr<bool> IsLeftOut(const kv::Reader& reader, const std::string& organ,
                               const std::string& successor, absl::civil_year_t year) {
  auto sent = tables::GetMessage<v1::FilingList>(
      reader, schema::FilingListKey(absl::StrCat(successor, kLists, year)));
  if (absl::IsNotFound(sent.status())) return false;
  if (!sent.ok()) return sent.status();
  // An older server did not keep whose changes it has, and asked for no more.
  const auto& covered = sent->covered_organs();
  return !covered.empty() && std::find(covered.begin(), covered.end(), organ) == covered.end();
}

// Whether the organ has a list of that year to send: from its entry on, and before it of those that
// were merged into it and were there. One that was merged has what its successor's list left out.
absl::StatusOr<bool> Owes(const kv::Reader& reader, const settings::Settings& settings,
                          const v1::Organ& organ, absl::civil_year_t year) {
  const std::string responsible = settings.ResponsibleOrgan(organ.name());
  const bool was_there = year >= DayOfEntry(organ).year();
  if (responsible != organ.name()) {
    if (!was_there) return false;
    return IsLeftOut(reader, organ.name(), responsible, year);
  }
  if (was_there) return true;
  auto merged = MergedBeforeSending(reader, settings, organ.name(), absl::StrCat(kLists, year));
  if (!merged.ok()) return merged.status();
  return std::any_of(merged->begin(), merged->end(), [&](const v1::Organ* one) {
    return one->entitled_to_issue() && year >= DayOfEntry(*one).year();
  });
}

// The first year of which the organ may owe a list: of its own entry, or that of an organ that was
// merged into it.
absl::civil_year_t FirstYear(const settings::Settings& settings, const v1::Organ& organ) {
  auto first = DayOfEntry(organ).year();
  for (const std::string& name : settings.PredecessorsOf(organ.name())) {
    if (const v1::Organ* one = settings.FindOrgan(name); one != nullptr)
      first = std::min(first, DayOfEntry(*one).year());
  }
  return first;
}

// The day after which the period of the public list runs. A rule asks for nothing before it began;
// one that was set anew goes on from the one before it: what is late stays late.
absl::CivilDay CountedFrom(const settings::Settings& settings, const std::string& jurisdiction,
                           absl::CivilDay since, absl::CivilDay today) {
  for (absl::CivilDay day = today; day > since;) {
    const policy::PolicyView then =
        settings.policies->On(jurisdiction, day, {policy::kFilingListMonths});
    if (!then.Period(policy::kFilingListMonths).has_value()) return day;
    const auto first = text::ParseIsoDay(then.Find(policy::kFilingListMonths)->valid_from());
    if (!first.ok()) return since;
    day = *first - 1;
  }
  return since;
}

}  // namespace

absl::StatusOr<std::vector<const v1::Organ*>> MergedBeforeSending(
    const kv::Reader& reader, const settings::Settings& settings, const std::string& organ,
    absl::string_view list_id) {
  std::vector<const v1::Organ*> merged;
  auto sent = tables::GetMessage<v1::FilingList>(
      reader, schema::FilingListKey(absl::StrCat(organ, list_id)));
  if (!sent.ok() && !absl::IsNotFound(sent.status())) return sent.status();
  if (sent.ok()) {
    for (const std::string& name : sent->covered_organs()) {
      const v1::Organ* one = settings.FindOrgan(name);
      if (name != organ && one != nullptr) merged.push_back(one);
    }
    return merged;
  }
  for (const std::string& name : settings.PredecessorsOf(organ)) {
    const v1::Organ* one = settings.FindOrgan(name);
    if (one == nullptr) continue;
    auto own = reader.Get(schema::FilingListKey(absl::StrCat(name, list_id)));
    if (absl::IsNotFound(own.status())) merged.push_back(one);
    if (!own.ok() && !absl::IsNotFound(own.status())) return own.status();
  }
  return merged;
}

absl::StatusOr<v1::FilingList> FindFilingList(const kv::Reader& reader,
                                              const settings::Settings& settings,
                                              absl::CivilDay today, const std::string& name) {
  const absl::Status not_found = error::NotFound(name);
  const auto ref = filing::ParseListName(name);
  if (!ref.has_value()) return not_found;
  auto recorded = tables::GetMessage<v1::FilingList>(reader, schema::FilingListKey(name));
  if (recorded.ok() || !absl::IsNotFound(recorded.status())) return recorded;
  std::optional<v1::FilingList> due;
  if (ref->kind == v1::FILING_LIST_KIND_YEARLY) {
    const v1::Organ* organ = settings.FindOrgan(ref->parent);
    if (organ != nullptr && ref->day.year() <= today.year()) {
      auto owes = Owes(reader, settings, *organ, ref->day.year());
      if (!owes.ok()) return owes.status();
      if (*owes) due = Yearly(settings, today, *organ, static_cast<int>(ref->day.year()));
    }
  } else if (const auto* jurisdiction = settings.FindJurisdiction(ref->parent)) {
    auto next = DuePublicList(reader, settings, today, *jurisdiction);
    if (!next.ok()) return next.status();
    if (next->has_value() && (*next)->name() == name) due = *std::move(next);
  }
  if (!due.has_value()) return not_found;
  return *std::move(due);
}

absl::StatusOr<std::vector<v1::FilingList>> DueYearlyLists(
    const kv::Reader& reader, const settings::Settings& settings, absl::CivilDay today,
    const v1::Jurisdiction& jurisdiction, absl::FunctionRef<bool(const v1::Organ&)> wanted) {
  std::map<std::string, v1::FilingList> due;  // by key
  const std::string organs = absl::StrCat(jurisdiction.name(), "/organs/");
  for (auto it = settings.organs.lower_bound(organs);
       it != settings.organs.end() && absl::StartsWith(it->first, organs); ++it) {
    if (!wanted(it->second)) continue;
    for (auto year = FirstYear(settings, it->second); year < today.year(); ++year) {
      auto owes = Owes(reader, settings, it->second, year);
      if (!owes.ok()) return owes.status();
      if (!*owes) continue;
      auto list = Yearly(settings, today, it->second, static_cast<int>(year));
      if (!list.has_value()) continue;
      const std::string key = schema::FilingListKey(list->name());
      due.emplace(key, *std::move(list));
    }
  }
  std::vector<v1::FilingList> lists;
  if (due.empty()) return lists;
  // Most of them were sent: one walk over those.
  const std::string begin = due.begin()->first;
  const std::string end = due.rbegin()->first + '\0';
  absl::Status scanned = reader.Scan(begin, end, [&](absl::string_view key, absl::string_view) {
    due.erase(std::string(key));
    return !due.empty();
  });
  if (!scanned.ok()) return scanned;
  for (auto& [key, list] : due) lists.push_back(std::move(list));
  return lists;
}

absl::StatusOr<std::optional<v1::FilingList>> DuePublicList(const kv::Reader& reader,
                                                            const settings::Settings& settings,
                                                            absl::CivilDay today,
                                                            const v1::Jurisdiction& jurisdiction) {
  const policy::PolicyView policy = settings.policies->On(jurisdiction.name(), today);
  if (!policy.Period(policy::kFilingListMonths).has_value()) return std::nullopt;
  std::string last;
  std::set<std::string> names;
  const std::string prefix = schema::FilingListPrefix(jurisdiction.name());
  absl::Status scanned = tables::ScanMessages<v1::FilingList>(
      reader, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const v1::FilingList& one) {
        last = std::max(last, one.end_date());
        names.insert(one.name());
        return true;
      });
  if (!scanned.ok()) return scanned;
  auto since = text::ParseIsoDay(last);
  if (!since.ok()) since = DayOfEntry(jurisdiction) - 1;
  auto list = filing::PublicList(jurisdiction.name(), *since,
                                 CountedFrom(settings, jurisdiction.name(), *since, today), policy,
                                 policy::LocalCalendar(settings.calendar, policy));
  if (!list.has_value()) return list;
  // Two may fall due on one day, a month's last or one after a holiday: each has a name of its own.
  auto day = text::ParseIsoDay(list->due_date());
  while (day.ok() && names.count(list->name()) > 0) filing::NameByDay(++*day, &*list);
  MarkOverdue(today, &*list);
  // What comes out late covers what came in until then, as its record will say.
  if (list->overdue()) list->set_end_date(text::FormatIsoDay(today));
  return list;
}

void RecordFilingList(kv::Store& store, settings::SettingsCache& settings, Request request,
                      const v1::RecordFilingListRequest& asked, Reply<v1::FilingList> reply) {
  RunAdmin<v1::FilingList>(
      store, std::move(request), Stale::kNothing,
      [asked, &settings](AdminChange& change) -> absl::StatusOr<v1::FilingList> {
        const Request& request = change.request;
        auto now = settings.Read(change.txn);
        if (!now.ok()) return now.status();
        auto due = FindFilingList(change.txn, **now, request.today, asked.name());
        if (!due.ok()) return due.status();
        if (!filing::MaySee(request.caller, *due)) return error::NotFound(asked.name());
        if (!filing::MaySend(request.caller, *due))
          return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", request.method}});
        if (due->has_evidence())
          return error::Refuse(v1::ERROR_REASON_ALREADY_EXISTS, {{"resource", due->name()}});
        auto sent = filing::Send(*due, asked.evidence(), request.today);
        if (!sent.ok()) return sent.status();
        *sent->mutable_record_time() = TimestampOf(request.now);
        if (sent->kind() == v1::FILING_LIST_KIND_YEARLY) {
          auto merged = MergedBeforeSending(change.txn, **now, sent->parent(),
                                            sent->name().substr(sent->parent().size()));
          if (!merged.ok()) return merged.status();
          sent->add_covered_organs(sent->parent());
          for (const v1::Organ* one : *merged) sent->add_covered_organs(one->name());
        }
        change.txn.Put(schema::FilingListKey(sent->name()), tables::Encode(*sent));
        const filing::ListRule& rule = filing::RuleOf(sent->kind());
        v1::Event& event = change.event;
        event.set_resource(sent->name());
        event.set_type(rule.event);
        event.set_action(rule.action);
        event.set_article(sent->article());
        event.set_public_(rule.public_event);
        if (sent->unconfirmed()) {
          // The leaf of its day, or else the days off of the place that moved it.
          const bool leaf = PolicyOf(**now, *sent, request.today).Unconfirmed(rule.leaf);
          event.add_unconfirmed_leaves(leaf ? rule.leaf : policy::kCalendarOverlay);
        }
        auto& facts = *event.mutable_facts();
        facts["title"] = sent->evidence().document_title();
        facts["sent_date"] = sent->evidence().date();
        facts["due_date"] = sent->due_date();
        if (sent->overdue()) facts["late"] = "true";
        return sent;
      },
      [](const kv::Reader& reader, const std::string& name) {
        return tables::GetMessage<v1::FilingList>(reader, schema::FilingListKey(name));
      },
      std::move(reply));
}

}  // namespace santong::acts
