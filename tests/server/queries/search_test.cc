// What a search finds is held against the register, also that it may be relied on.
#include "server/queries/search.h"

#include <gmock/gmock.h>

#include "server/queries/search_record.h"
#include "storage/kv/memory_store.h"
#include "storage/search/sqlite_index.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/office.h"
#include "tests/support/status_matchers.h"

namespace santong::queries {
namespace {

using testing::IsOk;
using testing::StatusIs;

TEST(SearchDocuments, AFlippedBitOfWhatMayBeReliedOnIsNeverShown) {
  const testing::TempFolder folder;
  kv::MemoryStore store;
  testing::Office office(store, absl::CivilDay(2026, 3, 2));
  auto document = office.Published("养老服务办法");
  ASSERT_THAT(document, IsOk());
  const auto reader = store.Snapshot();
  auto record = ReadRecord(*reader, tables::DocumentId(document->name()).value());
  ASSERT_THAT(record, IsOk());
  search::Progress progress;
  progress.sequence = tables::LastEvent(*reader).value();
  progress.built = true;
  const auto index = search::SqliteIndex::Open(folder.path() + "/search.db");
  v1::SearchDocumentsRequest request;
  request.set_filter("validity = VALID");
  ASSERT_THAT(index->Apply({*record}, progress), IsOk());
  const auto found = SearchDocuments(*reader, office.settings(), *index, request, office.today());
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->hits_size(), 1);

  for (search::StateSpan& span : record->states) span.valid = !span.valid;
  ASSERT_THAT(index->Apply({*record}, progress), IsOk());
  request.set_filter("validity = NOT_VALID");  // before: it was found as one
  EXPECT_THAT(SearchDocuments(*reader, office.settings(), *index, request, office.today()),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(absl::IsDataLoss(index->Check())) << "it is built anew";
}

}  // namespace
}  // namespace santong::queries
