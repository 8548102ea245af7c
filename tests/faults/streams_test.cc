// Streams by the thousand that their clients never read: the catalogue is watched and exported over
// and over by somebody who only wants to hold the server up. Its office goes on working, its memory
// stays within bounds that do not grow with what is published, and when they are gone all is as it
// was.
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "santong/v1/catalog_service.grpc.pb.h"
#include "tests/server/services/fixture.h"
#include "tests/support/refusal.h"

namespace santong::testing {
namespace {

constexpr int kConnections = 20;
constexpr int kOfAConnection = 250;  // streams; the server takes 256 at a time
constexpr int kAllowed = 200;
constexpr double kMibMax = 100;

// Begun, and not read until End.
template <typename Response>
class Unread final : public grpc::ClientReadReactor<Response> {
 public:
  template <typename Begin>
  explicit Unread(Begin begin) {
    begin(&context_, this);
    this->AddHold();
    this->StartCall();
  }
  void OnReadDone(bool ok) override {
    if (ok) this->StartRead(&part_);
  }
  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mutex_);
    status_ = status;
    done_ = true;
  }
  // Reads what comes until the server ends it.
  grpc::Status ReadToEnd() {
    this->StartRead(&part_);
    this->RemoveHold();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&done_));
    return status_;
  }
  // Gives it up; OK where it was going on.
  grpc::Status End() {
    context_.TryCancel();
    const grpc::Status status = ReadToEnd();
    return status.error_code() == grpc::StatusCode::CANCELLED ? grpc::Status() : status;
  }

 private:
  grpc::ClientContext context_;
  Response part_;
  absl::Mutex mutex_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
};

using Watch = Unread<v1::WatchCatalogResponse>;
using Export = Unread<v1::ExportCatalogResponse>;

// Refused, and told when to come back; fails on any other error.
bool IsRefusal(const grpc::Status& status) {
  if (status.ok()) return false;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
  EXPECT_GT(DetailsOf(status).retry.retry_delay().seconds(), 0);
  return true;
}

class StreamsTest : public ::testing::Test {
 protected:
  void Start(const std::vector<std::string>& flags) {
    server_ = std::make_unique<RunningServer>(flags);
    for (int i = 0; i < 20; ++i) server_->registry().Published(absl::StrCat("第", i, "号办法"));
    for (int i = 0; i < kConnections; ++i) stubs_.push_back(v1::CatalogService::NewStub(Anew()));
  }
  std::shared_ptr<grpc::Channel> Anew() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(server_->process().address(),
                                     grpc::InsecureChannelCredentials(), arguments);
  }
  std::unique_ptr<Watch> WatchOn(int connection) {
    return std::make_unique<Watch>([&](grpc::ClientContext* context, Watch* watch) {
      stubs_[connection]->async()->WatchCatalog(context, &watch_, watch);
    });
  }
  std::unique_ptr<Export> ExportOn(int connection) {
    return std::make_unique<Export>([&](grpc::ClientContext* context, Export* whole) {
      stubs_[connection]->async()->ExportCatalog(context, &export_, whole);
    });
  }
  grpc::Status CallAnew() const {
    v1::GetServerInfoResponse reply;
    const auto context = As(AdminToken(server_->data_dir()));
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    return v1::AdminService::NewStub(Anew())->GetServerInfo(context.get(), {}, &reply);
  }

  std::unique_ptr<RunningServer> server_;
  std::vector<std::unique_ptr<v1::CatalogService::Stub>> stubs_;
  const v1::WatchCatalogRequest watch_;
  const v1::ExportCatalogRequest export_;
};

TEST_F(StreamsTest, FiveThousandThatNobodyReadsHoldUpNobody) {
  Start({"--public-reads-per-minute", "0", "--public-streams", absl::StrCat(kAllowed)});
  const double before = server_->process().ResidentMib();
  std::vector<std::unique_ptr<Watch>> watches;
  std::vector<std::unique_ptr<Export>> exports;
  for (int i = 0; i < kConnections * kOfAConnection / 2; ++i) {
    watches.push_back(WatchOn(i % kConnections));
    exports.push_back(ExportOn(i % kConnections));
  }
  EXPECT_TRUE(CallAnew().ok()) << "who comes now is served";
  for (int i = 0; i < 20; ++i) server_->registry().Published(absl::StrCat("又", i, "号办法"));
  EXPECT_TRUE(CallAnew().ok());
  const double more = server_->process().ResidentMib() - before;
  std::printf("%.1f MiB more\n", more);
  EXPECT_LT(more, kMibMax);
  int refused = 0;
  for (auto& watch : watches) refused += IsRefusal(watch->End());
  for (auto& whole : exports) refused += IsRefusal(whole->End());
  // An export that fits what its connection buffers has ended, and made room for another.
  EXPECT_GT(refused, kConnections * kOfAConnection / 2);
  const grpc::Status whole = ExportOn(0)->ReadToEnd();
  EXPECT_TRUE(whole.ok()) << whole.error_message();
}

}  // namespace
}  // namespace santong::testing
