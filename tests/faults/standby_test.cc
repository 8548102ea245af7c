// A first and its standby, as processes: follow under load, kill either, promote, and never give a
// number twice.
//
// Method: clients register documents that were submitted before, as fast as they can, and remember
// every number that they were told. Servers get SIGKILL after a number of acknowledgements. What
// the promoted standby has and gives is held against what the clients remember.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "server/domain/proof/merkle.h"
#include "tests/server/rpc/certificates.h"
#include "tests/server/services/log_fixture.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
    second_ = std::make_unique<Server>(
        Path("second"), Calm({"--standby-of", first_.address(), "--standby-token-file",
                              first_.data_dir() + ".token"}));
    for (const char* key : {".key", ".log-key"})
      std::filesystem::copy_file(first_.data_dir() + key, second_->data_dir() + key);
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
    v1::PromoteStandbyRequest request;
    request.set_first_is_off(first_is_off);
    auto stub = v1::StandbyService::NewStub(second_->channel());
    const grpc::Status status = stub->PromoteStandby(As(admin_).get(), request, reply);
    if (!status.ok()) return status;
    // It starts anew, on the same port.
    while (Look(*second_).standby() || Look(*second_).standby_term() != reply->standby_term())
      std::this_thread::yield();
    return status;
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
    EXPECT_THAT(verified.problems(), IsEmpty());
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

TEST_F(StandbyTest, ServesReadsRefusesWritesAndTakesOverWhatIsGivenToIt) {
  const v1::Document published = registry_->Published("甲办法");
  submitted_.push_back(published.name());  // it has the first number
  second_->Start();
  Submit(60);
  RegisterAll(first_, [] { return false; });
  AwaitAbreast();
  EXPECT_EQ(NumbersAt(*second_), NumbersAt(first_));
  v1::LookupDocumentRequest lookup;
  lookup.set_text(published.registration_number());
  v1::LookupDocumentResponse found;
  auto catalog = v1::CatalogService::NewStub(second_->channel());
  ASSERT_TRUE(catalog->LookupDocument(As("").get(), lookup, &found).ok());
  EXPECT_EQ(found.matches_size(), 1) << "everyone may read at a standby";
  Submit(1);
  AwaitAbreast();
  const grpc::Status refused = Register(second_->channel(), submitted_.size() - 1);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_details(), HasSubstr(first_.address()));
  v1::FenceStoreRequest fence;
  fence.set_term(99);
  v1::FenceStoreResponse fenced;
  auto standby = v1::StandbyService::NewStub(second_->channel());
  EXPECT_THAT(standby->FenceStore(As(admin_).get(), fence, &fenced).error_details(),
              HasSubstr(first_.address()))
      << "who follows a standby does not stop the first by telling the standby";

  const proof::Checkpoint before = Signed(first_);
  v1::PromoteStandbyResponse promoted;
  const grpc::Status status = Promote(&promoted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(promoted.fenced());
  EXPECT_EQ(promoted.last_event_sequence(), promoted.first_last_event_sequence());
  EXPECT_EQ(Register(first_.channel(), submitted_.size() - 1).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION)
      << "two never number at once";
  EXPECT_TRUE(Register(second_->channel(), submitted_.size() - 1).ok());
  CheckNumbers(*second_);
  CheckContinues(*second_, before);
  first_.Kill();
  EXPECT_EQ(first_.StartInVain(), 1) << "nor does it after a restart";
  second_->Kill();
  second_->Start();
  EXPECT_FALSE(Look(*second_).standby()) << "it stays the first";
}

TEST_F(StandbyTest, IsKilledAndFollowsOnAndWhatIsLostWithTheFirstIsSaid) {
  second_->Start();
  Submit(300);
  std::thread killer([&] {
    while (acknowledged_ < 60) std::this_thread::yield();
    second_->Kill();
  });
  RegisterAll(first_, [&] { return acknowledged_ >= 120; });
  killer.join();
  second_->Start();  // by this thread: a server ends with the thread that started it
  RegisterAll(first_, [&] { return acknowledged_ >= 150; });
  AwaitAbreast();
  EXPECT_EQ(NumbersAt(*second_), NumbersAt(first_)) << "nothing is missing, nothing is twice";
  const proof::Checkpoint before = Signed(first_);
  AwaitAbreast();
  const int64_t surely_there = Look(*second_).last_event_sequence();

  KillFirstUnderLoad(acknowledged_ + 50);
  v1::PromoteStandbyResponse promoted;
  const grpc::Status refused = Promote(&promoted);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_details(), HasSubstr("FirstIsFenced"));
  const grpc::Status status = Promote(&promoted, true);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(promoted.fenced());
  EXPECT_GE(promoted.last_event_sequence(), surely_there);
  EXPECT_GE(promoted.first_last_event_sequence(), promoted.last_event_sequence());
  EXPECT_EQ(promoted.standby_term(), 2);
  RegisterAll(*second_, [] { return false; });
  CheckNumbers(*second_);
  CheckContinues(*second_, before);

  first_.Start();  // although it was said to be off
  while (Look(first_).problem().empty()) std::this_thread::yield();
  EXPECT_EQ(Register(first_.channel(), submitted_.size() - 1).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  first_.Kill();
  EXPECT_EQ(first_.StartInVain(), 1);
}

TEST_F(StandbyTest, ARequiredStandbyHasEveryNumberThatAnybodyWasTold) {
  second_->Start();
  AwaitAbreast();
  Submit(300);
  first_.Kill();
  first_.More(Calm({"--backup-dir", Path("backups"), "--standby-required"}));
  first_.Start();
  AwaitAbreast();
  KillFirstUnderLoad(100);
  v1::PromoteStandbyResponse promoted;
  const grpc::Status status = Promote(&promoted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(promoted.standby_required());
  const auto numbers = NumbersAt(*second_);
  for (const auto& [name, told] : told_) {
    ASSERT_TRUE(numbers.contains(name)) << name << " was told a number that is lost";
    EXPECT_THAT(told, ::testing::ElementsAre(numbers.at(name)));
  }
  // The old first comes back before it can be told, and has nobody to confirm its numbers: it is
  // asked at once, and again when it knows.
  first_.Start();
  EXPECT_FALSE(Register(first_.channel(), submitted_.size() - 1).ok());
  RegisterAll(*second_, [] { return false; });
  while (Look(first_).problem().empty()) std::this_thread::yield();
  EXPECT_FALSE(Register(first_.channel(), submitted_.size() - 1).ok());
  CheckNumbers(*second_);
  const auto last = NumbersAt(*second_);
  std::map<std::string, std::string> owner;  // of each number that was ever told
  for (const auto& [name, told] : told_) {
    for (const std::string& number : told)
      EXPECT_TRUE(owner.emplace(number, name).second) << number << " was given twice";
    EXPECT_THAT(told, ::testing::ElementsAre(last.at(name)));
  }
}

TEST_F(StandbyTest, WithoutItsRequiredStandbyAFirstTellsNoNumber) {
  second_->Start();
  AwaitAbreast();
  Submit(2);
  first_.Kill();
  first_.More(Calm({"--backup-dir", Path("backups"), "--standby-required"}));
  first_.Start();
  AwaitAbreast();
  ASSERT_TRUE(Register(first_.channel(), 0).ok());
  second_->Kill();
  const grpc::Status unknown = Register(first_.channel(), 1);
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::UNAVAILABLE) << unknown.error_message();
  const grpc::Status refused = Register(first_.channel(), 1);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_details(), HasSubstr("StandbyHasIt"));
  second_->Start();
  while (!Look(first_).problem().empty()) std::this_thread::yield();
  EXPECT_TRUE(Register(first_.channel(), 1).ok()) << "the same call goes through";
  AwaitAbreast();
  CheckNumbers(*second_);
}

TEST_F(StandbyTest, AwayForLongerThanChangesAreKeptItSaysSoAndIsCopiedAnew) {
  second_->Start();
  AwaitAbreast();
  second_->Kill();
  first_.Kill();
  first_.More(Calm({"--backup-dir", Path("backups"), "--changes-kept-bytes", "1048576"}));
  first_.Start();
  v1::CreateDocumentRequest draft = registry_->CompleteDraft("长文本");
  // Written characters without order, because the log of changes is packed.
  std::mt19937 random(1);
  std::string text;
  while (text.size() < 400'000)
    absl::StrAppend(&text, "\xE5", std::string(1, static_cast<char>(0x80 + random() % 64)),
                    std::string(1, static_cast<char>(0x80 + random() % 64)));
  draft.set_text(text);
  for (int i = 0; i < 10; ++i) {
    draft.mutable_options()->set_request_id(absl::StrCat("00000000-0000-4000-9000-00000000000", i));
    draft.mutable_document()->clear_document_number();
    v1::Document drafted;
    auto documents = v1::DocumentService::NewStub(first_.channel());
    const grpc::Status status =
        documents->CreateDocument(As(registry_->tokens().drafter).get(), draft, &drafted);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }
  // What a start finds in its log of changes goes into tables, and the oldest changes are let go.
  first_.Kill();
  first_.Start();
  second_->Start();
  while (Look(*second_).problem().empty()) std::this_thread::yield();
  while (Look(*second_).problem().find("was not heard yet") != std::string::npos)
    std::this_thread::yield();
  EXPECT_THAT(Look(*second_).problem(), HasSubstr("not kept any more"));
  EXPECT_FALSE(Look(*second_).following());

  // As the message and the operating page say.
  second_->Kill();
  for (const char* suffix : {"", ".role"}) {
    const std::string path = second_->data_dir() + suffix;
    std::filesystem::rename(path, path + ".aside");
  }
  second_->Start();
  AwaitAbreast();
  EXPECT_TRUE(Look(*second_).following());
}

TEST_F(StandbyTest, FollowsOverTls) {
  Submit(3);
  first_.Kill();
  const KeyPair ca = MakeCa("ca");
  const KeyPair pair = MakeCertificate(ca, "santong");
  for (const auto& [name, pem] :
       {std::pair("ca.pem", ca.certificate_pem), std::pair("tls.pem", pair.certificate_pem),
        std::pair("tls.key", pair.key_pem)}) {
    std::ofstream(Path(name)) << pem;
  }
  std::filesystem::permissions(Path("tls.key"), std::filesystem::perms::owner_read);
  first_.More(Calm({"--backup-dir", Path("backups"), "--tls-certificate", Path("tls.pem"),
                    "--tls-key", Path("tls.key")}));
  grpc::SslCredentialsOptions trusted;
  trusted.pem_root_certs = ca.certificate_pem;
  first_.Credentials(grpc::SslCredentials(trusted));
  first_.Start();

  // Of another CA, or in clear: it does not follow, and says whom it cannot reach.
  std::ofstream(Path("other.pem")) << MakeCa("other").certificate_pem;
  const std::vector<std::string> standby = {"--standby-of", first_.address(),
                                            "--standby-token-file", first_.data_dir() + ".token"};
  std::vector<std::string> words = Calm(standby);
  words.insert(words.end(), {"--standby-tls-ca", Path("other.pem")});
  second_->More(words);
  EXPECT_EQ(second_->StartInVain(), 1);
  EXPECT_FALSE(std::filesystem::exists(second_->data_dir()));

  words.back() = Path("ca.pem");
  second_->More(words);
  second_->Start();
  RegisterAll(first_, [] { return false; });
  AwaitAbreast();
  EXPECT_EQ(NumbersAt(*second_).size(), 3u);
  EXPECT_EQ(NumbersAt(*second_), NumbersAt(first_));

  v1::PromoteStandbyResponse promoted;
  const grpc::Status status = Promote(&promoted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(promoted.fenced()) << "the first was told over TLS, too";
}

TEST_F(StandbyTest, NeitherStartsAsTheOther) {
  second_->Start();
  AwaitAbreast();
  second_->Kill();
  Server alone(second_->data_dir(), Calm({}));
  EXPECT_EQ(alone.StartInVain(), 1) << "a copy is no register";
  first_.Kill();
  Server turned(first_.data_dir(), Calm({"--standby-of", second_->address(), "--standby-token-file",
                                         first_.data_dir() + ".token"}));
  EXPECT_EQ(turned.StartInVain(), 1) << "a register of its own is no copy";
}

}  // namespace
}  // namespace santong::testing
