// The search index follows the history in parts that memory bounds: each is taken whole or not at
// all, and the next goes on behind it.
#include "server/followers/search_follower.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/acts/append_event.h"
#include "server/queries/citations.h"
#include "storage/kv/memory_store.h"
#include "storage/search/sqlite_index.h"
#include "storage/tables/document_table.h"
#include "tests/storage/temp_folder.h"

namespace santong::followers {
namespace {

constexpr uint64_t kDocuments = 3;
constexpr size_t kOneDocument = 1;  // of a batch: any text has more bytes

class SearchBatches : public ::testing::Test {
 protected:
  SearchBatches() : index_(search::SqliteIndex::Open(folder_.path() + "/index.sqlite")) {}

  // Writes the documents, or writes them over, each with its event.
  void Write(const std::string& text) {
    const absl::Status written =
        kv::TransactAndWait(store_, [&](kv::Transaction& txn) -> absl::Status {
          for (uint64_t id = 1; id <= kDocuments; ++id) {
            v1::Document document;
            document.set_name(tables::DocumentName(id));
            document.set_title(absl::StrCat("办法", id));
            document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
            document.mutable_publication()->set_date("2020-02-01");
            document.set_effective_date("2020-03-01");
            v1::VersionSummary* summary = document.add_versions();
            summary->set_number(1);
            summary->set_kind(v1::VERSION_KIND_ORIGINAL);
            summary->set_effective_date("2020-03-01");
            v1::Version version;
            version.set_number(1);
            tables::PutVersion(txn, id, version, text);
            tables::PutDocument(txn, id, document, /*anyone_may_read=*/true,
                                /*internal_changed=*/false);
            v1::Event event;
            event.set_resource(document.name());
            auto appended = acts::AppendEvent(txn, event);
            if (!appended.ok()) return appended.status();
          }
          return absl::OkStatus();
        });
    ASSERT_TRUE(written.ok()) << written;
  }
  uint64_t Found(const std::string& word) {
    search::Query query;
    query.words = {word};
    query.day = 20'000;  // in 2024
    query.limit = 10;
    auto hits = index_->Find(query);
    EXPECT_TRUE(hits.ok()) << hits.status();
    return hits.ok() ? hits->size() : 0;
  }
  search::Progress Progress() {
    auto progress = index_->GetProgress();
    EXPECT_TRUE(progress.ok()) << progress.status();
    return progress.ok() ? *progress : search::Progress();
  }
  bool Advance(SearchFollower& follower) {
    const auto more = follower.Advance();
    EXPECT_TRUE(more.ok()) << more.status();
    return more.ok() && *more;
  }

  testing::TempFolder folder_;
  kv::MemoryStore store_;
  const std::unique_ptr<search::SqliteIndex> index_;
};

TEST_F(SearchBatches, AnIndexIsBuiltInAsManyPartsAsItsTextsAskFor) {
  Write("甲乙");
  SearchFollower follower(store_, *index_, kOneDocument);
  for (uint64_t id = 1; id <= kDocuments; ++id) {
    EXPECT_TRUE(Advance(follower));
    EXPECT_EQ(Progress().scanned_document, id);
    EXPECT_EQ(Progress().built, id == kDocuments);
    EXPECT_EQ(Found("甲乙"), id);
  }
  EXPECT_FALSE(Advance(follower));
}

TEST_F(SearchBatches, WhatHappensIsFollowedInAsManyPartsAsTheTextsAskFor) {
  Write("甲乙");
  SearchFollower whole(store_, *index_);
  while (Advance(whole)) continue;
  ASSERT_EQ(Found("甲乙"), kDocuments);
  Write("丙丁");
  SearchFollower follower(store_, *index_, kOneDocument);
  for (uint64_t n = 1; n <= kDocuments; ++n) {
    EXPECT_EQ(Advance(follower), n < kDocuments);
    EXPECT_EQ(Progress().sequence, kDocuments + n);
    EXPECT_EQ(Found("丙丁"), n);
    EXPECT_EQ(Found("甲乙"), kDocuments - n);
  }
  EXPECT_FALSE(Advance(follower));
}

// What it names is read from the snapshot, whatever the index has taken since.
TEST_F(SearchBatches, ListedCitationsAreCompleteToTheSnapshotAtMost) {
  Write("甲乙");
  const auto reader = store_.Snapshot();
  Write("丙丁");
  SearchFollower follower(store_, *index_);
  while (Advance(follower)) continue;
  ASSERT_EQ(Progress().sequence, 2 * kDocuments);
  v1::ListCitationsRequest request;
  request.set_parent(tables::DocumentName(1));
  const auto listed = queries::ListCitations(*reader, *index_, request);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->complete_to_sequence(), static_cast<int64_t>(kDocuments));
}

}  // namespace
}  // namespace santong::followers
