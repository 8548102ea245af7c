// The bytes of a leaf: one form, read back as written.
#include "server/domain/proof/leaf.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace santong::proof {
namespace {

using ::santong::testing::IsOk;

Leaf Registered() {
  Leaf leaf;
  leaf.event = "17";
  leaf.date = "2026-11-28";
  leaf.type = "DocumentRegistered";
  leaf.action = "REGISTER";
  leaf.resource = "documents/7";
  leaf.to_state = "REGISTERED";
  leaf.organ = "jurisdictions/630203/organs/civil-affairs";
  leaf.registration_number = "测登〔2026〕1号";
  leaf.former_numbers = {"测登〔2024〕9号", "测登〔2025〕3号"};
  leaf.versions = {{1, "ORIGINAL", "aa", "bb", "cc", "2026-12-01", ""}};
  return leaf;
}

// DO NOT CHANGE: what was signed. A leaf that gives other bytes breaks every receipt there is.
TEST(Leaf, HasTheseBytes) {
  EXPECT_EQ(EncodeLeaf(Registered()),
            "santong.leaf/1\n"
            "event 17\n"
            "date 2026-11-28\n"
            "type DocumentRegistered\n"
            "action REGISTER\n"
            "resource documents/7\n"
            "to REGISTERED\n"
            "organ jurisdictions/630203/organs/civil-affairs\n"
            "number 测登〔2026〕1号\n"
            "former 测登〔2024〕9号\n"
            "former 测登〔2025〕3号\n"
            "version 1 ORIGINAL aa bb cc 2026-12-01 -\n");
}

// DO NOT CHANGE, either.
TEST(Leaf, WithFilesHasTheSecondForm) {
  Leaf leaf = Registered();
  leaf.attachments = {"dd", "ee"};
  EXPECT_EQ(EncodeLeaf(leaf),
            absl::StrCat(absl::StrReplaceAll(EncodeLeaf(Registered()),
                                             {{"santong.leaf/1\n", "santong.leaf/2\n"}}),
                         "attachment dd\nattachment ee\n"));
  EXPECT_EQ(*ParseLeaf(EncodeLeaf(leaf)), leaf);
  EXPECT_EQ(CommitToFile(std::string(32, 's'), std::string(32, 'a'), std::string(32, 'b')),
            "8afdf6c26ff00eaf2c943953e945ec3cb1ee37f6b8f563e79b8d8327428214b5");
}

TEST(Leaf, IsReadAsItWasWritten) {
  Leaf leaf = Registered();
  leaf.document_number = "100%\n平民〔2026〕1号\x01";
  auto parsed = ParseLeaf(EncodeLeaf(leaf));
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(*parsed, leaf);
}

TEST(Leaf, AnyOtherFormIsRefused) {
  const std::string bytes = EncodeLeaf(Registered());
  Leaf leaf = Registered();
  leaf.attachments = {"dd"};
  const std::string with_files = EncodeLeaf(leaf);
  const std::pair<const char*, std::string> cases[] = {
      {"nothing", ""},
      {"another first line", absl::StrCat("x", bytes)},
      {"no last end of line", bytes.substr(0, bytes.size() - 1)},
      {"a line twice", absl::StrReplaceAll(bytes, {{"event 17\n", "event 17\nevent 17\n"}})},
      {"another order", absl::StrReplaceAll(bytes, {{"event 17\ndate 2026-11-28\n",
                                                     "date 2026-11-28\nevent 17\n"}})},
      {"an unknown field", absl::StrCat(bytes, "person somebody\n")},
      {"an empty value", absl::StrCat(with_files, "attachment \n")},
      {"files in the first form", absl::StrCat(bytes, "attachment dd\n")},
      {"no file in the second form", absl::StrReplaceAll(with_files, {{"attachment dd\n", ""}})},
      {"an escape that needs none", absl::StrReplaceAll(bytes, {{"event 17", "event %317"}})},
      {"a version without its days", absl::StrReplaceAll(bytes, {{" 2026-12-01 -", ""}})},
  };
  for (const auto& [what, changed] : cases) EXPECT_FALSE(ParseLeaf(changed).ok()) << what;
}

TEST(Leaf, Sm3IsTheOneOfTheStandard) {
  // GB/T 32905, appendix A, example 1.
  EXPECT_EQ(Sm3Hex("abc"), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Leaf, AnOutlineSaysWhichLineDiffers) {
  const std::string a = OutlineOf("一\n二\n三"), b = OutlineOf("一\n贰\n三");
  ASSERT_EQ(a.size(), 24u);
  EXPECT_EQ(a.substr(0, 8), b.substr(0, 8));
  EXPECT_NE(a.substr(8, 8), b.substr(8, 8));
  EXPECT_EQ(a.substr(16), b.substr(16));
  // FIPS 180-4: of "abc", of nothing, and of "abc" again.
  EXPECT_EQ(OutlineOf("abc\n\nabc"), "ba7816bfe3b0c442ba7816bf");
}

}  // namespace
}  // namespace santong::proof
