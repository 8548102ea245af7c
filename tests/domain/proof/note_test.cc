// The published notes, keys and checkpoints; our own signatures and those of witnesses.
#include "server/domain/proof/note.h"

#include <simdjson.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace santong::proof {
namespace {

using ::santong::testing::IsOk;

constexpr char kVectors[] = "tests/testdata/public/vectors/";

absl::string_view Text(simdjson::dom::element element) {
  const std::string_view text = element;
  return {text.data(), text.size()};
}

TEST(Note, AgreesWithEveryPublishedNoteAndKey) {
  simdjson::dom::parser parser;
  simdjson::dom::element file;
  ASSERT_FALSE(parser.load(absl::StrCat(kVectors, "signed_notes.json")).get(file));
  int seen = 0;
  for (simdjson::dom::element vector : file["notes"]) {
    auto key = VerifierKey::Parse(Text(vector["vkey"]));
    ASSERT_THAT(key, IsOk());
    EXPECT_EQ(key->Format(), Text(vector["vkey"]));
    auto note = ParseNote(Text(vector["note"]));
    const bool valid = note.ok() && VerifyNote(*note, {*key}).ok();
    EXPECT_EQ(valid, bool(vector["valid"])) << vector;
    if (valid) EXPECT_EQ(FormatNote(*note), Text(vector["note"]));
    ++seen;
  }
  EXPECT_GE(seen, 9);
  for (simdjson::dom::element vector : file["bad_vkeys"])
    EXPECT_FALSE(VerifierKey::Parse(Text(vector["vkey"])).ok()) << vector;
}

TEST(Note, AgreesWithEveryPublishedCheckpoint) {
  simdjson::dom::parser parser;
  simdjson::dom::element file;
  ASSERT_FALSE(parser.load(absl::StrCat(kVectors, "checkpoints.json")).get(file));
  for (simdjson::dom::element vector : file["cases"]) {
    auto checkpoint = ParseCheckpoint(Text(vector["checkpoint"]));
    EXPECT_EQ(checkpoint.ok(), !bool(vector["want_err"])) << vector;
    if (checkpoint.ok()) EXPECT_EQ(FormatCheckpoint(*checkpoint), Text(vector["checkpoint"]));
  }
}

SigningKey KeyOf(char seed, absl::string_view name = "registry.example/log") {
  return *SigningKey::FromSeed(name, std::string(32, seed));
}

TEST(Note, OurSignatureIsReadAndOneChangedLetterIsRefused) {
  const SigningKey key = KeyOf('a');
  const std::string text = "registry.example/log\n7\nYmFuYW5hcw==\nmap YmFuYW5hcw==\n";
  const std::string bytes = absl::StrCat(text, "\n", *key.Sign(text));
  auto note = ParseNote(bytes);
  ASSERT_THAT(note, IsOk());
  EXPECT_THAT(VerifyNote(*note, {key.verifier()}), IsOk());
  EXPECT_FALSE(VerifyNote(*note, {KeyOf('b').verifier()}).ok()) << "another key";
  auto changed = ParseNote(absl::StrReplaceAll(bytes, {{"\n7\n", "\n8\n"}}));
  ASSERT_THAT(changed, IsOk());
  EXPECT_FALSE(VerifyNote(*changed, {key.verifier()}).ok());
  auto checkpoint = ParseCheckpoint(note->text);
  ASSERT_THAT(checkpoint, IsOk());
  EXPECT_EQ(ExtensionOf(*checkpoint, "map"), "YmFuYW5hcw==");
  EXPECT_EQ(ExtensionOf(*checkpoint, "counts"), "");
}

TEST(Note, TwoKeysAreValidWhileOneReplacesTheOther) {
  const SigningKey old_key = KeyOf('a'), new_key = KeyOf('b');
  const std::string text = "registry.example/log\n7\nYmFuYW5hcw==\n";
  auto note = ParseNote(absl::StrCat(text, "\n", *old_key.Sign(text), *new_key.Sign(text)));
  ASSERT_THAT(note, IsOk());
  EXPECT_THAT(VerifyNote(*note, {old_key.verifier()}), IsOk());
  EXPECT_THAT(VerifyNote(*note, {new_key.verifier()}), IsOk());
}

TEST(Note, ASigningKeyIsReadAsItWasWrittenAndItsRefusalDoesNotShowIt) {
  const SigningKey key = KeyOf('k');
  auto again = SigningKey::Parse(key.Format());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->Format(), key.Format());
  EXPECT_EQ(again->verifier().Format(), key.verifier().Format());
  // The signer's vector of golang/mod: its verifier key is the published one.
  auto published = SigningKey::Parse(
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->verifier().Format(),
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  std::string broken = key.Format();
  broken[broken.size() - 4] ^= 1;
  auto refused = SigningKey::Parse(broken);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(std::string(refused.status().message()).find(broken.substr(40)), std::string::npos);
}

TEST(Note, AWitnessCosignsTheTextAndTheTime) {
  const SigningKey witness = KeyOf('w', "witness.example/1");
  VerifierKey key = witness.verifier();
  const std::string text = "registry.example/log\n7\nYmFuYW5hcw==\n";
  auto line = witness.Cosign(text, 1679315147);
  ASSERT_THAT(line, IsOk());
  auto signature = ParseSignatureLine(*line);
  ASSERT_THAT(signature, IsOk());
  EXPECT_FALSE(VerifyCosignature(text, *signature, key).ok()) << "the key is no witness's";
  key.type = SignatureType::kCosignature;
  key.id = signature->id;
  auto parsed = VerifierKey::Parse(key.Format());
  // One key has one text.
  EXPECT_FALSE(
      VerifierKey::Parse("PeterNeumann+c74f20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
          .ok());
  EXPECT_TRUE(
      VerifierKey::Parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
          .ok());
  ASSERT_THAT(parsed, IsOk()) << "the id is the one of C2SP";
  auto time = VerifyCosignature(text, *signature, *parsed);
  ASSERT_THAT(time, IsOk());
  EXPECT_EQ(*time, 1679315147u);
  EXPECT_FALSE(VerifyCosignature("registry.example/log\n8\nYmFuYW5hcw==\n", *signature, key).ok());
  signature->bytes[7] ^= 1;  // another time
  EXPECT_FALSE(VerifyCosignature(text, *signature, key).ok());
}

}  // namespace
}  // namespace santong::proof
