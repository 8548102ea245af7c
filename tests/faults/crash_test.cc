// Killed at any moment, the register keeps what it acknowledged: all of it, once, in order.
//
// Method: six clients run an office's work over the real services (workload.h). After a random
// number of acknowledgements, never after a time, the server gets SIGKILL; the clients go on with
// the next server, repeating what was not acknowledged under the same request_id. After each kill
// the store is checked against itself (VerifyStore: indexes, numbers, clocks, events, log), the log
// must be a continuation of the log that was signed before the kill, and what was acknowledged
// since the kill before stands in the histories of its resources. At the end every history is held
// against the model of what was acknowledged, each attachment is read, the newest backup is
// verified, and the search index is held against the history.
//
// In the second test the disk below the server is bad as well (fault_disk.cc): slow syncs, EIO and
// ENOSPC when something is written; EIO when tables are read, at a start, because a server that
// runs has so small a store in memory. After each kill what was not synced is gone, in part or all
// of it, as after a power cut. Each kind must have been met.
//
// 100 rounds, bounded by the test's timeout of 600 s; SANTONG_CRASH_ROUNDS asks for more.
// SANTONG_CRASH_SEED repeats a run's kills.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "santong/v1/backup_service.grpc.pb.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "server/domain/proof/merkle.h"
#include "tests/faults/fault_board.h"
#include "tests/faults/workload.h"
#include "tests/server/services/log_fixture.h"

namespace santong::testing {
namespace {

constexpr int kClients = 6;
constexpr int kActsBetweenKillsMax = 25;
constexpr int64_t kFaultsBetweenKillsMax = 200;
constexpr int kRoundKinds = kFaultKinds + 1;  // and one in which only the power fails

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = otherwise;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

proof::Checkpoint Parsed(const v1::Checkpoint& checkpoint) {
  auto note = proof::ParseNote(checkpoint.note());
  auto parsed = note.ok() ? proof::ParseCheckpoint(note->text)
                          : absl::StatusOr<proof::Checkpoint>(note.status());
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return parsed.ok() ? *std::move(parsed) : proof::Checkpoint();
}

// What a client that trusts nothing checks of a server that was started again.
class Auditor {
 public:
  void Look(const std::shared_ptr<grpc::Channel>& channel) {
    auto log = v1::LogService::NewStub(channel);
    const proof::Checkpoint now = Parsed(FreshCheckpoint(*log));
    ASSERT_GE(now.size, last_.size) << "the log has become shorter than what was signed";
    if (last_.size > 0) {
      v1::GetConsistencyProofRequest request;
      request.set_first_size(static_cast<int64_t>(last_.size));
      request.set_second_size(static_cast<int64_t>(now.size));
      v1::GetConsistencyProofResponse reply;
      ASSERT_TRUE(log->GetConsistencyProof(As("").get(), request, &reply).ok());
      const std::vector<std::string> hashes(reply.hashes().begin(), reply.hashes().end());
      EXPECT_TRUE(proof::VerifyConsistency(last_.size, now.size, hashes, last_.root, now.root).ok())
          << "the log was written anew between " << last_.size << " and " << now.size;
    }
    last_ = now;
  }

 private:
  proof::Checkpoint last_;
};

// The actions of people in a resource's history, oldest first; the system's are left out.
std::vector<std::string> ActionsOf(const std::shared_ptr<grpc::Channel>& channel,
                                   const std::string& token, const std::string& resource) {
  auto documents = v1::DocumentService::NewStub(channel);
  v1::ListHistoryRequest request;
  request.set_parent(resource);
  request.set_page_size(1000);
  v1::ListHistoryResponse reply;
  const grpc::Status status = documents->ListHistory(As(token).get(), request, &reply);
  EXPECT_TRUE(status.ok()) << resource << ": " << status.error_message();
  std::map<int64_t, std::string> ordered;
  for (const v1::Event& event : reply.events()) {
    // The inventory is finished by the call that opened it, or after a crash by the next server.
    const bool by_itself = event.principal() == "system" || event.action() == "FINISH_OPENING";
    if (!by_itself) ordered[event.sequence()] = event.action();
  }
  std::vector<std::string> actions;
  for (const auto& [sequence, action] : ordered) {
    // A file is told by its hash, without a request_id: one whose answer was lost is attached
    // again.
    const bool again = action == "ATTACH" && !actions.empty() && actions.back() == action;
    if (!again) actions.push_back(action);
  }
  return actions;
}

void HoldAgainstModel(const std::shared_ptr<grpc::Channel>& channel, const Tokens& tokens,
                      const std::map<std::string, Acknowledged>& model) {
  auto documents = v1::DocumentService::NewStub(channel);
  std::set<std::string> numbers;
  for (const auto& [resource, known] : model) {
    EXPECT_EQ(ActionsOf(channel, tokens.auditor, resource), known.actions) << resource;
    if (resource.rfind("documents/", 0) != 0) continue;
    v1::GetDocumentRequest request;
    request.set_name(resource);
    v1::Document document;
    ASSERT_TRUE(documents->GetDocument(As(tokens.auditor).get(), request, &document).ok());
    EXPECT_EQ(document.registration_number(), known.registration_number) << resource;
    for (const std::string& attachment : known.attachments) {
      v1::GetAttachmentRequest asked;
      asked.set_name(attachment);
      const auto context = As(tokens.auditor);
      const auto stream = documents->GetAttachment(context.get(), asked);
      v1::GetAttachmentResponse part;
      std::string bytes;
      while (stream->Read(&part)) bytes += part.chunk();
      EXPECT_TRUE(stream->Finish().ok()) << attachment;
      EXPECT_EQ(bytes, absl::StrCat(resource, "的说明"));
    }
    if (document.registration_number().empty()) continue;
    EXPECT_TRUE(numbers.insert(document.registration_number()).second) << "given twice";
  }
  for (size_t serial = 1; serial <= numbers.size(); ++serial) {
    bool given = false;
    for (const std::string& number : numbers)
      given = given || number.find(absl::StrCat("〕", serial, "号")) != std::string::npos;
    EXPECT_TRUE(given) << "number " << serial << " was skipped";
  }
}

// Right after a kill: what was acknowledged is the beginning of each history. One act more may have
// been done: its answer was lost, or its client has not written it down.
void HoldBeginnings(const std::shared_ptr<grpc::Channel>& channel, const Tokens& tokens,
                    const std::map<std::string, Acknowledged>& touched) {
  for (const auto& [resource, known] : touched) {
    std::vector<std::string> actions = ActionsOf(channel, tokens.auditor, resource);
    ASSERT_GE(actions.size(), known.actions.size()) << resource << " lost what was acknowledged";
    EXPECT_LE(actions.size(), known.actions.size() + 1) << resource;
    actions.resize(known.actions.size());
    EXPECT_EQ(actions, known.actions) << resource;
  }
}

// Every backup that was acknowledged is there, and the newest is whole.
void HoldBackups(const std::shared_ptr<grpc::Channel>& channel, const Tokens& tokens,
                 const std::vector<std::string>& backups) {
  if (backups.empty()) return;
  auto stub = v1::BackupService::NewStub(channel);
  v1::ListBackupsRequest list;
  list.set_page_size(1000);
  v1::ListBackupsResponse listed;
  ASSERT_TRUE(stub->ListBackups(As(tokens.admin).get(), list, &listed).ok());
  std::set<std::string> names;
  for (const v1::Backup& backup : listed.backups()) names.insert(backup.name());
  for (const std::string& backup : backups)
    EXPECT_EQ(names.count(backup), 1u) << backup << " was acknowledged";
  v1::VerifyBackupRequest verify;
  verify.set_name(listed.backups(0).name());
  v1::VerifyBackupResponse verified;
  const grpc::Status status = stub->VerifyBackup(As(tokens.admin).get(), verify, &verified);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(verified.problems(), ::testing::IsEmpty());
}

// Until the index has caught up; then what it finds is as many as the register has published.
void HoldSearchAgainstModel(const std::shared_ptr<grpc::Channel>& channel,
                            const std::map<std::string, Acknowledged>& model) {
  auto catalog = v1::CatalogService::NewStub(channel);
  int64_t published = 0;
  for (const auto& [resource, known] : model) {
    if (resource.rfind("documents/", 0) != 0) continue;  // a cleanup is published too
    for (const std::string& action : known.actions) published += action == "PUBLISH" ? 1 : 0;
  }
  v1::SearchDocumentsRequest request;
  request.set_query("管理办法");
  request.set_facets(true);  // which count up to 10,000
  v1::SearchDocumentsResponse response;
  do {
    response.Clear();
    ASSERT_TRUE(catalog->SearchDocuments(As("").get(), request, &response).ok());
  } while (response.complete_to_sequence() < response.event_sequence());
  EXPECT_EQ(response.total(), std::min<int64_t>(published, 9999));
}

// The disk of the servers that are started while it lives.
class BadDisk {
 public:
  explicit BadDisk(const char* library) {
    const std::string path = folder_.path() + "/board";
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    EXPECT_EQ(ftruncate(file, sizeof(FaultBoard)), 0);
    void* memory = mmap(nullptr, sizeof(FaultBoard), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    EXPECT_NE(memory, MAP_FAILED);
    board_ = static_cast<FaultBoard*>(memory);
    setenv(kFaultBoardVariable, path.c_str(), 1);
    setenv("LD_PRELOAD", library, 1);
  }
  ~BadDisk() {
    unsetenv("LD_PRELOAD");
    munmap(board_, sizeof(FaultBoard));
  }

  int64_t injected(int kind) const { return board_->injected[kind]; }
  int64_t injected() const {
    int64_t all = 0;
    for (const std::atomic<int64_t>& one : board_->injected) all += one;
    return all;
  }
  void Heal() {
    board_->sync_micros = board_->read_fails_one_in = 0;
    board_->write_fails_one_in = board_->no_space_one_in = 0;
  }
  // Returns whether the server that runs meets it.
  bool Break(int round) {
    switch (round % kRoundKinds) {
      case kSlowSync:
        board_->sync_micros = 20'000;
        return true;
      case kWriteFails:
        board_->write_fails_one_in = 40;
        return true;
      case kNoSpace:
        board_->no_space_one_in = 40;
        return true;
      default:
        return false;  // the next start fails, or only the power does
    }
  }
  // Whether no table can be read at the start after that round.
  bool BreakStart(int round) {
    const bool breaks = round % kRoundKinds == kReadFails;
    board_->read_fails_one_in = breaks ? 1 : 0;
    return breaks;
  }
  // Cuts every file of the store back to what was synced, or to somewhere behind it.
  void CutPower(const std::string& folder, std::mt19937& random) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      const std::string kind = entry.path().extension();
      const bool of_store =
          kind == ".log" || kind == ".sst" || kind == ".blob" || name.rfind("MANIFEST-", 0) == 0;
      struct stat status {};
      if (!of_store || stat(entry.path().c_str(), &status) != 0) continue;
      const auto bytes = static_cast<uint64_t>(status.st_size);
      const uint64_t kept = Synced(status.st_ino);
      if (kept >= bytes) continue;
      const uint64_t torn = random() % 2 == 0 ? 0 : random() % (bytes - kept);
      EXPECT_EQ(truncate(entry.path().c_str(), static_cast<off_t>(kept + torn)), 0);
      cut_ += bytes - kept - torn;
    }
  }
  uint64_t cut_bytes() const { return cut_; }

 private:
  uint64_t Synced(uint64_t inode) const {
    for (const FaultBoard::File& row : board_->files) {
      if (row.inode == inode) return row.synced_bytes;
    }
    return 0;
  }

  TempFolder folder_;
  FaultBoard* board_ = nullptr;
  uint64_t cut_ = 0;
};

// Started where it cannot read: its exit code.
int StartInVain(const std::string& data_dir, const std::vector<std::string>& flags) {
  std::string line = "timeout 60 ";
  for (const std::string& word : SantongdArguments(data_dir, "/dev/null", flags))
    absl::StrAppend(&line, "'", word, "' ");
  const int status = std::system((line + "2> /dev/null").c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// `disk` may be null.
void RunRounds(int rounds, BadDisk* disk) {
  const int seed = FromEnvironment("SANTONG_CRASH_SEED", 20260731);
  ::testing::Test::RecordProperty("seed", seed);
  std::mt19937 random(static_cast<unsigned>(seed));
  const TempFolder folder;
  std::vector<std::string> flags = {"--public-writes-per-minute", "0",
                                    "--public-reads-per-minute",  "0",
                                    "--checkpoint-seconds",       "1"};
  // A backup on a bad disk is another matter: it may be refused for good.
  const bool with_backups = disk == nullptr;
  if (with_backups) flags.insert(flags.end(), {"--backup-dir", folder.path() + "/backups"});
  RunningServer server(flags);
  const Tokens tokens = server.registry().tokens();
  Workload office(tokens, server.registry().today(), with_backups);
  Auditor auditor;
  std::atomic<int> next_script = 1;
  std::atomic<bool> enough = false;
  std::vector<std::thread> clients;
  office.ServerIsAt(server.Channel());
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      while (!enough) office.RunScript(next_script++);
    });
  }
  for (int round = 0; round < rounds && office.refusals().empty() && !::testing::Test::HasFailure();
       ++round) {
    const bool must_meet = disk != nullptr && disk->Break(round);
    const int64_t met = disk == nullptr ? 0 : disk->injected();
    const int until = office.acts() + 1 + static_cast<int>(random() % kActsBetweenKillsMax);
    // A disk that goes on failing may let no act through: then its faults are counted.
    const int64_t faults_until = met + kFaultsBetweenKillsMax;
    while ((office.acts() < until || (must_meet && disk->injected() == met)) &&
           office.refusals().empty() && (disk == nullptr || disk->injected() < faults_until)) {
      std::this_thread::yield();
    }
    office.ServerIsAt(nullptr);
    server.process().Kill();
    if (disk != nullptr) {
      disk->Heal();
      disk->CutPower(server.data_dir(), random);
      if (disk->BreakStart(round)) EXPECT_EQ(StartInVain(server.data_dir(), flags), 1);
      disk->Heal();
    }
    server.Start();
    auto admin = v1::AdminService::NewStub(server.Channel());
    v1::VerifyStoreResponse verified;
    ASSERT_TRUE(admin->VerifyStore(As(tokens.admin).get(), {}, &verified).ok());
    EXPECT_THAT(verified.problems(), ::testing::IsEmpty()) << "round " << round;
    auditor.Look(server.Channel());
    HoldBeginnings(server.Channel(), tokens, office.TakeTouched());
    office.ServerIsAt(server.Channel());
  }
  enough = true;  // the scripts that run are run to their ends
  for (std::thread& client : clients) client.join();
  EXPECT_THAT(office.refusals(), ::testing::IsEmpty());
  ::testing::Test::RecordProperty("acts", office.acts());
  HoldAgainstModel(server.Channel(), tokens, office.model());
  HoldSearchAgainstModel(server.Channel(), office.model());
  HoldBackups(server.Channel(), tokens, office.backups());
  auditor.Look(server.Channel());
}

TEST(Crash, NothingAcknowledgedIsLostDoubledOrHalfDone) {
  RunRounds(FromEnvironment("SANTONG_CRASH_ROUNDS", 100), nullptr);
}

TEST(Crash, NorOnABadDiskThroughPowerCuts) {
  const char* library = std::getenv("SANTONG_FAULT_DISK");
  ASSERT_NE(library, nullptr) << "CTest sets it";
  BadDisk disk(library);
  RunRounds(std::max(kRoundKinds, FromEnvironment("SANTONG_CRASH_ROUNDS", 100) / 4), &disk);
  std::printf("%lld faults, %llu bytes cut off\n", static_cast<long long>(disk.injected()),
              static_cast<unsigned long long>(disk.cut_bytes()));
  for (int kind = 0; kind < kFaultKinds; ++kind)
    EXPECT_GT(disk.injected(kind), 0) << "no fault of kind " << kind;
  EXPECT_GT(disk.cut_bytes(), 0u) << "no power cut took anything";
}

}  // namespace
}  // namespace santong::testing
