// What was found before a submission's transaction is kept only of the text that is submitted.
#include "server/acts/screen_text.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "server/domain/digest/sha256.h"
#include "storage/kv/memory_store.h"
#include "storage/tables/document_table.h"

namespace santong::acts {
namespace {

constexpr uint64_t kId = 1;
constexpr char kRead[] = "联系人电话13900001234。";
constexpr char kSubmitted[] = "第一条 略。";

// The findings that are kept when `text`, version 1 of a draft, is submitted and what was read
// before was kRead under the same number: a draft's text is written over.
int KeptOf(const std::string& text) {
  const auto screener = screening::Screener::Create({});
  EXPECT_TRUE(screener.ok()) << screener.status();
  kv::MemoryStore store;
  const absl::Status done = kv::TransactAndWait(store, [&](kv::Transaction& txn) -> absl::Status {
    v1::Document document;
    document.set_name(tables::DocumentName(kId));
    document.set_state(v1::DOCUMENT_STATE_DRAFT);
    v1::VersionSummary* summary = document.add_versions();
    const auto write = [&](const std::string& written) {
      summary->set_number(1);
      summary->set_text_sha256(digest::Sha256Hex(written));
      v1::Version version;
      version.set_number(1);
      tables::PutVersion(txn, kId, version, written);
      tables::PutDocument(txn, kId, document, /*anyone_may_read=*/false,
                          /*internal_changed=*/false);
    };
    write(kRead);
    auto found = ScreenNewestText(txn, **screener, kId, absl::CivilDay(2026, 7, 1));
    if (!found.ok()) return found.status();
    EXPECT_EQ(found->findings_size(), 1);
    write(text);
    document::Change change;
    change.document = document;
    return KeepScreening(txn, **screener, kId, *found, digest::Sha256Hex(kRead),
                         absl::CivilDay(2026, 7, 1), &change);
  });
  EXPECT_TRUE(done.ok()) << done;
  const auto kept = tables::FindScreening(*store.Snapshot(), kId);
  EXPECT_TRUE(kept.ok() && kept->has_value()) << kept.status();
  return kept.ok() && kept->has_value() ? (*kept)->findings_size() : -1;
}

TEST(KeepScreening, AnotherTextUnderTheSameNumberIsScreenedAgain) {
  EXPECT_EQ(KeptOf(kRead), 1);
  EXPECT_EQ(KeptOf(kSubmitted), 0);
}

}  // namespace
}  // namespace santong::acts
