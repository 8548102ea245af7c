// Many documents read at once are those that are read one by one; a screening that there is not.
#include "storage/tables/document_table.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"

namespace santong::tables {
namespace {

v1::Document DocumentOf(uint64_t id) {
  v1::Document document;
  document.set_name(DocumentName(id));
  document.set_title(absl::StrCat("第", id, "号办法"));
  if (id % 3 == 0) document.mutable_internal()->set_creator(absl::StrCat("第", id, "号的办理"));
  return document;
}

void Put(kv::Transaction& txn, v1::Document document) {
  PutDocument(txn, *DocumentId(document.name()), document, true, true);
}

std::vector<uint64_t> IdsFrom(uint64_t first, uint64_t last, uint64_t step) {
  std::vector<uint64_t> ids;
  for (uint64_t id = first; id <= last; id += step) ids.push_back(id);
  return ids;
}

class GetDocumentsTest : public ::testing::Test {
 protected:
  GetDocumentsTest() {
    EXPECT_TRUE(kv::TransactAndWait(store_, [](kv::Transaction& txn) {
                  for (uint64_t id = 1; id <= 300; ++id) {
                    if (id != kMissing) Put(txn, DocumentOf(id));
                  }
                  return absl::OkStatus();
                }).ok());
  }
  static void ExpectAsOneByOne(const kv::Reader& reader, const std::vector<uint64_t>& ids) {
    const auto documents = GetDocuments(reader, ids);
    ASSERT_TRUE(documents.ok()) << documents.status();
    ASSERT_EQ(documents->size(), ids.size());
    for (size_t i = 0; i < ids.size(); ++i) {
      const auto one = GetDocument(reader, ids[i]);
      ASSERT_TRUE(one.ok());
      EXPECT_EQ((*documents)[i].SerializeAsString(), one->SerializeAsString()) << ids[i];
      EXPECT_EQ(one->name(), DocumentName(ids[i]));
    }
  }

  static constexpr uint64_t kMissing = 77;
  kv::MemoryStore store_;
};

TEST_F(GetDocumentsTest, NeighboursAndStrangersAreThoseOfGetDocument) {
  const auto reader = store_.Snapshot();
  for (const std::vector<uint64_t>& ids : {std::vector<uint64_t>{},
                                           {1},
                                           {300},
                                           {1, 2, 3},
                                           {76, 78},
                                           {1, 300},
                                           IdsFrom(78, 300, 1),
                                           IdsFrom(1, 76, 1),
                                           IdsFrom(100, 300, 3),
                                           IdsFrom(5, 300, 50)}) {
    ExpectAsOneByOne(*reader, ids);
  }
}

TEST_F(GetDocumentsTest, ATransactionSeesWhatItWrote) {
  EXPECT_TRUE(kv::TransactAndWait(store_, [](kv::Transaction& txn) {
                v1::Document changed = DocumentOf(12);
                changed.set_title("改了");
                changed.mutable_internal()->set_creator("也改了");
                Put(txn, changed);
                Put(txn, DocumentOf(301));
                ExpectAsOneByOne(txn, IdsFrom(10, 20, 1));
                ExpectAsOneByOne(txn, IdsFrom(290, 301, 1));
                EXPECT_EQ((*GetDocuments(txn, {11, 12}))[1].internal().creator(), "也改了");
                return absl::OkStatus();
              }).ok());
}

TEST_F(GetDocumentsTest, OneThatIsMissingOrDamagedIsSaid) {
  const auto reader = store_.Snapshot();
  EXPECT_TRUE(absl::IsNotFound(GetDocuments(*reader, IdsFrom(70, 80, 1)).status()));
  EXPECT_TRUE(absl::IsNotFound(GetDocuments(*reader, {kMissing, 200}).status()));
  EXPECT_TRUE(absl::IsNotFound(GetDocuments(*reader, {299, 300, 301}).status()));
  EXPECT_TRUE(kv::TransactAndWait(store_, [](kv::Transaction& txn) {
                txn.Put(schema::DocumentKey(5), "no");
                txn.Put(schema::DocumentInternalKey(9), "\xff\xff");
                for (uint64_t damaged : {5, 9}) {
                  EXPECT_TRUE(absl::IsDataLoss(
                      GetDocuments(txn, {damaged - 1, damaged, damaged + 1}).status()));
                }
                return absl::OkStatus();
              }).ok());
}

// Never submitted, and submitted with nothing found, are two things.
TEST(Screening, OfADocumentThatWasNeverSubmittedIsNone) {
  kv::MemoryStore store;
  EXPECT_TRUE(kv::TransactAndWait(store, [](kv::Transaction& txn) {
                PutScreening(txn, 1, v1::Screening());
                txn.Put(schema::ScreeningKey(3), "\xff\xff");
                return absl::OkStatus();
              }).ok());
  const auto reader = store.Snapshot();
  const auto empty = FindScreening(*reader, 1);
  ASSERT_TRUE(empty.ok()) << empty.status();
  EXPECT_TRUE(empty->has_value());
  const auto none = FindScreening(*reader, 2);
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_FALSE(none->has_value());
  EXPECT_TRUE(absl::IsDataLoss(FindScreening(*reader, 3).status()));
}

}  // namespace
}  // namespace santong::tables
