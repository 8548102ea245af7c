// The term of a document on a day past: its history has what the document itself bears no more.
#include "server/queries/as_of.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "server/acts/append_event.h"
#include "storage/kv/memory_store.h"

namespace santong::queries {
namespace {

using absl::CivilDay;

TEST(DocumentAsOf, ATermThatWasExtendedLaterIsTheOneOfTheDay) {
  kv::MemoryStore store;
  absl::Status written = absl::UnknownError("not yet");
  store.Transact(
      [](kv::Transaction& txn) {
        for (const auto& [date, before] :
             {std::pair<std::string, std::string>{"2024-12-01", "2025-02-28"},
              std::pair<std::string, std::string>{"2029-12-01", "2030-02-28"}}) {
          v1::Event event;
          event.set_resource("documents/7");
          event.set_date(date);
          (*event.mutable_facts())["last_valid_date_before"] = before;
          auto put = acts::AppendEvent(txn, event);
          if (!put.ok()) return put.status();
        }
        return absl::OkStatus();
      },
      [&](absl::Status status) { written = std::move(status); });
  ASSERT_TRUE(written.ok()) << written;
  v1::Document document;
  document.set_name("documents/7");
  document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  document.mutable_publication()->set_date("2020-02-01");
  document.set_effective_date("2020-03-01");
  document.mutable_term()->set_last_valid_date("2035-02-28");
  const auto reader = store.Snapshot();
  const auto last_valid_date = [&](CivilDay day) {
    auto then = DocumentAsOf(*reader, document, day);
    EXPECT_TRUE(then.ok() && then->has_value()) << then.status();
    return then.ok() && then->has_value() ? (*then)->term().last_valid_date() : std::string();
  };
  EXPECT_EQ(last_valid_date(CivilDay(2024, 11, 30)), "2025-02-28");
  EXPECT_EQ(last_valid_date(CivilDay(2024, 12, 1)), "2030-02-28");
  EXPECT_EQ(last_valid_date(CivilDay(2029, 12, 1)), "2035-02-28");
  auto unpublished = DocumentAsOf(*reader, document, CivilDay(2020, 1, 31));
  ASSERT_TRUE(unpublished.ok()) << unpublished.status();
  EXPECT_FALSE(unpublished->has_value());
}

TEST(DocumentAsOf, ATermIsComputedOrPrintedAsOnTheDay) {
  kv::MemoryStore store;
  absl::Status written = absl::UnknownError("not yet");
  store.Transact(
      [](kv::Transaction& txn) {
        v1::Event event;
        event.set_resource("documents/7");
        event.set_date("2024-12-01");
        (*event.mutable_facts())["last_valid_date_before"] = "2025-02-28";
        (*event.mutable_facts())["years_before"] = "5";
        (*event.mutable_facts())["computed_before"] = "true";
        (*event.mutable_facts())["by_stated_years_before"] = "true";
        return acts::AppendEvent(txn, event).status();
      },
      [&](absl::Status status) { written = std::move(status); });
  ASSERT_TRUE(written.ok()) << written;
  v1::Document document;
  document.set_name("documents/7");
  document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
  document.mutable_publication()->set_date("2020-02-01");
  document.set_effective_date("2020-03-01");
  document.mutable_term()->set_last_valid_date("2035-02-28");  // as the office set it
  const auto reader = store.Snapshot();
  const auto then = DocumentAsOf(*reader, document, CivilDay(2024, 11, 30));
  ASSERT_TRUE(then.ok() && then->has_value()) << then.status();
  EXPECT_EQ((*then)->term().last_valid_date(), "2025-02-28");
  EXPECT_TRUE((*then)->term().computed());  // before: as the term of today is
  EXPECT_TRUE((*then)->term().by_stated_years());
  EXPECT_EQ((*then)->term().years(), 5);
  const auto now = DocumentAsOf(*reader, document, CivilDay(2024, 12, 1));
  ASSERT_TRUE(now.ok() && now->has_value()) << now.status();
  EXPECT_FALSE((*now)->term().computed());
}

// Published files of documents/7 on a day, after these events: day, hash, whether published or not
// said.
class FilesAsOf : public ::testing::Test {
 protected:
  void Send(const std::string& date, const std::string& sha256, const std::string& published = "") {
    absl::Status written = absl::UnknownError("not yet");
    store_.Transact(
        [&](kv::Transaction& txn) {
          v1::Event event;
          event.set_resource("documents/7");
          event.set_date(date);
          (*event.mutable_facts())["attachment_sha256"] = sha256;
          if (!published.empty()) (*event.mutable_facts())["published"] = published;
          return acts::AppendEvent(txn, event).status();
        },
        [&](absl::Status status) { written = std::move(status); });
    ASSERT_TRUE(written.ok()) << written;
  }
  int Files(const std::vector<std::string>& now, CivilDay day) {
    v1::Document document;
    document.set_name("documents/7");
    document.set_state(v1::DOCUMENT_STATE_IN_EFFECT);
    document.mutable_publication()->set_date("2020-02-01");
    document.set_effective_date("2020-03-01");
    for (const std::string& sha256 : now) document.add_published_files()->set_sha256(sha256);
    auto then = DocumentAsOf(*store_.Snapshot(), document, day);
    EXPECT_TRUE(then.ok() && then->has_value()) << then.status();
    return then.ok() && then->has_value() ? (*then)->published_files_size() : -1;
  }
  kv::MemoryStore store_;
};

TEST_F(FilesAsOf, AFileThatWasPublishedLaterIsNotThereYet) {
  Send("2024-12-01", "aa");
  Send("2026-01-05", "bb");
  EXPECT_EQ(Files({"aa", "bb"}, CivilDay(2024, 11, 30)), 0);
  EXPECT_EQ(Files({"aa", "bb"}, CivilDay(2024, 12, 1)), 1);
  EXPECT_EQ(Files({"aa", "bb"}, CivilDay(2026, 1, 5)), 2);
}

TEST_F(FilesAsOf, AFileThatIsSentAgainStaysWhereItWasPublishedBefore) {
  Send("2024-12-01", "aa", "true");
  Send("2024-12-01", "bb", "false");
  Send("2026-01-05", "aa", "true");
  Send("2026-01-05", "bb", "true");
  EXPECT_EQ(Files({"aa", "bb"}, CivilDay(2024, 11, 30)), 0);
  EXPECT_EQ(Files({"aa", "bb"}, CivilDay(2025, 1, 1)), 1) << "bb was the office's own then";
  EXPECT_EQ(Files({"aa", "bb"}, CivilDay(2026, 1, 5)), 2);
}

}  // namespace
}  // namespace santong::queries
