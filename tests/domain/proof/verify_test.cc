// The offline verifier on receipts made here, whole and forged.
#include "server/domain/proof/verify.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/number_map.h"
#include "tests/support/status_matchers.h"

namespace santong::proof {
namespace {

using ::santong::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kText[] = "第一条 一\n第二条 二\n第三条 三\n";
constexpr char kNumber[] = "测登〔2026〕1号";
constexpr char kLog[] = "registry.example/log";

SigningKey KeyOf(char seed) { return *SigningKey::FromSeed(kLog, std::string(32, seed)); }

Leaf LeafOf(const std::string& state) {
  Leaf leaf;
  leaf.event = "9";
  leaf.resource = "documents/1";
  leaf.registration_number = kNumber;
  leaf.to_state = state;
  leaf.effective_date = "2026-01-01";
  leaf.versions = {{1, "ORIGINAL", digest::Sha256Hex(kText), Sm3Hex(kText),
                    digest::Sha256Hex(OutlineOf(kText)), "2026-01-01", ""}};
  return leaf;
}

// A log of two entries of which the second is the leaf, and a map of its number alone.
v1::LogReceipt ReceiptOf(const Leaf& leaf, const SigningKey& key,
                         absl::string_view bears = kNumber) {
  const std::string bytes = EncodeLeaf(leaf);
  const std::string map_key = MapKey(bears);
  const std::string map_root =
      digest::Sha256(absl::StrCat(std::string(1, '\0'), map_key, LeafHash(bytes)));
  const std::string text = FormatCheckpoint(
      {kLog,
       2,
       NodeHash(LeafHash("first"), LeafHash(bytes)),
       {absl::StrCat("map ", absl::Base64Escape(map_root)), "time 2026-06-01T00:00:00Z"}});
  v1::LogReceipt receipt;
  receipt.set_registration_number(kNumber);
  receipt.set_leaf_index(1);
  receipt.set_proof(
      FormatTlogProof({bytes, 1, {LeafHash("first")}, absl::StrCat(text, "\n", *key.Sign(text))}));
  receipt.mutable_latest()->set_end_key(map_key);
  receipt.mutable_latest()->set_end_value(LeafHash(bytes));
  receipt.set_outline(OutlineOf(kText));
  return receipt;
}

Verification Verified(absl::string_view text, const v1::LogReceipt& receipt, char key = 'a') {
  auto result = VerifyText(text, receipt, {KeyOf(key).verifier()}, "");
  EXPECT_THAT(result, IsOk());
  return *result;
}

TEST(Verify, AGenuineTextInForceIsSaidToBe) {
  const auto result = Verified(kText, ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a')));
  EXPECT_EQ(result.verdict, Verdict::kInForce) << result.reason;
  EXPECT_EQ(result.version, 1u);
  EXPECT_THAT(result.signers, ElementsAre(KeyOf('a').verifier().Format()));
}

TEST(Verify, AnAttachedFileIsKnownWhereTheReceiptOpensItsCommitment) {
  const std::string file = "同意印发", salt(32, 's');
  Leaf leaf = LeafOf("IN_EFFECT");
  leaf.attachments = {std::string(64, '0'), CommitToFile(salt, digest::Sha256(file),
                                                         absl::HexStringToBytes(Sm3Hex(file)))};
  v1::LogReceipt receipt = ReceiptOf(leaf, KeyOf('a'));
  EXPECT_EQ(Verified(file, receipt).verdict, Verdict::kTextDiffers) << "not opened";
  v1::AttachmentOpening& opening = *receipt.add_attachments();
  opening.set_file_name("签批单.txt");
  opening.set_salt(salt);
  const auto known = Verified(file, receipt);
  EXPECT_EQ(known.verdict, Verdict::kInForce);
  EXPECT_EQ(known.attachment, "签批单.txt");
  EXPECT_EQ(Verified("不同意印发", receipt).verdict, Verdict::kTextDiffers);
  EXPECT_THAT(Verified(kText, receipt).attachment, IsEmpty());
  opening.set_salt(std::string(32, 't'));
  EXPECT_EQ(Verified(file, receipt).verdict, Verdict::kTextDiffers) << "another salt";
}

TEST(Verify, WhatACopyDoesToTheEndsOfLinesChangesNothing) {
  const v1::LogReceipt receipt = ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a'));
  EXPECT_EQ(Verified(absl::StrReplaceAll(kText, {{"\n", "\r\n"}}), receipt).verdict,
            Verdict::kInForce);
  EXPECT_EQ(Verified(absl::StrCat("\xef\xbb\xbf", kText), receipt).verdict, Verdict::kInForce);
}

TEST(Verify, AGenuineTextThatEndedIsNotInForce) {
  for (const char* state : {"REPEALED", "LAPSED", "SUSPENDED", "REVOKED", "PUBLISHED"}) {
    EXPECT_EQ(Verified(kText, ReceiptOf(LeafOf(state), KeyOf('a'))).verdict, Verdict::kNotInForce);
  }
  Leaf old = LeafOf("IN_EFFECT");
  old.last_valid_date = "2026-05-31";
  EXPECT_EQ(Verified(kText, ReceiptOf(old, KeyOf('a'))).verdict, Verdict::kNotInForce);
  Leaf amended = LeafOf("IN_EFFECT");
  amended.versions[0].last_effective_date = "2026-03-31";
  amended.versions.push_back({2, "AMENDMENT", "aa", "bb", "cc", "2026-04-01", ""});
  EXPECT_EQ(Verified(kText, ReceiptOf(amended, KeyOf('a'))).verdict, Verdict::kNotInForce);
}

TEST(Verify, OneChangedLetterIsFoundInItsLine) {
  const auto result =
      Verified("第一条 一\n第二条 贰\n第三条 三\n", ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a')));
  EXPECT_EQ(result.verdict, Verdict::kTextDiffers);
  EXPECT_THAT(result.lines, ElementsAre(2));
}

TEST(Verify, AnOutlineThatTheEntryDoesNotVouchForSaysNothing) {
  v1::LogReceipt receipt = ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a'));
  receipt.set_outline(OutlineOf("第一条 壹\n第二条 二\n第三条 三\n"));
  EXPECT_THAT(Verified("第一条 一\n第二条 贰\n第三条 三\n", receipt).lines, IsEmpty());
}

TEST(Verify, NothingForgedIsBelieved) {
  const v1::LogReceipt good = ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a'));
  v1::LogReceipt forged = good;
  EXPECT_EQ(Verified(kText, good, 'b').verdict, Verdict::kUnknown) << "a key that is not trusted";

  auto proof = *ParseTlogProof(good.proof());
  proof.extra = EncodeLeaf(LeafOf("REPEALED"));
  forged.set_proof(FormatTlogProof(proof));
  EXPECT_EQ(Verified(kText, forged).verdict, Verdict::kUnknown) << "another entry";

  forged = good;
  forged.mutable_latest()->set_end_value(LeafHash("later"));
  EXPECT_EQ(Verified(kText, forged).verdict, Verdict::kUnknown) << "another latest entry";

  forged = good;
  forged.set_registration_number("测登〔2026〕2号");
  EXPECT_EQ(Verified(kText, forged).verdict, Verdict::kUnknown) << "another number";

  forged = good;
  forged.set_proof(absl::StrReplaceAll(good.proof(), {{"index 1", "index 0"}}));
  EXPECT_EQ(Verified(kText, forged).verdict, Verdict::kUnknown) << "another place";

  forged.set_proof("nothing");
  EXPECT_EQ(Verified(kText, forged).verdict, Verdict::kUnknown);
}

TEST(Verify, AnEntryThatIsNotTheLatestIsNotEnough) {
  v1::LogReceipt receipt = ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a'));
  const v1::LogReceipt later = ReceiptOf(LeafOf("REPEALED"), KeyOf('a'));
  *receipt.mutable_latest() = later.latest();
  EXPECT_EQ(Verified(kText, receipt).verdict, Verdict::kUnknown);
}

TEST(Verify, ANumberThatNobodyBearsIsProvedToBeUnknown) {
  v1::LogReceipt receipt = ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a'), "测登〔2026〕2号");
  receipt.set_leaf_index(-1);
  receipt.set_proof(ParseTlogProof(receipt.proof())->checkpoint);
  const auto result = Verified(kText, receipt);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_THAT(result.reason, IsEmpty()) << "proved";
  receipt.set_registration_number("测登〔2026〕2号");
  EXPECT_THAT(Verified(kText, receipt).reason, HasSubstr("holds the number"));
}

TEST(Verify, ACheckpointThatCameAnotherWayIsTrustedWithoutAKey) {
  const v1::LogReceipt receipt = ReceiptOf(LeafOf("IN_EFFECT"), KeyOf('a'));
  const std::string printed = ParseTlogProof(receipt.proof())->checkpoint;
  auto result = VerifyText(kText, receipt, {}, printed);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->verdict, Verdict::kInForce);
  const v1::LogReceipt fork = ReceiptOf(LeafOf("REPEALED"), KeyOf('a'));
  result = VerifyText(kText, fork, {}, printed);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->verdict, Verdict::kUnknown);
  EXPECT_THAT(result->reason, HasSubstr("a fork"));
  EXPECT_FALSE(VerifyText(kText, receipt, {}, "").ok()) << "nothing would be trusted";
}

TEST(Verify, AnAttachedFileIsInForceUntilTheNextTextTakesEffect) {
  const std::string file = "附件", salt(32, 's');
  Leaf leaf = LeafOf("IN_EFFECT");
  leaf.versions[0].last_effective_date = "2026-06-30";
  LeafVersion later = leaf.versions[0];
  later.number = 2;
  later.kind = "AMENDMENT";
  later.effective_date = "2026-07-01";
  later.last_effective_date = "";
  leaf.versions.push_back(later);
  leaf.attachments = {
      CommitToFile(salt, digest::Sha256(file), absl::HexStringToBytes(Sm3Hex(file)))};
  v1::LogReceipt receipt = ReceiptOf(leaf, KeyOf('a'));
  v1::AttachmentOpening& opening = *receipt.add_attachments();
  opening.set_file_name("附件.txt");
  opening.set_salt(salt);
  EXPECT_EQ(Verified(file, receipt).verdict, Verdict::kInForce);
}

TEST(Verify, ADraftThatWasReturnedAndAMisprintThatWasCorrectedAreNotInForce) {
  Leaf leaf = LeafOf("IN_EFFECT");
  const LeafVersion issued = leaf.versions[0];
  const auto version = [&](uint32_t number, const char* kind, const std::string& text) {
    LeafVersion made = issued;
    made.number = number;
    made.kind = kind;
    made.text_sha256 = digest::Sha256Hex(text);
    made.text_sm3 = Sm3Hex(text);
    return made;
  };
  leaf.versions = {version(1, "ORIGINAL", "退回的草案"), version(2, "ORIGINAL", "有错字的正文"),
                   version(3, "CORRECTION", kText), version(4, "AMENDMENT", "将来的正文")};
  leaf.versions[0].effective_date = "";
  leaf.versions[1].last_effective_date = leaf.versions[2].last_effective_date = "2026-06-30";
  leaf.versions[3].effective_date = "2026-07-01";
  const v1::LogReceipt receipt = ReceiptOf(leaf, KeyOf('a'));
  for (const auto& [text, number] :
       {std::pair("退回的草案", 1u), std::pair("有错字的正文", 2u), std::pair("将来的正文", 4u)}) {
    const auto result = Verified(text, receipt);
    EXPECT_EQ(result.verdict, Verdict::kNotInForce) << text;
    EXPECT_EQ(result.version, number);
    EXPECT_EQ(result.counting, 3u);
  }
  EXPECT_EQ(Verified(kText, receipt).verdict, Verdict::kInForce);
  // A text that counts is in force, whatever bears its words once more later.
  leaf.versions[3] = version(4, "AMENDMENT", kText);
  leaf.versions[3].effective_date = "2026-07-01";
  const auto again = Verified(kText, ReceiptOf(leaf, KeyOf('a')));
  EXPECT_EQ(again.verdict, Verdict::kInForce);
  EXPECT_EQ(again.version, 3u);
}

TEST(Verify, WithoutAKeyTheDayIsThatOfTheCheckpointThatIsTrusted) {
  Leaf leaf = LeafOf("IN_EFFECT");
  leaf.versions[0].last_effective_date = "2026-03-31";
  leaf.versions.push_back({2, "AMENDMENT", "aa", "bb", "cc", "2026-04-01", ""});
  v1::LogReceipt receipt = ReceiptOf(leaf, KeyOf('a'));
  const std::string printed = ParseTlogProof(receipt.proof())->checkpoint;
  receipt.set_proof(absl::StrReplaceAll(receipt.proof(), {{"time 2026-06-01", "time 2026-03-01"}}));
  const auto result = VerifyText(kText, receipt, {}, printed);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->verdict, Verdict::kNotInForce);
}

}  // namespace
}  // namespace santong::proof
