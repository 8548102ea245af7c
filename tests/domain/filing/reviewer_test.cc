// With whom each kind of organ files, and by which item something is no normative document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "server/domain/filing/conditions.h"
#include "server/domain/filing/decide.h"
#include "tests/domain/document/builders.h"

namespace santong::filing {
namespace {

// domain.md 2, 3.10: a township's and a sub-district office's documents go to the government that
// set it up, not two levels up.
TEST(Filing, EachKindOfOrganFilesWithItsOwnGovernmentOrWithTheLevelAbove) {
  v1::Document document;
  document.set_jurisdiction(document::kDistrict);
  const std::pair<v1::OrganKind, std::string> rows[] = {
      {v1::ORGAN_KIND_GOVERNMENT, document::kCity},
      {v1::ORGAN_KIND_GOVERNMENT_OFFICE, document::kCity},
      {v1::ORGAN_KIND_VERTICAL, document::kCity},
      {v1::ORGAN_KIND_DEPARTMENT, document::kDistrict},
      {v1::ORGAN_KIND_TOWNSHIP, document::kDistrict},
      {v1::ORGAN_KIND_SUBDISTRICT_OFFICE, document::kDistrict},
  };
  for (const auto& [kind, reviewer] : rows) {
    v1::Organ organ;
    organ.set_kind(kind);
    EXPECT_EQ(ReviewerOf(document, &organ, document::kCity), reviewer) << v1::OrganKind_Name(kind);
    EXPECT_EQ(ReviewerOf(&organ, document::kDistrict, document::kCity), reviewer)
        << v1::OrganKind_Name(kind);
  }
  EXPECT_EQ(ReviewerOf(document, nullptr, document::kCity), document::kCity);
}

// What is excluded stands in item (三), as registration cites it (domain.md 7).
TEST(Table, WhatIsNoNormativeDocumentIsRefusedByTheItemThatExcludesIt) {
  const Row* reject = workflow::FindRow(Table(), v1::FILING_STATE_SUBMITTED, Action::kReject);
  ASSERT_NE(reject, nullptr);
  EXPECT_THAT(reject->article, ::testing::HasSubstr("国办发〔2018〕115号 (三)"));
  EXPECT_STREQ(kNotNormativeReasonIsGiven.article, "国办发〔2018〕115号 (三)");
}

}  // namespace
}  // namespace santong::filing
