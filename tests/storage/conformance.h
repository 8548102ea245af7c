// What every engine must do. An engine's test file includes this and instantiates the suite with a
// way to open it:
//   INSTANTIATE_TEST_SUITE_P(Memory, Conformance, ::testing::Values(Engine{...}), EngineName);
//
// The transactions stand in conformance_transactions.h; this file holds the fixture and the
// reading.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/kv/store.h"
#include "tests/storage/store_helpers.h"
#include "tests/storage/temp_folder.h"

namespace santong::kv {

struct Engine {
  std::string name;
  // Opens an empty store; the folder is empty and its own.
  std::function<std::unique_ptr<Store>(const std::string& folder)> open;
};
inline void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }
inline std::string EngineName(const ::testing::TestParamInfo<Engine>& info) {
  return info.param.name;
}

class Conformance : public ::testing::TestWithParam<Engine> {
 protected:
  Conformance() : store_(GetParam().open(folder_.path())) {}

  absl::Status Write(const Entries& entries) {
    return TransactAndWait(*store_, [&](Transaction& txn) {
      for (const auto& [key, value] : entries) txn.Put(key, value);
      return absl::OkStatus();
    });
  }

  santong::testing::TempFolder folder_;
  std::unique_ptr<Store> store_;
};

TEST_P(Conformance, AnEmptyStoreHasNothing) {
  const auto view = store_->Snapshot();
  EXPECT_EQ(view->Get("a").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(ScanAll(*view), ::testing::IsEmpty());
  EXPECT_THAT(ScanAllBackward(*view), ::testing::IsEmpty());
  EXPECT_TRUE(store_->Writable().ok());
}

TEST_P(Conformance, WhatWasPutIsRead) {
  ASSERT_TRUE(Write({{"a", "1"}, {"b", ""}}).ok());
  ASSERT_TRUE(Write({{"a", "2"}}).ok());
  const auto view = store_->Snapshot();
  EXPECT_EQ(view->Get("a").value(), "2");
  EXPECT_EQ(view->Get("b").value(), "") << "an empty value is a value";
  EXPECT_EQ(view->Get("").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(Conformance, ScanKeepsToItsBoundsInBothDirections) {
  ASSERT_TRUE(Write({{"b", "1"}, {"d", "2"}, {"a", "3"}, {"c", "4"}, {"ab", "5"}}).ok());
  struct Case {
    std::string begin, end, ascending, descending;
  };
  const std::vector<Case> cases = {
      {"", "", "a ab b c d", "d c b ab a"},
      {"b", "", "b c d", "d c b"},
      {"", "c", "a ab b", "b ab a"},
      {"ab", "d", "ab b c", "c b ab"},
      {"aa", "bb", "ab b", "b ab"},
      {"b", "b", "", ""},
      {"c", "b", "", ""},
      {"e", "", "", ""},
      {"", "a", "", ""},
      {"d", "dd", "d", "d"},
  };
  const auto view = store_->Snapshot();
  // The same entries must be found by a transaction that has them stored, pending, or half and
  // half.
  const auto check = [&](const Reader& reader, absl::string_view where) {
    for (const Case& c : cases) {
      EXPECT_EQ(Keys(ScanAll(reader, c.begin, c.end)), c.ascending)
          << where << " [" << c.begin << ", " << c.end << ")";
      EXPECT_EQ(Keys(ScanAllBackward(reader, c.begin, c.end)), c.descending)
          << where << " [" << c.begin << ", " << c.end << ")";
    }
  };
  check(*view, "stored");
  const auto refused = TransactAndWait(*store_, [&](Transaction& txn) {
    txn.Delete("b");
    txn.Delete("d");
    EXPECT_EQ(Keys(ScanAll(txn)), "a ab c");
    EXPECT_EQ(Keys(ScanAllBackward(txn)), "c ab a");
    txn.Put("b", "1");
    txn.Put("d", "2");
    check(txn, "half pending");
    for (const char* key : {"a", "ab", "c"}) txn.Delete(key);
    EXPECT_EQ(Keys(ScanAll(txn)), "b d");
    EXPECT_EQ(Keys(ScanAllBackward(txn)), "d b");
    for (const char* key : {"a", "ab", "c"}) txn.Put(key, "7");
    check(txn, "pending");
    return absl::CancelledError("looked only");
  });
  EXPECT_EQ(refused, absl::CancelledError("looked only"));
  check(*store_->Snapshot(), "after the refusal");
}

TEST_P(Conformance, AScanStopsWhenTold) {
  ASSERT_TRUE(Write({{"a", "1"}, {"b", "2"}, {"c", "3"}}).ok());
  const auto first_two = [](const Reader& reader, bool backward) {
    std::string keys;
    const auto visit = [&](absl::string_view key, absl::string_view) {
      absl::StrAppend(&keys, key);
      return keys.size() < 2;
    };
    const absl::Status scanned =
        backward ? reader.ScanBackward("", "", visit) : reader.Scan("", "", visit);
    EXPECT_TRUE(scanned.ok());
    return keys;
  };
  EXPECT_EQ(first_two(*store_->Snapshot(), false), "ab");
  EXPECT_EQ(first_two(*store_->Snapshot(), true), "cb");
  ASSERT_TRUE(TransactAndWait(*store_, [&](Transaction& txn) {
                txn.Put("b", "own");
                txn.Put("bb", "own");
                EXPECT_EQ(first_two(txn, false), "ab");
                EXPECT_EQ(first_two(txn, true), "cbb");
                return absl::OkStatus();
              }).ok());
}

TEST_P(Conformance, KeysAreBytesAndSortUnsigned) {
  const std::string zero("\0", 1), zero_zero("\0\0", 2), high("\xff", 1), higher("\xff\xff", 2);
  ASSERT_TRUE(
      Write({{high, "4"}, {"", "0"}, {zero_zero, "2"}, {higher, "5"}, {zero, "1"}, {"\x7f", "3"}})
          .ok());
  std::string order;
  for (const auto& [key, value] : ScanAll(*store_->Snapshot())) order += value;
  EXPECT_EQ(order, "012345");
  order.clear();
  for (const auto& [key, value] : ScanAllBackward(*store_->Snapshot())) order += value;
  EXPECT_EQ(order, "543210");
  EXPECT_EQ(store_->Snapshot()->Get(zero).value(), "1");
  EXPECT_EQ(ScanAll(*store_->Snapshot(), zero, zero_zero).size(), 1u);
}

TEST_P(Conformance, LargeValuesComeBackWhole) {
  std::string text(3 << 20, 'x');
  for (size_t i = 0; i < text.size(); i += 977) text[i] = static_cast<char>(i);
  ASSERT_TRUE(Write({{"text", text}, {"short", "s"}}).ok());
  EXPECT_EQ(store_->Snapshot()->Get("text").value(), text);
  EXPECT_EQ(ScanAll(*store_->Snapshot()).back().second, text);
}

TEST_P(Conformance, ASnapshotDoesNotMove) {
  ASSERT_TRUE(Write({{"a", "1"}, {"b", "1"}, {"c", "1"}}).ok());
  const auto before = store_->Snapshot();
  ASSERT_TRUE(TransactAndWait(*store_, [](Transaction& txn) {
                txn.Put("a", "2");
                txn.Delete("b");
                txn.Put("d", "2");
                return absl::OkStatus();
              }).ok());
  const auto after = store_->Snapshot();
  ASSERT_TRUE(Write({{"b", "3"}}).ok());
  EXPECT_EQ(ScanAll(*before), (Entries{{"a", "1"}, {"b", "1"}, {"c", "1"}}));
  EXPECT_EQ(ScanAll(*after), (Entries{{"a", "2"}, {"c", "1"}, {"d", "2"}}));
  EXPECT_EQ(ScanAllBackward(*before), (Entries{{"c", "1"}, {"b", "1"}, {"a", "1"}}));
  EXPECT_EQ(before->Get("b").value(), "1");
  EXPECT_EQ(after->Get("b").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->Snapshot()->Get("b").value(), "3");
}

TEST_P(Conformance, AVisitMayReadAndWrite) {
  ASSERT_TRUE(Write({{"a", "1"}, {"b", "1"}, {"c", "1"}, {"x", "1"}}).ok());
  ASSERT_TRUE(TransactAndWait(*store_, [](Transaction& txn) {
                txn.Put("aa", "own");
                std::string seen;
                const auto drop = [&](absl::string_view key, absl::string_view value) {
                  absl::StrAppend(&seen, key, "=", txn.Get(key).value(), " ");
                  txn.Delete(key);
                  txn.Put(absl::StrCat("z", key), value);
                  return true;
                };
                EXPECT_TRUE(txn.Scan("", "c", drop).ok());
                EXPECT_EQ(seen, "a=1 aa=own b=1 ");
                seen.clear();
                EXPECT_TRUE(txn.ScanBackward("za", "", drop).ok());
                EXPECT_EQ(seen, "zb=1 zaa=own za=1 ");
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(Keys(ScanAll(*store_->Snapshot())), "c x zza zzaa zzb");
}

}  // namespace santong::kv
