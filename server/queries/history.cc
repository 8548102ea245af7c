#include "server/queries/history.h"

#include "absl/strings/match.h"
#include "server/domain/error/refusal.h"
#include "server/domain/visibility/visibility.h"
#include "server/queries/page.h"
#include "server/queries/read_document.h"
#include "storage/schema/keys.h"
#include "storage/tables/event_table.h"

namespace santong::queries {

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
  std::string last_key;
  bool more = false;
  absl::Status damage;
  absl::Status scanned =
      reader.Scan(after->empty() ? prefix : *after + '\0', schema::PrefixEnd(prefix),
                  [&](absl::string_view key, absl::string_view) {
                    if (response.events_size() == PageSize(request.page_size())) {
                      more = true;
                      return false;
                    }
                    last_key = std::string(key);
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
                    return true;
                  });
  if (!damage.ok()) return damage;
  if (!scanned.ok()) return scanned;
  if (more) response.set_next_page_token(MakePageToken(last_key));
  return response;
}

}  // namespace santong::queries
