#include "server/queries/filings.h"

#include <algorithm>

#include "server/domain/document/subject.h"
#include "server/domain/error/refusal.h"
#include "server/domain/filing/decide.h"
#include "server/domain/workflow/todo.h"
#include "server/queries/known_place.h"
#include "server/queries/page.h"
#include "server/settings/confirmed_marks.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"

namespace santong::queries {
namespace {

constexpr schema::CaseKind kKind = schema::CaseKind::kFiling;

// How many rows one page reads at most, and how many missing filings are listed.
constexpr int kRowsReadMax = 10000;
constexpr int kMissingMax = 1000;

std::string JurisdictionOf(const v1::Filing& filing) {
  return settings::Settings::JurisdictionOf(filing.organ());
}

// `organs` are those that are asked for; none is all.
bool IsAskedFor(const v1::Filing& filing, const v1::ListFilingsRequest& request,
                const std::vector<std::string>& organs, absl::CivilDay today) {
  if (!request.document().empty() && filing.document() != request.document()) return false;
  if (!IsOneOf(organs, filing.organ())) return false;
  if (!request.jurisdiction().empty() && filing.jurisdiction() != request.jurisdiction())
    return false;
  const auto is_overdue = [&](const v1::Clock& clock) { return workflow::IsOverdue(clock, today); };
  if (request.overdue_only() &&
      std::none_of(filing.clocks().begin(), filing.clocks().end(), is_overdue)) {
    return false;
  }
  return request.states().empty() || std::find(request.states().begin(), request.states().end(),
                                               filing.state()) != request.states().end();
}

// The entries that hold what is asked for, and as few others as can be.
std::string PrefixFor(const v1::ListFilingsRequest& request,
                      const std::vector<std::string>& organs) {
  if (!request.document().empty())
    return schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, request.document());
  // Those of several organs stand in one order among all alone.
  if (organs.size() != 1) return schema::CaseKindPrefix(kKind);
  return schema::CaseIndexKindPrefix(
      schema::CaseIndexPrefix(schema::CaseIndex::kByOrgan, organs.front()), kKind);
}

// Whether the clock waits for a filing that was not made.
bool WaitsForFiling(const v1::Clock& clock) {
  return (clock.kind() == v1::CLOCK_KIND_FILING ||
          clock.kind() == v1::CLOCK_KIND_CONGRESS_FILING) &&
         (clock.state() == v1::CLOCK_STATE_RUNNING || clock.state() == v1::CLOCK_STATE_EXPIRED);
}

// Whether it was filed since that day. What was published again is to be filed again.
absl::StatusOr<bool> WasFiled(const kv::Reader& reader, const std::string& document,
                              const std::string& since) {
  bool filed = false;
  absl::Status damage;
  const std::string prefix = schema::CaseIndexPrefix(schema::CaseIndex::kByDocument, document);
  const absl::Status scanned =
      reader.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        auto ref = schema::CaseOf(key);
        damage = ref.status();
        if (!damage.ok()) return false;
        if (ref->kind != kKind) return true;
        auto filing = tables::GetCase<v1::Filing>(reader, kKind, ref->id);
        damage = filing.status();
        filed = filing.ok() && filing->filed_date() >= since;
        return damage.ok() && !filed;
      });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  return filed;
}

absl::Status AddMissing(const kv::Reader& reader, const settings::Settings& now,
                        const access::Caller& caller, absl::CivilDay today,
                        const v1::ListFilingsRequest& request, v1::ListFilingsResponse* response) {
  const bool everywhere = caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN);
  // A drafter's business is its own organ's.
  const bool office = caller.Has(v1::ROLE_REVIEWER) || caller.Has(v1::ROLE_PUBLISHER);
  const std::vector<std::string> organs = now.OrgansAnsweredBy(request.organ());
  absl::Status damage;
  for (const auto& [name, jurisdiction] : now.jurisdictions) {
    if (!everywhere && name != caller.jurisdiction && jurisdiction.parent() != caller.jurisdiction)
      continue;
    const std::string& parent = jurisdiction.parent();
    for (v1::DocumentState state : {v1::DOCUMENT_STATE_PUBLISHED, v1::DOCUMENT_STATE_IN_EFFECT,
                                    v1::DOCUMENT_STATE_SUSPENDED}) {
      const std::string prefix = schema::StateIndexPrefix(name, state);
      if (response->more_missing()) break;
      absl::Status scanned = reader.Scan(
          prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
            auto id = schema::IndexedDocument(key);
            auto document = id.ok() ? tables::GetDocument(reader, *id)
                                    : absl::StatusOr<v1::Document>(id.status());
            damage = document.status();
            if (!damage.ok()) return false;
            const std::string lead(document::LeadIssuer(*document));
            if (!IsOneOf(organs, lead)) return true;
            const std::string reviewer = filing::ReviewerOf(*document, now.FindOrgan(lead), parent);
            for (const v1::Clock& clock : document->clocks()) {
              if (!WaitsForFiling(clock)) continue;
              const bool above = clock.kind() == v1::CLOCK_KIND_FILING;
              const std::string& office_of = above ? reviewer : document->jurisdiction();
              const bool overdue = workflow::IsOverdue(clock, today);
              if (!request.jurisdiction().empty() && request.jurisdiction() != office_of) continue;
              if (request.overdue_only() && !overdue) continue;
              // Its own office sees to what goes to the committee, and the level above once it is
              // late.
              const bool concerns = everywhere || caller.AnswersFor(lead) ||
                                    (office && (caller.jurisdiction == office_of ||
                                                caller.jurisdiction == clock.escalated_to()));
              if (!concerns) continue;
              if (above) {
                auto filed = WasFiled(reader, document->name(), clock.start_date());
                damage = filed.status();
                if (!damage.ok()) return false;
                if (*filed) continue;
              }
              if (response->missing_size() == kMissingMax) {
                response->set_more_missing(true);
                return false;
              }
              v1::MissingFiling* missing = response->add_missing();
              missing->set_document(document->name());
              missing->set_title(document->title());
              missing->set_organ(lead);
              missing->set_due_date(clock.due_date());
              missing->set_due_date_before_roll(clock.due_date_before_roll());
              missing->set_overdue(overdue);
              missing->set_kind(clock.kind());
            }
            return true;
          });
      if (!damage.ok()) return damage;
      if (!scanned.ok()) return scanned;
    }
  }
  std::stable_sort(response->mutable_missing()->begin(), response->mutable_missing()->end(),
                   [](const v1::MissingFiling& a, const v1::MissingFiling& b) {
                     return a.due_date() < b.due_date();
                   });
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Filing> GetFiling(const kv::Reader& reader, settings::SettingsCache& settings,
                                     const access::Caller& caller,
                                     const v1::GetFilingRequest& request) {
  const absl::Status not_found = error::NotFound(request.name());
  auto id = tables::CaseId(kKind, request.name());
  if (!id.ok()) return not_found;
  auto filing = tables::GetCase<v1::Filing>(reader, kKind, *id);
  if (absl::IsNotFound(filing.status())) return not_found;
  if (!filing.ok()) return filing.status();
  if (!filing::MaySee(caller, *filing, JurisdictionOf(*filing))) return not_found;
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  absl::Status shown = settings::DropConfirmedMarks(reader, **now, &*filing);
  if (!shown.ok()) return shown;
  return filing;
}

absl::StatusOr<v1::ListFilingsResponse> ListFilings(const kv::Reader& reader,
                                                    settings::SettingsCache& settings,
                                                    const access::Caller& caller,
                                                    absl::CivilDay today,
                                                    const v1::ListFilingsRequest& request) {
  v1::ListFilingsResponse response;
  auto now = settings.Read(reader);
  if (!now.ok()) return now.status();
  if (absl::Status place = CheckPlace(**now, request.jurisdiction()); !place.ok()) return place;
  if (request.missing()) {
    if (absl::Status status = AddMissing(reader, **now, caller, today, request, &response);
        !status.ok())
      return status;
    return response;
  }
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  const std::vector<std::string> organs = (*now)->OrgansAnsweredBy(request.organ());
  const std::string prefix = PrefixFor(request, organs);
  if (absl::Status same = CheckGoesOn(*after, prefix); !same.ok()) return same;
  const std::string end = schema::PrefixEnd(prefix);
  PageEnd page(PageSize(request.page_size()), kRowsReadMax);
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view) {
    if (!page.Begins(key)) return false;
    auto ref = schema::CaseOf(key);
    damage = ref.status();
    if (!ref.ok()) return false;
    if (ref->kind != kKind) return true;
    auto filing = tables::GetCase<v1::Filing>(reader, kKind, ref->id);
    damage = filing.status();
    if (!filing.ok()) return false;
    if (IsAskedFor(*filing, request, organs, today) &&
        filing::MaySee(caller, *filing, JurisdictionOf(*filing))) {
      damage = settings::DropConfirmedMarks(reader, **now, &*filing);
      *response.add_filings() = *std::move(filing);
    }
    return damage.ok() && page.GoesOn(response.mutable_filings());
  };
  const absl::Status scanned =
      request.newest_first() ? reader.ScanBackward(prefix, after->empty() ? end : *after, visit)
                             : reader.Scan(after->empty() ? prefix : *after + '\0', end, visit);
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  response.set_next_page_token(page.Token());
  return response;
}

}  // namespace santong::queries
