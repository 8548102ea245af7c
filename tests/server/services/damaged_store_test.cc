// What the operator's check says of a store with a flipped bit: which file is damaged and the way
// back, whatever else it can still look at; never only that something is damaged.
#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "server/queries/verify.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/server/services/fixture.h"
#include "tests/storage/store_helpers.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr uint64_t kPlaces = 40;  // in which a table is tried, from its beginning to its end

TEST(DamagedStore, TheCheckNamesTheFileAndTheWayBack) {
  RunningServer server;
  for (int i = 0; i < 5; ++i) server.registry().Published("办法" + std::to_string(i));
  server.KillAndRestart();  // what stood in the engine's log is in a table now
  server.process().Terminate();
  int told = 0;
  for (const auto& file : fs::directory_iterator(server.data_dir())) {
    if (file.path().extension() != ".sst") continue;
    const std::string name = file.path().filename();
    for (uint64_t place = 0; place < kPlaces; ++place) {
      const TempFolder copy;
      fs::copy(server.data_dir(), copy.path(), fs::copy_options::recursive);
      kv::Flip(fs::path(copy.path()) / name, file.file_size() * place / kPlaces);
      SCOPED_TRACE(name + " at " + std::to_string(place));
      kv::RocksDbStore::Options options;
      options.path = copy.path();
      auto store = kv::RocksDbStore::Open(options);
      if (!store.ok()) continue;  // said at the start, tests/storage/rocksdb_damage_test
      const auto found = queries::VerifyStore(*(*store)->Snapshot(), {});
      ASSERT_THAT(found, IsOk());
      if (found->problems().empty()) continue;  // in rows that have no index
      EXPECT_THAT(found->problems(0), AllOf(HasSubstr(name), HasSubstr("santongd restore")));
      ++told;
    }
  }
  EXPECT_GT(told, 0);
}

}  // namespace
}  // namespace santong::testing
