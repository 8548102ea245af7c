// A first and its standby, as processes: follow under load, kill either, promote, and never give a
// number twice.
//
// Method: clients register documents that were submitted before, as fast as they can, and remember
// every number that they were told. Servers get SIGKILL after a number of acknowledgements. What
// the promoted standby has and gives is held against what the clients remember.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "santong/v1/standby_service.grpc.pb.h"
#include "tests/faults/standby_fixture.h"
#include "tests/server/rpc/certificates.h"

namespace santong::testing {
namespace {

using ::testing::HasSubstr;

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

TEST_F(StandbyTest, OnlyOneOfTwoStandbysTakesTheFirstsPlace) {
  const auto third = NewStandby("third");
  second_->Start();
  third->Start();
  Submit(3);
  EXPECT_TRUE(Register(first_.channel(), 0).ok());
  v1::PromoteStandbyResponse promoted;
  ASSERT_TRUE(Promote(&promoted).ok());
  EXPECT_TRUE(promoted.fenced());
  v1::PromoteStandbyResponse late;
  const grpc::Status refused = Promote(*third, &late, false);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_details(), HasSubstr("NoOtherTookItsPlace"));
  EXPECT_EQ(Register(third->channel(), 1).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Register(second_->channel(), 1).ok());

  // The second is lost, too, and the operator says so: nothing else is left.
  second_->Kill();
  ASSERT_TRUE(Promote(*third, &late, true).ok());
  EXPECT_TRUE(Register(third->channel(), 2).ok());
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
  while (Look(first_).problem().find("took the place of this server") == std::string::npos)
    std::this_thread::yield();
  EXPECT_EQ(Register(first_.channel(), submitted_.size() - 1).error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  first_.Kill();
  EXPECT_EQ(first_.StartInVain(), 1);
}

TEST_F(StandbyTest, ARequiredStandbyHasEveryNumberThatAnybodyWasTold) {
  StartWithARequiredStandby(300);
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

// What was in hand when its first was told to stop is confirmed and answered, so that nobody is
// left with a number that he was not told.
TEST_F(StandbyTest, ARequiredStandbyConfirmsWhatIsInHandWhileItsFirstStops) {
  StartWithARequiredStandby(300);
  std::atomic<bool> stopped = false;
  std::thread stopper([&] {
    while (acknowledged_ < 50) std::this_thread::yield();
    EXPECT_EQ(first_.Terminate(), 0);
    stopped = true;
  });
  RegisterAll(first_, [&] { return stopped.load(); });
  stopper.join();
  std::map<std::string, std::set<std::string>> given;
  for (const auto& [name, number] : NumbersAt(*second_)) given[name] = {number};
  EXPECT_EQ(given, told_);
  first_.Start();
  AwaitAbreast();
  EXPECT_EQ(NumbersAt(first_), NumbersAt(*second_));
  CheckNumbers(first_);
}

TEST_F(StandbyTest, WithoutItsRequiredStandbyAFirstTellsNoNumber) {
  StartWithARequiredStandby(2);
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

// It lacks what the first acknowledged since, and a first that is told stops for good.
TEST_F(StandbyTest, OneThatDoesNotFollowLeavesItsFirstAlone) {
  second_->Start();
  AwaitAbreast();
  Submit(2);
  first_.Kill();
  first_.More(Calm({}));  // it keeps no changes any more
  first_.Start();
  ASSERT_TRUE(Register(first_.channel(), 0).ok());
  while (Look(*second_).problem().find("keeps no changes") == std::string::npos)
    std::this_thread::yield();
  v1::PromoteStandbyResponse promoted;
  const grpc::Status refused = Promote(&promoted);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_details(), HasSubstr("StandbyFollows"));
  EXPECT_TRUE(Register(first_.channel(), 1).ok()) << "the first goes on";
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
