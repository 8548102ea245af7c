// Whoever changes the database behind the server's back is found, and what was changed is named.
//
// Method: a real server writes a small register and signs it. Then each case takes a copy of the
// folder, changes rows in it as an insider with the disk in his hands would, and runs what the
// operator runs (VerifyStore) on it. What an insider with the signing key can hide from the
// operator is found by an auditor who keeps a copy: those cases start a server over the changed
// folder.
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

#include "gmock/gmock.h"
#include "santong/store/v1/record.pb.h"
#include "santong/v1/event.pb.h"
#include "server/acts/append_event.h"
#include "server/domain/digest/sha256.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/queries/verify.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "storage/tables/document_table.h"
#include "storage/tables/event_table.h"
#include "storage/tables/log_table.h"
#include "tests/client/program.h"
#include "tests/server/services/log_fixture.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFile[] = "同意印发";  // attached to documents/4

using Change = std::function<absl::Status(kv::Transaction& txn)>;

std::unique_ptr<kv::RocksDbStore> Open(const std::string& folder) {
  kv::RocksDbStore::Options options;
  options.path = folder;
  auto store = kv::RocksDbStore::Open(options);
  EXPECT_THAT(store, IsOk());
  return store.ok() ? *std::move(store) : nullptr;
}

// Rewrites one message in place.
template <typename Message>
absl::Status Edit(kv::Transaction& txn, const std::string& key,
                  const std::function<void(Message&)>& edit, size_t head = 0) {
  auto bytes = txn.Get(key);
  if (!bytes.ok()) return bytes.status();
  Message message;
  if (!message.ParseFromString(bytes->substr(head))) return absl::DataLossError("does not parse");
  edit(message);
  txn.Put(key, bytes->substr(0, head) + message.SerializeAsString());
  return absl::OkStatus();
}

// A document's public part stands behind 5 bytes.
Change EditDocument(const std::function<void(v1::Document&)>& edit) {
  return [edit](kv::Transaction& txn) {
    return Edit<v1::Document>(txn, schema::DocumentKey(1), edit, 5);
  };
}

Change EditEvent(uint64_t sequence, const std::function<void(v1::Event&)>& edit) {
  return
      [=](kv::Transaction& txn) { return Edit<v1::Event>(txn, schema::EventKey(sequence), edit); };
}

absl::Status DeletePrefix(kv::Transaction& txn, const std::string& prefix) {
  std::vector<std::string> keys;
  absl::Status scanned =
      txn.Scan(prefix, schema::PrefixEnd(prefix), [&](absl::string_view key, absl::string_view) {
        keys.emplace_back(key);
        return true;
      });
  for (const std::string& key : keys) txn.Delete(key);
  return scanned;
}

// The log as a fresh start would build it, so that all of it agrees with the changed rows.
absl::Status ForgetLog(kv::Transaction& txn) {
  for (const char tag : {'L', 'l', 'S', 'A'}) {
    absl::Status deleted = DeletePrefix(txn, schema::TablePrefix(tag));
    if (!deleted.ok()) return deleted;
  }
  txn.Delete(schema::LogEdgeKey());
  txn.Delete(schema::LogSignedKey());
  return absl::OkStatus();
}

// Links of all events again, over what is stored now.
absl::Status ChainAgain(kv::Transaction& txn) {
  auto last = tables::LastEvent(txn);
  std::string before(proof::kHashBytes, '\0');
  for (uint64_t sequence = 1; sequence <= *last; ++sequence) {
    auto bytes = tables::GetEventBytes(txn, sequence);
    auto link = tables::GetChainLink(txn, sequence);
    if (!bytes.ok() || !link.ok()) return absl::DataLossError("an event is missing");
    link->hash = acts::NextLink(before, *bytes);
    tables::PutChainLink(txn, sequence, *link);
    before = link->hash;
  }
  return absl::OkStatus();
}

// One leaf with another text, and every node and the edge made to fit.
absl::Status RewriteLeaf(kv::Transaction& txn, uint64_t index,
                         const std::function<void(proof::Leaf&)>& edit) {
  auto row = tables::GetLogLeaf(txn, index);
  auto leaf = proof::ParseLeaf(row->bytes);
  edit(*leaf);
  tables::PutLogLeaf(txn, index, {row->sequence, proof::EncodeLeaf(*leaf)});
  std::vector<std::string> hashes;
  absl::Status scanned = tables::ScanLogLeaves(txn, 0, [&](uint64_t, const tables::LogLeaf& there) {
    hashes.push_back(proof::LeafHash(there.bytes));
    return true;
  });
  proof::Edge edge;
  for (const std::string& hash : hashes) {
    proof::Append(
        hash,
        [&](int level, uint64_t node, absl::string_view value) {
          tables::PutLogNode(txn, level, node, value);
        },
        &edge);
  }
  tables::PutLogEdge(txn, proof::EncodeEdge(edge));
  return scanned;
}

// What a server would be refused by that finds another log than the one it signed: who rewrites a
// log takes that away too.
void ForgetOutside(const std::string& folder) {
  std::filesystem::remove(folder + ".log-signed");
  std::filesystem::remove_all(folder + "/tiles");
}

class Tampering : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    RunningServer server;
    Registry& registry = server.registry();
    registry.Published("甲办法");
    registry.Registered("乙办法");
    const v1::Document revoked = registry.Published("丙办法");
    v1::RevokeDocumentRequest revoke;
    revoke.set_name(revoked.name());
    revoke.set_reason("超越职权");
    revoke.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
    revoke.mutable_decision()->set_document_title("区人民政府决定");
    revoke.mutable_decision()->set_person("区长");
    revoke.mutable_decision()->set_date(registry.today());
    v1::Document after;
    ASSERT_TRUE(registry.documents()
                    .RevokeDocument(As(registry.tokens().city_reviewer).get(), revoke, &after)
                    .ok());
    registry.Attached(registry.Drafted("丁办法").name(), "签批单.txt", kFile);
    auto log = v1::LogService::NewStub(server.Channel());
    FreshCheckpoint(*log);
    base_ = new Folder();
    tokens_ = new Tokens(registry.tokens());
    ASSERT_EQ(server.process().Terminate(), 0);
    for (const char* part : {"", ".key", ".log-key", ".token"}) {
      std::filesystem::copy(server.data_dir() + part, base_->Path(std::string("data") + part),
                            std::filesystem::copy_options::recursive);
    }
  }
  static void TearDownTestSuite() {
    delete base_;
    delete tokens_;
  }

  // A copy of the register with the change in it.
  std::string Changed(const Change& change) {
    const std::string folder = folder_.Path("data");
    for (const char* part : {"", ".key", ".log-key", ".token"}) {
      std::filesystem::copy(base_->Path(std::string("data") + part), folder + part,
                            std::filesystem::copy_options::recursive |
                                std::filesystem::copy_options::overwrite_existing);
    }
    auto store = Open(folder);
    if (store != nullptr) EXPECT_THAT(kv::TransactAndWait(*store, change), IsOk());
    ForgetOutside(folder);
    return folder;
  }
  std::vector<std::string> ProblemsOf(const std::string& folder) {
    auto store = Open(folder);
    if (store == nullptr) return {};
    auto found = queries::VerifyStore(*store->Snapshot(), v1::VerifyStoreRequest());
    EXPECT_THAT(found, IsOk());
    return {found->problems().begin(), found->problems().end()};
  }
  Output Audit(RunningServer& server, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {
        "--lang", "en",    "--address", server.process().address(),
        "log",    "audit", "--dir",     folder_.Path("audit")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram(arguments);
  }

  static Folder* base_;
  static Tokens* tokens_;
  Folder folder_;
};

Folder* Tampering::base_ = nullptr;
Tokens* Tampering::tokens_ = nullptr;

struct Case {
  const char* name;
  Change change;
  const char* found;  // in the sentence that names it
};

uint64_t LastEventOf(const kv::Reader& reader) { return *tables::LastEvent(reader); }

std::vector<Case> Cases() {
  return {
      {"an attached file",
       [](kv::Transaction& txn) {
         txn.Put(schema::BlobChunkKey(digest::Sha256(kFile), 0), "不同意印发");
         return absl::OkStatus();
       },
       "is not the file that the log commits to"},
      {"what the log commits to",
       [](kv::Transaction& txn) {
         using Files = store::v1::AttachmentCommitmentsRecord;
         return Edit<Files>(txn, schema::AttachmentCommitmentsKey(4), [](Files& files) {
           files.mutable_commitments(0)->set_commitment(std::string(32, 'x'));
         });
       },
       "documents/4/attachments/"},
      {"a text",
       [](kv::Transaction& txn) {
         return Edit<v1::Version>(txn, schema::VersionKey(1, 1),
                                  [](v1::Version& v) { v.set_text(v.text() + "又"); });
       },
       "the text does not have the hash"},
      {"a text with its hash",
       [](kv::Transaction& txn) {
         std::string hash;
         absl::Status edited =
             Edit<v1::Version>(txn, schema::VersionKey(1, 1), [&](v1::Version& v) {
               v.set_text(v.text() + "又");
               hash = digest::Sha256Hex(v.text());
               v.set_text_sha256(hash);
             });
         if (!edited.ok()) return edited;
         return Edit<v1::Document>(
             txn, schema::DocumentKey(1),
             [&](v1::Document& d) { d.mutable_versions(0)->set_text_sha256(hash); }, 5);
       },
       "documents/1 is not what leaf"},
      {"a number",
       EditDocument([](v1::Document& d) { d.set_registration_number("测登〔2026〕99号"); }),
       "documents/1 is not what leaf"},
      {"a state", EditDocument([](v1::Document& d) { d.set_state(v1::DOCUMENT_STATE_REPEALED); }),
       "documents/1 is not what leaf"},
      {"a first day", EditDocument([](v1::Document& d) { d.set_effective_date("2020-01-01"); }),
       "documents/1 is not what leaf"},
      {"a day of publication",
       EditDocument([](v1::Document& d) { d.mutable_publication()->set_date("2020-01-01"); }),
       "documents/1 is not what leaf"},
      {"a last day",
       EditDocument([](v1::Document& d) { d.mutable_term()->set_last_valid_date("2099-12-31"); }),
       "documents/1 is not what leaf"},
      {"an organ",
       EditDocument([](v1::Document& d) { d.mutable_issuers(0)->set_organ(kEducation); }),
       "documents/1 is not what leaf"},
      {"who may read it",
       [](kv::Transaction& txn) {
         auto row = txn.Get(schema::DocumentKey(1));
         row->front() = '\0';
         txn.Put(schema::DocumentKey(1), *row);
         return absl::OkStatus();
       },
       "who may read it does not agree"},
      {"a document that is gone",
       [](kv::Transaction& txn) {
         txn.Delete(schema::DocumentKey(1));
         txn.Delete(schema::DocumentInternalKey(1));
         return absl::OkStatus();
       },
       "documents/1 is in the log"},
      {"a reason that only staff see", EditEvent(5, [](v1::Event& e) { e.set_reason("别的理由"); }),
       "events/5, or the link"},
      {"who did it",
       [](kv::Transaction& txn) {
         return EditEvent(LastEventOf(txn),
                          [](v1::Event& e) { e.set_principal("principals/x"); })(txn);
       },
       "is not what was linked"},
      {"the day of an event", EditEvent(5, [](v1::Event& e) { e.set_date("2020-01-01"); }),
       "events/5, or the link"},
      {"the order of two events",
       [](kv::Transaction& txn) {
         auto a = txn.Get(schema::EventKey(5)), b = txn.Get(schema::EventKey(6));
         txn.Put(schema::EventKey(5), *b);
         txn.Put(schema::EventKey(6), *a);
         return absl::OkStatus();
       },
       "stands where 5 should"},
      {"an event that is gone",
       [](kv::Transaction& txn) {
         txn.Delete(schema::EventKey(5));
         return absl::OkStatus();
       },
       "events/5, which is not there"},
      {"an event with all links behind it",
       [](kv::Transaction& txn) {
         absl::Status edited = EditEvent(5, [](v1::Event& e) { e.set_reason("别的理由"); })(txn);
         return edited.ok() ? ChainAgain(txn) : edited;
       },
       "is not the one that the checkpoint"},
      {"a leaf",
       [](kv::Transaction& txn) {
         auto row = tables::GetLogLeaf(txn, 0);
         auto leaf = proof::ParseLeaf(row->bytes);
         leaf->registration_number = "测登〔2026〕99号";
         tables::PutLogLeaf(txn, 0, {row->sequence, proof::EncodeLeaf(*leaf)});
         return absl::OkStatus();
       },
       "node 0/0 of the log"},
      {"a leaf with every node above it",
       [](kv::Transaction& txn) {
         return RewriteLeaf(txn, 0, [](proof::Leaf& leaf) { leaf.registered_date = "2020-01-01"; });
       },
       "are not those that the checkpoint"},
      {"a leaf that is gone",
       [](kv::Transaction& txn) {
         txn.Delete(schema::LogLeafKey(1));
         return absl::OkStatus();
       },
       "leaf 2 stands where 1 should"},
      {"a node",
       [](kv::Transaction& txn) {
         tables::PutLogNode(txn, 1, 0, std::string(32, 'x'));
         return absl::OkStatus();
       },
       "node 1/0 of the log"},
      {"a node too many",
       [](kv::Transaction& txn) {
         tables::PutLogNode(txn, 0, 1000, std::string(32, 'x'));
         return absl::OkStatus();
       },
       "nodes and its leaves ask for"},
      {"the edge",
       [](kv::Transaction& txn) {
         auto edge = tables::GetLogEdge(txn);
         edge->back() ^= 1;
         tables::PutLogEdge(txn, *edge);
         return absl::OkStatus();
       },
       "the log's edge"},
      {"the map of numbers", [](kv::Transaction& txn) { return DeletePrefix(txn, "An"); },
       "the map of numbers"},
      {"the counts of organs",
       [](kv::Transaction& txn) {
         txn.Put(schema::OrganCountKey(kCivilAffairs, "DocumentRegistered"),
                 schema::EncodeUint64(1));
         return absl::OkStatus();
       },
       "the counts of organs"},
      {"the newest checkpoint",
       [](kv::Transaction& txn) { return DeletePrefix(txn, schema::CheckpointPrefix()); },
       "is missing"},
      {"an SM3",
       [](kv::Transaction& txn) {
         tables::PutTextDigest(txn, 1, 1, {std::string(32, 'x'), std::string(32, 'y')});
         return absl::OkStatus();
       },
       "documents/1 is not what leaf"},
  };
}

TEST_F(Tampering, TheRegisterItselfIsSound) {
  EXPECT_THAT(ProblemsOf(Changed([](kv::Transaction&) { return absl::OkStatus(); })), IsEmpty());
}

TEST_F(Tampering, EveryChangeIsFoundAndNamedByTheOperatorsCheck) {
  for (const Case& one : Cases()) {
    SCOPED_TRACE(one.name);
    EXPECT_THAT(ProblemsOf(Changed(one.change)), Contains(HasSubstr(one.found)));
    std::filesystem::remove_all(folder_.Path("data"));
  }
}

TEST_F(Tampering, AnHonestRegisterPassesTheAuditAgainAndAgain) {
  RunningServer server(Changed([](kv::Transaction&) { return absl::OkStatus(); }), {});
  for (int i = 0; i < 2; ++i) {
    const Output output = Audit(server);
    EXPECT_EQ(output.exit_code, 0) << output.out << output.err;
    EXPECT_THAT(output.err, HasSubstr("Everything agrees."));
  }
}

TEST_F(Tampering, AHistoryThatIsWrittenAnewAndSignedAnewIsFoundByTheAuditor) {
  std::string folder = Changed([](kv::Transaction&) { return absl::OkStatus(); });
  {
    RunningServer server(folder, {});
    ASSERT_EQ(Audit(server).exit_code, 0);
    ASSERT_EQ(server.process().Terminate(), 0);
  }
  {
    auto store = Open(folder);
    ASSERT_THAT(kv::TransactAndWait(*store,
                                    [](kv::Transaction& txn) {
                                      absl::Status edited = EditDocument([](v1::Document& d) {
                                        d.set_effective_date("2020-01-01");
                                      })(txn);
                                      return edited.ok() ? ForgetLog(txn) : edited;
                                    }),
                IsOk());
  }
  ForgetOutside(folder);
  RunningServer server(folder, {});
  const Output output = Audit(server);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, ::testing::AnyOf(HasSubstr("A fork"), HasSubstr("Rewritten")));
}

TEST_F(Tampering, ADocumentThatTheServerLeavesOutIsFoundByTheAuditor) {
  RunningServer server(Changed([](kv::Transaction& txn) {
                         auto row = txn.Get(schema::DocumentKey(1));
                         row->front() = '\0';
                         txn.Put(schema::DocumentKey(1), *row);
                         return absl::OkStatus();
                       }),
                       {});
  const Output output = Audit(server);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, HasSubstr("The server leaves out"));
}

TEST_F(Tampering, AStateThatTheServerShowsDifferentlyIsFoundByTheAuditor) {
  RunningServer server(
      Changed(EditDocument([](v1::Document& d) { d.set_ended_date("2020-01-01"); })), {});
  const Output output = Audit(server);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, HasSubstr("another ended_date"));
}

// Two clients are shown two logs under one key: whoever lays the checkpoints side by side sees it.
TEST_F(Tampering, AForkThatTwoClientsAreShownIsFoundWhenTheyCompare) {
  const std::string folder = Changed([](kv::Transaction& txn) {
    absl::Status edited =
        EditDocument([](v1::Document& d) { d.set_effective_date("2020-01-01"); })(txn);
    return edited.ok() ? ForgetLog(txn) : edited;
  });
  std::string shown;
  {
    RunningServer server(folder, {});
    auto log = v1::LogService::NewStub(server.Channel());
    shown = folder_.Write("shown", FreshCheckpoint(*log).note());
  }
  std::filesystem::remove_all(folder);
  RunningServer server(Changed([](kv::Transaction&) { return absl::OkStatus(); }), {});
  const Output output = Audit(server, {"--checkpoint", shown});
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, HasSubstr("A fork"));
}

TEST_F(Tampering, WhatAKeyThatWasReplacedSignsIsNotBelieved) {
  const std::string folder = Changed([](kv::Transaction&) { return absl::OkStatus(); });
  const auto read = [&] { return ReadAll(folder + ".log-key"); };
  const auto write = [&](const std::string& text) {
    std::ofstream(folder + ".log-key", std::ios::trunc) << text;
  };
  const std::string old_key = read();
  const std::string name = old_key.substr(12, old_key.find('+', 12) - 12);
  const std::string new_key =
      proof::SigningKey::FromSeed(name, std::string(32, 'n'))->Format() + "\n";
  for (const std::string& keys : {old_key + new_key, new_key}) {
    write(keys);
    RunningServer server(folder, {});
    ASSERT_EQ(Audit(server).exit_code, 0);
    ASSERT_EQ(server.process().Terminate(), 0);
  }
  write(old_key);
  {
    auto store = Open(folder);
    ASSERT_THAT(kv::TransactAndWait(*store, ForgetLog), IsOk());
  }
  ForgetOutside(folder);
  RunningServer server(folder, {});
  const Output output = Audit(server);
  EXPECT_EQ(output.exit_code, 1);
  EXPECT_THAT(output.out, HasSubstr("not signed by a trusted key"));
}

}  // namespace
}  // namespace santong::testing
