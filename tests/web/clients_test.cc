// Real clients against the real server: what clients.mjs does with it must succeed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "google/protobuf/descriptor.pb.h"
#include "server/rpc/service_list.h"
#include "tests/server/services/fixture.h"

namespace santong::testing {
namespace {

// The file and all that it imports, each after what it needs.
void AddFile(const google::protobuf::FileDescriptor* file,
             google::protobuf::FileDescriptorSet& set) {
  for (const auto& known : set.file()) {
    if (known.name() == file->name()) return;
  }
  for (int i = 0; i < file->dependency_count(); ++i) AddFile(file->dependency(i), set);
  google::protobuf::FileDescriptorProto* copy = set.add_file();
  file->CopyTo(copy);
  file->CopyJsonNameTo(copy);
}

TEST(Clients, ConnectNodeChromiumBufAndCurlUseTheServices) {
  RunningServer server;
  const v1::Document document = server.registry().Published("关于示例的通知");
  google::protobuf::FileDescriptorSet set;
  for (const rpc::ListedService& listed : rpc::AllServices()) {
    AddFile(listed.descriptor->file(), set);
  }
  AddFile(google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
              "google/rpc/error_details.proto"),
          set);
  const TempFolder folder;
  const std::string descriptors = folder.path() + "/descriptors";
  std::ofstream(descriptors, std::ios::binary) << set.SerializeAsString();
  setenv("SANTONG_HTTP", ("http://" + HttpAddress(server.data_dir())).c_str(), 1);
  setenv("SANTONG_DOCUMENT", document.name().c_str(), 1);
  setenv("SANTONG_ADMIN", AdminToken(server.data_dir()).c_str(), 1);
  setenv("SANTONG_DESCRIPTORS", descriptors.c_str(), 1);
  EXPECT_EQ(std::system("node tests/web/clients.mjs"), 0)
      << "its packages are installed by deploy/test";
}

}  // namespace
}  // namespace santong::testing
