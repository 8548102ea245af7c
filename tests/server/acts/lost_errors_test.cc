// A row that the disk does not give is never taken for one that is not there.
//
// Method: a store over the memory's, in which one row answers UNAVAILABLE to whoever reads it.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "server/acts/admin_acts.h"
#include "storage/kv/memory_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/message.h"
#include "tests/support/status_matchers.h"

namespace santong::acts {
namespace {

using testing::IsOk;
using testing::StatusIs;

class Unreadable : public kv::Transaction {
 public:
  Unreadable(kv::Transaction& txn, std::string key) : txn_(txn), key_(std::move(key)) {}
  absl::StatusOr<std::string> Get(absl::string_view key) const override {
    if (key == key_) return absl::UnavailableError("the disk does not read");
    return txn_.Get(key);
  }
  absl::Status Scan(absl::string_view begin, absl::string_view end, Visit visit) const override {
    return txn_.Scan(begin, end, visit);
  }
  absl::Status ScanBackward(absl::string_view begin, absl::string_view end,
                            Visit visit) const override {
    return txn_.ScanBackward(begin, end, visit);
  }
  void Put(absl::string_view key, absl::string_view value) override { txn_.Put(key, value); }
  void Delete(absl::string_view key) override { txn_.Delete(key); }

 private:
  kv::Transaction& txn_;
  const std::string key_;
};

class BadStore : public kv::Store {
 public:
  void set_unreadable(std::string key) { key_ = std::move(key); }
  std::unique_ptr<kv::Reader> Snapshot() const override { return store_.Snapshot(); }
  void Transact(Body body, Done done) override {
    store_.Transact(
        [key = key_, body = std::move(body)](kv::Transaction& txn) mutable {
          Unreadable seen(txn, key);
          return body(seen);
        },
        std::move(done));
  }
  uint64_t Changes() const override { return store_.Changes(); }
  absl::Status Writable() const override { return store_.Writable(); }

 private:
  kv::MemoryStore store_;
  std::string key_;
};

class LostErrors : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Principal> Create(const std::string& id, const std::string& display_name,
                                       const std::string& jurisdiction) {
    v1::CreatePrincipalRequest asked;
    asked.set_principal_id(id);
    asked.mutable_principal()->set_display_name(display_name);
    asked.mutable_principal()->set_jurisdiction(jurisdiction);
    asked.mutable_principal()->add_roles(v1::ROLE_AUDITOR);
    Request request;
    request.caller.principal = "principals/admin";
    request.now = absl::FromUnixSeconds(1767225600);
    request.today = absl::CivilDay(2026, 1, 1);
    absl::StatusOr<v1::Principal> got = absl::UnknownError("not answered");
    CreatePrincipal(store_, request, asked,
                    [&](absl::StatusOr<v1::Principal> answer) { got = std::move(answer); });
    return got;
  }

  BadStore store_;
};

TEST_F(LostErrors, APrincipalThatCannotBeReadIsNotWrittenOver) {
  ASSERT_THAT(Create("li", "李", ""), IsOk());
  const std::string key = schema::PrincipalKey("principals/li");
  store_.set_unreadable(key);
  EXPECT_THAT(Create("li", "另一人", ""), StatusIs(absl::StatusCode::kUnavailable));
  store_.set_unreadable("");
  EXPECT_THAT(Create("li", "另一人", ""), StatusIs(absl::StatusCode::kAlreadyExists));
  auto kept = tables::GetMessage<v1::Principal>(*store_.Snapshot(), key);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->display_name(), "李");
}

TEST_F(LostErrors, AJurisdictionThatCannotBeReadIsNotSaidToBeMissing) {
  EXPECT_THAT(Create("wang", "王", "jurisdictions/630203"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  store_.set_unreadable(schema::JurisdictionKey("jurisdictions/630203"));
  EXPECT_THAT(Create("wang", "王", "jurisdictions/630203"),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace santong::acts
