// A first and its standby, as processes, and clients that remember every number they were told.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "server/domain/proof/merkle.h"
#include "tests/server/services/log_fixture.h"

namespace santong::testing {

constexpr int kClients = 4;

// santongd over a folder of its own, on the same port at every start.
class Server {
 public:
  Server(std::string data_dir, std::vector<std::string> more)
      : data_dir_(std::move(data_dir)), more_(std::move(more)) {}

  void Start() {
    process_ = std::make_unique<ServerProcess>(
        [this](const std::string& port_file) { return Arguments(port_file); });
    address_ = process_->address();
    grpc::ChannelArguments arguments;
    // A connection of its own: one that was shared would still be broken after a kill.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(address_, credentials_, arguments);
  }
  // Started where it must not serve: its exit code.
  int StartInVain() {
    std::string line;
    for (const std::string& word : Arguments("/dev/null")) absl::StrAppend(&line, word, " ");
    const int status = std::system((line + "2> " + data_dir_ + ".err").c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void Kill() { process_->Kill(); }
  int Terminate() { return process_->Terminate(); }
  void More(std::vector<std::string> more) { more_ = std::move(more); }
  // How it is reached from its next start on.
  void Credentials(std::shared_ptr<grpc::ChannelCredentials> credentials) {
    credentials_ = std::move(credentials);
  }

  const std::string& data_dir() const { return data_dir_; }
  const std::string& address() const { return address_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  std::vector<std::string> Arguments(const std::string& port_file) const {
    std::vector<std::string> words = SantongdArguments(data_dir_, port_file, more_);
    for (size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i] == "--listen" && !address_.empty()) words[i + 1] = address_;
    }
    return words;
  }

  const std::string data_dir_;
  std::vector<std::string> more_;
  std::string address_;
  std::shared_ptr<grpc::ChannelCredentials> credentials_ = grpc::InsecureChannelCredentials();
  std::unique_ptr<ServerProcess> process_;
  std::shared_ptr<grpc::Channel> channel_;
};

class StandbyTest : public ::testing::Test {
 protected:
  StandbyTest() : first_(folder_.path() + "/first", Calm({"--backup-dir", Path("backups")})) {
    first_.Start();
    registry_ = std::make_unique<Registry>(first_.channel(), AdminToken(first_.data_dir()));
    admin_ = AdminToken(first_.data_dir());
    second_ = NewStandby("second");
  }

  // One of the first, with its keys.
  std::unique_ptr<Server> NewStandby(const std::string& name) {
    auto standby = std::make_unique<Server>(
        Path(name), Calm({"--standby-of", first_.address(), "--standby-token-file",
                          first_.data_dir() + ".token"}));
    for (const char* key : {".key", ".log-key"})
      std::filesystem::copy_file(first_.data_dir() + key, standby->data_dir() + key);
    return standby;
  }

  static std::vector<std::string> Calm(std::vector<std::string> more) {
    for (const char* word : {"--public-reads-per-minute", "0", "--checkpoint-seconds", "1"})
      more.push_back(word);
    return more;
  }
  std::string Path(const std::string& name) const { return folder_.path() + "/" + name; }

  v1::Standby Look(const Server& server) {
    v1::Standby standby;
    auto stub = v1::StandbyService::NewStub(server.channel());
    (void)stub->GetStandby(As(admin_).get(), {}, &standby);
    return standby;
  }
  // Until the standby has everything that the first has.
  void AwaitAbreast() {
    while (true) {
      const v1::Standby first = Look(first_), second = Look(*second_);
      if (second.following() && second.lag_changes() == 0 &&
          second.last_event_sequence() == first.last_event_sequence())
        return;
      std::this_thread::yield();
    }
  }
  grpc::Status Promote(v1::PromoteStandbyResponse* reply, bool first_is_off = false) {
    return Promote(*second_, reply, first_is_off);
  }
  grpc::Status Promote(const Server& standby, v1::PromoteStandbyResponse* reply,
                       bool first_is_off) {
    v1::PromoteStandbyRequest request;
    request.set_first_is_off(first_is_off);
    auto stub = v1::StandbyService::NewStub(standby.channel());
    const grpc::Status status = stub->PromoteStandby(As(admin_).get(), request, reply);
    if (!status.ok()) return status;
    // It starts anew, on the same port.
    while (Look(standby).standby() || Look(standby).standby_term() != reply->standby_term())
      std::this_thread::yield();
    return status;
  }
  // `count` applications wait at a first that answers nothing before the standby has it.
  void StartWithARequiredStandby(int count) {
    second_->Start();
    AwaitAbreast();
    Submit(count);
    first_.Kill();
    first_.More(Calm({"--backup-dir", Path("backups"), "--standby-required"}));
    first_.Start();
    AwaitAbreast();
  }
  void Submit(int count) {
    for (int i = 0; i < count; ++i)
      submitted_.push_back(registry_->Submitted(absl::StrCat("办法", submitted_.size())).name());
  }
  grpc::Status Register(const std::shared_ptr<grpc::Channel>& channel, size_t document) {
    v1::RegisterDocumentRequest request;
    request.set_name(submitted_[document]);
    request.mutable_options()->set_request_id(
        absl::StrCat("00000000-0000-4000-8000-", absl::Dec(document, absl::kZeroPad12)));
    v1::Document reply;
    auto documents = v1::DocumentService::NewStub(channel);
    const auto context = As(registry_->tokens().reviewer);
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    const grpc::Status status = documents->RegisterDocument(context.get(), request, &reply);
    if (!status.ok()) return status;
    absl::MutexLock lock(&mutex_);
    told_[reply.name()].insert(reply.registration_number());
    return status;
  }
  // Registers the documents from `next_` on, by several clients, until `enough` or none is left.
  void RegisterAll(const Server& server, const std::function<bool()>& enough) {
    std::vector<std::thread> clients;
    for (int c = 0; c < kClients; ++c) {
      clients.emplace_back([&] {
        while (!enough()) {
          const size_t document = next_++;
          if (document >= submitted_.size()) return;
          if (Register(server.channel(), document).ok()) ++acknowledged_;
        }
      });
    }
    for (std::thread& client : clients) client.join();
  }
  // Registers under load and kills the first after `acts` acknowledgements.
  void KillFirstUnderLoad(int acts) {
    std::atomic<bool> dead = false;
    std::thread killer([&] {
      while (acknowledged_ < acts) std::this_thread::yield();
      first_.Kill();
      dead = true;
    });
    RegisterAll(first_, [&] { return dead.load(); });
    killer.join();
  }
  std::map<std::string, std::string> NumbersAt(const Server& server) {
    std::map<std::string, std::string> numbers;  // by document
    auto documents = v1::DocumentService::NewStub(server.channel());
    for (const std::string& name : submitted_) {
      v1::GetDocumentRequest request;
      request.set_name(name);
      v1::Document document;
      EXPECT_TRUE(
          documents->GetDocument(As(registry_->tokens().auditor).get(), request, &document).ok());
      if (!document.registration_number().empty()) numbers[name] = document.registration_number();
    }
    return numbers;
  }
  // Consecutive and none twice, the store sound.
  void CheckNumbers(const Server& server) {
    const auto numbers = NumbersAt(server);
    std::set<std::string> distinct;
    for (const auto& [name, number] : numbers)
      EXPECT_TRUE(distinct.insert(number).second) << number;
    for (size_t serial = 1; serial <= distinct.size(); ++serial) {
      bool given = false;
      for (const std::string& number : distinct)
        given = given || number.find(absl::StrCat("〕", serial, "号")) != std::string::npos;
      EXPECT_TRUE(given) << "number " << serial << " was skipped";
    }
    v1::VerifyStoreResponse verified;
    auto admin = v1::AdminService::NewStub(server.channel());
    ASSERT_TRUE(admin->VerifyStore(As(admin_).get(), {}, &verified).ok());
    EXPECT_THAT(verified.problems(), ::testing::IsEmpty());
  }
  proof::Checkpoint Signed(const Server& server) {
    auto log = v1::LogService::NewStub(server.channel());
    auto note = proof::ParseNote(FreshCheckpoint(*log).note());
    auto parsed = note.ok() ? proof::ParseCheckpoint(note->text)
                            : absl::StatusOr<proof::Checkpoint>(note.status());
    EXPECT_TRUE(parsed.ok()) << parsed.status();
    return parsed.ok() ? *std::move(parsed) : proof::Checkpoint();
  }
  // The server's log begins with what `before` vouches for.
  void CheckContinues(const Server& server, const proof::Checkpoint& before) {
    const proof::Checkpoint now = Signed(server);
    ASSERT_GE(now.size, before.size);
    v1::GetConsistencyProofRequest request;
    request.set_first_size(static_cast<int64_t>(before.size));
    request.set_second_size(static_cast<int64_t>(now.size));
    v1::GetConsistencyProofResponse reply;
    auto log = v1::LogService::NewStub(server.channel());
    ASSERT_TRUE(log->GetConsistencyProof(As("").get(), request, &reply).ok());
    const std::vector<std::string> hashes(reply.hashes().begin(), reply.hashes().end());
    EXPECT_TRUE(
        proof::VerifyConsistency(before.size, now.size, hashes, before.root, now.root).ok());
  }

  TempFolder folder_;
  Server first_;
  std::unique_ptr<Server> second_;
  std::unique_ptr<Registry> registry_;
  std::string admin_;
  std::vector<std::string> submitted_;
  std::atomic<size_t> next_ = 0;
  std::atomic<int> acknowledged_ = 0;
  absl::Mutex mutex_;
  std::map<std::string, std::set<std::string>>
      told_;  // numbers that clients were told, by document
};

}  // namespace santong::testing
