// santongd migrate on a store that a server wrote: a backup first, taken up again after a cut,
// newer data refused. The steps are the test's: version 1 is the only one that was released.
#include "server/offline/migrate.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int kRows = 5;
int rows_until_cut = 0;  // the step is cut off after so many rows; 0: it is not

// Gives rows of its own a new form, each in a transaction.
absl::Status NewForm(kv::Store& store, const std::function<void(absl::string_view)>&) {
  for (int row = 0; row < kRows; ++row) {
    if (rows_until_cut > 0 && row == rows_until_cut) return absl::UnavailableError("cut off");
    absl::Status written = kv::TransactAndWait(store, [row](kv::Transaction& txn) {
      txn.Put(absl::StrCat("zrow", row), "new");
      return absl::OkStatus();
    });
    if (!written.ok()) return written;
  }
  return absl::OkStatus();
}
constexpr schema::Migration kSteps[] = {{2, "a new form", NewForm}};

class MigrateTest : public ::testing::Test {
 protected:
  MigrateTest() {
    RunningServer server(data_dir(), {});
    server.registry().Published("办法");
    server.process().Terminate();
  }
  std::string data_dir() const { return folder_.path() + "/data"; }
  std::string backup_dir() const { return folder_.path() + "/backups"; }

  // santongd with a command: its exit code, and what it wrote to `said_`.
  int Santongd(const std::string& arguments) {
    const std::string out = folder_.path() + "/out";
    const int status =
        std::system(absl::StrCat(SantongdPath(), " ", arguments, " > ", out, " 2>&1").c_str());
    std::ifstream file(out);
    said_.assign(std::istreambuf_iterator<char>(file), {});
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  absl::Status Migrate(bool apply) {
    lines_.clear();
    return offline::RunMigration({data_dir(), backup_dir(), apply, kSteps, 2},
                                 [this](absl::string_view line) { lines_.emplace_back(line); });
  }
  // The stored version, and how many rows have the new form.
  std::pair<int, int> Stored(const std::string& folder) {
    kv::RocksDbStore::Options options;
    options.path = folder;
    options.create_if_missing = false;
    auto store = kv::RocksDbStore::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    const auto reader = (*store)->Snapshot();
    int rows = 0;
    for (int row = 0; row < kRows; ++row) rows += reader->Get(absl::StrCat("zrow", row)).ok();
    return {schema::StoredVersion(*reader).value_or(-1), rows};
  }

  TempFolder folder_;
  std::string said_;
  std::vector<std::string> lines_;
};

TEST_F(MigrateTest, ACheckSaysWhatIsToDoAndChangesNothing) {
  ASSERT_TRUE(Migrate(false).ok());
  EXPECT_THAT(lines_, Contains(HasSubstr("to version 2: a new form")));
  EXPECT_EQ(Stored(data_dir()), std::make_pair(1, 0));
  EXPECT_FALSE(std::filesystem::exists(backup_dir()));
  EXPECT_EQ(Santongd(absl::StrCat("migrate --check --data-dir ", data_dir())), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("nothing is to do"));
  EXPECT_EQ(Santongd(absl::StrCat("migrate --apply --data-dir ", data_dir())), 2)
      << "not without a place for the backup";
}

TEST_F(MigrateTest, BacksUpFirstGoesOnAfterACutAndCanBeTakenBack) {
  rows_until_cut = 2;
  EXPECT_TRUE(absl::IsUnavailable(Migrate(true)));
  EXPECT_THAT(lines_, Contains(HasSubstr("backups/1")));
  EXPECT_EQ(Stored(data_dir()), std::make_pair(1, 2)) << "half done is still the old version";
  rows_until_cut = 0;
  ASSERT_TRUE(Migrate(true).ok());
  EXPECT_THAT(lines_, Contains("done"));
  EXPECT_EQ(Stored(data_dir()), std::make_pair(2, kRows));

  // This program knows version 1 only: newer data is refused, whichever way it is opened.
  EXPECT_EQ(Santongd(absl::StrCat("migrate --check --data-dir ", data_dir())), 1);
  EXPECT_THAT(said_, HasSubstr("newer version of santongd"));
  EXPECT_EQ(Santongd(absl::StrCat("--listen 127.0.0.1:0 --http-listen '' --data-dir ", data_dir())),
            1);
  EXPECT_THAT(said_, HasSubstr("nothing was changed"));

  // The way back is the backup from before.
  EXPECT_EQ(Santongd(absl::StrCat("restore --from ", backup_dir(), " --to ", folder_.path(),
                                  "/old/ --at-sequence 1000000")),
            0)
      << said_;
  EXPECT_THAT(said_, HasSubstr(folder_.path() + "/old.key")) << "beside it, not in it";
  EXPECT_EQ(Stored(folder_.path() + "/old").first, 1);
}

// A name that was mistyped became a folder into which no restore goes.
TEST_F(MigrateTest, WhereThereIsNoStoreNothingIsMade) {
  const std::string mistyped = folder_.path() + "/dta";
  EXPECT_EQ(Santongd(absl::StrCat("migrate --check --data-dir ", mistyped)), 1);
  EXPECT_THAT(said_, HasSubstr("holds no store"));
  EXPECT_FALSE(std::filesystem::exists(mistyped));
}

TEST_F(MigrateTest, AStoreInUseIsLeftAlone) {
  RunningServer server(data_dir(), {});
  EXPECT_EQ(Santongd(absl::StrCat("migrate --check --data-dir ", data_dir())), 1);
  EXPECT_THAT(said_, HasSubstr("in use"));
}

}  // namespace
}  // namespace santong::testing
