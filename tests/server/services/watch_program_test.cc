// `santong catalog watch --resume` over SIGKILLs of the server: what the program wrote, all runs
// one after the other, is every public event once and in order.
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "tests/client/program.h"
#include "tests/server/services/fixture.h"
#include "tests/server/services/public_events.h"

namespace santong::testing {
namespace {

constexpr int kKills = 4;
constexpr int kRowsABatch = 20;

// A server that comes again under its first address.
class SteadyServer {
 public:
  SteadyServer() { Start(); }
  void Start() {
    process_ = std::make_unique<ServerProcess>([this](const std::string& port_file) {
      std::vector<std::string> words = SantongdArguments(data_dir(), port_file);
      for (size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "--listen" && !address_.empty()) words[i + 1] = address_;
      }
      return words;
    });
    address_ = process_->address();
  }
  void Kill() { process_->Kill(); }
  std::string data_dir() const { return folder_.path() + "/data"; }
  const std::string& address() const { return address_; }
  // With connections of its own: one to the server that was killed may not have noticed yet.
  std::shared_ptr<grpc::Channel> Channel() const {
    grpc::ChannelArguments own;
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), own);
  }

 private:
  TempFolder folder_;
  std::string address_;
  std::unique_ptr<ServerProcess> process_;
};

// Imports `batches`; as many as go through before the server dies.
void Import(const SteadyServer& server, const std::string& token, const std::string& id,
            int batches) {
  auto documents = v1::DocumentService::NewStub(server.Channel());
  auto context = As(token);
  auto stream = documents->ImportDocuments(context.get());
  v1::ImportDocumentsRequest message;
  message.mutable_start()->set_import_id(id);
  message.mutable_start()->set_kind(v1::IMPORT_KIND_STOCK);
  message.mutable_start()->set_jurisdiction(kDistrict);
  bool open = stream->Write(message);
  for (int batch = 0; open && batch < batches; ++batch) {
    v1::ImportDocumentsRequest rows;
    for (int i = 0; i < kRowsABatch; ++i) {
      v1::ImportRow* row = rows.add_rows();
      row->set_row(batch * kRowsABatch + i + 1);
      row->set_title(absl::StrCat("办法", id, "之", row->row()));
      row->set_text("正文");
    }
    open = stream->Write(rows);
  }
  stream->WritesDone();
  v1::ImportDocumentsResponse response;
  while (stream->Read(&response)) {
  }
  stream->Finish();
}

std::vector<int64_t> PublicEvents(const SteadyServer& server, const std::string& token) {
  return testing::PublicEvents(*v1::DocumentService::NewStub(server.Channel()), token);
}

TEST(WatchProgram, GoesOnWhereItWasAfterTheServerWasKilled) {
  SteadyServer server;
  const Registry registry(server.Channel(), AdminToken(server.data_dir()));
  const Tokens tokens = registry.tokens();
  const Folder folder;
  const std::string resume = folder.Path("sequence");
  const auto kept = [&] {
    int64_t sequence = 0;
    return absl::SimpleAtoi(ReadAll(resume), &sequence) ? sequence : 0;
  };
  const auto await = [&](int64_t sequence) {
    while (kept() < sequence) std::this_thread::yield();
  };
  const std::vector<std::string> command = {"catalog", "watch", "--resume", resume};
  const Program::Environment environment = {{"SANTONG_ADDRESS", server.address()},
                                            {"SANTONG_LANG", "en"}};
  std::string out;
  {
    Program watch(command, environment);
    for (int kill = 0; kill < kKills; ++kill) {
      const int64_t before = kept();
      std::thread load([&] { Import(server, tokens.admin, absl::StrCat("stock", kill), 20); });
      await(before + 1 + 60 * kill);  // in the middle of it, further each time
      server.Kill();
      load.join();
      server.Start();
    }
    await(PublicEvents(server, tokens.auditor).back());
    watch.Kill();
    out = watch.Wait().out;
  }
  // The program ended as well: the next one takes what happened meanwhile.
  Import(server, tokens.admin, "meanwhile", 3);
  Program next(command, environment);
  await(PublicEvents(server, tokens.auditor).back());
  next.Kill();
  out += next.Wait().out;

  std::vector<int64_t> seen;
  for (const absl::string_view line : absl::StrSplit(out, '\n', absl::SkipEmpty())) {
    v1::Event event;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(std::string(line), &event).ok())
        << line;
    seen.push_back(event.sequence());
  }
  EXPECT_THAT(seen, ::testing::ElementsAreArray(PublicEvents(server, tokens.auditor)));
}

}  // namespace
}  // namespace santong::testing
