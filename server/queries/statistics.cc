#include "server/queries/statistics.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "santong/v1/campaign.pb.h"
#include "santong/v1/filing.pb.h"
#include "santong/v1/objection.pb.h"
#include "server/domain/document/congress_filing.h"
#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/decide.h"
#include "server/domain/statistics/rates.h"
#include "server/domain/text/chinese_date.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"

namespace santong::queries {
namespace {

constexpr size_t kListedCasesMax = 20'000;

struct Period {
  absl::CivilDay first;
  absl::CivilDay last;
  absl::CivilDay today;

  bool Holds(const std::string& date) const {
    const auto day = document::DayOf(date);
    return day.has_value() && first <= *day && *day <= last;
  }
};

// What is counted of one period. Two stand beside each other when the year before is asked for, and
// everything is read once.
struct Tally {
  Period period;
  statistics::Cases cases;
};

// What is counted: the organs of a jurisdiction and of those below it, or one of them.
struct Scope {
  std::string whole;  // the jurisdiction that was asked for
  std::set<std::string> jurisdictions;
  std::string organ;         // empty: all
  bool with_organs = false;  // each organ a row of its own, for the offices above

  // What is of no organ that the registry knows counts among all of its `place`.
  bool Holds(const std::string& of, const std::string& place) const {
    if (!organ.empty()) return of == organ;
    return jurisdictions.contains(of.empty() ? place : settings::Settings::JurisdictionOf(of));
  }
};

// `name` or one above it is `above`. The tree of jurisdictions has no circle.
bool IsWithin(const settings::Settings& settings, std::string name, const std::string& above) {
  while (!name.empty() && name != above) name = settings.ParentOf(name);
  return !name.empty();
}

// Who sees each organ's figures and the cases behind them.
bool IsOfficeAbove(const settings::Settings& settings, const access::Caller& caller,
                   const std::string& jurisdiction) {
  if (caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN)) return true;
  return caller.Has(v1::ROLE_REVIEWER) && IsWithin(settings, jurisdiction, caller.jurisdiction);
}

absl::Status RefuseToAnyone(const access::Caller& caller, const std::string& jurisdiction) {
  if (caller.IsPublic()) return error::Refuse(v1::ERROR_REASON_TOKEN_INVALID);
  if (caller.Has(v1::ROLE_REVIEWER)) return error::NotFound(jurisdiction);
  return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", "GetStatistics"}});
}

absl::StatusOr<Scope> ScopeOf(const settings::Settings& settings, const access::Caller& caller,
                              const v1::GetStatisticsRequest& request) {
  const std::string& whole =
      request.jurisdiction().empty() ? caller.jurisdiction : request.jurisdiction();
  if (whole.empty()) {
    return error::RefuseField("jurisdiction", "is missing, and the caller has none; fill it in",
                              "未填写，您也没有所属的行政区域，请补填");
  }
  if (settings.FindJurisdiction(whole) == nullptr) {
    return error::Refuse(v1::ERROR_REASON_JURISDICTION_UNKNOWN, {{"jurisdiction", whole}});
  }
  Scope scope;
  scope.whole = whole;
  scope.with_organs = IsOfficeAbove(settings, caller, whole);
  if (!scope.with_organs && (request.with_cases() || !request.organ().empty()))
    return RefuseToAnyone(caller, whole);
  scope.organ = request.organ();
  if (!scope.organ.empty() && settings.FindOrgan(scope.organ) == nullptr) {
    return error::Refuse(v1::ERROR_REASON_ORGAN_UNKNOWN, {{"organ", scope.organ}});
  }
  for (const auto& [name, jurisdiction] : settings.jurisdictions) {
    if (IsWithin(settings, name, whole)) scope.jurisdictions.insert(name);
  }
  if (!scope.organ.empty() &&
      !scope.jurisdictions.contains(settings::Settings::JurisdictionOf(scope.organ))) {
    return error::RefuseField("organ", "the organ is not one of this jurisdiction or below it",
                              "该机关不属于所查行政区域及其下级");
  }
  return scope;
}

absl::StatusOr<Period> PeriodOf(const v1::GetStatisticsRequest& request, absl::CivilDay today) {
  auto first = text::ParseIsoDay(request.start_date());
  auto last = text::ParseIsoDay(request.end_date());
  if (!first.ok()) return first.status();
  if (!last.ok()) return last.status();
  if (*last < *first) {
    return error::RefuseField("end_date", "the period ends before it begins; swap the two days",
                              "截止日期早于起始日期，请对调");
  }
  return Period{*first, *last, today};
}

// Whether a supplement was asked for: its clock says so, or, where the place sets no period for it,
// the clock of the form check that it suspended. `items` also holds what an explanation is asked
// of.
bool WasSupplemented(const v1::Filing& filing) {
  return std::any_of(filing.clocks().begin(), filing.clocks().end(), [](const v1::Clock& clock) {
    return clock.kind() == v1::CLOCK_KIND_FILING_SUPPLEMENT ||
           (clock.kind() == v1::CLOCK_KIND_FILING_FORM_CHECK && clock.pauses_size() > 0);
  });
}

void SetOutcome(const v1::Document& document, const v1::Filing& filing,
                statistics::FilingCase* out) {
  out->name = filing.name();
  out->filed = true;
  out->accepted = !filing.accepted_date().empty();
  out->supplemented = WasSupplemented(filing);
  switch (filing.state()) {
    case v1::FILING_STATE_CLOSED:
      // What a body above revoked was not corrected by its issuer, unless that amended it first.
      out->corrected = document.state() != v1::DOCUMENT_STATE_REVOKED ||
                       document::IsAmendedSince(document, filing.reviewed_version());
      [[fallthrough]];
    case v1::FILING_STATE_PASSED:
    case v1::FILING_STATE_REVOKED:
    case v1::FILING_STATE_TRANSFERRED:
      out->concluded = true;
      [[fallthrough]];
    case v1::FILING_STATE_CORRECTING:
    case v1::FILING_STATE_CORRECTED:
    case v1::FILING_STATE_ADVISED:
      out->reviewed = true;
      break;
    default:
      break;
  }
}

// The filings of a document, oldest first.
absl::StatusOr<std::vector<v1::Filing>> FilingsOf(const kv::Reader& reader,
                                                  const std::string& document) {
  std::vector<v1::Filing> filings;
  const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, document);
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        damage = ref.status();
        if (!damage.ok()) return false;
        if (ref->kind != schema::CaseKind::kFiling) return true;
        auto filing = tables::GetCase<v1::Filing>(reader, ref->kind, ref->id);
        damage = filing.status();
        if (damage.ok()) filings.push_back(*std::move(filing));
        return damage.ok();
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return filings;
}

// The filing that met the duty: the one of the day on which its clock ended, or, where that was
// rejected, the one that followed it, but no other duty's. Null where the duty ended with its
// document, and where nothing but what was rejected was filed: that was none.
const v1::Filing* FilingThatMet(const v1::Document& document, const v1::Clock& duty,
                                const std::vector<v1::Filing>& filings) {
  const auto ended_another = [&](const v1::Filing& filing) {
    return std::any_of(document.clocks().begin(), document.clocks().end(), [&](const auto& clock) {
      return clock.kind() == v1::CLOCK_KIND_FILING && clock.state() == v1::CLOCK_STATE_STOPPED &&
             clock.end_date() != duty.end_date() && clock.end_date() == filing.filed_date();
    });
  };
  auto filing = std::find_if(filings.begin(), filings.end(), [&](const v1::Filing& one) {
    return one.filed_date() == duty.end_date();
  });
  for (; filing != filings.end() && !ended_another(*filing); ++filing) {
    if (filing->state() != v1::FILING_STATE_REJECTED) return &*filing;
  }
  return nullptr;
}

// Whether a filing answered the duty, also one that was rejected.
bool IsAnswered(const v1::Clock& duty, const std::vector<v1::Filing>& filings) {
  return std::any_of(filings.begin(), filings.end(), [&](const v1::Filing& filing) {
    return filing.filed_date() == duty.end_date();
  });
}

// A duty to file is a clock that publication started. One that had run out before its document
// ended was missed, and stays so.
absl::Status AddFilings(const kv::Reader& reader, const Period& period,
                        const v1::Document& document, statistics::Cases* cases) {
  for (const v1::Clock& clock : document.clocks()) {
    const auto due = document::DayOf(clock.due_date());
    if (clock.kind() != v1::CLOCK_KIND_FILING || !due.has_value()) continue;
    statistics::FilingCase duty{.name = document.name(),
                                .organ = std::string(document::LeadIssuer(document)),
                                .due_day = *due};
    if (clock.state() == v1::CLOCK_STATE_STOPPED) {
      auto filings = FilingsOf(reader, document.name());
      if (!filings.ok()) return filings.status();
      const v1::Filing* made = FilingThatMet(document, clock, *filings);
      if (made == nullptr && (!clock.overdue() || IsAnswered(clock, *filings))) continue;
      if (made != nullptr) SetOutcome(document, *made, &duty);
      // One filing may meet two duties, of which one was missed.
      duty.late = clock.overdue();
    }
    if (statistics::Belongs(duty.due_day, duty.filed, period.first, period.last, period.today)) {
      cases->filings.push_back(std::move(duty));
    }
  }
  return absl::OkStatus();
}

// A duty that ended with its document before it was due, and was not met, is none.
void AddCongressFilings(const Period& period, const v1::Document& document,
                        statistics::Cases* cases) {
  for (const v1::Clock& clock : document.clocks()) {
    const auto due = document::DayOf(clock.due_date());
    if (clock.kind() != v1::CLOCK_KIND_CONGRESS_FILING || !due.has_value()) continue;
    const bool filed = document::CongressFilingOf(document, clock) != nullptr;
    if (clock.state() == v1::CLOCK_STATE_STOPPED && !filed && !clock.overdue()) continue;
    if (!statistics::Belongs(*due, filed, period.first, period.last, period.today)) continue;
    cases->congress.push_back({.name = document.name(),
                               .organ = std::string(document::LeadIssuer(document)),
                               .due_day = *due,
                               .filed = filed,
                               .late = clock.overdue()});
  }
}

// Published in the period, for the first time.
void AddIssued(const Period& period, const v1::Document& document, statistics::Cases* cases) {
  if (document.legacy() || !period.Holds(document.publication().date())) return;
  const v1::Evidence* review = document::Latest(document, v1::EVIDENCE_KIND_LEGALITY_REVIEW);
  cases->issued.push_back({.name = document.name(),
                           .organ = std::string(document::LeadIssuer(document)),
                           .reviewed = review != nullptr && document::IsComplete(*review)});
}

absl::Status AddDocuments(const kv::Reader& reader, const Scope& scope,
                          std::vector<Tally>* tallies) {
  for (const std::string& jurisdiction : scope.jurisdictions) {
    const std::string prefix =
        schema::DocumentIndexPrefix(schema::DocumentIndex::kByJurisdiction, jurisdiction);
    absl::Status damage;
    absl::Status scanned = reader.Scan(
        prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
          auto id = schema::IndexedDocument(key);
          auto document = id.ok() ? tables::GetDocument(reader, *id)
                                  : absl::StatusOr<v1::Document>(id.status());
          damage = document.status();
          if (!damage.ok()) return false;
          if (scope.Holds(std::string(document::LeadIssuer(*document)), jurisdiction)) {
            for (Tally& tally : *tallies) {
              damage = AddFilings(reader, tally.period, *document, &tally.cases);
              if (!damage.ok()) return false;
              AddCongressFilings(tally.period, *document, &tally.cases);
              AddIssued(tally.period, *document, &tally.cases);
            }
          }
          return damage.ok();
        });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
  }
  return absl::OkStatus();
}

statistics::ObjectionGroup GroupOf(const v1::Objection& objection) {
  using Group = statistics::ObjectionGroup;
  switch (objection.decision().outcome()) {
    case v1::OBJECTION_OUTCOME_LAWFUL:
      return Group::kLawful;
    case v1::OBJECTION_OUTCOME_CORRECT:
      return Group::kCorrect;
    case v1::OBJECTION_OUTCOME_REVOKE:
      return Group::kRevoke;
    default:
      break;
  }
  switch (objection.state()) {
    case v1::OBJECTION_STATE_REJECTED:
      return Group::kRejected;
    case v1::OBJECTION_STATE_TRANSFERRED:
      return Group::kTransferred;
    case v1::OBJECTION_STATE_WITHDRAWN:
      return Group::kWithdrawn;
    case v1::OBJECTION_STATE_CLOSED:
      return objection.answered_date().empty() ? Group::kOpen : Group::kAnswered;
    default:
      return Group::kOpen;
  }
}

// A period of the office, not of the lodger or the issuer.
bool IsReplyClock(v1::ClockKind kind) {
  return kind == v1::CLOCK_KIND_OBJECTION_REPLY ||
         kind == v1::CLOCK_KIND_OBJECTION_EXTENDED_REPLY ||
         kind == v1::CLOCK_KIND_OBJECTION_RECHECK_REPLY;
}

statistics::ObjectionCase CaseOf(const v1::Objection& objection) {
  statistics::ObjectionCase out{
      .name = objection.name(), .organ = objection.issuer(), .group = GroupOf(objection)};
  const auto lodged = document::DayOf(objection.lodged_date());
  const auto decided = document::DayOf(objection.decision().date());
  if (lodged.has_value() && decided.has_value()) out.days = static_cast<int>(*decided - *lodged);
  for (const v1::Clock& clock : objection.clocks()) {
    if (IsReplyClock(clock.kind()) && clock.overdue()) out.overdue = true;
  }
  return out;
}

// Whether it was joined to a case that was late: it is answered in that one's days, and has none of
// its own.
absl::StatusOr<bool> IsJoinedToALateOne(const kv::Reader& reader, const v1::Objection& objection) {
  if (objection.joined_to().empty() || objection.own_motion()) return false;
  auto id = tables::CaseId(schema::CaseKind::kObjection, objection.joined_to());
  if (!id.ok()) return absl::DataLossError("a joined objection names no other");
  auto lead = tables::GetCase<v1::Objection>(reader, schema::CaseKind::kObjection, *id);
  if (!lead.ok()) return lead.status();
  return CaseOf(*lead).overdue;
}

// Where an objection belongs of whose document no issuer is known: the document's place, whoever
// re-checks it; empty for the others.
absl::StatusOr<std::string> PlaceOf(const kv::Reader& reader, const v1::Objection& objection) {
  if (!objection.issuer().empty()) return std::string();
  auto id = tables::DocumentId(objection.document());
  if (!id.ok()) return absl::DataLossError("an objection names no document");
  auto document = tables::GetDocument(reader, *id);
  if (!document.ok()) return document.status();
  return document->jurisdiction();
}

absl::Status AddObjection(const kv::Reader& reader, const Scope& scope,
                          const v1::Objection& objection, std::vector<Tally>* tallies) {
  auto place = PlaceOf(reader, objection);
  if (!place.ok()) return place.status();
  if (!scope.Holds(objection.issuer(), *place)) return absl::OkStatus();
  for (Tally& tally : *tallies) {
    if (!tally.period.Holds(objection.lodged_date())) continue;
    auto late = IsJoinedToALateOne(reader, objection);
    if (!late.ok()) return late.status();
    tally.cases.objections.push_back(CaseOf(objection));
    if (*late) tally.cases.objections.back().overdue = true;
  }
  return absl::OkStatus();
}

absl::Status AddObjections(const kv::Reader& reader, const Scope& scope,
                           std::vector<Tally>* tallies) {
  const std::string prefix = schema::CaseKindPrefix(schema::CaseKind::kObjection);
  absl::Status damage;
  absl::Status scanned = tables::ScanMessages<v1::Objection>(
      reader, prefix, schema::PrefixEnd(prefix),
      [&](absl::string_view, const v1::Objection& objection) {
        if (!objection::IsMereLead(objection))
          damage = AddObjection(reader, scope, objection, tallies);
        return damage.ok();
      });
  return damage.ok() ? scanned : damage;
}

absl::Status AddCleanups(const kv::Reader& reader, const Scope& scope,
                         std::vector<Tally>* tallies) {
  struct Opened {
    uint64_t id;
    std::string jurisdiction;
    statistics::Cases* cases;
  };
  std::vector<Opened> opened;
  absl::Status bad_name;
  absl::Status status = tables::ScanCampaigns(reader, [&](const v1::Campaign& campaign) {
    if (campaign.state() == v1::CAMPAIGN_STATE_OPENING ||
        !scope.jurisdictions.contains(campaign.jurisdiction())) {
      return true;
    }
    auto id = tables::CampaignId(campaign.name());
    bad_name = id.status();
    if (!id.ok()) return false;
    for (Tally& tally : *tallies) {
      if (tally.period.Holds(campaign.opened_date()))
        opened.push_back({*id, campaign.jurisdiction(), &tally.cases});
    }
    return true;
  });
  if (!status.ok()) return status;
  if (!bad_name.ok()) return bad_name;
  for (const Opened& one : opened) {
    status = tables::ScanCampaignItems(reader, one.id, [&](const v1::CampaignItem& item) {
      if (scope.Holds(item.organ(), one.jurisdiction)) {
        one.cases->cleanup.push_back({.name = item.name(),
                                      .organ = item.organ(),
                                      .reviewed = item.state() == v1::CLEANUP_ITEM_STATE_REVIEWED});
      }
      return true;
    });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// The same day of the year before; the last of its month where there is none.
absl::CivilDay YearBefore(absl::CivilDay day) {
  const absl::CivilDay last = absl::CivilDay(absl::CivilMonth(day) - 11) - 1;
  return absl::CivilDay(last.year(), last.month(), std::min(day.day(), last.day()));
}

}  // namespace

absl::StatusOr<v1::Statistics> GetStatistics(const kv::Reader& reader,
                                             settings::SettingsCache& settings,
                                             const access::Caller& caller, absl::CivilDay today,
                                             const v1::GetStatisticsRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  auto scope = ScopeOf(**now, caller, request);
  if (!scope.ok()) return scope.status();
  auto period = PeriodOf(request, today);
  if (!period.ok()) return period.status();
  std::vector<Tally> tallies = {{.period = *period, .cases = {}}};
  if (request.with_year_before()) {
    // As far as it has come: half a year beside a whole one would look like a fall.
    const absl::CivilDay last = std::min(period->last, std::max(period->first, today));
    const Period before{YearBefore(period->first), YearBefore(last), today};
    tallies.push_back({.period = before, .cases = {}});
  }
  for (const auto& add : {AddDocuments, AddObjections, AddCleanups}) {
    if (absl::Status status = add(reader, *scope, &tallies); !status.ok()) return status;
  }
  const statistics::Cases& cases = tallies.front().cases;
  if (request.with_cases() && cases.size() > kListedCasesMax) {
    return error::RefuseField(
        "with_cases",
        absl::StrCat("there are ", cases.size(), " cases, more than ", kListedCasesMax,
                     "; ask for one organ or a shorter period"),
        absl::StrCat("共有", cases.size(), "件，超过", kListedCasesMax,
                     "件；请按单个机关或者较短期间查询"));
  }
  std::map<std::string, std::string> display_names;
  for (const auto& [name, organ] : (*now)->organs) display_names[name] = organ.display_name();
  v1::Statistics statistics = statistics::Count(cases, display_names, request.with_cases());
  if (request.with_year_before()) {
    const Tally& before = tallies.back();
    statistics::Compare(statistics::Count(before.cases, display_names, false), &statistics);
    statistics.set_year_before_start_date(text::FormatIsoDay(before.period.first));
    statistics.set_year_before_end_date(text::FormatIsoDay(before.period.last));
  }
  if (!scope->with_organs) statistics.clear_organs();
  statistics.set_jurisdiction(scope->whole);
  statistics.set_display_name((*now)->FindJurisdiction(scope->whole)->display_name());
  statistics.set_start_date(request.start_date());
  statistics.set_end_date(request.end_date());
  statistics.set_as_of_date(text::FormatIsoDay(today));
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  statistics.set_event_sequence(static_cast<int64_t>(*last));
  return statistics;
}

}  // namespace santong::queries
