// A key that lives outside: a program signs the log. Here it is openssl with a key in a file of its
// own.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "server/domain/proof/verify.h"
#include "server/vault/log_keys.h"
#include "tests/server/services/log_fixture.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLog[] = "register.test/log";
constexpr char kSeed[] = "0123456789abcdef0123456789abcdef";

// A program of a few words of shell.
std::string Script(const TempFolder& folder, const char* name, const std::string& words) {
  const std::string path = absl::StrCat(folder.path(), "/", name);
  std::ofstream(path) << "#!/bin/sh\n" << words << "\n";
  chmod(path.c_str(), 0700);
  return path;
}

// The seed as openssl reads it: RFC 8410, section 7.
std::string Signer(const TempFolder& folder, const char* name) {
  const std::string key = absl::StrCat(folder.path(), "/", name, ".der");
  std::ofstream(key, std::ios::binary)
      << std::string("\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20", 16)
      << kSeed;
  return Script(folder, name,
                absl::StrCat("exec /usr/bin/openssl pkeyutl -sign -rawin -keyform DER -inkey '",
                             key, "' -in /dev/stdin"));
}

proof::SigningKey KeyInside() { return *proof::SigningKey::FromSeed(kLog, kSeed); }

TEST(LogSigner, AProgramSignsAndReceiptsAreBelieved) {
  const TempFolder folder;
  const std::string vkey = KeyInside().verifier().Format();
  RunningServer server({"--log-signer-command", Signer(folder, "sign"), "--log-signer-key", vkey});
  const v1::Document document = server.registry().Published("平安区养老服务办法");
  const auto log = v1::LogService::NewStub(server.Channel());
  EXPECT_THAT(FreshCheckpoint(*log).verifier_keys(), ::testing::ElementsAre(vkey));
  auto result = proof::VerifyText(TextOf(server.registry(), document), ReceiptOf(*log, document),
                                  {KeyInside().verifier()}, "");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->verdict, proof::Verdict::kInForce) << result->reason;
  EXPECT_FALSE(std::filesystem::exists(server.data_dir() + ".log-key")) << "no key is made inside";
}

TEST(LogSigner, TheKeyFileSignsBesideItWhileAKeyMovesOut) {
  const TempFolder folder;
  const std::string file = folder.path() + "/keys";
  const auto inside = *proof::SigningKey::FromSeed(kLog, std::string(32, 'i'));
  std::ofstream(file) << inside.Format() << "\n";
  chmod(file.c_str(), 0600);
  const RunningServer server({"--log-key-file", file, "--log-signer-command",
                              Signer(folder, "sign"), "--log-signer-key",
                              KeyInside().verifier().Format()});
  const auto log = v1::LogService::NewStub(server.Channel());
  auto note = proof::ParseNote(FreshCheckpoint(*log).note());
  ASSERT_THAT(note, IsOk());
  for (const proof::VerifierKey& key : {KeyInside().verifier(), inside.verifier()})
    EXPECT_THAT(proof::VerifyNote(*note, {key}), IsOk());
}

TEST(LogSigner, WhatGoesWrongIsSaidWithTheProgramsName) {
  const TempFolder folder;
  const std::string vkey = KeyInside().verifier().Format();
  struct Case {
    const char* name;
    std::string words;
    const char* said;
  };
  const Case cases[] = {
      {"fails", "exit 7", "ended with exit code 7"},
      {"silent", "exit 0", "wrote 0 bytes; a signature has 64"},
      {"another", "head -c 64 /dev/zero", "no signature of that key"},
      {"killed", "kill -9 $$", "ended by signal 9"},
  };
  for (const Case& one : cases) {
    const std::string program = Script(folder, one.name, one.words);
    auto keys = vault::OpenLogKeys({folder.path() + "/none", kLog, program, vkey});
    ASSERT_THAT(keys, IsOk());
    const auto signature = keys->front().Sign("text\n");
    EXPECT_THAT(std::string(signature.status().message()), HasSubstr(one.said)) << one.name;
  }
  const std::pair<vault::LogKeySource, const char*> wrong[] = {
      {{"", kLog, "sign", vkey}, "full path"},
      {{"", kLog, folder.path() + "/nowhere", vkey}, "full path"},
      {{"", kLog, Script(folder, "good", "exit 0"), "no key"}, "log_signer_key"},
  };
  for (const auto& [source, said] : wrong) {
    EXPECT_THAT(std::string(vault::OpenLogKeys(source).status().message()), HasSubstr(said));
  }
}

// Registering goes on; what has to be signed is refused until the program is back.
TEST(LogSigner, WhileTheProgramFailsTheRegisterWorksAndReceiptsWait) {
  const TempFolder folder;
  const std::string program = Script(folder, "sign", "exit 1");
  RunningServer server(
      {"--log-signer-command", program, "--log-signer-key", KeyInside().verifier().Format()});
  const v1::Document document = server.registry().Published("甲办法");
  EXPECT_FALSE(document.has_receipt());
  const auto log = v1::LogService::NewStub(server.Channel());
  v1::GetReceiptRequest request;
  request.set_document(document.name());
  v1::LogReceipt receipt;
  const grpc::Status refused = log->GetReceipt(As("").get(), request, &receipt);
  EXPECT_FALSE(refused.ok());
  EXPECT_THAT(refused.error_message(), Not(HasSubstr(program))) << "not the public's business";
  Signer(folder, "sign");
  EXPECT_TRUE(log->GetReceipt(As("").get(), request, &receipt).ok());
}

}  // namespace
}  // namespace santong::testing
