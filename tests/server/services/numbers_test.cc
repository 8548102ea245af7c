// Numbers are consecutive: under 64 clients at once, under repeated requests, and under SIGKILL at
// any moment.
#include "absl/strings/numbers.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

constexpr int kClients = 64;

int64_t SerialOf(const std::string& number) {
  constexpr size_t kBracketBytes = 3;
  const size_t from = number.find("〕") + kBracketBytes;
  int64_t serial = 0;
  EXPECT_TRUE(absl::SimpleAtoi(number.substr(from, number.rfind("号") - from), &serial)) << number;
  return serial;
}

std::string RequestId(int n) {
  return absl::StrCat("00000000-0000-4000-8000-", absl::Dec(n, absl::kZeroPad12));
}

// What the store says of itself.
v1::VerifyStoreResponse Verify(v1::AdminService::Stub& admin, const std::string& token) {
  v1::VerifyStoreResponse verified;
  grpc::Status status = admin.VerifyStore(As(token).get(), {}, &verified);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return verified;
}

TEST(Numbers, AreConsecutiveUnderSixtyFourClients) {
  RunningServer server;
  Registry& registry = server.registry();
  constexpr int kEach = 3;
  std::vector<std::string> names;
  for (int i = 0; i < kClients * kEach; ++i)
    names.push_back(registry.Submitted(absl::StrCat("办法", i)).name());
  std::mutex mutex;
  std::vector<int64_t> serials;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < kEach; ++i) {
        v1::RegisterDocumentRequest request;
        request.set_name(names[static_cast<size_t>(client * kEach + i)]);
        v1::Document document;
        grpc::Status status = registry.documents().RegisterDocument(
            As(registry.tokens().reviewer).get(), request, &document);
        ASSERT_TRUE(status.ok()) << status.error_message();
        std::lock_guard<std::mutex> lock(mutex);
        serials.push_back(SerialOf(document.registration_number()));
      }
    });
  }
  for (std::thread& client : clients) client.join();
  std::sort(serials.begin(), serials.end());
  ASSERT_EQ(serials.size(), names.size());
  for (size_t i = 0; i < serials.size(); ++i) EXPECT_EQ(serials[i], static_cast<int64_t>(i + 1));
  EXPECT_EQ(Verify(registry.admin(), registry.tokens().admin).problems_size(), 0);
}

TEST(Numbers, ARepeatedRequestGetsTheNumberItGot) {
  RunningServer server;
  Registry& registry = server.registry();
  v1::RegisterDocumentRequest request;
  request.set_name(registry.Submitted("办法").name());
  request.mutable_options()->set_request_id(RequestId(1));
  v1::Document first, again;
  ASSERT_TRUE(registry.documents()
                  .RegisterDocument(As(registry.tokens().reviewer).get(), request, &first)
                  .ok());
  server.KillAndRestart();
  auto documents = v1::DocumentService::NewStub(server.Channel());
  ASSERT_TRUE(
      documents->RegisterDocument(As(registry.tokens().reviewer).get(), request, &again).ok());
  EXPECT_EQ(again.registration_number(), first.registration_number());
  EXPECT_EQ(again.etag(), first.etag()) << "nothing was written";
}

TEST(Numbers, ARequestIdServesOneRequestOnly) {
  RunningServer server;
  Registry& registry = server.registry();
  v1::RegisterDocumentRequest request;
  request.set_name(registry.Submitted("办法一").name());
  request.mutable_options()->set_request_id(RequestId(1));
  v1::Document document;
  ASSERT_TRUE(registry.documents()
                  .RegisterDocument(As(registry.tokens().reviewer).get(), request, &document)
                  .ok());
  request.set_name(registry.Submitted("办法二").name());
  grpc::Status status = registry.documents().RegisterDocument(As(registry.tokens().reviewer).get(),
                                                              request, &document);
  EXPECT_EQ(ReasonOf(status), "REQUEST_ID_REUSED") << status.error_message();
}

TEST(Numbers, ARefusedRegistrationTakesNone) {
  RunningServer server;
  Registry& registry = server.registry();
  v1::RegisterDocumentRequest request;
  request.set_name(registry.Drafted("未申请").name());
  v1::Document document;
  EXPECT_FALSE(registry.documents()
                   .RegisterDocument(As(registry.tokens().reviewer).get(), request, &document)
                   .ok());
  EXPECT_EQ(SerialOf(registry.Registered("已申请").registration_number()), 1);
}

// Sets one leaf of the district's policy.
void SetLeaf(Registry& registry, const std::string& key, const std::string& text) {
  v1::SetPolicyRequest request;
  request.mutable_policy_set()->set_jurisdiction(kDistrict);
  v1::PolicyLeaf* leaf = request.mutable_policy_set()->add_leaves();
  leaf->set_key(key);
  leaf->set_text(text);
  leaf->set_source("a sample of the tests");
  leaf->set_confidence(v1::CONFIDENCE_DESIGN);
  v1::SetPolicyResponse reply;
  const grpc::Status status =
      registry.admin().SetPolicy(As(registry.tokens().admin).get(), request, &reply);
  ASSERT_TRUE(status.ok()) << status.error_message();
}

grpc::Status Register(Registry& registry, const std::string& title) {
  v1::RegisterDocumentRequest request;
  request.set_name(registry.Submitted(title).name());
  v1::Document document;
  return registry.documents().RegisterDocument(As(registry.tokens().reviewer).get(), request,
                                               &document);
}

// Who registers can do nothing about it, and is told who can, and where.
TEST(Numbers, ASeriesThatIsFullOrWritesAnothersNumbersSaysHowToMendIt) {
  RunningServer server;
  Registry& registry = server.registry();
  registry.Registered("一号办法");
  SetLeaf(registry, "number.scope", "organ");  // its series begins with 1, too
  const grpc::Status again = Register(registry, "又一号办法");
  EXPECT_EQ(again.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Names(again, "NumberIsNew")) << again.error_message();
  SetLeaf(registry, "number.pattern", "{prefix}{year}{serial:1}");
  for (int i = 1; i <= 9; ++i) registry.Registered(absl::StrCat("满号办法", i));
  const grpc::Status full = Register(registry, "满号办法10");
  EXPECT_EQ(full.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Names(full, "SeriesHasRoom")) << full.error_message();
  EXPECT_EQ(Verify(registry.admin(), registry.tokens().admin).problems_size(), 0);
}

// A number that nobody could look up is not given.
TEST(Numbers, APrefixThatWouldNotReadBackIsNoNumber) {
  RunningServer server;
  Registry& registry = server.registry();
  SetLeaf(registry, "number.prefix", "测/登");
  EXPECT_EQ(ReasonOf(Register(registry, "代字有误时的办法")), "NUMBER_INVALID");
  SetLeaf(registry, "number.prefix", "测登");
  EXPECT_EQ(SerialOf(registry.Registered("代字改正后的办法").registration_number()), 1);
}

TEST(Numbers, ARehearsalTakesNone) {
  RunningServer server;
  Registry& registry = server.registry();
  v1::RegisterDocumentRequest request;
  request.set_name(registry.Submitted("演练").name());
  request.mutable_options()->set_validate_only(true);
  v1::Document document;
  ASSERT_TRUE(registry.documents()
                  .RegisterDocument(As(registry.tokens().reviewer).get(), request, &document)
                  .ok());
  EXPECT_EQ(document.registration_number(), "");
  EXPECT_EQ(SerialOf(registry.Registered("办理").registration_number()), 1);
}

// What the act would refuse the rehearsal names, too.
TEST(Numbers, ARehearsalSaysThatThereIsNoNumberToGive) {
  RunningServer server;
  Registry& registry = server.registry();
  registry.Registered("一号办法");
  v1::RegisterDocumentRequest request;
  request.set_name(registry.Submitted("又一号办法").name());
  request.mutable_options()->set_validate_only(true);
  v1::Document document;
  SetLeaf(registry, "number.scope", "organ");  // its series begins with 1, too
  const grpc::Status again = registry.documents().RegisterDocument(
      As(registry.tokens().reviewer).get(), request, &document);
  EXPECT_EQ(again.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(Names(again, "NumberIsNew")) << again.error_message();
  SetLeaf(registry, "number.pattern", "{prefix}{year}{serial:1}");
  for (int i = 1; i <= 9; ++i) registry.Registered(absl::StrCat("满号办法", i));
  const grpc::Status full = registry.documents().RegisterDocument(
      As(registry.tokens().reviewer).get(), request, &document);
  EXPECT_TRUE(Names(full, "SeriesHasRoom")) << full.error_message();
}

// 200 times: clients register, the server is killed with SIGKILL after a random number of replies
// (not after a time), started again, and what was not acknowledged is sent again under the same
// request_id.
TEST(Numbers, NoneIsLostGivenTwiceOrSkippedThroughTwoHundredKills) {
  constexpr int kKills = 200;
  constexpr int kThreads = 4;
  constexpr int kDocuments = 1600;
  RunningServer server;
  Registry& registry = server.registry();
  std::vector<std::string> names;
  for (int i = 0; i < kDocuments; ++i)
    names.push_back(registry.Submitted(absl::StrCat("办法", i)).name());
  std::map<std::string, std::string> acknowledged;  // document → number
  std::mt19937 random(7);
  for (int kill = 0; kill < kKills; ++kill) {
    std::mutex mutex;
    std::atomic<int> next{0};
    std::atomic<int> replies{0};
    std::atomic<bool> stop{false};
    std::atomic<int> running{kThreads};
    const int replies_wanted = static_cast<int>(random() % 12);
    auto documents = v1::DocumentService::NewStub(server.Channel());
    std::vector<std::string> open;
    for (const std::string& name : names) {
      if (acknowledged.count(name) == 0) open.push_back(name);
    }
    std::vector<std::thread> clients;
    for (int client = 0; client < kThreads; ++client) {
      clients.emplace_back([&] {
        for (size_t i; !stop && (i = static_cast<size_t>(next++)) < open.size();) {
          v1::RegisterDocumentRequest request;
          request.set_name(open[i]);
          request.mutable_options()->set_request_id(RequestId(
              static_cast<int>(std::find(names.begin(), names.end(), open[i]) - names.begin())));
          v1::Document document;
          grpc::Status status =
              documents->RegisterDocument(As(registry.tokens().reviewer).get(), request, &document);
          if (!status.ok()) break;
          std::lock_guard<std::mutex> lock(mutex);
          acknowledged[open[i]] = document.registration_number();
          if (++replies >= replies_wanted) stop = true;
        }
        --running;
      });
    }
    // Who is refused, or has nothing left to register, ends and is not waited for.
    while (!stop && replies < replies_wanted && running > 0) std::this_thread::yield();
    server.process().Kill();
    stop = true;
    for (std::thread& client : clients) client.join();
    server.Start();
  }
  ASSERT_GT(acknowledged.size(), static_cast<size_t>(kKills))
      << "the kills must fall into registrations";
  auto documents = v1::DocumentService::NewStub(server.Channel());
  std::set<int64_t> serials;
  for (const std::string& name : names) {
    v1::GetDocumentRequest request;
    request.set_name(name);
    request.set_view(v1::DOCUMENT_VIEW_BASIC);
    v1::Document document;
    ASSERT_TRUE(
        documents->GetDocument(As(registry.tokens().reviewer).get(), request, &document).ok());
    if (auto number = acknowledged.find(name); number != acknowledged.end()) {
      EXPECT_EQ(document.registration_number(), number->second)
          << "an acknowledged number was lost";
    }
    if (document.registration_number().empty()) continue;
    EXPECT_TRUE(serials.insert(SerialOf(document.registration_number())).second) << "given twice";
  }
  ASSERT_FALSE(serials.empty());
  EXPECT_EQ(*serials.begin(), 1);
  EXPECT_EQ(*serials.rbegin(), static_cast<int64_t>(serials.size())) << "one was skipped";
  auto admin = v1::AdminService::NewStub(server.Channel());
  v1::VerifyStoreResponse verified = Verify(*admin, registry.tokens().admin);
  EXPECT_EQ(verified.problems_size(), 0) << verified.ShortDebugString();
  RecordProperty("acknowledged", static_cast<int>(acknowledged.size()));
}

}  // namespace
}  // namespace santong::testing
