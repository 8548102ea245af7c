// Calendars. A new version of a year moves the due days of running clocks and says which.
#include <set>

#include "absl/strings/str_cat.h"
#include "server/acts/admin_acts.h"
#include "server/acts/admin_writer.h"
#include "server/acts/case_index.h"
#include "server/acts/document_index.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/document/decide.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/text/chinese_date.h"
#include "server/domain/visibility/visibility.h"
#include "server/domain/workflow/describe.h"
#include "server/settings/settings.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::acts {
namespace {

// The days lie in the year, none twice.
absl::Status CheckDays(const v1::Calendar& calendar) {
  std::vector<error::FieldViolation> violations;
  std::set<std::string> seen;
  for (int i = 0; i < calendar.days_size(); ++i) {
    const std::string& date = calendar.days(i).date();
    const std::string field = absl::StrCat("calendar.days[", i, "].date");
    auto day = text::ParseIsoDay(date);
    if (!day.ok()) continue;  // the edge has named it
    if (day->year() != calendar.year()) {
      violations.push_back(
          {field, absl::StrCat(date, " is not in ", calendar.year(), "; put it into its own year"),
           absl::StrCat(date, "不在", calendar.year(), "年；请放入所属年份")});
    }
    if (!seen.insert(date).second) {
      violations.push_back({field, absl::StrCat(date, " stands twice; keep one"),
                            absl::StrCat(date, "重复；请保留一项")});
    }
  }
  return violations.empty() ? absl::OkStatus() : error::RefuseFields(violations);
}

absl::StatusOr<int> NextVersion(const kv::Reader& reader, int year) {
  const std::string prefix = schema::CalendarPrefix(static_cast<uint32_t>(year));
  int version = 1;
  absl::Status scanned = tables::ScanMessages<v1::Calendar>(
      reader, prefix, schema::PrefixEnd(prefix), [&](absl::string_view, const v1::Calendar& there) {
        version = there.version() + 1;
        return true;
      });
  if (!scanned.ok()) return scanned;
  return version;
}

std::string DueDateOf(const v1::Document& document, absl::string_view clock) {
  for (const v1::Clock& candidate : document.clocks()) {
    if (candidate.state() == v1::CLOCK_STATE_RUNNING &&
        v1::ClockKind_Name(candidate.kind()) == clock) {
      return candidate.due_date();
    }
  }
  return "";
}

// Moves the running clocks of every document under the settings that `txn` now holds.
absl::Status MoveClocks(kv::Transaction& txn, const settings::Settings& settings,
                        absl::CivilDay today,
                        google::protobuf::RepeatedPtrField<v1::MovedDueDate>* moved) {
  std::set<uint64_t> ids;
  absl::Status damage;
  const std::string prefix = schema::DocumentIndexPrefix(schema::DocumentIndex::kByDueDay);
  absl::Status scanned =
      txn.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        damage = id.status();
        if (id.ok()) ids.insert(*id);
        return damage.ok();
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  for (uint64_t id : ids) {
    auto before = tables::GetDocument(txn, id);
    if (!before.ok()) return before.status();
    v1::Document after = *before;
    std::vector<std::string> clocks;
    const calendar::Calendar calendar = policy::LocalCalendar(
        settings.calendar, settings.policies->On(after.jurisdiction(), today));
    if (!document::RecomputeClocks(after, calendar, &clocks)) continue;
    for (const std::string& clock : clocks) {
      v1::MovedDueDate* line = moved->Add();
      line->set_resource(after.name());
      line->set_clock(clock);
      line->set_old_due_date(DueDateOf(*before, clock));
      line->set_new_due_date(DueDateOf(after, clock));
    }
    tables::PutDocument(txn, id, after, visibility::AnyoneMayRead(after),
                        /*internal_changed=*/false);
    WriteDocumentEntries(txn, id, *before, after);
  }
  return absl::OkStatus();
}

// The same for one kind of side process.
template <typename Resource>
absl::Status MoveCaseClocks(kv::Transaction& txn, schema::CaseKind kind,
                            const settings::Settings& settings, absl::CivilDay today,
                            google::protobuf::RepeatedPtrField<v1::MovedDueDate>* moved) {
  std::set<uint64_t> ids;
  absl::Status damage;
  const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDueDay);
  absl::Status scanned =
      txn.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        damage = ref.status();
        if (ref.ok() && ref->kind == kind) ids.insert(ref->id);
        return damage.ok();
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  for (uint64_t id : ids) {
    auto before = tables::GetCase<Resource>(txn, kind, id);
    if (!before.ok()) return before.status();
    Resource after = *before;
    const calendar::Calendar calendar = policy::LocalCalendar(
        settings.calendar, settings.policies->On(after.jurisdiction(), today));
    bool changed = false;
    for (v1::Clock& clock : *after.mutable_clocks()) {
      if (clock.state() != v1::CLOCK_STATE_RUNNING || clock.limit() == 0) continue;
      const v1::Clock old = clock;
      if (!workflow::Recount(clock, calendar)) continue;
      changed = changed || clock.provisional() != old.provisional();
      if (clock.due_date() == old.due_date()) continue;
      changed = true;
      v1::MovedDueDate* line = moved->Add();
      line->set_resource(after.name());
      line->set_clock(workflow::ClockName(clock.kind()));
      line->set_old_due_date(old.due_date());
      line->set_new_due_date(clock.due_date());
    }
    if (!changed) continue;
    tables::PutCase(txn, kind, id, after);
    tables::ReplaceEntries(txn, CaseEntries(ViewOf(id, *before)), CaseEntries(ViewOf(id, after)));
  }
  return absl::OkStatus();
}

// The same for the cleanups that are under way.
absl::Status MoveCampaignClocks(kv::Transaction& txn, const settings::Settings& settings,
                                absl::CivilDay today,
                                google::protobuf::RepeatedPtrField<v1::MovedDueDate>* moved) {
  std::vector<v1::Campaign> campaigns;
  absl::Status scanned = tables::ScanCampaigns(txn, [&](const v1::Campaign& campaign) {
    if (campaign.state() == v1::CAMPAIGN_STATE_OPEN) campaigns.push_back(campaign);
    return true;
  });
  if (!scanned.ok()) return scanned;
  for (const v1::Campaign& before : campaigns) {
    v1::Campaign after = before;
    const calendar::Calendar calendar = policy::LocalCalendar(
        settings.calendar, settings.policies->On(after.jurisdiction(), today));
    auto id = tables::CampaignId(after.name());
    if (!id.ok()) return id.status();
    if (!cleanup::RecomputeClocks(after, calendar)) continue;
    for (int i = 0; i < after.clocks_size(); ++i) {
      if (before.clocks(i).due_date() == after.clocks(i).due_date()) continue;
      v1::MovedDueDate* line = moved->Add();
      line->set_resource(after.name());
      line->set_clock(workflow::ClockName(after.clocks(i).kind()));
      line->set_old_due_date(before.clocks(i).due_date());
      line->set_new_due_date(after.clocks(i).due_date());
    }
    if (absl::Status status = tables::PutCampaign(txn, after); !status.ok()) return status;
    tables::ReplaceEntries(txn, CaseEntries(ViewOf(*id, before)), CaseEntries(ViewOf(*id, after)));
  }
  return absl::OkStatus();
}

}  // namespace

void CreateCalendar(kv::Store& store, Request request, const v1::CreateCalendarRequest& asked,
                    Reply<v1::CreateCalendarResponse> reply) {
  RunAdmin<v1::CreateCalendarResponse>(
      store, std::move(request), Stale::kSettings,
      [asked](AdminChange& change) -> absl::StatusOr<v1::CreateCalendarResponse> {
        v1::CreateCalendarResponse response;
        v1::Calendar& calendar = *response.mutable_calendar();
        calendar = asked.calendar();
        if (absl::Status status = CheckDays(calendar); !status.ok()) return status;
        auto version = NextVersion(change.txn, calendar.year());
        if (!version.ok()) return version.status();
        calendar.set_version(*version);
        calendar.set_name(absl::StrCat("calendars/", calendar.year(), "-", *version));
        calendar.mutable_create_time()->set_seconds(absl::ToUnixSeconds(change.request.now));
        change.txn.Put(schema::CalendarKey(static_cast<uint32_t>(calendar.year()),
                                           static_cast<uint32_t>(*version)),
                       tables::Encode(calendar));
        auto now = settings::LoadSettings(change.txn);
        if (!now.ok()) return now.status();
        if (absl::Status status =
                MoveClocks(change.txn, **now, change.request.today, response.mutable_moved());
            !status.ok())
          return status;
        if (absl::Status status =
                MoveCaseClocks<v1::Filing>(change.txn, schema::CaseKind::kFiling, **now,
                                           change.request.today, response.mutable_moved());
            !status.ok())
          return status;
        if (absl::Status status = MoveCampaignClocks(change.txn, **now, change.request.today,
                                                     response.mutable_moved());
            !status.ok())
          return status;
        change.event.set_resource(calendar.name());
        change.event.set_type("CalendarCreated");
        change.event.set_action("CREATE");
        change.event.set_reason(calendar.source());
        change.event.set_public_(true);
        for (const v1::MovedDueDate& line : response.moved()) {
          (*change.event.mutable_facts())[absl::StrCat(line.resource(), " ", line.clock())] =
              absl::StrCat(line.old_due_date(), " → ", line.new_due_date());
        }
        return response;
      },
      [](const kv::Reader& reader,
         const std::string& name) -> absl::StatusOr<v1::CreateCalendarResponse> {
        v1::CreateCalendarResponse response;
        const std::string prefix = schema::TablePrefix('C');
        absl::Status scanned =
            tables::ScanMessages<v1::Calendar>(reader, prefix, schema::PrefixEnd(prefix),
                                               [&](absl::string_view, const v1::Calendar& there) {
                                                 if (there.name() == name)
                                                   *response.mutable_calendar() = there;
                                                 return there.name() != name;
                                               });
        if (!scanned.ok()) return scanned;
        return response;
      },
      std::move(reply));
}

}  // namespace santong::acts
