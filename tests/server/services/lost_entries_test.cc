// Entries and counters that are gone or too many, of which no row says anything: the operator's
// check names each. Without it the next document is written over one that is there, no number is
// given any more, and a token cannot be revoked.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "server/queries/verify.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "tests/server/services/fixture.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The first key of a table.
std::string FirstOf(const kv::Reader& reader, const std::string& prefix) {
  std::string first;
  EXPECT_THAT(reader.Scan(prefix, schema::PrefixEnd(prefix),
                          [&](absl::string_view key, absl::string_view) {
                            first = std::string(key);
                            return false;
                          }),
              IsOk());
  EXPECT_NE(first, "") << prefix;
  return first;
}

struct Case {
  const char* name;
  std::function<void(kv::Transaction& txn)> change;
  const char* found;
};

TEST(LostEntries, EachIsNamedByTheOperatorsCheck) {
  RunningServer server;
  server.registry().Published("甲办法");
  server.registry().Registered("乙办法");
  server.process().Terminate();
  kv::RocksDbStore::Options options;
  options.path = server.data_dir();
  auto store = kv::RocksDbStore::Open(options);
  ASSERT_THAT(store, IsOk());
  const auto problems = [&] {
    auto found = queries::VerifyStore(*(*store)->Snapshot(), {});
    EXPECT_THAT(found, IsOk());
    return std::vector<std::string>(found->problems().begin(), found->problems().end());
  };
  EXPECT_THAT(problems(), IsEmpty());
  const Case cases[] = {
      {"where a series stands",
       [](kv::Transaction& txn) { txn.Delete(FirstOf(txn, schema::SeriesPrefix())); },
       "where it stands is missing"},
      {"how many documents were made",
       [](kv::Transaction& txn) { txn.Put(schema::LastDocumentKey(), schema::EncodeUint64(1)); },
       "mlast_document says 1 where 2"},
      {"an event in another's history",
       [](kv::Transaction& txn) { txn.Put(schema::HistoryKey("documents/1", 1), ""); },
       "entries of histories"},
      {"the name of a token",
       [](kv::Transaction& txn) { txn.Delete(FirstOf(txn, schema::TablePrefix('t'))); },
       "its entry by name is missing"},
      {"a subject that nobody has",
       [](kv::Transaction& txn) { txn.Put(schema::CertificateKey("CN=x"), "principals/admin"); },
       "subjects of certificates"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.name);
    // What was there before is put back behind it.
    std::map<std::string, std::string> before, after;
    const auto rows = [&](std::map<std::string, std::string>* all) {
      EXPECT_THAT((*store)->Snapshot()->Scan("", "",
                                             [&](absl::string_view key, absl::string_view value) {
                                               all->emplace(key, value);
                                               return true;
                                             }),
                  IsOk());
    };
    const auto write = [&](const std::function<void(kv::Transaction & txn)>& change) {
      EXPECT_THAT(kv::TransactAndWait(**store,
                                      [&](kv::Transaction& txn) {
                                        change(txn);
                                        return absl::OkStatus();
                                      }),
                  IsOk());
    };
    rows(&before);
    write(one.change);
    EXPECT_THAT(problems(), Contains(HasSubstr(one.found)));
    rows(&after);
    write([&](kv::Transaction& txn) {
      for (const auto& [key, value] : after) {
        if (!before.contains(key)) txn.Delete(key);
      }
      for (const auto& [key, value] : before) {
        if (!after.contains(key) || after.at(key) != value) txn.Put(key, value);
      }
    });
  }
  EXPECT_THAT(problems(), IsEmpty());
}

}  // namespace
}  // namespace santong::testing
