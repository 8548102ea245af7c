#include "server/acts/move_clocks.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/acts/act_record.h"
#include "server/acts/append_event.h"
#include "server/acts/case_index.h"
#include "server/acts/document_index.h"
#include "server/domain/access/caller.h"
#include "server/domain/cleanup/decide.h"
#include "server/domain/document/decide.h"
#include "server/domain/filing/decide.h"
#include "server/domain/objection/decide.h"
#include "server/domain/policy/local_calendar.h"
#include "server/domain/visibility/visibility.h"
#include "server/domain/workflow/clocks.h"
#include "server/domain/workflow/describe.h"
#include "storage/schema/keys.h"
#include "storage/tables/campaign_table.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"

namespace santong::acts {
namespace {

constexpr char kEventType[] = "ClocksMoved";
constexpr char kCalendarFact[] = "calendar";
constexpr char kBetweenDays[] = " → ";

// Calls `visit` with old and new of each clock whose due day moved.
template <typename Resource, typename Visit>
void VisitMoved(const Resource& before, const Resource& after, Visit visit) {
  for (int i = 0; i < after.clocks_size(); ++i) {
    if (before.clocks(i).due_date() != after.clocks(i).due_date())
      visit(before.clocks(i), after.clocks(i));
  }
}

template <typename Resource>
void AddLines(const MovedResource<Resource>& moved, std::vector<v1::MovedDueDate>* lines) {
  VisitMoved(moved.before, moved.after, [&](const v1::Clock& old, const v1::Clock& now) {
    v1::MovedDueDate& line = lines->emplace_back();
    line.set_resource(moved.after.name());
    line.set_clock(workflow::ClockName(now.kind()));
    line.set_old_due_date(old.due_date());
    line.set_new_due_date(now.due_date());
  });
}

// Finds what moves, with the calendar of a place.
class Finder {
 public:
  Finder(const kv::Reader& reader, const settings::Settings& settings, absl::CivilDay today)
      : reader_(reader), settings_(settings), today_(today) {}

  absl::StatusOr<ClockMoves> Run() && {
    for (auto part : {&Finder::Documents, &Finder::Cases, &Finder::Campaigns}) {
      if (absl::Status status = (this->*part)(); !status.ok()) return status;
    }
    return std::move(moves_);
  }

 private:
  calendar::Calendar CalendarOf(const std::string& place) const {
    return policy::LocalCalendar(settings_.calendar, settings_.policies->On(place, today_));
  }

  absl::Status Documents() {
    std::set<uint64_t> ids;
    absl::Status damage;
    const std::string prefix = schema::DocumentIndexPrefix(schema::DocumentIndex::kByDueDay);
    absl::Status scanned = reader_.Scan(prefix, schema::PrefixEnd(prefix),
                                        [&](absl::string_view key, absl::string_view) {
                                          auto id = schema::IndexedDocument(key);
                                          damage = id.status();
                                          if (id.ok()) ids.insert(*id);
                                          return damage.ok();
                                        });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
    for (uint64_t id : ids) {
      auto before = tables::GetDocument(reader_, id);
      if (!before.ok()) return before.status();
      v1::Document after = *before;
      if (!document::RecomputeClocks(after, CalendarOf(after.jurisdiction()), nullptr)) continue;
      moves_.documents.push_back({id, *std::move(before), std::move(after)});
      AddLines(moves_.documents.back(), &moves_.lines);
    }
    return absl::OkStatus();
  }

  // Filings and objections.
  absl::Status Cases() {
    std::set<uint64_t> filings, objections;
    absl::Status damage;
    const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDueDay);
    absl::Status scanned = reader_.Scan(prefix, schema::PrefixEnd(prefix),
                                        [&](absl::string_view key, absl::string_view) {
                                          auto ref = schema::CaseOf(key);
                                          damage = ref.status();
                                          if (!ref.ok()) return false;
                                          if (ref->kind == schema::CaseKind::kFiling)
                                            filings.insert(ref->id);
                                          if (ref->kind == schema::CaseKind::kObjection)
                                            objections.insert(ref->id);
                                          return true;
                                        });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
    for (uint64_t id : filings) {
      if (absl::Status moved = Case(schema::CaseKind::kFiling, id, &moves_.filings); !moved.ok())
        return moved;
    }
    for (uint64_t id : objections) {
      if (absl::Status moved = Case(schema::CaseKind::kObjection, id, &moves_.objections);
          !moved.ok())
        return moved;
    }
    return absl::OkStatus();
  }

  template <typename Resource>
  absl::Status Case(schema::CaseKind kind, uint64_t id,
                    std::vector<MovedResource<Resource>>* moved) {
    auto before = tables::GetCase<Resource>(reader_, kind, id);
    if (!before.ok()) return before.status();
    auto place = PlaceOf(*before);
    if (!place.ok()) return place.status();
    Resource after = *before;
    if (!workflow::RecountRunning(*after.mutable_clocks(), CalendarOf(*place), std::nullopt))
      return absl::OkStatus();
    moved->push_back({id, *std::move(before), std::move(after)});
    AddLines(moved->back(), &moves_.lines);
    return absl::OkStatus();
  }

  // A filing counts by the policy of the place that reviews, an objection by the document's.
  absl::StatusOr<std::string> PlaceOf(const v1::Filing& filing) const {
    return filing.jurisdiction();
  }
  absl::StatusOr<std::string> PlaceOf(const v1::Objection& objection) const {
    auto id = tables::DocumentId(objection.document());
    if (!id.ok()) return absl::DataLossError("an objection names no document");
    auto document = tables::GetDocument(reader_, *id);
    if (!document.ok()) return document.status();
    return document->jurisdiction();
  }

  absl::Status Campaigns() {
    std::vector<v1::Campaign> open;
    absl::Status scanned = tables::ScanCampaigns(reader_, [&](const v1::Campaign& campaign) {
      if (campaign.state() == v1::CAMPAIGN_STATE_OPEN) open.push_back(campaign);
      return true;
    });
    if (!scanned.ok()) return scanned;
    for (v1::Campaign& before : open) {
      auto id = tables::CampaignId(before.name());
      if (!id.ok()) return id.status();
      v1::Campaign after = before;
      if (!cleanup::RecomputeClocks(after, CalendarOf(after.jurisdiction()))) continue;
      moves_.campaigns.push_back({*id, std::move(before), std::move(after)});
      AddLines(moves_.campaigns.back(), &moves_.lines);
    }
    return absl::OkStatus();
  }

  const kv::Reader& reader_;
  const settings::Settings& settings_;
  const absl::CivilDay today_;
  ClockMoves moves_;
};

// The event of one resource: which calendar, and each due day that moved.
template <typename Resource>
v1::Event MakeEvent(const MovedResource<Resource>& moved, const std::string& state,
                    const Request& request, const std::string& calendar) {
  v1::Event event = EventOf(request, moved.after.name());
  event.set_type(kEventType);
  event.set_action("MOVE_CLOCKS");
  event.set_article("登记规则 3.16");
  event.set_from_state(state);
  event.set_to_state(state);
  auto& facts = *event.mutable_facts();
  facts[kCalendarFact] = calendar;
  VisitMoved(moved.before, moved.after, [&](const v1::Clock& old, const v1::Clock& now) {
    facts[workflow::ClockName(now.kind())] =
        absl::StrCat(old.due_date(), kBetweenDays, now.due_date());
  });
  return event;
}

// The event that wrote it is its version for optimistic writes: unique, and it only grows.
std::string EtagOf(uint64_t sequence) { return absl::StrCat("\"", sequence, "\""); }

absl::Status WriteDocument(kv::Transaction& txn, MovedResource<v1::Document>& moved,
                           const Request& request, const std::string& calendar) {
  v1::Document& after = moved.after;
  *after.mutable_update_time() = TimestampOf(request.now);
  v1::Event event = MakeEvent(moved, document::StateName(after.state()), request, calendar);
  auto sequence = AppendDocumentEvent(txn, event, moved.before, after);
  if (!sequence.ok()) return sequence.status();
  after.set_etag(EtagOf(*sequence));
  tables::PutDocument(txn, moved.id, after, visibility::AnyoneMayRead(after),
                      /*internal_changed=*/false);
  WriteDocumentEntries(txn, moved.id, moved.before, after);
  return absl::OkStatus();
}

template <typename Resource>
absl::Status WriteCase(kv::Transaction& txn, schema::CaseKind kind, MovedResource<Resource>& moved,
                       const std::string& state, const Request& request,
                       const std::string& calendar) {
  Resource& after = moved.after;
  auto document_id = tables::DocumentId(after.document());
  if (!document_id.ok()) return absl::DataLossError("a case names no document");
  auto about = tables::GetDocument(txn, *document_id);
  if (!about.ok()) return about.status();
  *after.mutable_update_time() = TimestampOf(request.now);
  v1::Event event = MakeEvent(moved, state, request, calendar);
  auto sequence = AppendCaseEvent(txn, event, *about);
  if (!sequence.ok()) return sequence.status();
  after.set_etag(EtagOf(*sequence));
  tables::PutCase(txn, kind, moved.id, after);
  tables::ReplaceEntries(txn, CaseEntries(ViewOf(moved.id, moved.before)),
                         CaseEntries(ViewOf(moved.id, after)));
  return absl::OkStatus();
}

absl::Status WriteCampaign(kv::Transaction& txn, MovedResource<v1::Campaign>& moved,
                           const Request& request, const std::string& calendar) {
  v1::Campaign& after = moved.after;
  v1::Event event = MakeEvent(moved, cleanup::StateName(after.state()), request, calendar);
  auto sequence = AppendEvent(txn, event);
  if (!sequence.ok()) return sequence.status();
  after.set_etag(EtagOf(*sequence));
  if (absl::Status status = tables::PutCampaign(txn, after); !status.ok()) return status;
  tables::ReplaceEntries(txn, CaseEntries(ViewOf(moved.id, moved.before)),
                         CaseEntries(ViewOf(moved.id, after)));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ClockMoves> FindClockMoves(const kv::Reader& reader,
                                          const settings::Settings& settings,
                                          absl::CivilDay today) {
  return Finder(reader, settings, today).Run();
}

absl::StatusOr<std::vector<v1::MovedDueDate>> ReadClockMoves(const kv::Reader& reader,
                                                             const std::string& calendar) {
  std::optional<uint64_t> came;
  absl::Status damage;
  const std::string prefix = schema::HistoryPrefix(calendar);
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto sequence = schema::DecodeUint64(key.substr(key.size() - sizeof(uint64_t)));
        damage = sequence.status();
        if (sequence.ok()) came = *sequence;
        return false;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  auto last = tables::LastEvent(reader);
  if (!last.ok()) return last.status();
  std::vector<v1::MovedDueDate> lines;
  if (!came.has_value()) return lines;
  for (uint64_t sequence = *came + 1; sequence <= *last; ++sequence) {
    auto event = tables::GetEvent(reader, sequence);
    if (!event.ok()) return event.status();
    const auto of = event->facts().find(kCalendarFact);
    if (event->type() != kEventType || of == event->facts().end() || of->second != calendar) break;
    const std::map<std::string, std::string> facts(event->facts().begin(), event->facts().end());
    for (const auto& [clock, days] : facts) {
      if (clock == kCalendarFact) continue;
      const std::pair<std::string, std::string> due = absl::StrSplit(days, kBetweenDays);
      v1::MovedDueDate& line = lines.emplace_back();
      line.set_resource(event->resource());
      line.set_clock(clock);
      line.set_old_due_date(due.first);
      line.set_new_due_date(due.second);
    }
  }
  return lines;
}

absl::Status WriteClockMoves(kv::Transaction& txn, ClockMoves moves, const Request& cause,
                             const std::string& calendar) {
  Request request = cause;
  request.caller = access::SystemCaller();
  request.request_id.clear();
  for (auto& moved : moves.documents) {
    if (absl::Status status = WriteDocument(txn, moved, request, calendar); !status.ok())
      return status;
  }
  for (auto& moved : moves.filings) {
    absl::Status status = WriteCase(txn, schema::CaseKind::kFiling, moved,
                                    filing::StateName(moved.after.state()), request, calendar);
    if (!status.ok()) return status;
  }
  for (auto& moved : moves.objections) {
    absl::Status status = WriteCase(txn, schema::CaseKind::kObjection, moved,
                                    objection::StateName(moved.after.state()), request, calendar);
    if (!status.ok()) return status;
  }
  for (auto& moved : moves.campaigns) {
    if (absl::Status status = WriteCampaign(txn, moved, request, calendar); !status.ok())
      return status;
  }
  return absl::OkStatus();
}

}  // namespace santong::acts
