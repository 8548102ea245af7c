// The catalogue of refusals against the enum that clients are written against.
#include "server/domain/error/reasons.h"

#include <gmock/gmock.h>
#include <re2/re2.h>

#include <fstream>
#include <iterator>
#include <set>

#include "google/protobuf/descriptor.h"

namespace santong::error {
namespace {

// {key} as in the templates.
std::set<std::string> KeysIn(const char* words) {
  std::set<std::string> keys;
  re2::StringPiece rest(words);
  std::string key;
  while (RE2::FindAndConsume(&rest, R"(\{([^}]*)\})", &key)) keys.insert(key);
  return keys;
}

TEST(Reasons, EveryValueOfTheEnumHasOneRowInItsOrder) {
  const auto* values = v1::ErrorReason_descriptor();
  ASSERT_EQ(AllReasons().size(), values->value_count() - 1);
  for (int i = 1; i < values->value_count(); ++i) {
    EXPECT_EQ(AllReasons()[i - 1].reason, values->value(i)->number()) << values->value(i)->name();
  }
}

TEST(Reasons, NamesAreThoseOfTheEnumWithoutItsPrefix) {
  EXPECT_STREQ(ReasonName(v1::ERROR_REASON_ETAG_MISMATCH), "ETAG_MISMATCH");
  for (const Reason& row : AllReasons()) {
    EXPECT_TRUE(RE2::FullMatch(ReasonName(row.reason), "[A-Z][A-Z0-9_]+[A-Z0-9]"))
        << ReasonName(row.reason);
  }
}

TEST(Reasons, TheCodeIsTheOneThatTheProtoPromises) {
  // The comment of each value ends in its code: "… (NOT_FOUND)."
  std::ifstream file("proto/santong/v1/error_reason.proto");
  const std::string proto((std::istreambuf_iterator<char>(file)), {});
  re2::StringPiece rest(proto);
  std::string code, name;
  size_t found = 0;
  while (
      RE2::FindAndConsume(&rest, R"(\(([A-Z_]+)\)\.\s+ERROR_REASON_([A-Z_]+) =)", &code, &name)) {
    ++found;
    v1::ErrorReason reason;
    ASSERT_TRUE(v1::ErrorReason_Parse("ERROR_REASON_" + name, &reason)) << name;
    EXPECT_EQ(absl::StatusCodeToString(ReasonRow(reason).code), code) << name;
  }
  EXPECT_EQ(found, AllReasons().size());
}

TEST(Reasons, EveryRowSpeaksBothLanguagesAndNamesAMend) {
  for (const Reason& row : AllReasons()) {
    SCOPED_TRACE(ReasonName(row.reason));
    for (const char* words : {row.en, row.mend_en}) {
      EXPECT_TRUE(RE2::FullMatch(words, R"([A-Z{][\x20-\x7E]+\.)")) << words;
    }
    for (const char* words : {row.zh, row.mend_zh}) {
      EXPECT_TRUE(RE2::PartialMatch(words, R"(\p{Han}.*。$)")) << words;
    }
  }
}

// A write that failed, or that its standby did not confirm, may turn out to be stored.
TEST(Reasons, WhatIsRepeatedIsNotSaidToHaveChangedNothing) {
  for (const v1::ErrorReason reason : {v1::ERROR_REASON_READ_ONLY, v1::ERROR_REASON_TRY_AGAIN}) {
    const Reason& row = ReasonRow(reason);
    SCOPED_TRACE(ReasonName(reason));
    EXPECT_FALSE(RE2::PartialMatch(row.en, "nothing")) << row.en;
    EXPECT_FALSE(RE2::PartialMatch(row.zh, "没有")) << row.zh;
    EXPECT_TRUE(RE2::PartialMatch(row.mend_en, "the same request_id")) << row.mend_en;
    EXPECT_TRUE(RE2::PartialMatch(row.mend_zh, "相同的请求标识")) << row.mend_zh;
  }
}

TEST(Reasons, BothLanguagesNameTheSameKeys) {
  for (const Reason& row : AllReasons()) {
    EXPECT_EQ(KeysIn(row.en), KeysIn(row.zh)) << ReasonName(row.reason);
    EXPECT_THAT(KeysIn(row.mend_en), testing::IsEmpty()) << ReasonName(row.reason);
    EXPECT_THAT(KeysIn(row.mend_zh), testing::IsEmpty()) << ReasonName(row.reason);
  }
}

TEST(Reasons, KeysCanBeMetadataKeys) {
  for (const Reason& row : AllReasons()) {
    for (const std::string& key : KeysIn(row.en)) {
      EXPECT_TRUE(RE2::FullMatch(key, "[a-z][a-z0-9_]{0,63}")) << key;
    }
  }
}

}  // namespace
}  // namespace santong::error
