#include "server/queries/filing_lists.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "santong/v1/event.pb.h"
#include "santong/v1/filing.pb.h"
#include "server/acts/filing_list.h"
#include "server/domain/error/refusal.h"
#include "server/domain/filing/list.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/page.h"
#include "server/queries/visit_events.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"

namespace santong::queries {
namespace {

// The lists that are due and that the caller may see.
absl::StatusOr<std::vector<v1::FilingList>> DueLists(const kv::Reader& reader,
                                                     const settings::Settings& settings,
                                                     const access::Caller& caller,
                                                     absl::CivilDay today) {
  const bool everywhere = caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN);
  const bool office = caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER);
  std::vector<v1::FilingList> lists;
  for (const auto& [name, jurisdiction] : settings.jurisdictions) {
    // Those of its own government's organs, and those that come from below.
    if (!everywhere && name != caller.jurisdiction && jurisdiction.parent() != caller.jurisdiction)
      continue;
    auto yearly =
        acts::DueYearlyLists(reader, settings, today, jurisdiction, [&](const v1::Organ& organ) {
          return everywhere || office || caller.AnswersFor(organ.name());
        });
    if (!yearly.ok()) return yearly.status();
    std::move(yearly->begin(), yearly->end(), std::back_inserter(lists));
    if (!everywhere && name != caller.jurisdiction) continue;
    auto open = acts::DuePublicList(reader, settings, today, jurisdiction);
    if (!open.ok()) return open.status();
    if (open->has_value()) lists.push_back(**std::move(open));
  }
  lists.erase(
      std::remove_if(lists.begin(), lists.end(),
                     [&](const v1::FilingList& list) { return !filing::MaySee(caller, list); }),
      lists.end());
  std::stable_sort(
      lists.begin(), lists.end(),
      [](const v1::FilingList& a, const v1::FilingList& b) { return a.due_date() < b.due_date(); });
  return lists;
}

absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds()) + absl::Nanoseconds(stamp.nanos());
}

// Whether the event is what the entry tells.
bool Tells(const v1::Event& event, const v1::FilingListEntry& entry) {
  const auto fact = [&](const char* name) {
    const auto found = event.facts().find(name);
    return found == event.facts().end() ? std::string() : found->second;
  };
  switch (entry.change()) {
    case v1::FILING_LIST_CHANGE_ISSUED:
      return event.type() == "DocumentPublished" || event.type() == "DocumentImported";
    case v1::FILING_LIST_CHANGE_AMENDED:
      return event.type() == "DocumentAmended" && fact("version_effective_date") == entry.date();
    case v1::FILING_LIST_CHANGE_ENDED:
      return !fact("ended_date").empty();
    default:
      return false;
  }
}

// The list of the year of the entry that was sent, by its organ or by whom that was merged into;
// nullopt for none.
absl::StatusOr<std::optional<v1::FilingList>> SentListOf(const kv::Reader& reader,
                                                         const v1::FilingListEntry& entry,
                                                         const std::string& sender) {
  for (const std::string& organ : {entry.organ(), sender}) {
    auto sent = tables::GetMessage<v1::FilingList>(
        reader,
        schema::FilingListKey(absl::StrCat(organ, "/filingLists/", entry.date().substr(0, 4))));
    if (!sent.ok() && !absl::IsNotFound(sent.status())) return sent.status();
    if (!sent.ok()) continue;
    const auto& covered = sent->covered_organs();
    if (organ == entry.organ() ||
        std::find(covered.begin(), covered.end(), entry.organ()) != covered.end())
      return *std::move(sent);
  }
  return std::nullopt;
}

// Whether the list has the change: of its own year what the register had taken when it was sent; of
// the years before what it took in this one, after their lists had been sent.
absl::StatusOr<bool> Has(const kv::Reader& reader, const v1::FilingList& list,
                         const v1::FilingListEntry& entry) {
  const bool own = entry.date() >= list.start_date();
  if (own && !list.has_record_time()) return true;
  absl::Time sent = TimeOf(list.record_time());
  if (!own) {
    auto before = SentListOf(reader, entry, list.parent());
    if (!before.ok()) return before.status();
    if (!before->has_value()) return false;
    sent = TimeOf((*before)->record_time());
  }
  auto taken = NewestEvent(reader, entry.document(),
                           [&](const v1::Event& event) { return Tells(event, entry); });
  if (!taken.ok()) return taken.status();
  if (!taken->has_value()) return own;
  const bool later = TimeOf((*taken)->event_time()) > sent;
  if (own) return !later;
  return later && (*taken)->date() >= list.start_date() && (*taken)->date() <= list.end_date();
}

// Before every day of a document.
constexpr char kFirstDay[] = "0001-01-01";

// What an organ changed that is on the list.
absl::Status AddOrganEntries(const kv::Reader& reader, const v1::FilingList& list,
                             const std::string& organ, v1::GetFilingListResponse* response) {
  const std::string prefix = schema::DocumentIndexPrefix(schema::DocumentIndex::kByOrgan, organ);
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto id = schema::IndexedDocument(key);
        auto document =
            id.ok() ? tables::GetDocument(reader, *id) : absl::StatusOr<v1::Document>(id.status());
        damage = document.status();
        if (!damage.ok()) return false;
        v1::FilingList until = list;
        until.set_start_date(kFirstDay);
        google::protobuf::RepeatedPtrField<v1::FilingListEntry> changes;
        filing::AddChanges(*document, until, &changes);
        for (v1::FilingListEntry& change : changes) {
          auto has = Has(reader, list, change);
          damage = has.status();
          if (!damage.ok()) return false;
          if (*has) *response->add_entries() = std::move(change);
        }
        return true;
      });
  return damage.ok() ? scanned : damage;
}

// What its organ changed, and what those changed whose duties passed to it.
absl::Status AddEntries(const kv::Reader& reader, const settings::Settings& settings,
                        const v1::FilingList& list, v1::GetFilingListResponse* response) {
  auto merged = acts::MergedBeforeSending(reader, settings, list.parent(),
                                          list.name().substr(list.parent().size()));
  if (!merged.ok()) return merged.status();
  absl::Status added = AddOrganEntries(reader, list, list.parent(), response);
  for (const v1::Organ* one : *merged) {
    if (added.ok()) added = AddOrganEntries(reader, list, one->name(), response);
  }
  return added;
}

// What was filed with the office within the days of the list, as far as everybody may read it.
absl::Status AddFiled(const kv::Reader& reader, const v1::FilingList& list,
                      v1::GetFilingListResponse* response) {
  absl::Status damage;
  for (int state = v1::FilingState_MIN; state <= v1::FilingState_MAX; ++state) {
    if (state == v1::FILING_STATE_REJECTED) continue;
    const std::string prefix = schema::CaseIndexKindPrefix(
        schema::CaseStatePrefix(list.parent(), state), schema::CaseKind::kFiling);
    absl::Status scanned = reader.Scan(
        prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
          auto ref = schema::CaseOf(key);
          auto filing =
              ref.ok() ? tables::GetCase<v1::Filing>(reader, schema::CaseKind::kFiling, ref->id)
                       : absl::StatusOr<v1::Filing>(ref.status());
          damage = filing.status();
          if (!damage.ok()) return false;
          const std::string& day = filing->accepted_date();
          if (day < list.start_date() || day > list.end_date()) return true;
          auto id = tables::DocumentId(filing->document());
          auto document = id.ok() ? tables::GetDocument(reader, *id)
                                  : absl::StatusOr<v1::Document>(id.status());
          damage = document.status();
          if (damage.ok() && visibility::AnyoneMayRead(*document)) {
            *response->add_entries() =
                filing::EntryOf(*document, v1::FILING_LIST_CHANGE_FILED, day);
          }
          return damage.ok();
        });
    if (!damage.ok()) return damage;
    if (!scanned.ok()) return scanned;
  }
  return absl::OkStatus();
}

// The order of the answer: those due first, by day; then those recorded, latest first.
bool StandsBefore(const v1::FilingList& a, const v1::FilingList& b) {
  if (a.has_evidence() != b.has_evidence()) return b.has_evidence();
  if (a.has_evidence() && a.evidence().date() != b.evidence().date())
    return a.evidence().date() > b.evidence().date();
  if (!a.has_evidence() && a.due_date() != b.due_date()) return a.due_date() < b.due_date();
  return a.name() < b.name();
}

// Where a page ended, "d2027-01-31 name" or "r2027-01-10 name": the list itself may be recorded
// before the next page is asked for, and stand elsewhere then.
std::string PlaceOf(const v1::FilingList& list) {
  return list.has_evidence() ? absl::StrCat("r", list.evidence().date(), " ", list.name())
                             : absl::StrCat("d", list.due_date(), " ", list.name());
}

// A list that stands there; nullopt where it is no place.
std::optional<v1::FilingList> ListAt(const std::string& place) {
  const size_t blank = place.find(' ');
  if (blank == std::string::npos || (place[0] != 'd' && place[0] != 'r')) return std::nullopt;
  v1::FilingList list;
  list.set_name(place.substr(blank + 1));
  const std::string date = place.substr(1, blank - 1);
  if (place[0] == 'r') {
    list.mutable_evidence()->set_date(date);
  } else {
    list.set_due_date(date);
  }
  return list;
}

// The recorded lists of a parent, latest last.
absl::Status AddRecorded(const kv::Reader& reader, const access::Caller& caller,
                         const std::string& parent, std::vector<v1::FilingList>* lists) {
  const std::string prefix = schema::FilingListPrefix(parent);
  return tables::ScanMessages<v1::FilingList>(reader, prefix, schema::PrefixEnd(prefix),
                                              [&](absl::string_view, const v1::FilingList& list) {
                                                if (filing::MaySee(caller, list))
                                                  lists->push_back(list);
                                                return true;
                                              });
}

}  // namespace

absl::StatusOr<v1::GetFilingListResponse> GetFilingList(const kv::Reader& reader,
                                                        settings::SettingsCache& settings,
                                                        const access::Caller& caller,
                                                        absl::CivilDay today,
                                                        const v1::GetFilingListRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  auto list = acts::FindFilingList(reader, **now, today, request.name());
  if (!list.ok()) return list.status();
  if (!filing::MaySee(caller, *list)) return error::NotFound(request.name());
  v1::GetFilingListResponse response;
  const absl::Status added = list->kind() == v1::FILING_LIST_KIND_YEARLY
                                 ? AddEntries(reader, **now, *list, &response)
                                 : AddFiled(reader, *list, &response);
  if (!added.ok()) return added;
  std::stable_sort(response.mutable_entries()->begin(), response.mutable_entries()->end(),
                   [](const v1::FilingListEntry& a, const v1::FilingListEntry& b) {
                     return a.date() < b.date();
                   });
  *response.mutable_list() = *std::move(list);
  return response;
}

absl::StatusOr<v1::ListFilingListsResponse> ListFilingLists(
    const kv::Reader& reader, settings::SettingsCache& settings, const access::Caller& caller,
    absl::CivilDay today, const v1::ListFilingListsRequest& request) {
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  auto lists = DueLists(reader, **now, caller, today);
  if (!lists.ok()) return lists.status();
  if (!request.missing()) {
    std::vector<v1::FilingList> recorded;
    const auto add = [&](const auto& parents) {
      absl::Status status;
      for (auto it = parents.begin(); status.ok() && it != parents.end(); ++it)
        status = AddRecorded(reader, caller, it->first, &recorded);
      return status;
    };
    if (absl::Status status = add((*now)->organs); !status.ok()) return status;
    if (absl::Status status = add((*now)->jurisdictions); !status.ok()) return status;
    std::move(recorded.begin(), recorded.end(), std::back_inserter(*lists));
  }
  std::sort(lists->begin(), lists->end(), StandsBefore);
  auto from = lists->begin();
  if (!after->empty()) {
    const auto last = ListAt(*after);
    if (!last.has_value()) return error::Refuse(v1::ERROR_REASON_PAGE_TOKEN_INVALID);
    from = std::upper_bound(lists->begin(), lists->end(), *last, StandsBefore);
  }
  v1::ListFilingListsResponse response;
  const auto to = from + std::min<ptrdiff_t>(PageSize(request.page_size()), lists->end() - from);
  std::move(from, to, google::protobuf::RepeatedPtrFieldBackInserter(response.mutable_lists()));
  if (to != lists->end())
    response.set_next_page_token(MakePageToken(PlaceOf(*response.lists().rbegin())));
  return response;
}

absl::Status AddFilingListTasks(const kv::Reader& reader, const settings::Settings& settings,
                                const access::Caller& caller, absl::CivilDay today,
                                std::vector<v1::Task>* tasks) {
  auto due = DueLists(reader, settings, caller, today);
  if (!due.ok()) return due.status();
  const bool everywhere = caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN);
  for (const v1::FilingList& list : *due) {
    const bool theirs = everywhere || filing::MaySend(caller, list);
    // What others let run out, the offices see to.
    if (!theirs && !(list.overdue() && caller.Has(v1::ROLE_REVIEWER))) continue;
    const filing::ListRule& rule = filing::RuleOf(list.kind());
    v1::Task task;
    task.set_kind(v1::TASK_KIND_FILING_LIST);
    task.set_resource(list.name());
    task.set_todo_zh(absl::StrCat(theirs ? "" : "督办下列逾期事项：", rule.todo_zh));
    if (list.kind() == v1::FILING_LIST_KIND_YEARLY) {
      const v1::Organ* organ = settings.FindOrgan(list.parent());
      task.set_organ(list.parent());
      task.set_title(absl::StrCat(organ == nullptr ? list.parent() : organ->display_name(),
                                  list.start_date().substr(0, 4), "年度文件目录"));
    } else {
      const v1::Jurisdiction* jurisdiction = settings.FindJurisdiction(list.parent());
      task.set_title(absl::StrCat(
          jurisdiction == nullptr ? list.parent() : jurisdiction->display_name(), "备案目录"));
    }
    task.set_overdue(list.overdue());
    v1::Clock* clock = task.mutable_clock();
    clock->set_due_date(list.due_date());
    clock->set_leaf(rule.leaf);
    clock->set_article(list.article());
    clock->set_unconfirmed(list.unconfirmed());
    tasks->push_back(std::move(task));
  }
  return absl::OkStatus();
}

}  // namespace santong::queries
