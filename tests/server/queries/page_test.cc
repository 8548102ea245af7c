// Page tokens (AIP-158), and where a page ends of whose rows not all are shown.
#include "server/queries/page.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "gtest/gtest.h"
#include "server/domain/error/refusal.h"

namespace santong::queries {
namespace {

TEST(PageToken, GivesBackTheKey) {
  const std::string key("x\0\xff key", 7);
  auto read = ReadPageToken(MakePageToken(key));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, key);
}

TEST(PageToken, ThatIsNoneIsRefused) {
  for (const char* token : {"!", "abc", "AAAAAAAAAAA"}) {
    EXPECT_EQ(error::ReasonOf(ReadPageToken(token).status()), v1::ERROR_REASON_PAGE_TOKEN_INVALID)
        << token;
  }
}

TEST(PageSize, ZeroIsTheDefaultAndTooMuchTheMaximum) {
  EXPECT_EQ(PageSize(0), kPageSizeDefault);
  EXPECT_EQ(PageSize(7), 7);
  EXPECT_EQ(PageSize(1'000'000), kPageSizeMax);
}

using Rows = google::protobuf::RepeatedPtrField<std::string>;

// Lists the letters of `rows`, of which only the capital ones are shown, page by page: "A B|C".
std::string Listed(const std::string& rows, int page_size, int read_max) {
  std::string listed;
  std::string token;
  do {
    const std::string after = ReadPageToken(token).value();
    PageEnd page(page_size, read_max);
    Rows shown;
    for (size_t at = after.empty() ? 0 : std::stoul(after) + 1; at < rows.size(); ++at) {
      if (!page.Begins(absl::StrCat(at))) break;
      if (rows[at] >= 'A' && rows[at] <= 'Z') *shown.Add() = rows.substr(at, 1);
      if (!page.GoesOn(&shown)) break;
    }
    for (const std::string& row : shown) absl::StrAppend(&listed, row);
    token = page.Token();
    if (!token.empty()) listed += '|';
  } while (!token.empty());
  return listed;
}

TEST(PageEnd, EveryRowThatIsShownIsOnOnePageAndTheLastHasNoToken) {
  EXPECT_EQ(Listed("ABCDE", 2, 100), "AB|CD|E");
  EXPECT_EQ(Listed("ABCD", 2, 100), "AB|CD");
  EXPECT_EQ(Listed("xAxBxxCx", 1, 100), "A|B|C");
  EXPECT_EQ(Listed("", 2, 100), "");
}

TEST(PageEnd, WhatIsNotShownBehindTheLastRowTellsNothing) {
  EXPECT_EQ(Listed("ABxxx", 2, 100), "AB");
  EXPECT_EQ(Listed("xxx", 2, 100), "");
}

TEST(PageEnd, ACallReadsNoMoreThanItMayAndTheNextGoesOnThere) {
  EXPECT_EQ(Listed("xxxxA", 2, 3), "|A");
  EXPECT_EQ(Listed("AxxxBxC", 2, 3), "A|B|C");
}

// Twenty-four drafts with long notes were 14 MB, which no client takes: there was no list at all.
TEST(PageEnd, APageIsNoLargerThanAClientTakes) {
  PageEnd page(100, 100);
  Rows shown;
  const auto add = [&](const char* key, size_t bytes) {
    EXPECT_TRUE(page.Begins(key));
    *shown.Add() = std::string(bytes, 'x');
    return page.GoesOn(&shown);
  };
  EXPECT_TRUE(add("1", 2 * kPageBytesMax)) << "the first is shown whatever its size";
  EXPECT_FALSE(add("2", 1));
  EXPECT_EQ(shown.size(), 1);
  EXPECT_EQ(ReadPageToken(page.Token()).value(), "1");
}

}  // namespace
}  // namespace santong::queries
