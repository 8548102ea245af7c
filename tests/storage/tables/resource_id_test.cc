// One resource has one name.
#include "storage/tables/resource_id.h"

#include <gtest/gtest.h>

#include "storage/tables/campaign_table.h"
#include "storage/tables/case_table.h"
#include "storage/tables/document_table.h"

namespace santong::tables {
namespace {

TEST(ResourceId, IsANumberAboveZeroAsItIsPrinted) {
  uint64_t id = 0;
  EXPECT_TRUE(ParseId("1", &id));
  EXPECT_TRUE(ParseId("18446744073709551615", &id));
  EXPECT_EQ(id, UINT64_MAX);
  for (const char* wrong :
       {"", "0", "01", "+1", "-1", " 1", "1 ", "1\n", "1x", "１", "18446744073709551616"}) {
    EXPECT_FALSE(ParseId(wrong, &id)) << '"' << wrong << '"';
  }
}

TEST(ResourceId, EndsTheNameOfEachKind) {
  EXPECT_EQ(DocumentId("documents/7").value_or(0), 7u);
  EXPECT_EQ(CaseId(schema::CaseKind::kFiling, "filings/7").value_or(0), 7u);
  EXPECT_EQ(CampaignId("campaigns/7").value_or(0), 7u);
  EXPECT_FALSE(DocumentId("documents/7 ").ok());
  EXPECT_FALSE(CaseId(schema::CaseKind::kFiling, "filings/7 ").ok());
  EXPECT_FALSE(CampaignId("campaigns/7 ").ok());
}

}  // namespace
}  // namespace santong::tables
