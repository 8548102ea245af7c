// Objections page by page: a filter that fits few reads no more than its share of the register for
// one page, and finds all that fits on the pages that follow.
#include "server/queries/objection_reads.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "server/settings/settings.h"
#include "server/vault/vault.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"
#include "storage/tables/message.h"
#include "tests/storage/temp_folder.h"

namespace santong::queries {
namespace {

TEST(ListObjections, AFilterThatFitsNothingReadsOnePageAtATime) {
  constexpr uint64_t kAll = kObjectionsReadMax + 1;
  kv::MemoryStore store;
  absl::Status written = absl::UnknownError("not yet");
  store.Transact(
      [](kv::Transaction& txn) {
        v1::Jurisdiction city;
        city.set_name("jurisdictions/630200");
        txn.Put(schema::JurisdictionKey(city.name()), tables::Encode(city));
        v1::Document document;  // which anyone may read
        document.set_name("documents/1");
        document.set_state(v1::DOCUMENT_STATE_LEGACY);
        document.set_legacy(true);
        tables::PutDocument(txn, 1, document, /*anyone_may_read=*/true, /*internal_changed=*/false);
        for (uint64_t id = 1; id <= kAll; ++id) {
          v1::Objection objection;
          objection.set_document(document.name());
          objection.set_name(absl::StrCat("objections/", id));
          // The last one alone is of the city.
          objection.set_jurisdiction(id == kAll ? "jurisdictions/630200" : "jurisdictions/630203");
          tables::PutCase(txn, schema::CaseKind::kObjection, id, objection);
        }
        return absl::OkStatus();
      },
      [&](absl::Status status) { written = std::move(status); });
  ASSERT_TRUE(written.ok()) << written;
  const santong::testing::TempFolder folder;
  auto vault = vault::Vault::Open(folder.path() + "/key");
  ASSERT_TRUE(vault.ok()) << vault.status();
  v1::ListObjectionsRequest request;
  request.set_jurisdiction("jurisdictions/630200");
  const auto reader = store.Snapshot();
  settings::SettingsCache settings;
  auto page = ListObjections(*reader, settings, **vault, access::PublicCaller(),
                             absl::CivilDay(2026, 3, 2), request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->objections_size(), 0);
  ASSERT_FALSE(page->next_page_token().empty()) << "it stopped";
  request.set_page_token(page->next_page_token());
  page = ListObjections(*reader, settings, **vault, access::PublicCaller(),
                        absl::CivilDay(2026, 3, 2), request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->objections_size(), 1);
  EXPECT_EQ(page->objections(0).name(), absl::StrCat("objections/", kAll));
  EXPECT_TRUE(page->next_page_token().empty());
}

}  // namespace
}  // namespace santong::queries
