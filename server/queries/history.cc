#include "server/queries/history.h"

#include "absl/strings/match.h"
#include "server/domain/error/refusal.h"
#include "server/domain/objection/visibility.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/filings.h"
#include "server/queries/page.h"
#include "server/queries/read_document.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/objection_table.h"

namespace santong::queries {
namespace {

// Of which not all are public, in one call.
constexpr int kEventsReadMax = 10'000;

// Whether the caller is of an office that the filing or the objection concerns: what it asked,
// supplied and explained stands nowhere else. False for what is neither.
absl::StatusOr<bool> IsConcerned(const kv::Reader& reader, settings::SettingsCache& settings,
                                 const access::Caller& caller, const std::string& name) {
  absl::Status found;
  if (absl::StartsWith(name, "filings/")) {
    v1::GetFilingRequest get;
    get.set_name(name);
    found = GetFiling(reader, settings, caller, get).status();
  } else if (absl::StartsWith(name, "objections/")) {
    auto id = tables::CaseId(schema::CaseKind::kObjection, name);
    if (!id.ok()) return false;
    auto objection = tables::GetObjection(reader, *id);
    if (objection.ok()) return objection::SeesInternal(caller, *objection);
    found = objection.status();
  } else {
    return false;
  }
  if (absl::IsNotFound(found)) return false;
  if (!found.ok()) return found;
  return true;
}

}  // namespace

absl::StatusOr<v1::ListHistoryResponse> ListHistory(const kv::Reader& reader,
                                                    settings::SettingsCache& settings,
                                                    const access::Caller& caller,
                                                    const v1::ListHistoryRequest& request) {
  bool sees_all = caller.Has(v1::ROLE_AUDITOR) || caller.Has(v1::ROLE_ADMIN);
  if (absl::StartsWith(request.parent(), "documents/")) {
    auto document = ReadDocumentHead(reader, settings, caller, request.parent());
    if (!document.ok()) return document.status();
    sees_all = sees_all || document->has_internal();
  } else if (request.parent().empty() && !sees_all) {
    return error::Refuse(v1::ERROR_REASON_ROLE_NOT_ALLOWED, {{"method", "ListHistory"}});
  } else if (!sees_all) {
    auto concerned = IsConcerned(reader, settings, caller, request.parent());
    if (!concerned.ok()) return concerned.status();
    sees_all = *concerned;
  }
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  const std::string prefix =
      request.parent().empty() ? schema::TablePrefix('e') : schema::HistoryPrefix(request.parent());

  v1::ListHistoryResponse response;
  PageEnd page(PageSize(request.page_size()), kEventsReadMax);
  absl::Status damage;
  const auto visit = [&](absl::string_view key, absl::string_view) {
    if (!page.Begins(key)) return false;
    // Both tables end in the sequence number.
    auto sequence = schema::DecodeUint64(key.substr(key.size() - 8));
    if (!sequence.ok()) {
      damage = sequence.status();
      return false;
    }
    auto event = tables::GetEvent(reader, *sequence);
    if (!event.ok()) {
      damage = event.status();
      return false;
    }
    if (sees_all) {
      *response.add_events() = *std::move(event);
    } else if (event->public_()) {
      *response.add_events() = visibility::PublicView(*event);
    }
    return page.GoesOn(response.mutable_events());
  };
  const std::string end = schema::PrefixEnd(prefix);
  const absl::Status scanned =
      request.newest_first() ? reader.ScanBackward(prefix, after->empty() ? end : *after, visit)
                             : reader.Scan(after->empty() ? prefix : *after + '\0', end, visit);
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  response.set_next_page_token(page.Token());
  return response;
}

}  // namespace santong::queries
