// Backups made while the register is in use, and what comes back from them.
//
// Method: four clients register documents as fast as they can; meanwhile backups are made through
// the API. Then the server is killed, its data folder is removed, a backup is restored by
// `santongd restore`, and a server over what was restored is held against what the backup and the
// clients say.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "santong/v1/backup_service.grpc.pb.h"
#include "tests/server/services/log_fixture.h"
#include "tests/server/services/santongd_command.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kDraftsEach = 30;
constexpr int kClients = 4;

std::string RootOf(const v1::Checkpoint& checkpoint) {
  auto note = proof::ParseNote(checkpoint.note());
  auto parsed = note.ok() ? proof::ParseCheckpoint(note->text)
                          : absl::StatusOr<proof::Checkpoint>(note.status());
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? parsed->root : "";
}

class Backups : public ::testing::Test {
 protected:
  Backups()
      : server_(folder_.path() + "/data",
                {"--backup-dir", folder_.path() + "/backups", "--checkpoint-seconds", "1"}),
        backups_(v1::BackupService::NewStub(server_.Channel())),
        log_(v1::LogService::NewStub(server_.Channel())) {}

  std::string data_dir() const { return server_.data_dir(); }
  std::string backup_dir() const { return folder_.path() + "/backups"; }

  v1::Backup Create(const std::string& request_id = "") {
    v1::CreateBackupRequest request;
    request.set_request_id(request_id);
    v1::Backup backup;
    const grpc::Status status =
        backups_->CreateBackup(As(server_.registry().tokens().admin).get(), request, &backup);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return backup;
  }
  v1::VerifyBackupResponse Verify(const std::string& name) {
    v1::VerifyBackupRequest request;
    request.set_name(name);
    v1::VerifyBackupResponse response;
    const grpc::Status status =
        backups_->VerifyBackup(As(server_.registry().tokens().admin).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  grpc::Status Prune(int keep, v1::PruneBackupsResponse* pruned, const std::string& id = "") {
    v1::PruneBackupsRequest request;
    request.set_keep(keep);
    request.set_request_id(id);
    return backups_->PruneBackups(As(server_.registry().tokens().admin).get(), request, pruned);
  }
  v1::ListBackupsResponse List() {
    v1::ListBackupsResponse response;
    const grpc::Status status = backups_->ListBackups(As(server_.registry().tokens().admin).get(),
                                                      v1::ListBackupsRequest(), &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  uint64_t LastEvent() {
    v1::GetServerInfoResponse info;
    EXPECT_TRUE(server_.registry()
                    .admin()
                    .GetServerInfo(As(server_.registry().tokens().admin).get(), {}, &info)
                    .ok());
    return static_cast<uint64_t>(info.last_event_sequence());
  }
  // The data folder is lost; the keys beside it, which are kept apart, are not.
  void Lose() {
    server_.process().Kill();
    std::filesystem::remove_all(data_dir());
  }
  Output Restore(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"restore", "--from", backup_dir(), "--to", data_dir()};
    words.insert(words.end(), more.begin(), more.end());
    return RunSantongd(words);
  }
  // What a server that should not start says.
  Output StartInVain(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = SantongdArguments(data_dir(), "/dev/null", more);
    return RunSantongd({words.begin() + 1, words.end()});
  }

  TempFolder folder_;
  RunningServer server_;
  std::unique_ptr<v1::BackupService::Stub> backups_;
  std::unique_ptr<v1::LogService::Stub> log_;
};

TEST_F(Backups, MadeUnderLoadComeBackWholeAfterTheDiskIsLost) {
  Registry& registry = server_.registry();
  std::vector<std::string> drafts;
  for (int i = 0; i < kClients * kDraftsEach; ++i)
    drafts.push_back(registry.Submitted(absl::StrCat("管理办法", i)).name());

  absl::Mutex mutex;
  std::map<std::string, v1::Document> registered;  // by name
  std::atomic<int> done = 0;
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      for (int i = 0; i < kDraftsEach; ++i) {
        v1::RegisterDocumentRequest request;
        request.set_name(drafts[static_cast<size_t>(c * kDraftsEach + i)]);
        v1::Document document;
        const grpc::Status status = registry.documents().RegisterDocument(
            As(registry.tokens().reviewer).get(), request, &document);
        ASSERT_TRUE(status.ok()) << status.error_message();
        absl::MutexLock lock(&mutex);
        registered[document.name()] = document;
        ++done;
      }
    });
  }
  std::vector<v1::Backup> made;
  std::map<std::string, uint64_t> acknowledged_before;  // events, by backup
  while (done < kClients * kDraftsEach) {
    const uint64_t before = LastEvent();
    made.push_back(Create());
    acknowledged_before[made.back().name()] = before;
  }
  for (std::thread& client : clients) client.join();
  const uint64_t last = LastEvent();
  made.push_back(Create());
  ASSERT_GE(made.size(), 2u);
  EXPECT_EQ(static_cast<uint64_t>(made.back().last_event_sequence()), last);
  for (const v1::Backup& backup : made) {
    EXPECT_GE(static_cast<uint64_t>(backup.last_event_sequence()),
              acknowledged_before[backup.name()])
        << "a backup holds everything that was acknowledged before it was asked for";
    EXPECT_THAT(Verify(backup.name()).problems(), IsEmpty());
  }
  EXPECT_EQ(List().backups_size(), static_cast<int>(made.size()));
  const v1::Checkpoint head = FreshCheckpoint(*log_);
  const v1::VerifyStoreResponse before = Verified(registry);
  auto documents = v1::DocumentService::NewStub(server_.Channel());
  const auto hash_of = [&](const std::string& name) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    v1::Document found;
    EXPECT_TRUE(documents->GetDocument(As(registry.tokens().reviewer).get(), request, &found).ok());
    return found.registration_number() + " " + found.current_version().text_sha256();
  };
  std::map<std::string, std::string> hashes;
  for (const auto& [name, document] : registered) {
    hashes[name] = hash_of(name);
    EXPECT_THAT(hashes[name], HasSubstr(document.registration_number()));
  }

  Lose();
  const Output restored = Restore();
  ASSERT_EQ(restored.exit_code, 0) << restored.out << restored.err;
  EXPECT_THAT(restored.out,
              AllOf(HasSubstr(absl::StrCat("last event     events/", last, "\n")),
                    HasSubstr(absl::StrCat("documents      ", before.documents(), "\n")),
                    HasSubstr(made.back().log_root()), HasSubstr("key files")));
  server_.Start();

  v1::VerifyStoreResponse after;  // by another stub: the server has another port
  auto admin = v1::AdminService::NewStub(server_.Channel());
  ASSERT_TRUE(admin->VerifyStore(As(registry.tokens().admin).get(), {}, &after).ok());
  EXPECT_THAT(after.problems(), IsEmpty());
  EXPECT_EQ(after.documents(), before.documents());
  EXPECT_EQ(after.events(), before.events());
  EXPECT_EQ(after.numbers(), before.numbers());
  auto log = v1::LogService::NewStub(server_.Channel());
  const v1::Checkpoint again = FreshCheckpoint(*log);
  EXPECT_EQ(again.tree_size(), head.tree_size());
  EXPECT_EQ(RootOf(again), RootOf(head));
  documents = v1::DocumentService::NewStub(server_.Channel());
  for (const auto& [name, hash] : hashes) EXPECT_EQ(hash_of(name), hash);
}

TEST_F(Backups, AreIncrementalRepeatableAndPruned) {
  Registry& registry = server_.registry();
  for (int i = 0; i < 5; ++i) registry.Published(absl::StrCat("办法", i));
  const std::string id = "11111111-2222-4333-8444-555555555555";
  const v1::Backup first = Create(id);
  EXPECT_EQ(Create(id).name(), first.name()) << "the same call again makes no second one";
  registry.Published("又一个办法");
  const v1::Backup second = Create();
  const v1::Backup third = Create();
  EXPECT_GT(second.last_event_sequence(), first.last_event_sequence());
  EXPECT_EQ(third.last_event_sequence(), second.last_event_sequence());
  EXPECT_EQ(List().backups_size(), 3);
  EXPECT_EQ(List().backups(0).name(), third.name());

  v1::PruneBackupsResponse pruned;
  ASSERT_TRUE(Prune(1, &pruned).ok());
  EXPECT_EQ(pruned.removed_size(), 2);
  EXPECT_EQ(pruned.kept(), 1);
  EXPECT_EQ(List().backups(0).name(), third.name());
  EXPECT_THAT(Verify(third.name()).problems(), IsEmpty());
}

TEST_F(Backups, ARepeatedPruneRemovesNothingMore) {
  for (int i = 0; i < 2; ++i) Create();
  const std::string id = "11111111-2222-4333-8444-666666666666";
  v1::PruneBackupsResponse once, again;
  ASSERT_TRUE(Prune(1, &once, id).ok());
  Create();
  server_.KillAndRestart();
  backups_ = v1::BackupService::NewStub(server_.Channel());
  ASSERT_TRUE(Prune(1, &again, id).ok());
  EXPECT_EQ(again.SerializeAsString(), once.SerializeAsString());
  EXPECT_EQ(List().backups_size(), 2) << "the second one is still there";
  EXPECT_EQ(ReasonOf(Prune(2, &again, id)), "REQUEST_ID_REUSED");
}

TEST_F(Backups, AFlippedBitInABackupIsFoundAndItIsNotRestored) {
  server_.registry().Published("办法");
  const v1::Backup backup = Create();
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(backup_dir() + "/private")) {
    if (!file.is_regular_file() || file.file_size() < 100) continue;
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(50);
    const char byte = static_cast<char>(bytes.get() ^ 1);
    bytes.seekp(50);
    bytes.put(byte);
  }
  const v1::VerifyBackupResponse verified = Verify(backup.name());
  ASSERT_FALSE(verified.problems().empty());
  EXPECT_THAT(verified.problems(0), HasSubstr("damaged"));
  Lose();
  const Output restored = Restore();
  EXPECT_EQ(restored.exit_code, 1);
  EXPECT_THAT(restored.err, HasSubstr("take an older one"));
}

TEST_F(Backups, AnEmptyFolderHoldsNoBackup) {
  std::filesystem::create_directories(backup_dir());
  EXPECT_EQ(List().backups_size(), 0);
  const Output restored = Restore();
  EXPECT_EQ(restored.exit_code, 1);
  EXPECT_THAT(restored.err, HasSubstr("holds no backup"));
}

TEST_F(Backups, AUsedFolderIsNotRestoredInto) {
  server_.registry();
  Create();
  const Output restored = Restore();
  EXPECT_EQ(restored.exit_code, 1);
  EXPECT_THAT(restored.err, AllOf(HasSubstr("not empty"), HasSubstr("nothing was done")));
}

// Cut off, or refused half-way: what lies there may open, and is not what was to be there.
TEST_F(Backups, ARestoreThatDidNotEndIsNotServed) {
  server_.registry().Published("甲办法");
  Create();
  server_.registry().Published("乙办法");
  const uint64_t last = LastEvent();
  server_.process().Terminate();
  std::filesystem::remove_all(data_dir());
  const Output refused = Restore({"--to-sequence", absl::StrCat(last + 1)});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr(absl::StrCat("remove ", data_dir())));
  const Output in_vain = StartInVain();
  EXPECT_EQ(in_vain.exit_code, 1);
  EXPECT_THAT(in_vain.err, HasSubstr("began and did not end"));

  std::filesystem::remove_all(data_dir());
  const Output restored = Restore();
  EXPECT_EQ(restored.exit_code, 0) << restored.out << restored.err;
  server_.Start();
  auto admin = v1::AdminService::NewStub(server_.Channel());
  v1::GetServerInfoResponse info;
  ASSERT_TRUE(admin->GetServerInfo(As(server_.registry().tokens().admin).get(), {}, &info).ok());
  EXPECT_GE(static_cast<uint64_t>(info.last_event_sequence()), last);
}

TEST_F(Backups, RestoreTakesTheNearestBackupBeforeTheEventAndSaysSo) {
  server_.registry().Published("甲办法");
  const v1::Backup first = Create();
  server_.registry().Published("乙办法");
  Create();
  const std::string target = folder_.path() + "/other";
  const uint64_t asked = static_cast<uint64_t>(first.last_event_sequence()) + 1;
  const Output restored = RunSantongd(
      {"restore", "--from", backup_dir(), "--to", target, "--at-sequence", absl::StrCat(asked)});
  EXPECT_EQ(restored.exit_code, 0) << restored.out << restored.err;
  EXPECT_THAT(restored.out,
              AllOf(HasSubstr(absl::StrCat("events/", first.last_event_sequence(), "\n")),
                    HasSubstr(absl::StrCat("events/", asked, " was asked for"))));
  const Output none = RunSantongd(
      {"restore", "--from", backup_dir(), "--to", folder_.path() + "/none", "--at-sequence", "1"});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.err, HasSubstr("the oldest ends at event"));
}

// Between two backups there are the changes: everything up to the asked event is there, as it was,
// and nothing after it.
TEST_F(Backups, AnyEventSinceABackupIsAPointToRestoreTo) {
  Registry& registry = server_.registry();
  registry.Published("甲办法");
  const v1::Backup backup = Create();
  std::map<uint64_t, std::vector<v1::Event>> history_after;  // of the document, by the last event
  auto documents = v1::DocumentService::NewStub(server_.Channel());
  const auto history_of = [&](v1::DocumentService::Stub& at, const std::string& name) {
    v1::ListHistoryRequest request;
    request.set_parent(name);
    v1::ListHistoryResponse reply;
    EXPECT_TRUE(at.ListHistory(As(registry.tokens().auditor).get(), request, &reply).ok());
    return std::vector<v1::Event>(reply.events().begin(), reply.events().end());
  };
  const std::string name = registry.Drafted("乙办法").name();
  history_after[LastEvent()] = history_of(*documents, name);
  const auto act = [&](const std::string& token, auto request, auto method) {
    request.set_name(name);
    v1::Document document;
    const grpc::Status status = (*documents.*method)(As(token).get(), request, &document);
    ASSERT_TRUE(status.ok()) << status.error_message();
    history_after[LastEvent()] = history_of(*documents, name);
  };
  act(registry.tokens().drafter, v1::SubmitDocumentRequest(),
      &v1::DocumentService::Stub::SubmitDocument);
  v1::DetermineDocumentRequest determine;
  determine.set_normative(true);
  act(registry.tokens().reviewer, determine, &v1::DocumentService::Stub::DetermineDocument);
  act(registry.tokens().reviewer, v1::RegisterDocumentRequest(),
      &v1::DocumentService::Stub::RegisterDocument);
  registry.Published("丙办法");
  const uint64_t last = LastEvent();
  server_.process().Terminate();

  for (const auto& [event, history] : history_after) {
    const std::string target = absl::StrCat(folder_.path(), "/at", event);
    const Output restored = RunSantongd(
        {"restore", "--from", backup_dir(), "--to", target, "--to-sequence", absl::StrCat(event)});
    ASSERT_EQ(restored.exit_code, 0) << restored.out << restored.err;
    EXPECT_THAT(restored.out, HasSubstr(absl::StrCat("last event     events/", event, "\n")));
    std::filesystem::copy_file(data_dir() + ".key", target + ".key");
    std::filesystem::copy_file(data_dir() + ".log-key", target + ".log-key");
    const ServerProcess server(
        [&](const std::string& port_file) { return SantongdArguments(target, port_file); });
    auto at = v1::DocumentService::NewStub(
        grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials()));
    const std::vector<v1::Event> found = history_of(*at, name);
    ASSERT_EQ(found.size(), history.size()) << event;
    for (size_t i = 0; i < found.size(); ++i)
      EXPECT_EQ(found[i].DebugString(), history[i].DebugString());
  }
  const Output beyond =
      RunSantongd({"restore", "--from", backup_dir(), "--to", folder_.path() + "/beyond",
                   "--to-sequence", absl::StrCat(last + 1)});
  EXPECT_EQ(beyond.exit_code, 1);
  EXPECT_THAT(beyond.err, HasSubstr(absl::StrCat("they go to event ", last)));
}

// What a lost disk takes with it is what was not archived yet: how much that is, is printed, not
// promised.
TEST_F(Backups, OfALostDiskMoreComesBackThanTheNewestBackupHolds) {
  Registry& registry = server_.registry();
  const v1::Backup backup = Create();
  std::map<uint64_t, absl::Time> acknowledged;  // by event
  const absl::Time until = absl::Now() + absl::Seconds(5);
  for (int i = 0; absl::Now() < until; ++i) {
    registry.Submitted(absl::StrCat("办法", i));
    acknowledged[LastEvent()] = absl::Now();
  }
  const absl::Time lost = absl::Now();
  Lose();
  const absl::Time start = absl::Now();
  const Output restored = Restore();
  const double recovery_seconds = absl::ToDoubleSeconds(absl::Now() - start);
  ASSERT_NE(restored.exit_code, 2) << restored.err;
  const size_t at = restored.out.find("events/", restored.out.find("last event"));
  ASSERT_NE(at, std::string::npos) << restored.out << restored.err;
  const uint64_t last = std::stoull(restored.out.substr(at + 7));
  const auto first_lost = acknowledged.upper_bound(last);
  const double lost_seconds =
      first_lost == acknowledged.end() ? 0 : absl::ToDoubleSeconds(lost - first_lost->second);
  std::printf("RPO %.2f s (%zu of %zu acts lost), RTO %.2f s\n", lost_seconds,
              static_cast<size_t>(std::distance(first_lost, acknowledged.end())),
              acknowledged.size(), recovery_seconds);
  EXPECT_GT(last, static_cast<uint64_t>(backup.last_event_sequence()))
      << "the archive did not follow";
}

// A log is never signed in two ways: a store that is behind what was signed is not served.
TEST_F(Backups, AStoreBehindItsSignedLogIsRefusedAndGoesOnUnderANewName) {
  server_.registry().Published("甲办法");
  const v1::Backup backup = Create();
  server_.registry().Published("乙办法");
  const v1::Checkpoint lost = FreshCheckpoint(*log_);
  Lose();
  const Output restored = Restore({"--at-sequence", absl::StrCat(backup.last_event_sequence())});
  EXPECT_EQ(restored.exit_code, 1);
  EXPECT_THAT(restored.out, HasSubstr("NOT SERVABLE"));
  const Output refused = StartInVain();
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err,
              AllOf(HasSubstr(absl::StrCat("signed with ", lost.tree_size(), " entries")),
                    HasSubstr("two histories"), HasSubstr("log_continues")));

  std::filesystem::rename(data_dir() + ".log-key", data_dir() + ".log-key.old");
  EXPECT_EQ(StartInVain({"--log-origin", "another.example/log"}).exit_code, 1)
      << "only when it is said that it is meant";
  std::vector<std::string> more = {"--log-origin", "another.example/log", "--log-continues",
                                   "santong.invalid/log"};
  const ServerProcess server(
      [&](const std::string& port_file) { return SantongdArguments(data_dir(), port_file, more); });
  const auto channel = grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials());
  auto log = v1::LogService::NewStub(channel);
  EXPECT_THAT(FreshCheckpoint(*log).note(),
              AllOf(HasSubstr("another.example/log"), Not(HasSubstr("santong.invalid/log"))));
}

// The index is not in a backup, but it may still lie where the store was: put back in place, it is
// ahead of the store, or of another history, and must not be believed.
TEST_F(Backups, ASearchIndexOfALaterStoreIsBuiltAnew) {
  Registry& registry = server_.registry();
  registry.Published("甲农业办法");
  const v1::Backup backup = Create();
  registry.Published("乙工业办法");
  const auto found = [&](const std::string& word) {
    auto catalog = v1::CatalogService::NewStub(server_.Channel());
    v1::SearchDocumentsRequest request;
    request.set_query(word);
    v1::SearchDocumentsResponse response;
    do {  // until the index is abreast
      response.Clear();
      const grpc::Status status = catalog->SearchDocuments(As("").get(), request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (!status.ok()) return -1;
    } while (response.complete_to_sequence() < response.event_sequence());
    return static_cast<int>(response.hits_size());
  };
  EXPECT_EQ(found("工业"), 1);
  server_.process().Kill();
  const std::string kept = folder_.path() + "/search.db";
  std::filesystem::copy_file(data_dir() + "/search.db", kept);
  std::filesystem::remove_all(data_dir());
  std::filesystem::remove(data_dir() + ".log-signed");  // this test is not about the log
  ASSERT_EQ(Restore({"--at-sequence", absl::StrCat(backup.last_event_sequence())}).exit_code, 0);
  std::filesystem::copy_file(kept, data_dir() + "/search.db");
  server_.Start();
  EXPECT_EQ(found("工业"), 0);
  EXPECT_EQ(found("农业"), 1);
}

TEST(BackupsWithoutAFolder, AreRefusedWithTheMend) {
  RunningServer server;
  auto backups = v1::BackupService::NewStub(server.Channel());
  v1::Backup backup;
  const grpc::Status refused =
      backups->CreateBackup(As(server.registry().tokens().admin).get(), {}, &backup);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_details(), HasSubstr("backup_dir"));
}

TEST_F(Backups, AFlippedBitInANoteIsFound) {
  server_.registry().Published("办法");
  const v1::Backup older = Create(), backup = Create();
  const std::string note = backup_dir() + "/notes/" + backup.name().substr(8);  // backups/
  std::ifstream file(note, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  const size_t root = text.find(backup.log_root());
  ASSERT_NE(root, std::string::npos);
  text[root] = text[root] == 'A' ? 'B' : 'A';
  std::ofstream(note, std::ios::binary) << text;
  EXPECT_FALSE(Verify(backup.name()).problems().empty());
  text.erase(text.find(" #"), 10).pop_back();  // as the version before wrote it, without its end
  std::ofstream(note, std::ios::binary) << text;
  EXPECT_FALSE(Verify(backup.name()).problems().empty());
  v1::PruneBackupsResponse none;
  EXPECT_TRUE(Prune(1, &none).ok() && none.removed().empty()) << "the older one is the last good";
  Lose();
  EXPECT_THAT(Restore().out, AllOf(HasSubstr("restored       " + older.name()),
                                   HasSubstr("passed over    " + backup.name())));
  std::filesystem::remove(backup_dir() + "/notes/" + older.name().substr(8));
  std::filesystem::remove_all(data_dir());
  EXPECT_THAT(Restore().err, HasSubstr("the note of each backup in the folder is damaged"));
}

}  // namespace
}  // namespace santong::testing
