// Files written by hand.
#include "client/cli/message_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/document.pb.h"
#include "tests/client/program.h"

namespace santong::cli {
namespace {

using ::testing::HasSubstr;

TEST(MessageFile, YamlByHandMayUseEitherNameOfAFieldAndPlainValues) {
  const santong::testing::Folder folder;
  const std::string path = folder.Write("d.yaml", R"(
title: 关于养老的通知
document_number: 2026   # no quotes
kind: DOCUMENT_KIND_NOTICE
effectiveDate: 2026-01-01
urgent: true
term: {kind: TERM_KIND_GENERAL, years: 5}
issuers:
  - organ: jurisdictions/630203/organs/government
)");
  v1::Document document;
  ASSERT_TRUE(MergeFile(path, &document).ok()) << MergeFile(path, &document);
  EXPECT_EQ(document.document_number(), "2026");
  EXPECT_EQ(document.effective_date(), "2026-01-01");
  EXPECT_TRUE(document.urgent());
  EXPECT_EQ(document.term().years(), 5);
  EXPECT_EQ(document.issuers(0).organ(), "jurisdictions/630203/organs/government");
}

TEST(MessageFile, EveryKindOfWrongFileIsRefusedAndNamed) {
  const santong::testing::Folder folder;
  const std::pair<const char*, const char*> cases[] = {
      {"unknown.yaml", "titel: x\n"},   {"broken.yaml", "title: [\n"},
      {"broken.json", "{\"title\": "},  {"list.yaml", "- a\n- b\n"},
      {"enum.yaml", "kind: NOTHING\n"}, {"broken.textproto", "title: \"x\" nothing: 1\n"}};
  for (const auto& [name, bytes] : cases) {
    v1::Document document;
    const absl::Status status = MergeFile(folder.Write(name, bytes), &document);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_THAT(std::string(status.message()), HasSubstr(name));
  }
  v1::Document document;
  EXPECT_FALSE(MergeFile(folder.Path("none.yaml"), &document).ok());
}

TEST(MessageFile, AFolderIsNoEmptyText) {
  const santong::testing::Folder folder;
  EXPECT_EQ(ReadBytes(folder.root()).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(MessageFile, ASecretIsWhatStandsInItsFileAndNeverNothing) {
  const santong::testing::Folder folder;
  const auto secret = ReadSecret(folder.Write("code", "ABCD234567\n"));
  ASSERT_TRUE(secret.ok()) << secret.status();
  EXPECT_EQ(*secret, "ABCD234567");
  EXPECT_EQ(ReadSecret(folder.Write("empty", "\n")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(MessageFile, AnEmptyFileIsAnEmptyText) {
  const santong::testing::Folder folder;
  const auto bytes = ReadBytes(folder.Write("empty.txt", ""));
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_EQ(*bytes, "");
}

}  // namespace
}  // namespace santong::cli
