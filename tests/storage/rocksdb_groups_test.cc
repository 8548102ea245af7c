// RocksDbStore: scans that a filter shortens find what they found without it, whatever was written
// with which groups.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/storage/conformance.h"
#include "tests/storage/conformance_transactions.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {
namespace {

using santong::testing::TempFolder;

// Up to the first dot, with it.
constexpr RocksDbStore::Groups kByDot = {
    "by_dot", [](absl::string_view key) {
      const size_t dot = key.find('.');
      return dot == absl::string_view::npos ? absl::string_view() : key.substr(0, dot + 1);
    }};
// Up to the second letter: what an older program may have had.
constexpr RocksDbStore::Groups kByTwo = {
    "by_two", [](absl::string_view key) { return key.substr(0, key.size() < 2 ? 0 : 2); }};

std::unique_ptr<Store> OpenGrouped(const std::string& folder, const RocksDbStore::Groups* groups) {
  RocksDbStore::Options options;
  options.path = folder;
  options.groups = groups;
  auto store = RocksDbStore::Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

INSTANTIATE_TEST_SUITE_P(RocksDbGroups, Conformance,
                         ::testing::Values(Engine{"by_two",
                                                  [](const std::string& folder) {
                                                    return OpenGrouped(folder, &kByTwo);
                                                  }}),
                         EngineName);

std::string AfterAll(std::string prefix) {
  ++prefix.back();
  return prefix;
}

class Model {
 public:
  // Ten keys written, or removed when they are there.
  void Change(Store& store) {
    const absl::Status written = TransactAndWait(store, [&](Transaction& txn) {
      for (int i = 0; i < 10; ++i) {
        const std::string key = Key();
        if (random_() % 3 == 0) {
          txn.Delete(key);
          rows_.erase(key);
        } else {
          txn.Put(key, key);
          rows_[key] = key;
        }
      }
      return absl::OkStatus();
    });
    ASSERT_TRUE(written.ok()) << written;
  }

  // Every group that can be, and as many ranges of any kind.
  void Compare(Store& store) {
    const auto reader = store.Snapshot();
    for (const std::string& stem : Stems()) {
      Same(*reader, stem + ".", AfterAll(stem + "."));
      Same(*reader, stem, AfterAll(stem));
      std::string begin = Key(), end = Key();
      if (end < begin) std::swap(begin, end);
      if (begin < end) Same(*reader, begin, end);
    }
    Same(*reader, "", "");
  }

 private:
  static std::vector<std::string> Stems() {
    std::vector<std::string> stems;
    for (char a : {'a', 'b', 'c'}) {
      stems.push_back({a});
      for (char b : {'a', 'b', 'c'}) stems.push_back({a, b});
    }
    return stems;
  }
  std::string Key() {
    static const std::vector<std::string> stems = Stems();
    const std::string& stem = stems[random_() % stems.size()];
    return random_() % 4 == 0 ? stem : absl::StrCat(stem, ".", random_() % 20);
  }
  void Same(const Reader& reader, const std::string& begin, const std::string& end) {
    Entries wanted(rows_.lower_bound(begin), end.empty() ? rows_.end() : rows_.lower_bound(end));
    EXPECT_EQ(ScanAll(reader, begin, end), wanted) << begin << " .. " << end;
    std::reverse(wanted.begin(), wanted.end());
    EXPECT_EQ(ScanAllBackward(reader, begin, end), wanted) << begin << " .. " << end;
  }

  std::mt19937 random_{7};
  std::map<std::string, std::string> rows_;
};

TEST(RocksDbGroups, EveryScanFindsWhatIsThere) {
  const TempFolder folder;
  Model model;
  // Each opening writes the log out into a table, so that what is read lies in tables written under
  // every rule, and in memory.
  for (const RocksDbStore::Groups* groups :
       {static_cast<const RocksDbStore::Groups*>(nullptr), &kByDot, &kByTwo,
        static_cast<const RocksDbStore::Groups*>(nullptr), &kByDot}) {
    const auto store = OpenGrouped(folder.path(), groups);
    for (int round = 0; round < 5; ++round) {
      model.Change(*store);
      model.Compare(*store);
    }
  }
}

}  // namespace
}  // namespace santong::kv
