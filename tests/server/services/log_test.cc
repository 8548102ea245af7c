// The log through a real server: receipts, proofs, checkpoints, keys, tiles, and a server that is
// killed.
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "server/domain/proof/leaf.h"
#include "server/domain/proof/merkle.h"
#include "server/domain/proof/verify.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "tests/server/services/log_fixture.h"
#include "tests/support/status_matchers.h"

namespace santong::testing {
namespace {

using proof::Verdict;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Log : public ::testing::Test {
 protected:
  std::unique_ptr<v1::LogService::Stub> Stub() {
    return v1::LogService::NewStub(server_.Channel());
  }
  proof::Verification Verify(const std::string& text, const v1::LogReceipt& receipt) {
    auto result = proof::VerifyText(text, receipt, KeysOf(FreshCheckpoint(*Stub())), "");
    EXPECT_THAT(result, IsOk());
    return *result;
  }
  std::string KeyFile() const { return server_.data_dir() + ".log-key"; }
  std::string ReadKeys() const {
    std::ifstream file(KeyFile());
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void WriteKeys(const std::string& text) { std::ofstream(KeyFile(), std::ios::trunc) << text; }

  RunningServer server_{{"--checkpoint-seconds=3600"}};
  Registry& registry_ = server_.registry();
};

TEST_F(Log, AReceiptProvesTheTextItsNumberAndItsStateWithoutAServer) {
  const v1::Document document = registry_.Published("平安区养老服务办法");
  const std::string text = TextOf(registry_, document);
  const v1::LogReceipt receipt = ReceiptOf(*Stub(), document);
  EXPECT_EQ(receipt.registration_number(), document.registration_number());
  auto result = Verify(text, receipt);
  EXPECT_EQ(result.verdict, Verdict::kInForce) << result.reason;
  EXPECT_EQ(result.leaf.resource, document.name());
  EXPECT_EQ(result.leaf.published_date, document.publication().date());

  std::string changed = text;
  const size_t line = changed.find('\n');
  changed.insert(line == std::string::npos ? changed.size() : line, "又");
  result = Verify(changed, receipt);
  EXPECT_EQ(result.verdict, Verdict::kTextDiffers);
  EXPECT_THAT(result.lines, ::testing::ElementsAre(1));

  v1::RevokeDocumentRequest revoke;
  revoke.set_name(document.name());
  revoke.set_reason("超越职权");
  revoke.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  revoke.mutable_decision()->set_document_title("区人民政府决定");
  revoke.mutable_decision()->set_person("区长");
  revoke.mutable_decision()->set_date(registry_.today());
  v1::Document revoked;
  const grpc::Status status = registry_.documents().RevokeDocument(
      As(registry_.tokens().city_reviewer).get(), revoke, &revoked);
  ASSERT_TRUE(status.ok()) << status.error_message();
  result = Verify(text, ReceiptOf(*Stub(), document));
  EXPECT_EQ(result.verdict, Verdict::kNotInForce);
  EXPECT_EQ(result.leaf.to_state, "REVOKED");
  EXPECT_THAT(Verified(registry_).problems(), IsEmpty());
}

TEST_F(Log, ARegisteredDocumentHasAReceiptAtOnceAndItsOutlineWaitsForPublication) {
  const v1::Document document = registry_.Registered("平安区养老服务办法");
  const v1::LogReceipt receipt = ReceiptOf(*Stub(), document);
  EXPECT_EQ(Verify(TextOf(registry_, document), receipt).verdict, Verdict::kNotInForce);
  EXPECT_THAT(receipt.outline(), IsEmpty());
}

TEST_F(Log, RegistrationAndPublicationAnswerWithTheirReceipts) {
  const std::string title = "平安区养老服务办法";
  v1::RegisterDocumentRequest enter;
  enter.set_name(registry_.Submitted(title).name());
  enter.mutable_options()->set_validate_only(true);
  const auto reviewer = [&] { return As(registry_.tokens().reviewer); };
  v1::Document document;
  ASSERT_TRUE(registry_.documents().RegisterDocument(reviewer().get(), enter, &document).ok());
  EXPECT_FALSE(document.has_receipt()) << "a rehearsal";

  enter.mutable_options()->set_validate_only(false);
  enter.mutable_options()->set_request_id("00000000-0000-4000-8000-000000000001");
  v1::Document registered;
  ASSERT_TRUE(registry_.documents().RegisterDocument(reviewer().get(), enter, &registered).ok());
  const std::string text = TextOf(registry_, registered);
  EXPECT_EQ(registered.receipt().registration_number(), registered.registration_number());
  const auto waiting = Verify(text, registered.receipt());
  EXPECT_EQ(waiting.verdict, Verdict::kNotInForce) << waiting.reason;
  EXPECT_EQ(waiting.leaf.type, "DocumentRegistered");

  v1::Document again;
  ASSERT_TRUE(registry_.documents().RegisterDocument(reviewer().get(), enter, &again).ok());
  EXPECT_EQ(again.receipt().leaf_index(), registered.receipt().leaf_index()) << "repeated";
  enter.mutable_options()->set_without_receipt(true);
  ASSERT_TRUE(registry_.documents().RegisterDocument(reviewer().get(), enter, &document).ok());
  EXPECT_FALSE(document.has_receipt()) << "declined; still the same request";
  EXPECT_EQ(document.etag(), registered.etag());

  const v1::Document published = registry_.Published("平安区养老服务细则");
  EXPECT_EQ(Verify(TextOf(registry_, published), published.receipt()).verdict, Verdict::kInForce);
  v1::GetDocumentRequest get;
  get.set_name(published.name());
  ASSERT_TRUE(registry_.documents().GetDocument(reviewer().get(), get, &document).ok());
  EXPECT_FALSE(document.has_receipt()) << "not kept";
}

TEST_F(Log, AReceiptThatComesWithTheActIsTheOneThatIsAskedFor) {
  const v1::Document published = registry_.Published("平安区养老服务办法");
  EXPECT_EQ(published.receipt().leaf_index(), ReceiptOf(*Stub(), published).leaf_index());
}

// The number is found however it is written, and proved as the register writes it.
TEST_F(Log, AReceiptByANumberWrittenOtherwiseIsTheDocuments) {
  const v1::Document document = registry_.Published("平安区养老服务办法");
  const std::string text = TextOf(registry_, document);
  v1::GetReceiptRequest request;
  request.set_registration_number(
      absl::StrReplaceAll(document.registration_number(), {{"〔", "["}, {"〕", "] "}}));
  ASSERT_NE(request.registration_number(), document.registration_number());
  v1::LogReceipt receipt;
  ASSERT_TRUE(Stub()->GetReceipt(As("").get(), request, &receipt).ok());
  EXPECT_EQ(receipt.registration_number(), document.registration_number());
  const auto result = Verify(text, receipt);
  EXPECT_EQ(result.verdict, Verdict::kInForce) << result.reason;
}

TEST_F(Log, ThatNoDocumentBearsANumberIsProved) {
  registry_.Published("平安区养老服务办法");
  v1::GetReceiptRequest request;
  request.set_registration_number("测登〔2026〕999号");
  v1::LogReceipt receipt;
  ASSERT_TRUE(Stub()->GetReceipt(As("").get(), request, &receipt).ok());
  const auto result = Verify("任何文本", receipt);
  EXPECT_EQ(result.verdict, Verdict::kUnknown);
  EXPECT_THAT(result.reason, IsEmpty()) << "proved";
  request.set_document("documents/1");
  EXPECT_EQ(Stub()->GetReceipt(As("").get(), request, &receipt).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT)
      << "one of the two";
  request.clear_registration_number();
  request.set_document("documents/99");
  EXPECT_EQ(Stub()->GetReceipt(As("").get(), request, &receipt).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(Log, EveryEntryAndEveryBeginningIsProved) {
  for (const char* title : {"甲办法", "乙办法", "丙办法"}) registry_.Published(title);
  const auto log = Stub();
  const v1::Checkpoint newest = FreshCheckpoint(*log);
  auto note = proof::ParseNote(newest.note());
  ASSERT_THAT(note, IsOk());
  EXPECT_THAT(proof::VerifyNote(*note, KeysOf(newest)), IsOk());
  const auto checkpoint = *proof::ParseCheckpoint(note->text);
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(log->ListEntries(As("").get(), v1::ListEntriesRequest(), &entries).ok());
  ASSERT_EQ(entries.entries_size(), newest.tree_size());
  ASSERT_GE(newest.tree_size(), 6);
  proof::Edge edge;
  for (int64_t i = 0; i < newest.tree_size(); ++i) {
    const std::string hash = proof::LeafHash(entries.entries(static_cast<int>(i)).leaf());
    proof::Append(
        hash, [](int, uint64_t, absl::string_view) {}, &edge);
    v1::GetInclusionProofRequest inclusion;
    inclusion.set_leaf_index(i);
    v1::GetInclusionProofResponse included;
    ASSERT_TRUE(log->GetInclusionProof(As("").get(), inclusion, &included).ok());
    EXPECT_THAT(proof::VerifyInclusion(
                    static_cast<uint64_t>(i), checkpoint.size, hash,
                    std::vector<std::string>(included.hashes().begin(), included.hashes().end()),
                    checkpoint.root),
                IsOk());
    v1::GetConsistencyProofRequest consistency;
    consistency.set_first_size(i + 1);
    consistency.set_second_size(newest.tree_size());
    v1::GetConsistencyProofResponse consistent;
    ASSERT_TRUE(log->GetConsistencyProof(As("").get(), consistency, &consistent).ok());
    EXPECT_THAT(proof::VerifyConsistency(static_cast<uint64_t>(i) + 1, checkpoint.size,
                                         std::vector<std::string>(consistent.hashes().begin(),
                                                                  consistent.hashes().end()),
                                         proof::RootOf(edge), checkpoint.root),
                IsOk());
  }
  v1::GetConsistencyProofRequest from_nothing;
  from_nothing.set_second_size(1);
  v1::GetConsistencyProofResponse refused;
  EXPECT_EQ(log->GetConsistencyProof(As("").get(), from_nothing, &refused).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(newest.organ_counts(),
              HasSubstr(absl::StrCat(kCivilAffairs, " DocumentRegistered 3\n")));
}

TEST_F(Log, NoLeafHoldsAPersonOrAReason) {
  v1::RevokeDocumentRequest revoke;
  revoke.set_name(registry_.Published("平安区养老服务办法").name());
  revoke.set_reason("超越职权");
  revoke.mutable_decision()->set_kind(v1::EVIDENCE_KIND_AUTHORITY_DECISION);
  revoke.mutable_decision()->set_document_title("区人民政府决定");
  revoke.mutable_decision()->set_person("张三");
  revoke.mutable_decision()->set_date(registry_.today());
  v1::Document revoked;
  const grpc::Status status = registry_.documents().RevokeDocument(
      As(registry_.tokens().city_reviewer).get(), revoke, &revoked);
  ASSERT_TRUE(status.ok()) << status.error_message();
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(Stub()->ListEntries(As("").get(), v1::ListEntriesRequest(), &entries).ok());
  bool has_revocation = false;
  for (const v1::LogEntry& entry : entries.entries()) {
    const auto leaf = proof::ParseLeaf(entry.leaf());
    ASSERT_THAT(leaf, IsOk());
    has_revocation = has_revocation || leaf->type == "DocumentRevoked";
    for (const char* said : {"principals/", "张三", "超越职权"})
      EXPECT_THAT(entry.leaf(), ::testing::Not(HasSubstr(said)));
  }
  EXPECT_TRUE(has_revocation) << "the event that has both is among them";
}

// Whatever the kill cut off, it cut off whole: eight writers are stopped in the middle of their
// work, several times, and each time what is there agrees with itself.
TEST_F(Log, AfterAKillTheLogIsTheHistorys) {
  for (int round = 0; round < 3; ++round) {
    auto documents = v1::DocumentService::NewStub(server_.Channel());
    absl::Mutex mutex;
    int acknowledged = 0;
    std::vector<std::thread> writers;
    for (int w = 0; w < 8; ++w) {
      writers.emplace_back([&, w] {
        for (int i = 0;; ++i) {
          v1::Document created;
          const auto request = registry_.CompleteDraft(absl::StrCat("办法", round, "-", w, "-", i));
          if (!documents->CreateDocument(As(registry_.tokens().drafter).get(), request, &created)
                   .ok()) {
            return;
          }
          v1::SubmitDocumentRequest submit;
          submit.set_name(created.name());
          v1::DetermineDocumentRequest determine;
          determine.set_name(created.name());
          determine.set_normative(true);
          v1::RegisterDocumentRequest register_it;
          register_it.set_name(created.name());
          v1::Document moved;
          if (!documents->SubmitDocument(As(registry_.tokens().drafter).get(), submit, &moved)
                   .ok() ||
              !documents
                   ->DetermineDocument(As(registry_.tokens().reviewer).get(), determine, &moved)
                   .ok() ||
              !documents
                   ->RegisterDocument(As(registry_.tokens().reviewer).get(), register_it, &moved)
                   .ok()) {
            return;
          }
          absl::MutexLock lock(&mutex);
          ++acknowledged;
        }
      });
    }
    {
      const auto enough = [&] { return acknowledged >= 20 + 17 * round; };
      absl::MutexLock lock(&mutex);
      mutex.Await(absl::Condition(&enough));
    }
    server_.process().Kill();
    for (std::thread& writer : writers) writer.join();
    server_.Start();
    auto admin = v1::AdminService::NewStub(server_.Channel());
    v1::VerifyStoreResponse verified;
    ASSERT_TRUE(
        admin->VerifyStore(As(registry_.tokens().admin).get(), v1::VerifyStoreRequest(), &verified)
            .ok());
    EXPECT_THAT(verified.problems(), IsEmpty());
    EXPECT_GE(FreshCheckpoint(*Stub()).tree_size(), acknowledged);
  }
}

TEST_F(Log, WitnessesCosignAndAreServed) {
  registry_.Published("甲办法");
  const auto log = Stub();
  const v1::Checkpoint checkpoint = FreshCheckpoint(*log);
  const auto witness = *proof::SigningKey::FromSeed("witness.example/1", std::string(32, 'w'));
  const std::string text = proof::ParseNote(checkpoint.note())->text;
  const std::string line = *witness.Cosign(text, 1800000000);
  proof::VerifierKey key = witness.verifier();
  key.type = proof::SignatureType::kCosignature;
  key.id = proof::ParseSignatureLine(line)->id;
  v1::AddCosignatureRequest request;
  request.set_tree_size(checkpoint.tree_size());
  request.set_signature_line(line);
  request.set_verifier_key(key.Format());
  v1::Checkpoint cosigned;
  EXPECT_EQ(log->AddCosignature(As("").get(), request, &cosigned).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
  for (int repeated = 0; repeated < 2; ++repeated) {
    const grpc::Status status =
        log->AddCosignature(As(registry_.tokens().admin).get(), request, &cosigned);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  auto note = proof::ParseNote(FreshCheckpoint(*log).note());
  ASSERT_THAT(note, IsOk());
  EXPECT_EQ(note->signatures.size(), 2u);
  EXPECT_THAT(proof::VerifyNote(*note, {key}), IsOk());
  // A later one takes its place, and an earlier one that is sent once more does not.
  for (const std::string& sent : {*witness.Cosign(text, 1800000060), line}) {
    request.set_signature_line(sent);
    ASSERT_TRUE(log->AddCosignature(As(registry_.tokens().admin).get(), request, &cosigned).ok());
    EXPECT_THAT(cosigned.note(), ::testing::HasSubstr(*witness.Cosign(text, 1800000060)));
    EXPECT_EQ(proof::ParseNote(cosigned.note())->signatures.size(), 2u);
  }
  request.set_signature_line(*witness.Cosign("another\n1\nAA==\n", 1800000000));
  EXPECT_EQ(
      log->AddCosignature(As(registry_.tokens().admin).get(), request, &cosigned).error_code(),
      grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(Log, TheKeyFileIsItsOwnersAloneAndKeysOverlapWhileTheyAreReplaced) {
  const v1::Document document = registry_.Published("甲办法");
  const auto old_key = KeysOf(FreshCheckpoint(*Stub()));
  struct stat info {};
  ASSERT_EQ(stat(KeyFile().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  const std::string old_text = ReadKeys();
  const auto new_key = *proof::SigningKey::FromSeed(old_key.front().name, std::string(32, 'n'));

  WriteKeys(absl::StrCat(old_text, new_key.Format(), "\n"));
  server_.KillAndRestart();
  auto both = FreshCheckpoint(*Stub());
  auto note = proof::ParseNote(both.note());
  ASSERT_THAT(note, IsOk());
  EXPECT_THAT(proof::VerifyNote(*note, old_key), IsOk());
  EXPECT_THAT(proof::VerifyNote(*note, {new_key.verifier()}), IsOk());
  EXPECT_EQ(both.verifier_keys_size(), 2);

  WriteKeys(new_key.Format() + "\n");
  server_.KillAndRestart();
  EXPECT_EQ(FreshCheckpoint(*Stub()).verifier_keys_size(), 1);
}

TEST_F(Log, TilesAndReceiptsAreReadByCodeThatKnowsOnlyC2sp) {
  const v1::Document document = registry_.Published("平安区养老服务办法");
  const v1::LogReceipt receipt = ReceiptOf(*Stub(), document);
  const std::string text = TextOf(registry_, document);
  const v1::Checkpoint checkpoint = FreshCheckpoint(*Stub());
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(receipt, &json, options).ok());
  const TempFolder folder;
  const auto path = [&](const char* name) { return absl::StrCat(folder.path(), "/", name); };
  const auto write = [&](const char* name, const std::string& bytes) {
    std::ofstream(path(name), std::ios::binary) << bytes;
  };
  write("receipt.json", json);
  write("text.txt", text);
  std::string changed = text;
  const size_t at = changed.find("条");
  ASSERT_NE(at, std::string::npos);
  write("changed.txt", changed.replace(at, std::string("条").size(), "款"));
  const std::string program =
      absl::StrCat("/usr/bin/python3 tests/interop/verify_receipt.py --key '",
                   checkpoint.verifier_keys(0), "' ");
  EXPECT_EQ(std::system(absl::StrCat(program, path("receipt.json"), " ", path("text.txt")).c_str()),
            0);
  EXPECT_NE(
      std::system(absl::StrCat(program, path("receipt.json"), " ", path("changed.txt")).c_str()), 0)
      << "one changed character is refused";
  const std::string tiles = server_.data_dir() + "/tiles";
  EXPECT_EQ(std::system(absl::StrCat(program, "--tiles ", tiles).c_str()), 0);
  std::ofstream(tiles + "/checkpoint", std::ios::app) << "x";
  EXPECT_NE(std::system(absl::StrCat(program, "--tiles ", tiles).c_str()), 0);
}

// A store as a program without the log left it: its rows are taken away while no server runs.
TEST_F(Log, AStoreWithoutALogIsGivenOneAtTheNextStart) {
  const v1::Document document = registry_.Published("平安区养老服务办法");
  const std::string text = TextOf(registry_, document);
  server_.process().Kill();
  {
    kv::RocksDbStore::Options options;
    options.path = server_.data_dir();
    auto store = kv::RocksDbStore::Open(options);
    ASSERT_THAT(store, IsOk());
    ASSERT_THAT(
        kv::TransactAndWait(
            **store,
            [](kv::Transaction& txn) {
              std::vector<std::string> keys = {schema::LogEdgeKey(), schema::LogSignedKey()};
              for (const char tag : {'L', 'l', 'S', 'A'}) {
                const std::string prefix = schema::TablePrefix(tag);
                absl::Status scanned = txn.Scan(prefix, schema::PrefixEnd(prefix),
                                                [&](absl::string_view key, absl::string_view) {
                                                  keys.emplace_back(key);
                                                  return true;
                                                });
                if (!scanned.ok()) return scanned;
              }
              for (const std::string& key : keys) txn.Delete(key);
              return absl::OkStatus();
            }),
        IsOk());
  }
  // Nor had it signed anything.
  std::filesystem::remove(server_.data_dir() + ".log-signed");
  std::filesystem::remove_all(server_.data_dir() + "/tiles");
  server_.Start();
  auto log = Stub();
  auto result =
      proof::VerifyText(text, ReceiptOf(*log, document), KeysOf(FreshCheckpoint(*log)), "");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->verdict, Verdict::kInForce) << result->reason;
  auto admin = v1::AdminService::NewStub(server_.Channel());
  v1::VerifyStoreResponse verified;
  ASSERT_TRUE(
      admin->VerifyStore(As(registry_.tokens().admin).get(), v1::VerifyStoreRequest(), &verified)
          .ok());
  EXPECT_THAT(verified.problems(), IsEmpty());
}

}  // namespace
}  // namespace santong::testing
