// Which documents a cleanup looks through.
#include <gtest/gtest.h>

#include "server/domain/cleanup/result.h"

namespace santong::cleanup {
namespace {

// domain.md 7: what is no normative document is not registered, and no list of them names it.
TEST(CleanupScope, APaperOfTheOldStockThatWasFoundNotNormativeIsNotInIt) {
  v1::Campaign campaign;
  campaign.set_jurisdiction("jurisdictions/630203");
  campaign.set_cutoff_date("2026-03-02");
  v1::Document document;
  document.set_jurisdiction(campaign.jurisdiction());
  document.set_state(v1::DOCUMENT_STATE_LEGACY);
  document.set_written_date("2017-04-11");
  EXPECT_TRUE(IsInScope(document, campaign));
  document.set_not_normative_date("2026-02-01");
  EXPECT_FALSE(IsInScope(document, campaign));
}

}  // namespace
}  // namespace santong::cleanup
