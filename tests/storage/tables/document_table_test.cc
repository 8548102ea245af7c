// Many documents read at once are those that are read one by one; the text of a version by itself;
// a screening that there is not.
#include "storage/tables/document_table.h"

#include <gtest/gtest.h>

#include <string>
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

v1::Version VersionOf(uint32_t number) {
  v1::Version version;
  version.set_name(absl::StrCat("documents/1/versions/", number));
  version.set_number(number);
  version.set_kind(v1::VERSION_KIND_AMENDMENT);
  version.set_text_sha256(std::string(64, 'a'));
  version.set_effective_date("2026-01-01");
  version.set_note("修改");
  version.mutable_create_time()->set_seconds(1'700'000'000);
  return version;
}

class VersionTextTest : public ::testing::Test {
 protected:
  void Write(const v1::Version& version, const std::string& text) {
    EXPECT_TRUE(kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
                  PutVersion(txn, 1, version, text);
                  return absl::OkStatus();
                }).ok());
  }
  void WriteRow(uint32_t number, const std::string& row) {
    EXPECT_TRUE(kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
                  txn.Put(schema::VersionKey(1, number), row);
                  return absl::OkStatus();
                }).ok());
  }
  absl::StatusOr<std::string> Text(uint32_t number) {
    return GetVersionText(*store_.Snapshot(), 1, number);
  }

  kv::MemoryStore store_;
};

TEST_F(VersionTextTest, TheRowIsThatOfTheVersionWithItsText) {
  v1::Version bare;
  bare.set_number(2);
  for (const v1::Version& version : {VersionOf(1), bare}) {
    for (const size_t bytes : {0, 1, 127, 128, 20'000, 3'000'000}) {
      const std::string text(bytes, 'x');
      v1::Version whole = version;
      whole.set_text(text);
      Write(version, text);
      const auto row = GetVersionBytes(*store_.Snapshot(), 1, version.number());
      ASSERT_TRUE(row.ok());
      EXPECT_TRUE(*row == whole.SerializeAsString()) << bytes;
      const auto read = Text(version.number());
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_TRUE(*read == text) << bytes;
    }
  }
}

TEST_F(VersionTextTest, ARowThatIsMissingOrDamagedIsSaid) {
  EXPECT_TRUE(absl::IsNotFound(Text(1).status()));
  v1::Version version = VersionOf(1);
  version.set_text("第一条");
  const std::string row = version.SerializeAsString();
  WriteRow(1, row.substr(0, row.size() - 1));
  EXPECT_TRUE(absl::IsDataLoss(Text(1).status()));
  WriteRow(1, row.substr(0, row.find("第一条") + 2));
  EXPECT_TRUE(absl::IsDataLoss(Text(1).status()));
  WriteRow(1, "\xff\xff\xff");
  EXPECT_TRUE(absl::IsDataLoss(Text(1).status()));
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
