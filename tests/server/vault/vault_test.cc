// Personal data is sealed by a key outside the store, and a store never goes on under another key.
#include "server/vault/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "server/acts/objection_seal.h"
#include "storage/kv/memory_store.h"
#include "tests/storage/temp_folder.h"

namespace santong::vault {
namespace {

class VaultFile : public ::testing::Test {
 protected:
  std::unique_ptr<Vault> Open(const std::string& name = "key") {
    auto vault = Vault::Open(Path(name));
    EXPECT_TRUE(vault.ok()) << vault.status();
    return vault.ok() ? *std::move(vault) : nullptr;
  }
  std::string Path(const std::string& name = "key") const { return folder_.path() + "/" + name; }
  std::string Bytes() const {
    std::ifstream file(Path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void Write(const std::string& name, const std::string& bytes) {
    std::ofstream(Path(name), std::ios::binary) << bytes;
    chmod(Path(name).c_str(), 0600);
  }

  const santong::testing::TempFolder folder_;
};

TEST_F(VaultFile, IsMadeForItsOwnerAlone) {
  ASSERT_NE(Open(), nullptr);
  struct stat info {};
  ASSERT_EQ(stat(Path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(Bytes().size(), 32u);
  const auto entries = std::filesystem::directory_iterator(folder_.path());
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << "nothing half made is left";
}

TEST_F(VaultFile, IsTheSameKeyWhenOpenedAgain) {
  const auto sealed = Open()->Seal("case", "张三");
  ASSERT_TRUE(sealed.ok());
  const auto plain = Open()->Unseal("case", *sealed);
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_EQ(*plain, "张三");
}

TEST_F(VaultFile, AStartThatWasCutOffIsNoObstacle) {
  Write("key.new", "half");
  ASSERT_NE(Open(), nullptr);
  EXPECT_EQ(Bytes().size(), 32u);
}

TEST_F(VaultFile, IsRefusedWhenOthersMayReadIt) {
  Open();
  chmod(Path().c_str(), 0640);
  EXPECT_TRUE(absl::IsInvalidArgument(Vault::Open(Path()).status()));
}

TEST_F(VaultFile, IsRefusedWhenItIsNoKeyAndStaysAsItIs) {
  for (const std::string& bytes : {std::string("short"), std::string(33, 'x')}) {
    Write("key", bytes);
    EXPECT_TRUE(absl::IsInvalidArgument(Vault::Open(Path()).status()));
    EXPECT_EQ(Bytes(), bytes);
  }
}

TEST_F(VaultFile, WhatWasChangedOrBelongsToAnotherCaseIsNotUnsealed) {
  const auto vault = Open();
  const auto sealed = vault->Seal("case 1", "张三");
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(sealed->box.find("张三"), std::string::npos);
  EXPECT_TRUE(absl::IsDataLoss(vault->Unseal("case 2", *sealed).status()));
  for (const bool in_key : {true, false}) {
    Sealed changed = *sealed;
    std::string& bytes = in_key ? changed.wrapped_key : changed.box;
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    EXPECT_TRUE(absl::IsDataLoss(vault->Unseal("case 1", changed).status())) << in_key;
  }
  EXPECT_TRUE(absl::IsDataLoss(Open("other")->Unseal("case 1", *sealed).status()));
}

TEST_F(VaultFile, TheSameTextIsSealedAnewEachTime) {
  const auto vault = Open();
  EXPECT_NE(vault->Seal("case", "张三")->box, vault->Seal("case", "张三")->box);
}

TEST_F(VaultFile, AHashSaysNothingWithoutTheKeyOrForAnotherPurpose) {
  const auto vault = Open();
  EXPECT_EQ(vault->Hash("code", "x"), vault->Hash("code", "x"));
  EXPECT_NE(vault->Hash("code", "x"), vault->Hash("lodger", "x"));
  EXPECT_NE(vault->Hash("code", "x"), Open("other")->Hash("code", "x"));
}

TEST_F(VaultFile, AStoreDoesNotGoOnUnderAnotherKey) {
  kv::MemoryStore store;
  const auto vault = Open();
  ASSERT_TRUE(acts::BindPersonalKey(store, *vault).ok());
  EXPECT_TRUE(acts::BindPersonalKey(store, *Open()).ok()) << "the same key again";
  EXPECT_TRUE(absl::IsFailedPrecondition(acts::BindPersonalKey(store, *Open("other"))));
  EXPECT_TRUE(acts::BindPersonalKey(store, *vault).ok());
}

}  // namespace
}  // namespace santong::vault
