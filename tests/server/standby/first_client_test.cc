// What a standby says of a copy that it cannot take.
#include "server/standby/first_client.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/status_matchers.h"

namespace santong::standby {
namespace {

using santong::testing::IsOk;
using santong::testing::StatusIs;
using santong::testing::TempFolder;
using ::testing::HasSubstr;

constexpr rlim_t kBytesThatFit = 1000;

class FirstOfOneFile final : public v1::StandbyService::Service {
 public:
  grpc::Status CopyStore(grpc::ServerContext*, const v1::CopyStoreRequest*,
                         grpc::ServerWriter<v1::CopyStoreResponse>* out) override {
    v1::CopyStoreResponse part;
    part.set_file("000001.sst");
    part.set_data(std::string(4 * kBytesThatFit, 'x'));
    out->Write(part);
    part.Clear();
    part.set_store("store");
    out->Write(part);
    return grpc::Status::OK;
  }
};

// The largest size of a file stands for the disk that fills up: it takes a part of the bytes, too.
TEST(TakeCopy, SaysWhyTheDiskTakesNoMore) {
  const TempFolder folder;
  FirstOfOneFile service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::ofstream(folder.path() + "/token") << "secret";
  const auto first =
      FirstClient::Create({absl::StrCat("127.0.0.1:", port), folder.path() + "/token", ""});
  ASSERT_THAT(first, IsOk());

  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{kBytesThatFit, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const absl::Status taken = TakeCopy(**first, folder.path() + "/data");
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);

  EXPECT_THAT(taken, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(std::string(taken.message()), HasSubstr("File too large"));
}

}  // namespace
}  // namespace santong::standby
