// A leaf that grew until a bundle of the log's entries could not hold it.
//
// Method: a document gets one version after the other, until one is refused.
#include "server/acts/append_event.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/acts/attach_file.h"
#include "server/domain/error/refusal.h"
#include "storage/kv/memory_store.h"
#include "storage/tables/attachment_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using santong::testing::IsOk;
using santong::testing::StatusIs;
using ::testing::HasSubstr;

constexpr uint64_t kDocument = 1;
constexpr int kVersionsTried = 1000;

v1::Document WithVersions(int versions) {
  v1::Document document;
  document.set_name(absl::StrCat("documents/", kDocument));
  document.set_registration_number("测登〔2026〕1号");
  for (int number = 1; number <= versions; ++number) {
    v1::VersionSummary& version = *document.add_versions();
    version.set_number(static_cast<uint32_t>(number));
    version.set_kind(v1::VERSION_KIND_AMENDMENT);
    version.set_text_sha256(std::string(64, 'a'));
    version.set_effective_date("2026-03-02");
    version.set_last_effective_date("2026-03-02");
  }
  return document;
}

class AppendEventTest : public ::testing::Test {
 protected:
  absl::Status Append(const v1::Document& before, const v1::Document& after) {
    return kv::TransactAndWait(store_, [&](kv::Transaction& txn) {
      const tables::TextDigest digest{std::string(32, 'b'), std::string(32, 'c')};
      for (const v1::VersionSummary& version : after.versions())
        tables::PutTextDigest(txn, kDocument, version.number(), digest);
      v1::Event event;
      event.set_resource(after.name());
      event.set_type("DocumentAmended");
      event.set_action("AMEND");
      event.set_public_(true);
      return AppendDocumentEvent(txn, event, before, after).status();
    });
  }
  uint64_t LastEvent() { return tables::LastEvent(*store_.Snapshot()).value_or(0); }

  kv::MemoryStore store_;
};

TEST_F(AppendEventTest, RefusesAVersionForWhichTheLogHasNoRoomAndTakesTheEnd) {
  int versions = 0;
  absl::Status status;
  while (status.ok() && versions < kVersionsTried) {
    ++versions;
    status = Append(WithVersions(versions - 1), WithVersions(versions));
  }
  ASSERT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_GT(versions, 150);
  EXPECT_EQ(LastEvent(), static_cast<uint64_t>(versions - 1)) << "nothing of it was written";
  const std::vector<error::ConditionViolation> lacking = error::ConditionViolationsOf(status);
  ASSERT_EQ(lacking.size(), 1u);
  EXPECT_EQ(lacking[0].condition, "LogEntryHasRoom");
  EXPECT_THAT(lacking[0].en, HasSubstr(absl::StrCat(versions, " versions")));
  EXPECT_THAT(lacking[0].zh, HasSubstr(absl::StrCat(versions, "个版本")));

  // With all the files that it may have it can still be ended.
  const v1::Document before = WithVersions(versions - 1);
  ASSERT_THAT(kv::TransactAndWait(store_,
                                  [&](kv::Transaction& txn) {
                                    store::v1::AttachmentCommitmentsRecord files;
                                    for (int i = 0; i < kAttachmentsMax; ++i)
                                      files.add_commitments()->set_commitment(std::string(32, 'd'));
                                    tables::PutAttachmentCommitments(txn, kDocument, files);
                                    return absl::OkStatus();
                                  }),
              IsOk());
  v1::Document ended = before;
  ended.set_ended_date("2026-04-01");
  ended.set_ended_by(std::string(300, 'e'));
  ASSERT_THAT(Append(before, ended), IsOk());
  const auto leaf = tables::GetLogLeaf(*store_.Snapshot(), LastEvent() - 1);
  ASSERT_THAT(leaf, IsOk());
  EXPECT_LE(leaf->bytes.size(), proof::kLeafBytesMax);
}

// Its first leaf says all of them at once.
TEST_F(AppendEventTest, RefusesToRegisterADraftOfTooManyVersions) {
  v1::Document draft = WithVersions(300);
  const v1::Document registered = draft;
  draft.clear_registration_number();
  EXPECT_THAT(Append(draft, registered), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace santong::acts
