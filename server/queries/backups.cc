#include "server/queries/backups.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/domain/proof/merkle.h"
#include "server/queries/page.h"
#include "server/queries/proofs.h"
#include "storage/schema/migrations.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"

namespace santong::queries {

absl::StatusOr<std::string> NoteOfBackup(const kv::Reader& held, absl::string_view request_id) {
  v1::Backup note;
  auto last = tables::LastEvent(held);
  if (!last.ok()) return last.status();
  note.set_last_event_sequence(static_cast<int64_t>(*last));
  auto size = LogSize(held);
  if (!size.ok()) return size.status();
  note.set_log_size(static_cast<int64_t>(*size));
  if (*size > 0) {
    auto root = proof::RootAt(
        *size, [&](int level, uint64_t index) { return tables::GetLogNode(held, level, index); });
    if (!root.ok()) return root.status();
    note.set_log_root(absl::Base64Escape(*root));
  }
  auto version = schema::StoredVersion(held);
  if (!version.ok()) return version.status();
  note.set_schema_version(*version);
  note.set_request_id(std::string(request_id));
  return note.SerializeAsString();
}

absl::Status CompareWithNote(const kv::Reader& held, const v1::Backup& backup) {
  auto note = NoteOfBackup(held, backup.request_id());
  v1::Backup found;
  if (!note.ok()) return note.status();
  if (found.ParseFromString(*note) && found.last_event_sequence() == backup.last_event_sequence() &&
      found.log_size() == backup.log_size() && found.log_root() == backup.log_root()) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(backup.name(), " holds ", found.last_event_sequence(), " events and a log of ",
                   found.log_size(), " entries, root ", found.log_root(), ", and its note says ",
                   backup.last_event_sequence(), ", ", backup.log_size(), ", ", backup.log_root()));
}

v1::Backup BackupOf(const kv::Backup& backup) {
  v1::Backup shown;
  if (!shown.ParseFromString(backup.note)) shown.Clear();
  shown.set_name(absl::StrCat("backups/", backup.id));
  shown.mutable_create_time()->set_seconds(absl::ToUnixSeconds(backup.created));
  shown.set_bytes(static_cast<int64_t>(backup.bytes));
  shown.set_copied_bytes(static_cast<int64_t>(backup.copied_bytes));
  return shown;
}

// Every note says a version.
bool IsNoted(const v1::Backup& backup) { return backup.schema_version() > 0; }

absl::StatusOr<std::vector<v1::Backup>> AllBackups(const kv::Backups& backups) {
  auto stored = backups.List();
  if (!stored.ok()) return stored.status();
  std::vector<v1::Backup> all;
  for (auto backup = stored->rbegin(); backup != stored->rend(); ++backup)
    all.push_back(BackupOf(*backup));
  return all;
}

absl::StatusOr<v1::ListBackupsResponse> ListBackups(const kv::Backups& backups,
                                                    const v1::ListBackupsRequest& request) {
  auto after = ReadPageToken(request.page_token());
  if (!after.ok()) return after.status();
  auto all = AllBackups(backups);
  if (!all.ok()) return all.status();
  v1::ListBackupsResponse response;
  const std::optional<uint64_t> last = BackupId(*after);
  for (const v1::Backup& backup : *all) {
    if (last.has_value() && BackupId(backup.name()).value_or(0) >= *last) continue;
    if (response.backups_size() == PageSize(request.page_size())) {
      response.set_next_page_token(MakePageToken(response.backups().rbegin()->name()));
      break;
    }
    *response.add_backups() = backup;
  }
  return response;
}

std::optional<uint64_t> BackupId(absl::string_view name) {
  uint64_t id = 0;
  if (!absl::ConsumePrefix(&name, "backups/") || !absl::SimpleAtoi(name, &id)) return std::nullopt;
  return id;
}

}  // namespace santong::queries
