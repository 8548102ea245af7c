// Migrations: each once, in order, and again where one was cut off.
#include "storage/schema/migrations.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/schema/version.h"

namespace santong::schema {
namespace {

using ::testing::ElementsAre;
using Progress = std::function<void(absl::string_view)>;

void Stamp(kv::Store& store, uint64_t version) {
  ASSERT_TRUE(kv::TransactAndWait(store, [&](kv::Transaction& txn) {
                txn.Put(SchemaVersionKey(), EncodeUint64(version));
                return absl::OkStatus();
              }).ok());
}

absl::Status PutRow(kv::Store& store, const char* key) {
  return kv::TransactAndWait(store, [&](kv::Transaction& txn) {
    txn.Put(key, "rewritten");
    return absl::OkStatus();
  });
}

absl::Status First(kv::Store& store, const Progress&) { return PutRow(store, "z1"); }
absl::Status Second(kv::Store& store, const Progress& progress) {
  progress("half");
  return PutRow(store, "z2");
}
absl::Status CutOff(kv::Store& store, const Progress&) {
  (void)PutRow(store, "z2");
  return absl::UnavailableError("the disk");
}

constexpr Migration kWhole[] = {{2, "first", First}, {3, "second", Second}};
constexpr Migration kBroken[] = {{2, "first", First}, {3, "second", CutOff}};

TEST(Migrations, LeadInOrderToTheVersionOfTheProgram) {
  int32_t last = 1;
  for (const Migration& migration : AllMigrations()) {
    EXPECT_EQ(migration.to_version, last + 1);
    last = migration.to_version;
  }
  EXPECT_EQ(last, kSchemaVersion);
}

TEST(Migrations, RunOnceInOrderAndStampTheStore) {
  kv::MemoryStore store;
  Stamp(store, 1);
  std::vector<std::string> said;
  const auto say = [&](absl::string_view line) { said.emplace_back(line); };
  ASSERT_TRUE(Migrate(store, kWhole, 3, say).ok());
  EXPECT_THAT(said, ElementsAre("to version 2: first", "to version 3: second", "half"));
  EXPECT_EQ(StoredVersion(*store.Snapshot()).value(), 3);
  said.clear();
  ASSERT_TRUE(Migrate(store, kWhole, 3, say).ok());
  EXPECT_THAT(said, ElementsAre());
}

TEST(Migrations, AStepThatWasCutOffIsRunAgainAndThoseBeforeAreNot) {
  kv::MemoryStore store;
  Stamp(store, 1);
  EXPECT_TRUE(absl::IsUnavailable(Migrate(store, kBroken, 3, [](absl::string_view) {})));
  EXPECT_EQ(StoredVersion(*store.Snapshot()).value(), 2);
  std::vector<std::string> said;
  ASSERT_TRUE(
      Migrate(store, kWhole, 3, [&](absl::string_view line) { said.emplace_back(line); }).ok());
  EXPECT_THAT(said, ElementsAre("to version 3: second", "half"));
}

TEST(Migrations, NewerDataAndAnEmptyStoreAreRefused) {
  kv::MemoryStore store;
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(store, kWhole, 3, [](absl::string_view) {})));
  Stamp(store, 4);
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(store, kWhole, 3, [](absl::string_view) {})));
  EXPECT_EQ(StoredVersion(*store.Snapshot()).value(), 4);
}

}  // namespace
}  // namespace santong::schema
