#include "tests/bench/bare_server.h"

#include <signal.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/grpcpp.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/schema/keys.h"
#include "tests/bench/closed_loop.h"

namespace santong::bench {
namespace {

// What one RegisterDocument of the bench writes, as its transaction showed: the document in its two
// rows, the event, the reply record, counters, index entries.
struct RowSize {
  char table;
  size_t key;
  size_t value;
};
constexpr RowSize kActRows[] = {{'d', 9, 1110}, {'i', 9, 715}, {'e', 9, 885}, {'r', 57, 98},
                                {'N', 18, 8},   {'l', 11, 8},  {'s', 26, 8},  {'h', 24, 0},
                                {'c', 14, 0},   {'C', 14, 0},  {'n', 27, 0},  {'o', 32, 0},
                                {'x', 32, 0}};

// What it answers.
constexpr size_t kActReplyBytes = 1830;

std::string KeyOf(const RowSize& row, const std::string& serial) {
  return row.table + serial + std::string(row.key - 1 - serial.size(), 'k');
}

// One call: reads the request, answers it, finishes.
class BareCall final : public grpc::ServerGenericBidiReactor {
 public:
  BareCall(kv::Store& store, const std::string& values, const grpc::ByteBuffer& payload, bool put)
      : store_(store), values_(values), payload_(payload), put_(put) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    if (!put_) {
      reply_ = payload_;
      return StartWriteAndFinish(&reply_, grpc::WriteOptions(), grpc::Status::OK);
    }
    store_.Transact(
        [this](kv::Transaction& txn) {
          auto last = txn.Get("last");
          uint64_t serial = 0;
          if (last.ok()) serial = *schema::DecodeUint64(*last);
          const std::string key = schema::EncodeUint64(++serial);
          txn.Put("last", key);
          for (const RowSize& row : kActRows)
            txn.Put(KeyOf(row, key), values_.substr(0, row.value));
          return absl::OkStatus();
        },
        [this](absl::Status status) {
          reply_ = payload_;
          StartWriteAndFinish(&reply_, grpc::WriteOptions(),
                              status.ok() ? grpc::Status::OK
                                          : grpc::Status(grpc::StatusCode::INTERNAL,
                                                         std::string(status.message())));
        });
  }
  void OnDone() override { delete this; }

 private:
  kv::Store& store_;
  const absl::string_view values_;
  const grpc::ByteBuffer& payload_;
  const bool put_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
};

class BareService final : public grpc::CallbackGenericService {
 public:
  BareService(kv::Store& store, std::string payload)
      : store_(store),
        bytes_(std::move(payload)),
        payload_(ToBuffer(bytes_)),
        act_reply_(ToBuffer(bytes_.substr(0, kActReplyBytes))) {}
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    const bool put = context->method() == "/bare/Put";
    return new BareCall(store_, bytes_, put ? act_reply_ : payload_, put);
  }

 private:
  static grpc::ByteBuffer ToBuffer(const std::string& bytes) {
    grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }

  kv::Store& store_;
  const std::string bytes_;
  const grpc::ByteBuffer payload_;
  const grpc::ByteBuffer act_reply_;
};

}  // namespace

int ServeBare(const std::string& data_dir, const std::string& payload_file,
              const std::string& port_file) {
  kv::RocksDbStore::Options options;
  options.path = data_dir;
  // Blocked before any thread starts, so that sigwait below is the only one to see it.
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  auto store = kv::RocksDbStore::Open(options);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", std::string(store.status().message()).c_str());
    return 1;
  }
  std::ifstream file(payload_file, std::ios::binary);
  BareService service(**store, std::string(std::istreambuf_iterator<char>(file), {}));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  std::ofstream(port_file) << port << std::endl;
  int signal_number = 0;
  sigwait(&blocked, &signal_number);
  server->Shutdown();
  return 0;
}

}  // namespace santong::bench
