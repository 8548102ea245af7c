// The order of keys and what can be read back from them.
#include "storage/schema/keys.h"

#include "gtest/gtest.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/version.h"

namespace santong::schema {
namespace {

TEST(Keys, NumbersSortAsNumbers) {
  EXPECT_LT(DocumentKey(9), DocumentKey(10));
  EXPECT_LT(DocumentKey(255), DocumentKey(256));
  EXPECT_LT(VersionKey(1, 0xffffffff), VersionKey(2, 1));
  EXPECT_LT(EventKey(1), EventKey(~uint64_t{0}));
}

TEST(Keys, DueDaysSortAsDaysAlsoBefore1970) {
  EXPECT_LT(DueDayPrefix(absl::CivilDay(1949, 10, 1)), DueDayPrefix(absl::CivilDay(1970, 1, 1)));
  EXPECT_LT(DueDayPrefix(absl::CivilDay(2026, 11, 24)), DueDayPrefix(absl::CivilDay(2026, 11, 25)));
}

TEST(Keys, OneTextIsNoPrefixOfAnother) {
  const std::string shorter = DocumentIndexPrefix(DocumentIndex::kByTitle, "办法");
  const std::string longer =
      DocumentIndexKey(DocumentIndexPrefix(DocumentIndex::kByTitle, "办法二"), 1);
  EXPECT_FALSE(longer.substr(0, shorter.size()) == shorter);
}

TEST(Keys, AnIndexByTextIsScannedByGroup) {
  const std::string title = DocumentIndexPrefix(DocumentIndex::kByTitle, "办法");
  EXPECT_EQ(IndexGroup(title), title);
  EXPECT_EQ(IndexGroup(DocumentIndexKey(title, 0)), title);
  EXPECT_EQ(IndexGroup(DocumentIndexKey(title, ~uint64_t{0})), title);
  const std::string of_case = CaseIndexPrefix(CaseIndex::kByDocument, "documents/1");
  EXPECT_EQ(IndexGroup(CaseIndexKey(of_case, CaseKind::kObjection, 1)), of_case);
  for (const std::string& other : {DocumentKey(1), EventKey(1), HistoryKey("documents/1", 1),
                                   DocumentIndexPrefix(DocumentIndex::kByTitle), std::string()}) {
    EXPECT_EQ(IndexGroup(other), "");
  }
}

TEST(Keys, AnEntryGivesItsDocumentBack) {
  for (uint64_t id : {uint64_t{1}, uint64_t{256}, ~uint64_t{0}}) {
    auto found = IndexedDocument(DocumentIndexKey(StateIndexPrefix("jurisdictions/630203", 7), id));
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(*found, id);
    EXPECT_EQ(*DocumentIdOf(DocumentKey(id)), id);
  }
}

TEST(Keys, TheRowsOfOneImportAreNotThoseOfAnother) {
  EXPECT_NE(ImportedRowKey("import-1", 2), ImportedRowKey("import-1", 3));
  EXPECT_NE(ImportedRowKey("import-1", 2), ImportedRowKey("import-12", 2));
  EXPECT_LT(ImportedRowKey("import-1", 255), ImportedRowKey("import-1", 256));
}

TEST(Keys, APrefixEndsAfterAllItsKeys) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "") << "no upper bound";
}

TEST(Keys, DamageIsSaid) {
  EXPECT_TRUE(absl::IsDataLoss(DecodeUint64("1234567").status()));
  EXPECT_TRUE(absl::IsDataLoss(IndexedDocument("x").status()));
  EXPECT_TRUE(absl::IsDataLoss(DocumentIdOf("d").status()));
}

TEST(Schema, AnEmptyStoreIsStampedAndOpensAgain) {
  kv::MemoryStore store;
  ASSERT_TRUE(OpenSchema(store).ok());
  EXPECT_TRUE(OpenSchema(store).ok());
  EXPECT_EQ(*DecodeUint64(*store.Snapshot()->Get(SchemaVersionKey())), uint64_t{kSchemaVersion});
}

TEST(Schema, ANewerStoreIsRefusedAndLeftAlone) {
  kv::MemoryStore store;
  ASSERT_TRUE(kv::TransactAndWait(store, [](kv::Transaction& txn) {
                txn.Put(SchemaVersionKey(), EncodeUint64(kSchemaVersion + 1));
                return absl::OkStatus();
              }).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(OpenSchema(store)));
  EXPECT_EQ(*DecodeUint64(*store.Snapshot()->Get(SchemaVersionKey())),
            uint64_t{kSchemaVersion + 1});
}

}  // namespace
}  // namespace santong::schema
