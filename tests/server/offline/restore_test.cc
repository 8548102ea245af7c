// Which backup a restore begins with, where the folder holds those of several stores.
//
// Method: stores of events alone, each of which says of which store it is; the second store goes on
// from a backup of the first, and both have events of the same numbers.
#include "server/offline/restore.h"

#include <filesystem>
#include <memory>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/acts/append_event.h"
#include "server/queries/backups.h"
#include "storage/rocksdb/backup_folder.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/version.h"
#include "storage/tables/event_table.h"
#include "tests/storage/temp_folder.h"

namespace santong::offline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// A store with the folder of its backups, until it goes.
class Running {
 public:
  Running(const std::string& path, const std::string& kept) {
    kv::RocksDbStore::Options options;
    options.path = path;
    options.changes_kept_bytes = 64 << 20;
    auto opened = kv::RocksDbStore::Open(options);
    EXPECT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
    EXPECT_TRUE(schema::OpenSchema(*store_).ok());
    backups_ = std::make_unique<kv::BackupFolder>(kept, store_.get());
  }
  void Act(const std::string& whose, int events) {
    for (int i = 0; i < events; ++i) {
      absl::Status written = kv::TransactAndWait(*store_, [&](kv::Transaction& txn) {
        v1::Event event;
        event.set_type(whose);
        event.set_resource("jurisdictions/630203");
        return acts::AppendEvent(txn, event).status();
      });
      ASSERT_TRUE(written.ok()) << written;
    }
    absl::StatusOr<bool> more = true;
    while (more.ok() && *more) more = backups_->ArchiveChanges();
    EXPECT_TRUE(more.ok()) << more.status();
  }
  void BackUp() {
    auto made =
        backups_->Create([](const kv::Reader& held) { return queries::NoteOfBackup(held, ""); });
    ASSERT_TRUE(made.ok()) << made.status();
  }

 private:
  std::unique_ptr<kv::RocksDbStore> store_;
  std::unique_ptr<kv::BackupFolder> backups_;
};

class TwoStores : public ::testing::Test {
 protected:
  // events/  1  2  3  4  5  6  7  8  9
  // first    1b 1  1  1  1  1            b: a backup
  // second         2  2b 2  2  2
  TwoStores() {
    {
      Running first(folder_.path() + "/first", kept());
      first.Act("First", 2);
      first.BackUp();  // backups/1, event 2
      first.Act("First", 4);
    }
    RestoreAsk ask = Ask("second");
    ask.at_sequence = 2;
    EXPECT_TRUE(Restore(ask).ok());
    Running second(ask.to, kept());
    second.Act("Second", 2);
    second.BackUp();  // backups/2, event 4
    second.Act("Second", 3);
  }
  std::string kept() const { return folder_.path() + "/backups"; }
  RestoreAsk Ask(const std::string& to) const {
    RestoreAsk ask;
    ask.from = kept();
    ask.to = absl::StrCat(folder_.path(), "/", to);
    return ask;
  }
  // Whose event the restored store ends with, and its number: "Second 5". Or the refusal.
  std::string EndOf(const RestoreAsk& ask) {
    auto restored = Restore(ask);
    if (!restored.ok()) return std::string(restored.status().message());
    kv::RocksDbStore::Options options;
    options.path = ask.to;
    options.create_if_missing = false;
    auto store = kv::RocksDbStore::Open(options);
    if (!store.ok()) return store.status().ToString();
    auto event = tables::GetEvent(*(*store)->Snapshot(), restored->last_event);
    return absl::StrCat(event.ok() ? event->type() : event.status().ToString(), " ",
                        restored->last_event);
  }
  std::string EndOf(uint64_t to_sequence, const std::string& backup = "") {
    RestoreAsk ask = Ask(absl::StrCat("at", to_sequence, backup.empty() ? "" : "named"));
    ask.to_sequence = to_sequence;
    ask.backup = backup;
    return EndOf(ask);
  }

  const testing::TempFolder folder_;
};

TEST_F(TwoStores, AnEventIsOneOfTheHistoryOfTheNewestBackup) {
  EXPECT_EQ(EndOf(5), "Second 5");
  EXPECT_EQ(EndOf(7), "Second 7");
  EXPECT_THAT(EndOf(8), HasSubstr("they go to event 7"));
  // Before, this was the first store's event 3, which the second never had.
  EXPECT_THAT(EndOf(3),
              AllOf(HasSubstr("first with event 4 (backups/2)"),
                    HasSubstr("backups/1 up to event 2"), HasSubstr("--backup backups/1")));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/at3")) << "nothing was begun";
  EXPECT_THAT(EndOf(1), HasSubstr("the oldest ends at event 4"));
}

TEST_F(TwoStores, AnEventIsOneOfTheHistoryOfTheNamedBackup) {
  EXPECT_EQ(EndOf(3, "backups/1"), "First 3");
  EXPECT_EQ(EndOf(5, "backups/1"), "First 5");
  EXPECT_THAT(EndOf(7, "backups/1"), HasSubstr("they go to event 6"));
  EXPECT_THAT(EndOf(3, "backups/2"), HasSubstr("backups/2 ends at event 4, after event 3"));
  EXPECT_THAT(EndOf(4, "backups/9"), HasSubstr("holds no backups/9"));
  RestoreAsk whole = Ask("whole");
  whole.backup = "backups/1";
  EXPECT_EQ(EndOf(whole), "First 6");
  RestoreAsk newest = Ask("newest");
  EXPECT_EQ(EndOf(newest), "Second 7");
}

}  // namespace
}  // namespace santong::offline
