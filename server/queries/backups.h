// What is said of a backup of the store, when it is made and when it is listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "santong/v1/backup_service.pb.h"
#include "storage/kv/backups.h"
#include "storage/kv/store.h"

namespace santong::queries {

// The note of a backup that holds what `held` shows, made for `request_id`.
absl::StatusOr<std::string> NoteOfBackup(const kv::Reader& held, absl::string_view request_id);

// DATA_LOSS unless `held`, which is of the backup, is what its note says.
absl::Status CompareWithNote(const kv::Reader& held, const v1::Backup& backup);

// One whose note is damaged has its name, time and size alone.
v1::Backup BackupOf(const kv::Backup& backup);

// Whether its note could be read.
bool IsNoted(const v1::Backup& backup);

// All of them, newest first.
absl::StatusOr<std::vector<v1::Backup>> AllBackups(const kv::Backups& backups);

// A page of them. INVALID_ARGUMENT for a page token of another request.
absl::StatusOr<v1::ListBackupsResponse> ListBackups(const kv::Backups& backups,
                                                    const v1::ListBackupsRequest& request);

// 12 for backups/12; nothing for another name.
std::optional<uint64_t> BackupId(absl::string_view name);

}  // namespace santong::queries
