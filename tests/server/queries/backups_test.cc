// What a backup says of itself.
#include "server/queries/backups.h"

#include <gtest/gtest.h>

#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"
#include "tests/support/status_matchers.h"

namespace santong::queries {
namespace {

using santong::testing::IsOk;

// A backup that is made before a migration is of a store of the version before.
TEST(NoteOfBackup, SaysTheVersionOfWhatIsStoredAndNotTheProgramsOwn) {
  constexpr uint64_t kStored = schema::kSchemaVersion + 5;
  kv::MemoryStore store;
  ASSERT_THAT(kv::TransactAndWait(store,
                                  [](kv::Transaction& txn) {
                                    txn.Put(schema::SchemaVersionKey(),
                                            schema::EncodeUint64(kStored));
                                    return absl::OkStatus();
                                  }),
              IsOk());
  const auto note = NoteOfBackup(*store.Snapshot(), "");
  ASSERT_THAT(note, IsOk());
  v1::Backup backup;
  ASSERT_TRUE(backup.ParseFromString(*note));
  EXPECT_EQ(static_cast<uint64_t>(backup.schema_version()), kStored);
}

}  // namespace
}  // namespace santong::queries
