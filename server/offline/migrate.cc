#include "server/offline/migrate.h"

#include "absl/strings/str_cat.h"
#include "server/offline/restore.h"
#include "server/queries/backups.h"
#include "storage/files/whole_file.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/migrations.h"
#include "storage/schema/version.h"

namespace santong::offline {

absl::Status RunMigration(const MigrateAsk& ask,
                          const std::function<void(absl::string_view)>& say) {
  if (absl::Status whole = CheckRestored(ask.data_dir); !whole.ok()) return whole;
  // The engine makes the folder before it finds no store there, and a restore refuses it then.
  auto there = files::FileExists(ask.data_dir + "/CURRENT");
  if (!there.ok()) return there.status();
  if (!*there) {
    return absl::NotFoundError(
        absl::StrCat("the folder ", ask.data_dir, " holds no store; nothing was done"));
  }
  kv::RocksDbStore::Options options;
  options.path = ask.data_dir;
  options.create_if_missing = false;
  options.changes_kept_bytes = kv::RocksDbStore::kChangesKeptBytes;
  auto store = kv::RocksDbStore::Open(options);
  if (!store.ok()) return store.status();
  auto stored = schema::StoredVersion(*(*store)->Snapshot());
  if (!stored.ok()) return stored.status();
  say(absl::StrCat("stored version    ", *stored));
  say(absl::StrCat("program's version ", ask.newest_version));
  if (*stored > ask.newest_version) return schema::RefuseNewer(*stored);
  int pending = 0;
  for (const schema::Migration& migration : ask.migrations) {
    if (migration.to_version <= *stored) continue;
    ++pending;
    say(absl::StrCat("to do             to version ", migration.to_version, ": ", migration.what));
  }
  if (pending == 0) say("nothing is to do");
  if (pending == 0 || !ask.apply) return absl::OkStatus();
  kv::BackupFolder backups(ask.backup_dir, store->get());
  auto backup = backups.Create(
      [](const kv::Reader& held) { return queries::NoteOfBackup(held, "santongd migrate"); });
  if (!backup.ok()) return backup.status();
  say(absl::StrCat("backed up         backups/", backup->id, " in ", ask.backup_dir));
  absl::Status migrated = schema::Migrate(**store, ask.migrations, ask.newest_version, say);
  if (migrated.ok()) say("done");
  return migrated;
}

}  // namespace santong::offline
